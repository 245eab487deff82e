#include <algorithm>
#include <array>

#include "base/checked.h"
#include "base/limits.h"
#include "format/hdf5/messages.h"

namespace aboveboard::format::hdf5 {
namespace {

struct TypeHead {
  unsigned version = 0;
  unsigned type = 0;
  std::uint32_t bits = 0;
  std::uint64_t size = 0;
};

tl::unexpected<Error> wrong(std::string message, ErrorKind kind = ErrorKind::Malformed) { return fail(kind, std::move(message)); }

std::string float_name(std::uint64_t size, unsigned exponent) {
  if (size == 2 && exponent == 8) return "bfloat16";
  if (size == 1) return exponent == 5 ? "float8_e5m2" : exponent == 4 ? "float8_e4m3" : "float8";
  return size == 2 || size == 4 || size == 8 ? "float" + std::to_string(8 * size) : size == 16 || size == 12 || size == 10 ? "longdouble" : "float";
}

std::string integer_name(std::uint64_t size, bool is_signed) {
  if (size != 1 && size != 2 && size != 4 && size != 8) return "integer";
  return (is_signed ? "int" : "uint") + std::to_string(8 * size);
}

// The name of a member or of an enumeration's value, padded to a multiple of eight bytes before version 3.
std::string_view padded_name(Cursor& in, unsigned version) {
  const std::string_view name = in.text();
  if (version < 3) in.skip((8 - (name.size() + 1) % 8) % 8);
  return name;
}

unsigned bytes_for(std::uint64_t value) {
  unsigned bytes = 1;
  while (bytes < 8 && value >> (8 * bytes) != 0) ++bytes;
  return bytes;
}

// A compound of r and i is how complex numbers are kept.
Status parse_compound(Cursor& in, const TypeHead& head, Datatype& out, int depth) {
  const std::uint64_t members = head.bits & 0xffff;
  out.name = "compound";
  bool complex = members == 2;
  std::string part;
  for (std::uint64_t i = 0; i < members; ++i) {
    const std::string_view name = padded_name(in, head.version);
    in.skip(head.version < 3 ? 4 : bytes_for(head.size));
    if (head.version == 1) in.skip(28);
    if (!in.ok()) return wrong("a compound type is cut short");
    ABOVEBOARD_ASSIGN(const Datatype member, parse_datatype(in, depth + 1));
    complex = complex && member.type == TypeClass::Float && name == (i == 0 ? "r" : "i") && (i == 0 || part == member.name);
    part = member.name;
  }
  if (complex && part.starts_with("float")) out.name = "complex" + std::to_string(8 * head.size);
  return {};
}

Status parse_enum(Cursor& in, const TypeHead& head, Datatype& out, int depth) {
  const std::uint64_t members = head.bits & 0xffff;
  ABOVEBOARD_ASSIGN(const Datatype base, parse_datatype(in, depth + 1));
  bool boolean = members == 2;
  for (std::uint64_t i = 0; i < members && in.ok(); ++i) boolean = padded_name(in, head.version) == (i == 0 ? "FALSE" : "TRUE") && boolean;
  in.skip(members * base.size);
  out.name = boolean ? "bool" : "enum";
  out.is_signed = base.is_signed;
  return {};
}

Status parse_array(Cursor& in, const TypeHead& head, Datatype& out, int depth) {
  const unsigned rank = in.u8();
  if (head.version < 3) in.skip(3);
  for (unsigned i = 0; i < rank && in.ok(); ++i) {
    const auto product = checked_mul(out.inner, in.u32());
    if (!product) return wrong("an array type that does not fit 64 bits");
    out.inner = *product;
  }
  if (head.version < 3) in.skip(4u * rank);
  ABOVEBOARD_ASSIGN(const Datatype base, parse_datatype(in, depth + 1));
  out.name = base.name;
  const auto inner = checked_mul(out.inner, base.inner);
  if (!inner) return wrong("an array type that does not fit 64 bits");
  out.inner = *inner;
  return {};
}

// Numbers: properties of fixed length.
void parse_number(Cursor& in, const TypeHead& head, Datatype& out) {
  out.big_endian = (head.bits & 1) != 0;
  if (out.type == TypeClass::Float) {
    in.skip(5);
    const unsigned exponent = in.u8();
    in.skip(6);
    out.name = float_name(head.size, exponent);
  } else {
    out.is_signed = (head.bits & 8) != 0;
    in.skip(out.type == TypeClass::Time ? 2 : 4);
    out.name = out.type == TypeClass::Integer ? integer_name(head.size, out.is_signed) : out.type == TypeClass::Time ? "time" : "bitfield";
  }
}

Status parse_nested(Cursor& in, const TypeHead& head, Datatype& out, int depth) {
  switch (out.type) {
    case TypeClass::Compound: return parse_compound(in, head, out, depth);
    case TypeClass::Enum: return parse_enum(in, head, out, depth);
    case TypeClass::Array: return parse_array(in, head, out, depth);
    case TypeClass::Complex: {
      ABOVEBOARD_ASSIGN(const Datatype base, parse_datatype(in, depth + 1));
      out.name = "complex" + std::to_string(16 * base.size);
      return {};
    }
    default: {  // of variable length
      out.variable_text = (head.bits & 0xf) == 1;
      out.name = out.variable_text ? "str" : "vlen";
      ABOVEBOARD_TRY(parse_datatype(in, depth + 1));
      return {};
    }
  }
}

}  // namespace

Result<Datatype> parse_datatype(Cursor& in, int depth) {
  if (depth > limits::kHdf5TypeDepth) return wrong("a type is nested deeper than is read", ErrorKind::LimitReached);
  TypeHead head;
  const unsigned first = in.u8();
  head.version = first >> 4;
  head.type = first & 15;
  head.bits = static_cast<std::uint32_t>(in.number(3));
  head.size = in.u32();
  if (!in.ok()) return wrong("a datatype is cut short");
  if (head.version < 1 || head.version > 5) return wrong("an unknown version of datatypes", ErrorKind::Unsupported);
  if (head.type > 11) return wrong("an unknown class of datatype", ErrorKind::Unsupported);
  if (head.size == 0 && head.type != 3 && head.type != 5) return wrong("a datatype of no bytes");
  Datatype out;
  out.type = static_cast<TypeClass>(head.type);
  out.size = head.size;
  switch (out.type) {
    case TypeClass::Integer:
    case TypeClass::Float:
    case TypeClass::Time:
    case TypeClass::Bits: parse_number(in, head, out); break;
    case TypeClass::Text: out.name = "str"; break;
    case TypeClass::Opaque:
      in.skip(head.bits & 0xff);
      out.name = "opaque";
      break;
    case TypeClass::Reference: out.name = "reference"; break;
    default: ABOVEBOARD_TRY(parse_nested(in, head, out, depth));
  }
  if (!in.ok()) return wrong("a datatype is cut short");
  return out;
}

}  // namespace aboveboard::format::hdf5
