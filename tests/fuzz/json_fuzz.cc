// The JSON readers on any bytes: tree and stream must agree wherever both accept, and what the writer makes of the tree
// must be read back as the same.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/text.h"
#include "data/json_stream.h"
#include "data/json_writer.h"
#include "data/value.h"

namespace {

using namespace aboveboard;
using data::JsonWriter;
using data::Value;
using data::ValueType;

// Checks that events are in order and their bytes where they say.
class Checker final : public data::JsonHandler {
 public:
  explicit Checker(std::string_view text) : text_(text) {}
  bool on_key(std::string_view name, std::uint64_t byte) override { return string(name, byte); }
  bool on_string(std::string_view text, std::uint64_t byte) override { return string(text, byte); }
  bool on_number(std::string_view spelling, std::uint64_t byte) override { return at(byte, spelling); }
  bool on_literal(std::string_view spelling, std::uint64_t byte) override { return at(byte, spelling); }
  bool on_begin_object(std::uint64_t byte) override { return at(byte, "{"); }
  bool on_end_object(std::uint64_t byte) override { return at(byte, "}"); }
  bool on_begin_array(std::uint64_t byte) override { return at(byte, "["); }
  bool on_end_array(std::uint64_t byte) override { return at(byte, "]"); }

 private:
  bool string(std::string_view decoded, std::uint64_t byte) {
    if (find_invalid_utf8(decoded) != std::string_view::npos) std::abort();
    return at(byte, "\"");
  }
  bool at(std::uint64_t byte, std::string_view token) {
    if (byte < next_ || byte > text_.size() || !text_.substr(byte).starts_with(token)) std::abort();
    next_ = byte + token.size();
    return true;
  }
  std::string_view text_;
  std::uint64_t next_ = 0;
};

void write(JsonWriter& writer, const Value& value) {
  switch (value.type) {
    case ValueType::Null:
      return writer.null();
    case ValueType::Bool:
      return writer.boolean(value.boolean);
    case ValueType::Number:
      return value.integer ? writer.number(*value.integer) : writer.real(value.number);
    case ValueType::String:
      return writer.string(value.text);
    case ValueType::List:
      writer.begin_array();
      for (const Value& item : value.items) write(writer, item);
      return writer.end_array();
    case ValueType::Map:
      writer.begin_object();
      for (const data::Member& member : value.members) {
        writer.key(member.key);
        write(writer, member.value);
      }
      return writer.end_object();
  }
}

std::string written(const Value& value) {
  JsonWriter writer;
  write(writer, value);
  return writer.take();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  Checker checker(text);
  const Status streamed = data::parse_json_stream(text, checker);
  Diagnostics notes;
  const Result<Value> tree = data::parse_json(text, {.path = "fuzz"}, notes);
  if (streamed && !tree) std::abort();
  if (!tree) {
    const Place& place = tree.error().place;
    if (!place.line || !place.byte || *place.byte > size) std::abort();
    return 0;
  }
  const std::string once = written(*tree);
  Diagnostics none;
  const Result<Value> again = data::parse_json(once, {.path = "again"}, none);
  if (!again || written(*again) != once) std::abort();
  return 0;
}
