#include "data/lines.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace aboveboard::data {
namespace {

// A hostile file may repeat a million keys; a reader of the report needs the first few, and that there are more.
constexpr int kNotesPerFile = 20;

// Of so few keys, comparing all is faster than sorting them.
constexpr std::size_t kFewKeys = 12;

bool has_repeat(const std::vector<Member>& members) {
  for (std::size_t i = 1; i < members.size(); ++i) {
    for (std::size_t k = 0; k < i; ++k) {
      if (members[i].key == members[k].key) return true;
    }
  }
  return false;
}

}  // namespace

std::uint64_t LineCounter::line_of(std::uint64_t byte) {
  const std::size_t end = std::min(static_cast<std::size_t>(byte), text_.size());
  if (!has_returns_) {
    line_ += static_cast<std::uint64_t>(std::count(text_.begin() + done_, text_.begin() + std::max(done_, end), '\n'));
    done_ = std::max(done_, end);
    return line_;
  }
  for (; done_ < end; ++done_) {
    const char c = text_[done_];
    if (c == '\n' || (c == '\r' && (done_ + 1 == text_.size() || text_[done_ + 1] != '\n'))) ++line_;
  }
  return line_;
}

void RepeatedKeys::check(const std::vector<Member>& members) {
  if (members.size() <= kFewKeys && !has_repeat(members)) return;
  std::vector<const Member*> sorted;
  sorted.reserve(members.size());
  for (const Member& member : members) sorted.push_back(&member);
  // Equal keys stay in file order: members lie side by side in memory.
  std::sort(sorted.begin(), sorted.end(), [](const Member* a, const Member* b) {
    const int order = a->key.compare(b->key);
    return order != 0 ? order < 0 : a < b;
  });
  std::vector<const Member*> repeats;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    if (sorted[i]->key == sorted[i - 1]->key) repeats.push_back(sorted[i]);
  }
  std::sort(repeats.begin(), repeats.end());
  for (const Member* member : repeats) {
    if (noted_ > kNotesPerFile) return;
    const bool last = ++noted_ > kNotesPerFile;
    const std::string what = last ? "more keys are repeated below"
                                  : "the key " + quoted(member->key, 80) + " is repeated";
    notes_.add(DiagnosticKind::Note, std::string(rule_),
               {ErrorKind::Malformed, what, {.path = std::string(path_), .line = member->line, .byte = {}}});
  }
}

}  // namespace aboveboard::data
