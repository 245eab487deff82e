// Trees to programs. Every instruction is made after the one that follows it, so that what a match can go on with is known at once.
#include "data/regex_program.h"

#include <bit>
#include <utility>

#include "data/regex_parse.h"

namespace aboveboard::data {
namespace {

constexpr std::size_t kMaxInstructions = 20'000;  // "(?:...){1,100}" is written out
constexpr std::size_t kMaxChoice = 64;

std::uint32_t bit_of(unsigned byte) { return std::uint32_t{1} << (byte % 32); }

std::uint32_t bits_of(const ByteSet& set) {
  ByteSet all;
  for (unsigned i = 0; i < 256; i += 32) all |= set >> i;
  return static_cast<std::uint32_t>((all & ByteSet(0xFFFFFFFF)).to_ulong());
}

class Compiler {
 public:
  explicit Compiler(RegexTree tree) : tree_(std::move(tree)) {
    program_.sets = std::move(tree_.sets);
    program_.literals = std::move(tree_.literals);
    program_.groups = tree_.groups;
    for (const ByteSet& set : program_.sets) set_bits_.push_back(bits_of(set));
    program_.instructions.reserve(2 * tree_.nodes.size());
  }
  std::optional<RegexProgram> compile() {
    program_.entry = emit(tree_.root, add({}));
    if (too_large_) return std::nullopt;
    return std::move(program_);
  }

 private:
  std::uint32_t add(const RegexInstruction& made) {
    too_large_ = too_large_ || program_.instructions.size() >= kMaxInstructions;
    if (!too_large_) program_.instructions.push_back(made);
    return static_cast<std::uint32_t>(program_.instructions.size() - 1);
  }
  RegexInstruction& at(std::uint32_t index) { return program_.instructions[index]; }
  // An instruction that takes no byte: a match from it begins as one from the next.
  RegexInstruction before(RegexOp op, std::uint32_t next) {
    RegexInstruction made;
    made.op = op;
    made.next = next;
    made.first = at(next).first;
    made.may_end = at(next).may_end;
    return made;
  }

  // What matches the node and goes on with `next`.
  std::uint32_t emit(std::uint32_t node, std::uint32_t next);
  std::uint32_t emit_children(std::uint32_t child, std::uint32_t next);
  std::uint32_t emit_literal(const RegexNode& node, std::uint32_t next);
  std::uint32_t emit_run(std::uint32_t set, std::uint32_t least, std::uint32_t most, bool greedy, std::uint32_t next);
  std::uint32_t emit_repeat(const RegexNode& node, std::uint32_t next);
  std::uint32_t emit_loop(const RegexNode& node, std::uint32_t next, bool at_least_one);
  std::uint32_t emit_split(std::uint32_t body, std::uint32_t next, bool greedy);
  std::uint32_t emit_choice(std::vector<std::uint32_t> entries);
  std::uint32_t single_set(const RegexNode& node);

  RegexTree tree_;
  RegexProgram program_;
  std::vector<std::uint32_t> set_bits_;
  bool too_large_ = false;
};

std::uint32_t Compiler::emit(std::uint32_t index, std::uint32_t next) {
  if (too_large_) return next;
  const RegexNode node = tree_.nodes[index];
  switch (node.kind) {
    case RegexKind::Empty: return next;
    case RegexKind::Literal: return emit_literal(node, next);
    case RegexKind::Set: return emit_run(node.a, 1, 1, true, next);
    case RegexKind::Assertion: return add(before(node.assertion, next));
    case RegexKind::Concat: return emit_children(node.child, next);
    case RegexKind::Repeat: return emit_repeat(node, next);
    case RegexKind::Alternate: {
      std::vector<std::uint32_t> entries;
      for (std::uint32_t child = node.child; child != kNoNode; child = tree_.nodes[child].sibling) entries.push_back(emit(child, next));
      return emit_choice(std::move(entries));
    }
    case RegexKind::Group: {
      RegexInstruction close = before(RegexOp::Save, next);
      close.a = 2 * node.a + 1;
      RegexInstruction open = before(RegexOp::Save, emit(node.child, add(close)));
      open.a = 2 * node.a;
      return add(open);
    }
  }
  return next;
}

std::uint32_t Compiler::emit_children(std::uint32_t child, std::uint32_t next) {
  std::vector<std::uint32_t> children;
  for (; child != kNoNode; child = tree_.nodes[child].sibling) children.push_back(child);
  for (std::size_t i = children.size(); i-- > 0;) next = emit(children[i], next);
  return next;
}

std::uint32_t Compiler::emit_literal(const RegexNode& node, std::uint32_t next) {
  RegexInstruction made = before(RegexOp::Literal, next);
  made.a = node.a;
  made.b = node.b;
  made.first = bit_of(static_cast<unsigned char>(program_.literals[node.a]));
  made.may_end = false;
  return add(made);
}

std::uint32_t Compiler::emit_run(std::uint32_t set, std::uint32_t least, std::uint32_t most, bool greedy, std::uint32_t next) {
  RegexInstruction made = before(RegexOp::Run, next);
  made.set = static_cast<std::uint16_t>(set);
  made.a = least;
  made.b = most;
  made.greedy = greedy;
  made.first = set_bits_[set] | (least == 0 ? made.first : 0);
  made.may_end = least == 0 && made.may_end;
  if (least != most) made.row = program_.rows++;
  return add(made);
}

// The number of the set that the node is, also of a literal of one byte; kNoNode where it is something else.
std::uint32_t Compiler::single_set(const RegexNode& node) {
  if (node.kind == RegexKind::Set) return node.a;
  if (node.kind != RegexKind::Literal || node.b != 1) return kNoNode;
  ByteSet set;
  set.set(static_cast<unsigned char>(program_.literals[node.a]));
  program_.sets.push_back(set);
  set_bits_.push_back(bit_of(static_cast<unsigned char>(program_.literals[node.a])));
  return static_cast<std::uint32_t>(program_.sets.size() - 1);
}

std::uint32_t Compiler::emit_repeat(const RegexNode& node, std::uint32_t next) {
  if (const std::uint32_t set = single_set(tree_.nodes[node.child]); set != kNoNode && set <= 0xFFFF) {
    return node.b == 0 ? next : emit_run(set, node.a, node.b, node.greedy, next);
  }
  std::uint32_t copies = node.a;
  if (node.b == kUnbounded) {
    next = emit_loop(node, next, copies > 0);
    if (copies > 0) --copies;
  } else {
    // x{0,3} is (x(x(x)?)?)?
    const std::uint32_t behind = next;
    for (std::uint32_t i = node.a; i < node.b && !too_large_; ++i) next = emit_split(emit(node.child, next), behind, node.greedy);
  }
  for (; copies > 0 && !too_large_; --copies) next = emit(node.child, next);
  return next;
}

// x* and x+.
std::uint32_t Compiler::emit_loop(const RegexNode& node, std::uint32_t next, bool at_least_one) {
  RegexInstruction made;
  made.op = RegexOp::Split;
  made.next = next;
  made.greedy = node.greedy;
  made.row = program_.rows++;
  const std::uint32_t loop = add(made);
  const std::uint32_t body = emit(node.child, loop);
  if (too_large_) return next;
  at(loop).a = body;
  at(loop).first = at(body).first | at(next).first;
  at(loop).may_end = at(body).may_end || at(next).may_end;
  return at_least_one ? body : loop;
}

std::uint32_t Compiler::emit_split(std::uint32_t body, std::uint32_t next, bool greedy) {
  RegexInstruction made = before(RegexOp::Split, next);
  made.a = body;
  made.greedy = greedy;
  made.first |= at(body).first;
  made.may_end = made.may_end || at(body).may_end;
  made.row = program_.rows++;
  return add(made);
}

std::uint32_t Compiler::emit_choice(std::vector<std::uint32_t> entries) {
  if (entries.size() > kMaxChoice) {
    const auto rest = entries.begin() + (kMaxChoice - 1);
    const std::uint32_t others = emit_choice({rest, entries.end()});
    entries.erase(rest, entries.end());
    entries.push_back(others);
  }
  if (entries.size() == 2) return emit_split(entries[0], entries[1], true);
  RegexInstruction made;
  made.op = RegexOp::Choice;
  made.first = 0;
  made.may_end = false;
  RegexChoice choice;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    const RegexInstruction& entry = at(entries[i]);
    const std::uint64_t bit = std::uint64_t{1} << i;
    made.first |= entry.first;
    made.may_end = made.may_end || entry.may_end;
    if (entry.may_end) choice.viable[32] |= bit;
    for (std::uint32_t rest = entry.first; rest != 0; rest &= rest - 1) choice.viable[static_cast<std::size_t>(std::countr_zero(rest))] |= bit;
  }
  choice.entries = std::move(entries);
  made.set = static_cast<std::uint16_t>(program_.choices.size());
  made.row = program_.rows++;
  program_.choices.push_back(std::move(choice));
  too_large_ = too_large_ || program_.choices.size() > 0xFFFF;
  return add(made);
}

}  // namespace

std::optional<RegexProgram> compile_regex(std::string_view expression) {
  auto tree = parse_regex(expression);
  if (!tree) return std::nullopt;
  return Compiler(std::move(*tree)).compile();
}

}  // namespace aboveboard::data
