#include "data/json_writer.h"

#include <array>
#include <charconv>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace aboveboard::data {

struct JsonWriter::Impl {
  int indent = 2;
  std::string out;
  std::vector<bool> filled;  // for each open list or map: does it hold anything yet?
  bool after_key = false;

  void new_line() {
    if (indent == 0) return;
    out += '\n';
    out.append(filled.size() * static_cast<std::size_t>(indent), ' ');
  }
  // What must stand before the next value or key.
  void separate() {
    if (after_key) {
      after_key = false;
      return;
    }
    if (filled.empty()) return;
    if (filled.back()) out += ',';
    filled.back() = true;
    new_line();
  }
  void open(char bracket) {
    separate();
    out += bracket;
    filled.push_back(false);
  }
  void close(char bracket) {
    const bool had_content = !filled.empty() && filled.back();
    if (!filled.empty()) filled.pop_back();
    if (had_content) new_line();
    out += bracket;
  }
  void quoted(std::string_view text);
  template <typename Number>
  void digits(Number value) {
    separate();
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), end);
  }
};

namespace {

// The escape of one character, or "" where it stands for itself.
std::string escape_of(char c, char next) {
  switch (c) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\b':
      return "\\b";
    case '\f':
      return "\\f";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    // No "</" and no "<!" may stand in a script element of a page.
    case '<':
      return next == '/' ? "<\\" : next == '!' ? "\\u003c" : "";
    default:
      break;
  }
  const auto code = static_cast<unsigned char>(c);
  if (code >= 0x20 && code != 0x7f) return "";
  constexpr std::string_view kHex = "0123456789abcdef";
  return std::string("\\u00") + kHex[code >> 4] + kHex[code & 15];
}

}  // namespace

void JsonWriter::Impl::quoted(std::string_view text) {
  std::string clean;
  if (find_invalid_utf8(text) != std::string_view::npos) {
    clean = sanitize_utf8(text);
    text = clean;
  }
  out += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\' && c != '<' && c != '\x7f') continue;
    const std::string escape = escape_of(c, i + 1 < text.size() ? text[i + 1] : '\0');
    if (escape.empty()) continue;
    out.append(text.substr(written, i - written));
    out += escape;
    written = i + 1;
  }
  out.append(text.substr(written));
  out += '"';
}

JsonWriter::JsonWriter(int indent) : impl_(std::make_unique<Impl>()) { impl_->indent = indent; }
JsonWriter::~JsonWriter() = default;

void JsonWriter::begin_object() { impl_->open('{'); }
void JsonWriter::end_object() { impl_->close('}'); }
void JsonWriter::begin_array() { impl_->open('['); }
void JsonWriter::end_array() { impl_->close(']'); }

void JsonWriter::key(std::string_view name) {
  impl_->separate();
  impl_->quoted(name);
  impl_->out += impl_->indent == 0 ? ":" : ": ";
  impl_->after_key = true;
}

void JsonWriter::string(std::string_view text) {
  impl_->separate();
  impl_->quoted(text);
}

void JsonWriter::number(std::uint64_t value) { impl_->digits(value); }
void JsonWriter::number(std::int64_t value) { impl_->digits(value); }

void JsonWriter::real(double value) {
  if (!std::isfinite(value)) return null();  // JSON has no word for it
  impl_->digits(value);
}

void JsonWriter::boolean(bool value) {
  impl_->separate();
  impl_->out += value ? "true" : "false";
}

void JsonWriter::null() {
  impl_->separate();
  impl_->out += "null";
}

std::string JsonWriter::take() {
  impl_->out += '\n';
  std::string result = std::move(impl_->out);
  *impl_ = Impl{.indent = impl_->indent, .out = {}, .filled = {}};
  return result;
}

}  // namespace aboveboard::data
