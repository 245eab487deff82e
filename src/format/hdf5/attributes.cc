#include <algorithm>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/hdf5/btree.h"
#include "format/hdf5/heaps.h"
#include "format/hdf5/walker.h"
#include "format/keras/keras.h"
#include "format/pickle/pickle.h"

namespace aboveboard::format::hdf5 {
namespace {

constexpr std::uint64_t kValueBytes = 64u << 10;  // of one value that are kept
constexpr std::uint64_t kKeptBytes = 1u << 20;    // of all values
constexpr std::uint64_t kItemsKept = 4096;        // of a list

// Numbers of up to eight bytes, as text; "" for others.
std::string number_text(std::string_view bytes, const Datatype& type) {
  if (bytes.empty() || bytes.size() > 8) return {};
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char byte = type.big_endian ? bytes[i] : bytes[bytes.size() - 1 - i];
    value = value << 8 | static_cast<unsigned char>(byte);
  }
  if (!type.is_signed) return std::to_string(value);
  const unsigned shift = static_cast<unsigned>(64 - 8 * bytes.size());
  return std::to_string(static_cast<std::int64_t>(value << shift) >> shift);
}

// Readers of tables on top of HDF5 unpickle attributes whose bytes look like it.
void run_if_pickle(std::string_view value, const std::string& name, Examination& examination) {
  if (!value.ends_with('.')) return;
  MemorySource bytes(value);
  if (!looks_like_pickle({value.substr(0, 4096), {}, value.size(), bytes})) return;
  Examination inside = examination.inside("(attribute " + name + ")");
  read_pickle(bytes, inside);
}

}  // namespace

void Walker::read_attributes(const Object& object, const ObjectHeader& header) {
  for (const Message& message : header.messages) {
    if (message.type == kAttributeInfo) read_dense_attributes(object, message);
    if (message.type != kAttribute) continue;
    const Result<std::string> bytes = shared_data(message);
    const Status read = bytes ? read_attribute(object, *bytes, message.address) : fail(bytes.error());
    if (!read) report(read.error(), message.address);
  }
}

void Walker::read_dense_attributes(const Object& object, const Message& message) {
  Cursor in = file_.cursor(message.data);
  const unsigned version = in.u8();
  const unsigned flags = in.u8();
  if ((flags & 1) != 0) in.skip(2);
  const std::uint64_t heap_address = in.address();
  const std::uint64_t names = in.address();
  if (!in.ok() || version != 0) return report(Error{version != 0 ? ErrorKind::Unsupported : ErrorKind::Malformed, "an attribute info message of an unknown kind", {}}, message.address);
  if (heap_address == kUndefined) return;
  const Result<FractalHeap> heap = FractalHeap::open(file_, heap_address);
  if (!heap) return report(heap.error(), message.address);
  BTree2Walk walk{8};
  const Status walked = walk_btree2(file_, names, walk, [&](std::string_view record) -> Status {
    if (record.size() < 9 || !may_go_on(message.address)) return {};
    if ((record[8] & 2) != 0) return fail(ErrorKind::Unsupported, "an attribute in the heap of shared messages");
    ABOVEBOARD_ASSIGN(const HeapObject stored, heap->object(file_, record.substr(0, 8)));
    if (const Status read = read_attribute(object, stored.bytes, stored.address); !read) report(read.error(), stored.address);
    return {};
  });
  check(heap->checksums_fit() && walk.checksums_fit, heap_address);
  if (!walked) report(walked.error(), message.address);
}

Status Walker::read_attribute(const Object& object, std::string_view bytes, std::uint64_t address) {
  ABOVEBOARD_ASSIGN(const Attribute attribute, parse_attribute(file_.cursor(bytes)));
  std::string type_bytes(attribute.type_bytes);
  if (attribute.type_shared) {
    ABOVEBOARD_ASSIGN(type_bytes, shared_data(attribute.type_bytes, kDatatype));
  }
  Cursor in = file_.cursor(type_bytes);
  ABOVEBOARD_ASSIGN(const Datatype type, parse_datatype(in));
  if (attribute.space_shared) return fail(ErrorKind::Unsupported, "a dataspace in the heap of shared messages");
  ABOVEBOARD_ASSIGN(const Dataspace space, parse_dataspace(file_.cursor(attribute.space_bytes)));
  const auto length = checked_mul(space.elements, type.size);
  if (!length || *length > attribute.data.size()) return broken("the value of an attribute ends behind it", address);
  return read_values(object, attribute, type, space.elements, address + attribute.data_offset);
}

Status Walker::read_values(const Object& object, const Attribute& attribute, const Datatype& type, std::uint64_t elements, std::uint64_t address) {
  const bool number = type.type == TypeClass::Integer || type.type == TypeClass::Enum;
  if (type.type != TypeClass::Text && !type.variable_text && !number) return {};
  const bool by_reference = type.type == TypeClass::VariableLength;
  for (std::uint64_t i = 0; i < elements; ++i) {
    if (i == kItemsKept) {
      examination_.note("hdf5-long-attribute", "only the first 4,096 values of the attribute " + sanitize_utf8(attribute.name) + " are read", file_.base() + address);
      return {};
    }
    const std::uint64_t at = address + i * type.size;
    const std::string_view bytes = attribute.data.substr(i * type.size, type.size);
    if (!by_reference) {
      const std::string_view text = bytes.substr(0, bytes.find('\0'));
      if (!number) run_if_pickle(bytes.substr(0, bytes.find_last_not_of('\0') + 1), attribute.name, examination_);
      keep_value(object, attribute.name, number ? number_text(bytes, type) : std::string(text), at, number ? bytes.size() : text.size());
      continue;
    }
    Cursor in = file_.cursor(bytes);
    const std::uint64_t length = in.u32();
    const std::uint64_t heap = in.address();
    const std::uint32_t index = in.u32();
    if (!in.ok()) return broken("a value of variable length is cut short", at);
    if (length == 0 || heap == 0 || heap == kUndefined) {
      keep_value(object, attribute.name, "", at, 0);
      continue;
    }
    ABOVEBOARD_ASSIGN(const GlobalObject stored, find_global_object(file_, heap, index));
    if (length > stored.size) return broken("a value of variable length is longer than where it lies", at);
    if (length > limits::kHdf5AttributeBytes) return broken("a value longer than is read", at, ErrorKind::LimitReached);
    ABOVEBOARD_ASSIGN(std::string text, file_.read(stored.address, length));
    text.resize(std::min(text.size(), text.find('\0')));
    run_if_pickle(text, attribute.name, examination_);
    keep_value(object, attribute.name, std::move(text), stored.address, length);
  }
  return {};
}

// Configurations are read wherever they stand; as metadata, what the root and the group of the weights say of the file is kept.
void Walker::keep_value(const Object& object, const std::string& name, std::string value, std::uint64_t address, std::uint64_t bytes) {
  if (name == "model_config" || name == "training_config") {
    examination_.recognize("keras");
    read_keras_config(value, file_.base() + address, examination_);
  }
  if (!object.path.empty() && object.path != "model_weights") return;
  std::string shown = sanitize_utf8(clip_utf8(value, kValueBytes));
  if (kept_ + name.size() + shown.size() > kKeptBytes) return;
  kept_ += name.size() + shown.size();
  examination_.contents().metadata.push_back({sanitize_utf8(name), std::move(shown), file_.base() + address, bytes});
}

}  // namespace aboveboard::format::hdf5
