#include "format/numpy/dtype.h"

#include <algorithm>
#include <limits>
#include <set>
#include <string>

#include "base/checked.h"
#include "base/limits.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kLargest = std::numeric_limits<std::int32_t>::max();  // numpy keeps sizes of types in a C int

struct NamedType {
  std::string_view spelling;
  std::string_view name;
  std::uint64_t itemsize;
};

// Single letters and the names that numpy keeps in its type dictionary, for 64-bit Linux: by spelling.
constexpr NamedType kNamed[] = {
    {"?", "bool", 1},           {"B", "uint8", 1},          {"D", "complex128", 16},    {"F", "complex64", 8},      {"G", "complex256", 32},
    {"H", "uint16", 2},         {"I", "uint32", 4},         {"L", "uint64", 8},         {"M", "datetime64", 8},     {"O", "object", 8},
    {"P", "uint64", 8},         {"Q", "uint64", 8},         {"S", "bytes", 0},          {"U", "str", 0},            {"V", "void", 0},
    {"a", "bytes", 0},          {"b", "int8", 1},           {"bool", "bool", 1},        {"bool8", "bool", 1},       {"bool_", "bool", 1},
    {"byte", "int8", 1},        {"bytes", "bytes", 0},      {"bytes0", "bytes", 0},     {"bytes_", "bytes", 0},     {"c", "bytes", 1},
    {"cdouble", "complex128", 16}, {"cfloat", "complex128", 16}, {"clongdouble", "complex256", 32}, {"clongfloat", "complex256", 32},
    {"complex", "complex128", 16}, {"complex128", "complex128", 16}, {"complex256", "complex256", 32}, {"complex64", "complex64", 8},
    {"complex_", "complex128", 16}, {"csingle", "complex64", 8}, {"d", "float64", 8},   {"double", "float64", 8},   {"e", "float16", 2},
    {"f", "float32", 4},        {"float", "float64", 8},    {"float128", "float128", 16}, {"float16", "float16", 2}, {"float32", "float32", 4},
    {"float64", "float64", 8},  {"float_", "float64", 8},   {"g", "float128", 16},      {"h", "int16", 2},          {"half", "float16", 2},
    {"i", "int32", 4},          {"int", "int64", 8},        {"int0", "int64", 8},       {"int16", "int16", 2},      {"int32", "int32", 4},
    {"int64", "int64", 8},      {"int8", "int8", 1},        {"int_", "int64", 8},       {"intc", "int32", 4},       {"intp", "int64", 8},
    {"l", "int64", 8},          {"long", "int64", 8},       {"longcomplex", "complex256", 32}, {"longdouble", "float128", 16}, {"longfloat", "float128", 16},
    {"longlong", "int64", 8},   {"m", "timedelta64", 8},    {"object", "object", 8},    {"object0", "object", 8},   {"object_", "object", 8},
    {"p", "int64", 8},          {"q", "int64", 8},          {"short", "int16", 2},      {"single", "float32", 4},   {"singlecomplex", "complex64", 8},
    {"str", "str", 0},          {"str0", "str", 0},         {"str_", "str", 0},         {"string_", "bytes", 0},    {"ubyte", "uint8", 1},
    {"uint", "uint64", 8},      {"uint0", "uint64", 8},     {"uint16", "uint16", 2},    {"uint32", "uint32", 4},    {"uint64", "uint64", 8},
    {"uint8", "uint8", 1},      {"uintc", "uint32", 4},     {"uintp", "uint64", 8},     {"ulong", "uint64", 8},     {"ulonglong", "uint64", 8},
    {"unicode", "str", 0},      {"unicode_", "str", 0},     {"ushort", "uint16", 2},    {"void", "void", 0},        {"void0", "void", 0},
};

struct SizedType {
  char kind;
  std::uint64_t size;
  std::string_view name;
};
constexpr SizedType kSized[] = {
    {'b', 1, "bool"},    {'i', 1, "int8"},    {'i', 2, "int16"},   {'i', 4, "int32"},    {'i', 8, "int64"},     {'u', 1, "uint8"},      {'u', 2, "uint16"},
    {'u', 4, "uint32"},  {'u', 8, "uint64"},  {'f', 2, "float16"}, {'f', 4, "float32"},  {'f', 8, "float64"},   {'f', 16, "float128"},  {'c', 8, "complex64"},
    {'c', 16, "complex128"}, {'c', 32, "complex256"}, {'O', 8, "object"}, {'O', 4, "object"}, {'M', 8, "datetime64"}, {'m', 8, "timedelta64"},
};

tl::unexpected<Error> wrong(std::string message, const Literal& at, ErrorKind kind = ErrorKind::Malformed) {
  return fail(kind, std::move(message), {{}, std::nullopt, at.byte});
}

NumpyType plain(std::string_view name, std::uint64_t itemsize) {
  NumpyType type;
  type.name = name;
  type.itemsize = name == "object" ? 8 : itemsize;
  type.object = name == "object";
  type.flexible = name == "bytes" || name == "str" || name == "void";
  return type;
}

bool is_order(char c) { return c == '<' || c == '>' || c == '=' || c == '|'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// "f4,i4", "3f4", "(2,3)f4": numpy has a second grammar for these (_check_for_commastring).
bool is_comma_string(std::string_view text) {
  const std::size_t begin = text.size() > 1 && is_order(text[0]) ? 1 : 0;
  if (is_digit(text[begin]) || text.substr(begin, 2) == "()" || text[begin] == '(') return true;
  int brackets = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    brackets += (text[i] == '[') - (text[i] == ']');
    if (text[i] == ',' && brackets == 0) return true;
  }
  return false;
}

// "M8[ns]", "datetime64[25us]", "m8[D/24]" behind the name: nothing, or a unit in brackets.
bool is_unit(std::string_view text) {
  if (text.empty()) return true;
  if (text.size() < 2 || text.front() != '[' || text.back() != ']') return false;
  text = text.substr(1, text.size() - 2);
  while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  std::string_view unit = text.substr(0, text.find('/'));
  std::string_view divisor = text.substr(unit.size());
  if (!divisor.empty()) divisor.remove_prefix(1);
  constexpr std::string_view kUnits[] = {"Y", "M", "W", "D", "h", "m", "s", "ms", "us", "\xce\xbcs", "ns", "ps", "fs", "as", "generic"};
  return std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits) && std::all_of(divisor.begin(), divisor.end(), is_digit);
}

// "M8...", "datetime64..." with any byte order: the name, and what follows it.
std::string_view time_name(std::string_view text, std::string_view& rest) {
  if (!text.empty() && is_order(text[0])) text.remove_prefix(1);
  const bool long_name = text.starts_with("datetime64") || text.starts_with("timedelta64");
  const std::string_view name = text.starts_with("M8") || text.starts_with("datetime64") ? "datetime64" : text.starts_with("m8") || long_name ? "timedelta64" : "";
  if (!name.empty()) rest = text.substr(long_name ? name.size() : 2);
  return name;
}

Result<NumpyType> sized(std::string_view text, const Literal& at) {
  std::uint64_t size = 0;
  std::string_view digits = text.substr(1);
  while (!digits.empty() && (digits[0] == ' ' || (digits[0] >= '\t' && digits[0] <= '\r'))) digits.remove_prefix(1);  // as strtol does
  if (!digits.empty() && digits[0] == '+') digits.remove_prefix(1);
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return wrong("an unknown type", at);
  for (const char c : digits) {
    size = size * 10 + static_cast<std::uint64_t>(c - '0');
    if (size > kLargest) return wrong("a type larger than 2,147,483,647 bytes", at);
  }
  const char kind = text[0];
  if (kind == 'S' || kind == 'a') return plain("bytes", size);
  if (kind == 'V') return plain("void", size);
  if (kind == 'U' && size > kLargest / 4) return wrong("a type larger than 2,147,483,647 bytes", at);
  if (kind == 'U') return plain("str", 4 * size);
  for (const SizedType& known : kSized)
    if (known.kind == kind && known.size == size) return plain(known.name, size);
  return wrong("an unknown type", at);
}

Result<NumpyType> from_text(const Literal& descr) {
  std::string_view text = descr.text;
  if (text.empty()) return wrong("an empty type", descr);
  std::string_view unit;
  if (const std::string_view name = time_name(text, unit); !name.empty()) {
    if (!is_unit(unit)) return wrong("an unknown unit of time", descr);
    return plain(name, 8);
  }
  if (is_comma_string(text)) return wrong("several types in one text, as numpy reads but never writes them", descr, ErrorKind::Unsupported);
  const bool ordered = is_order(text[0]);
  if (ordered) text.remove_prefix(1);
  for (const NamedType& known : kNamed)
    if (known.spelling == text && (!ordered || text.size() == 1)) return plain(known.name, known.itemsize);
  if (text.size() < 2) return wrong("an unknown type", descr);
  return sized(text, descr);
}

Result<NumpyType> convert(const Literal& descr, std::uint64_t depth);

// numpy.dtype((type, shape)).
Result<NumpyType> with_shape(NumpyType type, const Literal& shape) {
  const bool number = shape.kind == LiteralKind::Integer;
  if (shape.kind == LiteralKind::Text) return wrong("one type laid over another", shape, ErrorKind::Unsupported);
  if (!number && !shape.is_sequence()) return wrong("the shape of a sub-array is no tuple", shape);
  const bool all_whole = std::all_of(shape.items.begin(), shape.items.end(), [](const Literal& item) { return item.kind == LiteralKind::Integer; });
  if (!all_whole) return wrong("one type laid over another, or a shape of other things than whole numbers", shape, ErrorKind::Unsupported);
  std::uint64_t product = 1;
  const auto take = [&](const Literal& item) {
    if (item.negative || item.too_large || item.integer > kLargest) return false;
    const auto next = checked_mul(product, item.integer);
    product = next.value_or(0);
    return next.has_value();
  };
  if (type.flexible && type.itemsize == 0 && !type.structured) {  // the size of a text, not a shape
    if (!number || !take(shape) || product > kLargest / (type.name == "str" ? 4 : 1)) return wrong("a size that does not fit", shape);
    type.itemsize = type.name == "str" ? 4 * product : product;
    return type;
  }
  bool good = !number || take(shape);
  for (const Literal& item : shape.items) good = good && take(item);
  if (shape.items.size() > 32) good = false;
  const auto bytes = checked_mul(type.itemsize, product);
  if (!good || !bytes || *bytes > kLargest) return wrong("the shape of a sub-array is negative, or too large", shape);
  type.itemsize = *bytes;
  const auto inner = checked_mul(type.inner, product);
  if (!inner) return wrong("the shape of a sub-array is negative, or too large", shape);
  type.inner = *inner;
  return type;
}

// Names of the fields so far; titles share them.
bool claim_name(const Literal& name, std::set<std::string_view>& names) {
  if (name.kind == LiteralKind::Tuple) {
    if (name.items.size() != 2 || name.items[1].kind != LiteralKind::Text) return false;
    const Literal& title = name.items[0];
    if (!names.insert(name.items[1].text).second) return false;
    return title.kind != LiteralKind::Text || names.insert(title.text).second;
  }
  return name.kind == LiteralKind::Text && names.insert(name.text).second;
}

Result<NumpyType> from_fields(const Literal& descr, std::uint64_t depth) {
  NumpyType all;
  all.name = "struct";
  all.structured = true;
  std::set<std::string_view> names;
  for (const Literal& field : descr.items) {
    if (field.kind == LiteralKind::Text || field.kind == LiteralKind::Dict || field.kind == LiteralKind::Set)
      return wrong("a field that is no tuple", field, ErrorKind::Unsupported);  // texts of two letters pass as fields
    if (!field.is_sequence() || field.items.size() < 2 || field.items.size() > 3) return wrong("a field is not a name, a type and perhaps a shape", field);
    ABOVEBOARD_ASSIGN(NumpyType type, convert(field.items[1], depth + 1));
    if (field.items.size() == 3) {
      ABOVEBOARD_ASSIGN(NumpyType shaped, with_shape(type, field.items[2]));
      type = shaped;
    }
    const bool padding = field.items[0].kind == LiteralKind::Text && field.items[0].text.empty() && type.name == "void" && !type.structured;
    if (!padding && !claim_name(field.items[0], names)) return wrong("the name of a field is no text, or stands twice", field.items[0]);
    all.itemsize += type.itemsize;
    all.object = all.object || type.object;
    if (all.itemsize > kLargest) return wrong("a type larger than 2,147,483,647 bytes", field);
  }
  return all;
}

Result<NumpyType> convert(const Literal& descr, std::uint64_t depth) {
  if (depth > limits::kNumpyDepth) return wrong("types are nested too deep", descr, ErrorKind::LimitReached);
  if (descr.kind == LiteralKind::Text) return from_text(descr);
  if (descr.kind == LiteralKind::List) return from_fields(descr, depth);
  if (descr.kind == LiteralKind::Tuple) {
    if (descr.items.size() < 2) return wrong("a tuple that is not a type and a shape", descr);
    ABOVEBOARD_ASSIGN(NumpyType type, convert(descr.items[0], depth + 1));
    return with_shape(type, descr.items[1]);
  }
  if (descr.kind == LiteralKind::Dict || descr.kind == LiteralKind::Set) return wrong("a type that is no text, list or tuple", descr, ErrorKind::Unsupported);
  return wrong("a type that is no text, list or tuple", descr);
}

}  // namespace

Result<NumpyType> numpy_type(const Literal& descr) { return convert(descr, 0); }

}  // namespace aboveboard::format
