// Globs over paths, run as a set of states (positions in the pattern) that moves once over the path: the time is at most the product of
// the two lengths, whatever the pattern, and nothing is tried twice.
#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "base/text.h"

namespace aboveboard {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Positions of a pattern, each at most once, in the order in which they were added.
class PositionSet {
 public:
  explicit PositionSet(std::size_t size) {
    if (size <= inline_listed_.size()) return;
    heap_listed_ = std::make_unique<std::size_t[]>(size);
    heap_member_ = std::make_unique<bool[]>(size);
    listed_ = heap_listed_.get();
    member_ = heap_member_.get();
  }
  PositionSet(const PositionSet&) = delete;
  PositionSet& operator=(const PositionSet&) = delete;

  bool insert(std::size_t position) {
    if (member_[position]) return false;
    member_[position] = true;
    listed_[count_++] = position;
    return true;
  }
  void clear() {
    while (count_ > 0) member_[listed_[--count_]] = false;
  }
  bool contains(std::size_t position) const { return member_[position]; }
  std::size_t count() const { return count_; }
  std::size_t operator[](std::size_t i) const { return listed_[i]; }

 private:
  static constexpr std::size_t kInline = 64;
  std::array<std::size_t, kInline> inline_listed_;  // only the first count_ are ever read
  std::array<bool, kInline> inline_member_{};
  std::unique_ptr<std::size_t[]> heap_listed_;
  std::unique_ptr<bool[]> heap_member_;
  std::size_t* listed_ = inline_listed_.data();
  bool* member_ = inline_member_.data();
  std::size_t count_ = 0;
};

class Glob {
 public:
  explicit Glob(std::string_view pattern)
      : pattern_(pattern),
        has_groups_(pattern.find('{') != std::string_view::npos),
        even_(pattern.size() + 1),
        odd_(pattern.size() + 1) {}

  bool matches(std::string_view path) {
    PositionSet* now = &even_;
    PositionSet* next = &odd_;
    enter(*now, 0);
    for (const char c : path) {
      next->clear();
      for (std::size_t i = 0; i < now->count(); ++i) step(*next, (*now)[i], c);
      if (next->count() == 0) return false;
      std::swap(now, next);
    }
    return now->contains(pattern_.size());
  }

 private:
  // Does a folder's or file's name begin here, whichever alternatives of a group stand before?
  bool at_segment_start(std::size_t position) const {
    if (position == 0 || pattern_[position - 1] == '/') return true;
    if (!has_groups_) return false;
    const std::size_t end = pattern_[position - 1] == '}' ? position - 1 : group_end(position);
    if (end == 0) return false;
    const std::size_t begin = pattern_.rfind('{', end);
    if (begin == std::string_view::npos || (begin > 0 && pattern_[begin - 1] != '/')) return false;
    if (end != position - 1) return pattern_[position - 1] == '{' || pattern_[position - 1] == ',';
    // Behind a group whose alternatives are all whole folders, or nothing, such as "{src/,}**/".
    for (std::size_t i = begin + 1; i <= end; ++i) {
      const bool ends = pattern_[i] == ',' || i == end;
      if (ends && pattern_[i - 1] != '/' && pattern_[i - 1] != ',' && pattern_[i - 1] != '{') return false;
    }
    return true;
  }
  // "**/": any number of folders, also none.
  bool is_folders(std::size_t position) const {
    return pattern_[position] == '*' && pattern_.substr(position, 3) == "**/" && at_segment_start(position);
  }
  // The "**" of a trailing "/**": everything below.
  bool is_everything(std::size_t position) const {
    return position > 0 && pattern_[position - 1] == '/' && pattern_.substr(position) == "**";
  }

  // Position of the '}' that closes the group round `position`, or 0 where there is none.
  std::size_t group_end(std::size_t position) const {
    if (!has_groups_ || position == 0) return 0;
    const std::size_t edge = pattern_.find_last_of("{}", position - 1);
    if (edge == std::string_view::npos || pattern_[edge] == '}') return 0;
    const std::size_t end = pattern_.find('}', position);
    return end == std::string_view::npos ? 0 : end;
  }

  // Adds `position` and all that can be reached from it without a character of the path.
  void enter(PositionSet& states, std::size_t position) {
    std::size_t done = states.count();  // what was added before has been worked through
    states.insert(position);
    for (; done < states.count(); ++done) expand(states, states[done]);
  }

  void expand(PositionSet& states, std::size_t position) {
    if (position >= pattern_.size() || is_everything(position)) return;
    if (is_folders(position)) {
      states.insert(position + 3);
    } else if (pattern_[position] == '*') {
      states.insert(position + 1);
    } else if (has_groups_ && pattern_[position] == '{') {
      const std::size_t end = group_end(position + 1);
      for (std::size_t i = position; end != 0 && i < end; i = std::min(end, pattern_.find(',', i + 1))) states.insert(i + 1);
    } else if (has_groups_ && (pattern_[position] == ',' || pattern_[position] == '}')) {
      const std::size_t end = group_end(position);
      if (end != 0) states.insert(end + 1);
    }
  }

  // Where one character of the path leads from `position`.
  void step(PositionSet& states, std::size_t position, char c) {
    if (position >= pattern_.size()) return;
    if (is_folders(position)) {
      // Inside a folder's name nothing else can begin; its '/' opens the next segment.
      if (c == '/') {
        enter(states, position);
      } else {
        states.insert(position);
      }
    } else if (is_everything(position)) {
      states.insert(position);
      states.insert(pattern_.size());
    } else if (pattern_[position] == '*') {
      if (c != '/') enter(states, position);
    } else if (pattern_[position] == '?' ? c != '/' : lower(pattern_[position]) == lower(c)) {
      enter(states, position + 1);
    }
  }

  std::string_view pattern_;
  bool has_groups_;
  PositionSet even_, odd_;
};

}  // namespace

bool glob_match(std::string_view pattern, std::string_view path) {
  if (pattern.find('/') == std::string_view::npos) path = file_name(path);
  return Glob(pattern).matches(path);
}

}  // namespace aboveboard
