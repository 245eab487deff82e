#include <string>

#include "base/text.h"

namespace aboveboard {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::size_t kChoices = 1024;  // combinations of alternatives in one pattern

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// "**/" at the start of a segment: any number of folders, also none.
bool is_folders(std::string_view pattern, std::size_t i) {
  return pattern.substr(i, 3) == "**/" && (i == 0 || pattern[i - 1] == '/');
}

// Matches a pattern without alternatives. Only the last star and the last "**/" are ever tried again: what an earlier
// one could give to a later part of the pattern, the later one can take as well.
bool match_plain(std::string_view pattern, std::string_view path) {
  std::size_t i = 0, j = 0;
  std::size_t star = kNone, star_end = 0;        // pattern behind the last star, and the end of what it has taken
  std::size_t folders = kNone, folders_end = 0;  // the same for "**/"
  for (;;) {
    if (j == path.size()) {
      while (i < pattern.size() && pattern[i] == '*' && !is_folders(pattern, i)) ++i;
      if (i == pattern.size()) return true;
    } else if (i < pattern.size() && pattern[i] == '*') {
      if (is_folders(pattern, i)) {
        folders = i += 3;
        folders_end = j;
        star = kNone;
      } else if (i > 0 && pattern[i - 1] == '/' && pattern.substr(i) == "**") {
        return true;
      } else {
        star = ++i;
        star_end = j;
      }
      continue;
    } else if (i < pattern.size() && (pattern[i] == '?' ? path[j] != '/' : lower(pattern[i]) == lower(path[j]))) {
      ++i;
      ++j;
      continue;
    }
    // No way on from here: the star takes one more byte, or the folders one more folder.
    if (star != kNone && star_end < path.size() && path[star_end] != '/') {
      i = star;
      j = ++star_end;
    } else if (folders != kNone && path.find('/', folders_end) != kNone) {
      i = folders;
      j = folders_end = path.find('/', folders_end) + 1;
      star = kNone;
    } else {
      return false;
    }
  }
}

// Writes one combination of alternatives to `plain`; `choice` numbers them, and keeps what is left for the groups not
// yet seen. False where there are no more combinations.
bool expand(std::string_view pattern, std::size_t choice, std::string& plain) {
  plain.clear();
  for (;;) {
    const std::size_t begin = pattern.find('{');
    const std::size_t end = begin == kNone ? kNone : pattern.find('}', begin);
    plain.append(pattern.substr(0, end == kNone ? kNone : begin));
    if (end == kNone) return choice == 0;
    std::string_view group = pattern.substr(begin + 1, end - begin - 1);
    std::size_t count = 1;
    for (const char c : group) count += c == ',';
    for (std::size_t skip = choice % count; skip > 0; --skip) group.remove_prefix(group.find(',') + 1);
    plain.append(group.substr(0, group.find(',')));
    choice /= count;
    pattern.remove_prefix(end + 1);
  }
}

}  // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  if (pattern.find('/') == kNone) path = file_name(path);
  if (pattern.find('{') == kNone) return match_plain(pattern, path);
  std::string plain;
  for (std::size_t choice = 0; choice < kChoices && expand(pattern, choice, plain); ++choice) {
    if (match_plain(plain, path)) return true;
  }
  return false;
}

}  // namespace aboveboard
