#include "format/document/stripper.h"

namespace aboveboard::format {

void Stripper::step_run() {
  Run run;
  run.at = at_;
  run.length = static_cast<std::uint32_t>(run_length(at_));
  const char before = at_ == 0 ? ' ' : raw_[at_ - 1];
  const std::size_t end = at_ + run.length;
  const char after = end >= raw_.size() ? ' ' : raw_[end];
  const bool left = !is_blank(after) && (!is_punctuation(after) || is_blank(before) || is_punctuation(before));
  const bool right = !is_blank(before) && (!is_punctuation(before) || is_blank(after) || is_punctuation(after));
  // CommonMark would not open "**" between a letter and a bracket; writers of Chinese cards expect it to. Marks are
  // only taken out in pairs.
  const bool loose = run.length >= 2;
  if (raw_[at_] == '_') {
    run.opens = left && (!right || is_punctuation(before));
    run.closes = right && (!left || is_punctuation(after));
  } else {
    run.opens = left || (loose && !is_blank(after));
    run.closes = right || (loose && !is_blank(before));
  }
  if (raw_[at_] != '~' || run.length == 2) runs_.push_back(run);
  at_ = end;
}

void Stripper::match_emphasis() {
  std::array<std::vector<std::size_t>, 3> open;  // indexes of runs, one stack a character
  for (std::size_t i = 0; i < runs_.size(); ++i) {
    Run& run = runs_[i];
    const char c = raw_[run.at];
    std::vector<std::size_t>& stack = open[c == '*' ? 0 : c == '_' ? 1 : 2];
    while (run.closes && run.used_front < run.length && !stack.empty()) {
      Run& opener = runs_[stack.back()];
      const std::uint32_t used = std::min(run.length - run.used_front, opener.length - opener.used_back);
      run.used_front += used;
      opener.used_back += used;
      if (opener.used_back == opener.length) stack.pop_back();
    }
    if (run.opens && run.used_front < run.length) {
      run.length -= run.used_front;
      drop(run.at, run.at + run.used_front);
      run.at += run.used_front;
      run.used_front = 0;
      stack.push_back(i);
    } else {
      drop(run.at, run.at + run.used_front);
    }
  }
  for (const Run& run : runs_)
    if (run.used_back > 0) drop(run.at + run.length - run.used_back, run.at + run.length);
}

}  // namespace aboveboard::format
