#include "data/yaml_writer.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "base/text.h"

namespace aboveboard::data {
namespace {

bool is_word_character(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/' || c == '+'; }

// Words of YAML 1.1 and 1.2 that are no texts.
bool is_taken(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kTaken = {"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
  return std::any_of(kTaken.begin(), kTaken.end(), [&](std::string_view word) { return equals_ignoring_case(text, word); });
}

// Begins with a letter, holds word characters and single spaces alone: no number, date, tag, anchor, comment or indicator can look so.
bool is_plain(std::string_view text) {
  constexpr std::size_t kLongest = 200;
  if (text.empty() || text.size() > kLongest || is_taken(text)) return false;
  const char first = text.front();
  if (!((first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z')) || text.back() == ' ') return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool space = text[i] == ' ' && text[i - 1] != ' ';
    if (!is_word_character(text[i]) && !space) return false;
  }
  return true;
}

// C1 controls, line and paragraph separators, byte order marks and what reorders text hide in an editor: they stand as escapes.
bool is_hidden(std::string_view sequence) {
  if (sequence.size() == 2 && sequence[0] == '\xc2') return static_cast<unsigned char>(sequence[1]) < 0xa0;
  if (sequence == "\xef\xbb\xbf") return true;
  if (sequence.size() != 3 || sequence[0] != '\xe2') return false;
  const auto second = static_cast<unsigned char>(sequence[1]), third = static_cast<unsigned char>(sequence[2]);
  return (second == 0x80 && ((third >= 0x8b && third <= 0x8f) || (third >= 0xa8 && third <= 0xae))) || (second == 0x81 && third >= 0xa0 && third <= 0xaf);
}

std::uint32_t code_of(std::string_view sequence) {
  const auto at = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(sequence[i])); };
  return sequence.size() == 2 ? (at(0) & 0x1f) << 6 | (at(1) & 0x3f) : (at(0) & 0x0f) << 12 | (at(1) & 0x3f) << 6 | (at(2) & 0x3f);
}

std::string in_quotes(std::string_view raw) {
  const std::string text = sanitize_utf8(raw);
  std::string out = "\"";
  std::array<char, 8> escape{};
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    const std::string_view sequence = std::string_view(text).substr(i, length);
    if (byte == '"' || byte == '\\') out += std::string("\\") + text[i];
    else if (byte == '\n') out += "\\n";
    else if (byte == '\t') out += "\\t";
    else if (byte < 0x20 || byte == 0x7f || is_hidden(sequence)) {
      std::snprintf(escape.data(), escape.size(), "\\u%04x", length == 1 ? byte : code_of(sequence));
      out += escape.data();
    } else out += sequence;
    i += length;
  }
  return out + "\"";
}

// What stands behind "key:" or "-": on the same line, or on lines of its own.
void write(std::string& out, const Value& value, std::size_t indent, bool in_list);

void write_members(std::string& out, const Value& map, std::size_t indent, bool first_is_begun) {
  for (const Member& member : map.members) {
    if (!first_is_begun) out.append(indent, ' ');
    first_is_begun = false;
    out += yaml_scalar(member.key) + ":";
    write(out, member.value, indent, false);
  }
}

void write(std::string& out, const Value& value, std::size_t indent, bool in_list) {
  switch (value.type) {
    case ValueType::Null: out += " null\n"; return;
    case ValueType::Bool:
    case ValueType::Number: out += " " + value.text + "\n"; return;
    case ValueType::String: out += " " + yaml_scalar(value.text) + "\n"; return;
    case ValueType::List:
      if (value.items.empty()) {
        out += " []\n";
        return;
      }
      out += "\n";
      for (const Value& item : value.items) {
        out.append(indent + 2, ' ');
        out += "-";
        write(out, item, indent + 2, true);
      }
      return;
    case ValueType::Map:
      if (value.members.empty()) {
        out += " {}\n";
        return;
      }
      out += in_list ? " " : "\n";
      write_members(out, value, indent + 2, in_list);
      return;
  }
}

}  // namespace

std::string yaml_scalar(std::string_view text) { return is_plain(text) ? std::string(text) : in_quotes(text); }

std::string yaml_member(std::string_view key, const Value& value) {
  std::string out = yaml_scalar(key) + ":";
  write(out, value, 0, false);
  return out;
}

}  // namespace aboveboard::data
