// The syntax of RE2 over bytes (https://github.com/google/re2/wiki/Syntax), less what our data does not use: Unicode classes, named groups, \Q...\E.
#include "data/regex_parse.h"

#include <charconv>

#include "data/regex_bytes.h"

namespace aboveboard::data {
namespace {

constexpr int kMaxDepth = 100;
constexpr std::uint32_t kMaxRepeat = 1000;  // as in RE2

bool is_repeat(char c) { return c == '*' || c == '+' || c == '?' || c == '{'; }
bool is_special(char c) { return is_repeat(c) || c == '(' || c == ')' || c == '[' || c == '\\' || c == '^' || c == '$' || c == '.' || c == '|'; }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}
  std::optional<RegexTree> parse() {
    const std::uint32_t root = alternation(0);
    if (broken_ || at_ != text_.size()) return std::nullopt;
    tree_.root = root;
    return std::move(tree_);
  }

 private:
  struct Flags {
    bool fold = false, multiline = false, dot_all = false;
  };

  bool more() const { return at_ < text_.size() && !broken_; }
  bool take(char c) {
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  std::uint32_t fail() {
    broken_ = true;
    return kNoNode;
  }
  std::uint32_t add(RegexNode node) {
    tree_.nodes.push_back(node);
    return static_cast<std::uint32_t>(tree_.nodes.size() - 1);
  }
  RegexNode& node(std::uint32_t at) { return tree_.nodes[at]; }

  std::uint32_t alternation(int depth);
  std::uint32_t concatenation(int depth);
  std::uint32_t atom(int depth);
  std::uint32_t group(int depth);
  bool flags(Flags& changed);
  std::uint32_t repeated(std::uint32_t what);
  bool counts(std::uint32_t& least, std::uint32_t& most);
  std::uint32_t escape();
  std::uint32_t bracket();
  std::uint32_t byte(unsigned char c);
  std::uint32_t literal(std::size_t size);
  std::uint32_t plain();
  std::uint32_t any_of(const ByteSet& set);
  std::uint32_t assertion(RegexOp op) {
    RegexNode made;
    made.kind = RegexKind::Assertion;
    made.assertion = op;
    return add(made);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Flags flags_;
  RegexTree tree_;
  bool broken_ = false;
};

std::uint32_t Parser::byte(unsigned char c) {
  if (flags_.fold && c >= 0x80) return fail();
  if (flags_.fold && is_letter(c)) {
    ByteSet both;
    both.set(c);
    both.set(c ^ 0x20U);
    return any_of(both);
  }
  tree_.literals += static_cast<char>(c);
  return literal(1);
}

// The last `size` bytes of the literals.
std::uint32_t Parser::literal(std::size_t size) {
  RegexNode made;
  made.kind = RegexKind::Literal;
  made.nullable = false;
  made.a = static_cast<std::uint32_t>(tree_.literals.size() - size);
  made.b = static_cast<std::uint32_t>(size);
  return add(made);
}

// The plain bytes at the position, in one step, but for one that is repeated.
std::uint32_t Parser::plain() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && !is_special(text_[at_])) ++at_;
  if (at_ < text_.size() && at_ - begin > 1 && is_repeat(text_[at_])) --at_;
  tree_.literals += text_.substr(begin, at_ - begin);
  return literal(at_ - begin);
}

std::uint32_t Parser::any_of(const ByteSet& set) {
  RegexNode made;
  made.kind = RegexKind::Set;
  made.nullable = false;
  made.a = static_cast<std::uint32_t>(tree_.sets.size());
  for (std::uint32_t i = 0; i < tree_.sets.size(); ++i) {
    if (tree_.sets[i] == set) made.a = i;
  }
  if (made.a == tree_.sets.size()) tree_.sets.push_back(set);
  return add(made);
}

std::uint32_t Parser::alternation(int depth) {
  if (depth > kMaxDepth) return fail();
  const std::uint32_t first = concatenation(depth);
  if (broken_ || !more() || text_[at_] != '|') return first;
  RegexNode made;
  made.kind = RegexKind::Alternate;
  made.child = first;
  made.nullable = node(first).nullable;
  for (std::uint32_t last = first; take('|');) {
    const std::uint32_t branch = concatenation(depth);
    if (broken_) return kNoNode;
    node(last).sibling = branch;
    made.nullable = made.nullable || node(branch).nullable;
    last = branch;
  }
  return add(made);
}

std::uint32_t Parser::concatenation(int depth) {
  RegexNode made;
  made.kind = RegexKind::Concat;
  std::uint32_t last = kNoNode, count = 0;
  while (more() && text_[at_] != '|' && text_[at_] != ')') {
    const std::uint32_t single = atom(depth);
    const std::uint32_t item = broken_ ? kNoNode : repeated(single);
    if (broken_) return kNoNode;
    made.nullable = made.nullable && node(item).nullable;
    // Bytes in a row are one literal.
    if (last != kNoNode && node(last).kind == RegexKind::Literal && node(item).kind == RegexKind::Literal && node(last).a + node(last).b == node(item).a) {
      node(last).b += node(item).b;
      continue;
    }
    (last == kNoNode ? made.child : node(last).sibling) = item;
    last = item;
    ++count;
  }
  return count == 1 ? last : add(made);
}

std::uint32_t Parser::atom(int depth) {
  if (!flags_.fold && !is_special(text_[at_])) return plain();
  const char c = text_[at_++];
  switch (c) {
    case '(': return group(depth + 1);
    case '[': return bracket();
    case '\\': return escape();
    case '^': return assertion(flags_.multiline ? RegexOp::LineBegin : RegexOp::TextBegin);
    case '$': return assertion(flags_.multiline ? RegexOp::LineEnd : RegexOp::TextEnd);
    case '*': case '+': case '?': return fail();
    case '{': {
      std::uint32_t least = 0, most = 0;
      --at_;
      if (counts(least, most)) return fail();
      ++at_;
      return byte('{');
    }
    case '.': {
      ByteSet set;
      set.set();
      if (!flags_.dot_all) set.reset('\n');
      return any_of(set);
    }
    default: return byte(static_cast<unsigned char>(c));
  }
}

// Behind "(?": the letters up to ':' or ')', which is left standing.
bool Parser::flags(Flags& changed) {
  bool on = true;
  for (; more() && text_[at_] != ':' && text_[at_] != ')'; ++at_) {
    switch (text_[at_]) {
      case 'i': changed.fold = on; break;
      case 'm': changed.multiline = on; break;
      case 's': changed.dot_all = on; break;
      case '-':
        if (!on) return false;
        on = false;
        break;
      default: return false;
    }
  }
  return more();
}

std::uint32_t Parser::group(int depth) {
  const Flags outer = flags_;
  std::uint32_t number = 0;
  if (take('?')) {
    Flags inner = flags_;
    if (!flags(inner)) return fail();
    flags_ = inner;
    if (take(')')) return add({});  // for the rest of the group round this one
    ++at_;
  } else {
    number = ++tree_.groups;
  }
  const std::uint32_t body = alternation(depth);
  if (broken_ || !take(')')) return fail();
  flags_ = outer;
  if (number == 0) return body;
  RegexNode made;
  made.kind = RegexKind::Group;
  made.a = number;
  made.child = body;
  made.nullable = node(body).nullable;
  return add(made);
}

// "{2}", "{2,}" or "{2,5}"; other braces stand for themselves.
bool Parser::counts(std::uint32_t& least, std::uint32_t& most) {
  const char* const end = text_.data() + text_.size();
  const auto first = std::from_chars(text_.data() + at_ + 1, end, least);
  if (first.ec != std::errc() || first.ptr == end) return false;
  const char* here = first.ptr;
  most = least;
  if (*here == ',') {
    most = kUnbounded;
    if (++here != end && *here != '}') {
      const auto second = std::from_chars(here, end, most);
      if (second.ec != std::errc()) return false;
      here = second.ptr;
    }
  }
  if (here == end || *here != '}') return false;
  at_ = static_cast<std::size_t>(here + 1 - text_.data());
  if (least > kMaxRepeat || (most != kUnbounded && (most > kMaxRepeat || most < least))) broken_ = true;
  return true;
}

std::uint32_t Parser::repeated(std::uint32_t what) {
  RegexNode made;
  made.kind = RegexKind::Repeat;
  made.b = kUnbounded;
  const char c = more() ? text_[at_] : '\0';
  if (c == '*' || c == '?' || c == '+') {
    ++at_;
    made.a = c == '+' ? 1 : 0;
    if (c == '?') made.b = 1;
  } else if (c != '{' || !counts(made.a, made.b)) {
    return what;
  }
  made.greedy = !take('?');
  const bool again = more() && is_repeat(text_[at_]);
  // What a loop over nothing prefers is a matter of taste, and RE2's to decide.
  if (broken_ || again || (made.b == kUnbounded && node(what).nullable) || node(what).kind == RegexKind::Assertion || node(what).kind == RegexKind::Empty) return fail();
  made.child = what;
  made.nullable = made.a == 0 || node(what).nullable;
  return add(made);
}

std::uint32_t Parser::escape() {
  if (!more()) return fail();
  const char c = text_[at_];
  if (const auto set = byte_class(c)) {
    ++at_;
    return any_of(*set);
  }
  const RegexOp op = c == 'b' ? RegexOp::WordBoundary : c == 'B' ? RegexOp::NotWordBoundary : c == 'A' ? RegexOp::TextBegin : c == 'z' ? RegexOp::TextEnd : RegexOp::Match;
  if (op != RegexOp::Match) {
    ++at_;
    return assertion(op);
  }
  const auto literal = read_escaped_byte(text_, at_);
  return literal ? byte(*literal) : fail();
}

std::uint32_t Parser::bracket() {
  const auto set = read_bracket(text_, at_, flags_.fold);
  return set ? any_of(*set) : fail();
}

}  // namespace

std::optional<RegexTree> parse_regex(std::string_view expression) { return Parser(expression).parse(); }

}  // namespace aboveboard::data
