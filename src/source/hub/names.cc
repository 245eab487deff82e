#include "source/hub/names.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// The control characters behind ASCII, U+0080 to U+009F, which terminals obey too.
bool has_high_control(std::string_view text) {
  for (std::size_t i = 0; i + 1 < text.size(); ++i)
    if (text[i] == '\xc2' && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
  return false;
}

std::string_view fault_of_text(std::string_view text) {
  if (text.find('\0') != std::string_view::npos) return "holds a NUL";
  if (std::any_of(text.begin(), text.end(), is_control) || has_high_control(text)) return "holds a control character";
  // What was no UTF-8 comes out of the JSON as the replacement character.
  if (find_invalid_utf8(text) != std::string_view::npos || text.find("\xef\xbf\xbd") != std::string_view::npos) return "is not valid UTF-8";
  return "";
}

std::string_view fault_of_part(std::string_view part) {
  if (part == "..") return "has a part '..'";
  if (part == ".") return "has a part '.'";
  return part.empty() ? "has an empty part" : "";
}

}  // namespace

std::string_view fault_of_path(std::string_view path) {
  if (path.empty()) return "is empty";
  if (path.size() > limits::kHubPathBytes) return "is too long";
  if (const std::string_view fault = fault_of_text(path); !fault.empty()) return fault;
  if (path.front() == '/' || path.front() == '\\') return "is absolute";
  if (path.size() >= 2 && is_letter(path[0]) && path[1] == ':') return "begins with a drive letter";
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const std::string_view part = path.substr(begin, end - begin);
    if (const std::string_view fault = fault_of_part(part); !fault.empty()) return fault;
    for (const std::string& piece : split(part, '\\'))
      if (piece == "..") return "has a part '..' between backslashes";
    begin = end + 1;
  }
  return "";
}

std::string_view fault_of_revision(std::string_view revision) {
  if (revision.empty()) return "is empty";
  if (revision.size() > limits::kHubRevisionBytes) return "is too long";
  if (const std::string_view fault = fault_of_text(revision); !fault.empty()) return fault;
  if (revision.find("..") != std::string_view::npos) return "holds '..'";
  if (revision.find_first_of(" ~^:?*[\\") != std::string_view::npos || revision.find("@{") != std::string_view::npos) return "holds a character that no branch or tag has";
  if (revision.front() == '/' || revision.back() == '/' || revision.find("//") != std::string_view::npos) return "has an empty part";
  return revision.front() == '-' || revision.front() == '.' || revision.find("/.") != std::string_view::npos ? "has a part that begins with '.' or '-'" : "";
}

bool is_hub_commit(std::string_view revision) { return revision.size() == 40 && is_lower_hex(revision); }

std::string shown_text(std::string_view text, std::size_t limit) {
  std::string shown = sanitize_utf8(text.substr(0, limit));
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (is_control(shown[i])) shown[i] = '?';
    if (shown[i] == '\xc2' && i + 1 < shown.size() && static_cast<unsigned char>(shown[i + 1]) < 0xa0) shown.replace(i, 2, "?");
  }
  return text.size() > limit ? shown + "..." : shown;
}

}  // namespace aboveboard
