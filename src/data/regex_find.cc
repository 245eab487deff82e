// Backtracking with a table of what was tried: no instruction that branches is entered twice at one place of the text, so that hostile texts take a bounded
// number of steps (as RE2's own BitState, https://swtch.com/~rsc/regexp/regexp3.html).
#include <bit>
#include <cstring>

#include "data/regex_program.h"

namespace aboveboard::data {
namespace {

constexpr std::size_t kMaxTable = 1u << 20;  // bits of the table

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

class Finder {
 public:
  Finder(const RegexProgram& program, std::string_view text, std::span<std::string_view> groups, std::uint64_t& steps)
      : program_(program), text_(text), groups_(groups), steps_(steps), slots_(groups.size() > 1 ? 2 * groups.size() : 0, kNowhere) {}

  RegexOutcome find(std::size_t from);

 private:
  static constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
  // What is left to be tried: an instruction from its beginning, or (`resumed`) what is left of it.
  struct Job {
    std::uint32_t instruction = 0;
    std::uint32_t at = 0;
    std::uint64_t rest = 0;  // Choice: entries left; Run: the last end to try; Save: what stood in the slot
    bool resumed = false;
  };

  bool may_start(const RegexInstruction& instruction, std::uint32_t at) const {
    return at == text_.size() ? instruction.may_end : (instruction.first >> (static_cast<unsigned char>(text_[at]) % 32) & 1) != 0;
  }
  bool tried(std::uint32_t row, std::uint32_t at) {
    const std::size_t bit = row * (text_.size() + 1) + at;
    std::uint64_t& word = tried_[bit / 64];
    const std::uint64_t mask = std::uint64_t{1} << (bit % 64);
    const bool before = (word & mask) != 0;
    word |= mask;
    return before;
  }
  void spend(std::uint32_t steps) { steps_ -= steps_ < steps ? steps_ : steps; }
  void later(std::uint32_t instruction, std::uint32_t at) { jobs_.push_back({instruction, at, 0, false}); }

  bool match_from(std::uint32_t at);
  bool go(std::uint32_t index, std::uint32_t at);
  bool resume(const Job& job);
  bool holds(RegexOp assertion, std::uint32_t at) const;
  bool enter_run(std::uint32_t index, std::uint32_t& at);
  bool enter_split(const RegexInstruction& split, std::uint32_t& index, std::uint32_t at);
  bool enter_choice(std::uint32_t& index, std::uint32_t at, std::uint64_t viable);
  void save(std::uint32_t index, std::uint32_t at);
  void report(std::uint32_t begin, std::uint32_t end);

  const RegexProgram& program_;
  std::string_view text_;
  std::span<std::string_view> groups_;
  std::uint64_t& steps_;
  std::vector<std::uint32_t> slots_;  // of the groups; empty where nobody asks for them
  std::vector<std::uint64_t> tried_;
  std::vector<Job> jobs_;
  std::uint32_t end_ = 0;
};

bool Finder::holds(RegexOp assertion, std::uint32_t at) const {
  const bool begin = at == 0, end = at == text_.size();
  switch (assertion) {
    case RegexOp::TextBegin: return begin;
    case RegexOp::TextEnd: return end;
    case RegexOp::LineBegin: return begin || text_[at - 1] == '\n';
    case RegexOp::LineEnd: return end || text_[at] == '\n';
    default: break;
  }
  const bool boundary = (!begin && is_word(text_[at - 1])) != (!end && is_word(text_[at]));
  return boundary == (assertion == RegexOp::WordBoundary);
}

// Takes as many bytes as the run prefers, and leaves the other numbers for later.
bool Finder::enter_run(std::uint32_t index, std::uint32_t& at) {
  const RegexInstruction& run = program_.instructions[index];
  const ByteSet& set = program_.sets[run.set];
  const std::uint32_t left = static_cast<std::uint32_t>(text_.size()) - at, most = run.b < left ? run.b : left;
  if (run.a > left || (run.a != run.b && tried(run.row, at))) return false;
  std::uint32_t taken = 0;
  while (taken < most && set[static_cast<unsigned char>(text_[at + taken])]) ++taken;
  spend(taken / 8);
  if (taken < run.a) return false;
  if (taken > run.a) {
    const std::uint32_t next = run.greedy ? at + taken - 1 : at + run.a + 1, last = run.greedy ? at + run.a : at + taken;
    jobs_.push_back({index, next, last, true});
  }
  at += run.greedy ? taken : run.a;
  return true;
}

bool Finder::enter_split(const RegexInstruction& split, std::uint32_t& index, std::uint32_t at) {
  if (tried(split.row, at)) return false;
  const std::uint32_t first = split.greedy ? split.a : split.next, second = split.greedy ? split.next : split.a;
  const bool may_first = may_start(program_.instructions[first], at), may_second = may_start(program_.instructions[second], at);
  if (may_first && may_second) later(second, at);
  index = may_first ? first : second;
  return may_first || may_second;
}

// Goes to the first of the entries that are left and may match.
bool Finder::enter_choice(std::uint32_t& index, std::uint32_t at, std::uint64_t viable) {
  if (viable == 0) return false;
  const std::uint64_t others = viable & (viable - 1);
  if (others != 0) jobs_.push_back({index, at, others, true});
  index = program_.choices[program_.instructions[index].set].entries[static_cast<std::size_t>(std::countr_zero(viable))];
  return true;
}

void Finder::save(std::uint32_t index, std::uint32_t at) {
  const std::uint32_t slot = program_.instructions[index].a;
  if (slot >= slots_.size()) return;
  jobs_.push_back({index, 0, slots_[slot], true});
  slots_[slot] = at;
}

// Follows the program until it matches or cannot go on.
bool Finder::go(std::uint32_t index, std::uint32_t at) {
  while (steps_ > 0) {
    --steps_;
    const RegexInstruction& instruction = program_.instructions[index];
    switch (instruction.op) {
      case RegexOp::Literal:
        if (text_.size() - at < instruction.b || std::memcmp(text_.data() + at, program_.literals.data() + instruction.a, instruction.b) != 0) return false;
        at += instruction.b;
        break;
      case RegexOp::Run:
        if (!enter_run(index, at)) return false;
        break;
      case RegexOp::Split:
        if (!enter_split(instruction, index, at)) return false;
        continue;
      case RegexOp::Choice: {
        if (tried(instruction.row, at)) return false;
        const std::size_t column = at == text_.size() ? 32 : static_cast<unsigned char>(text_[at]) % 32;
        if (!enter_choice(index, at, program_.choices[instruction.set].viable[column])) return false;
        continue;
      }
      case RegexOp::Save:
        save(index, at);
        break;
      case RegexOp::Match:
        end_ = at;
        return true;
      default:
        if (!holds(instruction.op, at)) return false;
        break;
    }
    index = instruction.next;
  }
  return false;
}

bool Finder::resume(const Job& job) {
  const RegexInstruction& instruction = program_.instructions[job.instruction];
  std::uint32_t index = job.instruction;
  switch (instruction.op) {
    case RegexOp::Choice:
      return enter_choice(index, job.at, job.rest) && go(index, job.at);
    case RegexOp::Save:
      slots_[instruction.a] = static_cast<std::uint32_t>(job.rest);
      return false;
    default: {  // Run: the next end with which the rest may begin
      const RegexInstruction& next = program_.instructions[instruction.next];
      const auto last = static_cast<std::uint32_t>(job.rest);
      std::uint32_t at = job.at;
      while (at != last && !may_start(next, at)) at += instruction.greedy ? -1U : 1U;
      spend((instruction.greedy ? job.at - at : at - job.at) / 4);
      if (at != last) jobs_.push_back({index, instruction.greedy ? at - 1 : at + 1, last, true});
      return may_start(next, at) && go(instruction.next, at);
    }
  }
}

bool Finder::match_from(std::uint32_t at) {
  jobs_.clear();
  if (go(program_.entry, at)) return true;
  while (!jobs_.empty() && steps_ > 0) {
    const Job job = jobs_.back();
    jobs_.pop_back();
    if (job.resumed ? resume(job) : go(job.instruction, job.at)) return true;
  }
  return false;
}

void Finder::report(std::uint32_t begin, std::uint32_t end) {
  for (std::size_t i = 0; i < groups_.size(); ++i) {
    const std::uint32_t first = i == 0 ? begin : slots_[2 * i], last = i == 0 ? end : slots_[2 * i + 1];
    groups_[i] = first == kNowhere || last == kNowhere ? std::string_view() : text_.substr(first, last - first);
  }
}

RegexOutcome Finder::find(std::size_t from) {
  const std::size_t bits = program_.rows * (text_.size() + 1);
  if (text_.size() >= kMaxTable || bits > kMaxTable) return RegexOutcome::TooLong;
  tried_.resize(bits / 64 + 1);
  spend(static_cast<std::uint32_t>((text_.size() + tried_.size()) / 8));  // looking at each place, and clearing the table
  const RegexInstruction& entry = program_.instructions[program_.entry];
  const bool anchored = entry.op == RegexOp::TextBegin;
  for (std::size_t at = from; at <= text_.size() && (!anchored || at == 0); ++at) {
    const auto here = static_cast<std::uint32_t>(at);
    if (!may_start(entry, here)) continue;
    if (match_from(here)) {
      report(here, end_);
      return RegexOutcome::Found;
    }
    if (steps_ == 0) return RegexOutcome::TooLong;
  }
  return RegexOutcome::None;
}

}  // namespace

RegexOutcome find_regex(const RegexProgram& program, std::string_view text, std::size_t from, std::span<std::string_view> groups, std::uint64_t& steps) {
  return Finder(program, text, groups, steps).find(from);
}

}  // namespace aboveboard::data
