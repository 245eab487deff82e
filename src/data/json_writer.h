// JsonWriter: streams JSON with ordered keys. Strings are sanitized UTF-8; `</` is escaped so that a document may stand in HTML.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace aboveboard::data {

class JsonWriter {
 public:
  // `indent` spaces a level; 0 writes one line.
  explicit JsonWriter(int indent = 2);
  ~JsonWriter();
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;

  void begin_object();
  void end_object();
  void begin_array();
  void end_array();
  void key(std::string_view name);
  void string(std::string_view text);
  void number(std::uint64_t value);
  void number(std::int64_t value);
  void real(double value);
  void boolean(bool value);
  void null();

  // key and value in one call.
  void member(std::string_view name, std::string_view text) { key(name); string(text); }

  // What has been written, with a final newline.
  std::string take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace aboveboard::data
