// The syntax of RE2 over bytes (https://github.com/google/re2/wiki/Syntax), less what our data does not use: Unicode classes, named groups, \Q...\E.
#include "data/regex_parse.h"

#include <charconv>

namespace aboveboard::data {
namespace {

constexpr int kMaxDepth = 100;
constexpr std::uint32_t kMaxRepeat = 1000;  // as in RE2

bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(unsigned char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }

ByteSet set_of(std::string_view bytes) {
  ByteSet set;
  for (const char c : bytes) set.set(static_cast<unsigned char>(c));
  return set;
}

void add_range(ByteSet& set, unsigned first, unsigned last) {
  for (unsigned c = first; c <= last; ++c) set.set(c);
}

// \d, \w, \s and what they are not.
std::optional<ByteSet> class_of(char letter) {
  ByteSet set;
  switch (letter) {
    case 'd': case 'D': add_range(set, '0', '9'); break;
    case 's': case 'S': set = set_of("\t\n\f\r "); break;
    case 'w': case 'W':
      add_range(set, '0', '9'), add_range(set, 'A', 'Z'), add_range(set, 'a', 'z');
      set.set('_');
      break;
    default: return std::nullopt;
  }
  return is_upper(static_cast<unsigned char>(letter)) ? ~set : set;
}

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
  std::optional<unsigned char> escaped_byte();
  std::uint32_t bracket();
  bool bracket_item(ByteSet& set);
  std::optional<unsigned char> bracket_byte();
  std::uint32_t byte(unsigned char c);
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
  if (flags_.fold && (is_lower(c) || is_upper(c))) {
    ByteSet both;
    both.set(c);
    both.set(c ^ 0x20U);
    return any_of(both);
  }
  RegexNode made;
  made.kind = RegexKind::Literal;
  made.nullable = false;
  made.a = static_cast<std::uint32_t>(tree_.literals.size());
  made.b = 1;
  tree_.literals += static_cast<char>(c);
  return add(made);
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
  const bool again = more() && (text_[at_] == '*' || text_[at_] == '+' || text_[at_] == '?' || text_[at_] == '{');
  // What a loop over nothing prefers is a matter of taste, and RE2's to decide.
  if (broken_ || again || (made.b == kUnbounded && node(what).nullable) || node(what).kind == RegexKind::Assertion || node(what).kind == RegexKind::Empty) return fail();
  made.child = what;
  made.nullable = made.a == 0 || node(what).nullable;
  return add(made);
}

std::uint32_t Parser::escape() {
  if (!more()) return fail();
  const char c = text_[at_];
  if (const auto set = class_of(c)) {
    ++at_;
    return any_of(*set);
  }
  const RegexOp op = c == 'b' ? RegexOp::WordBoundary : c == 'B' ? RegexOp::NotWordBoundary : c == 'A' ? RegexOp::TextBegin : c == 'z' ? RegexOp::TextEnd : RegexOp::Match;
  if (op != RegexOp::Match) {
    ++at_;
    return assertion(op);
  }
  const auto literal = escaped_byte();
  return literal ? byte(*literal) : fail();
}

// What stands behind a backslash, where that is one byte.
std::optional<unsigned char> Parser::escaped_byte() {
  const auto c = static_cast<unsigned char>(text_[at_++]);
  switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return '\r';
    case 'f': return '\f';
    case 'v': return '\v';
    case 'a': return '\a';
    case 'x': {
      unsigned value = 0;
      if (text_.size() - at_ < 2) return std::nullopt;
      const char* const begin = text_.data() + at_;
      if (std::from_chars(begin, begin + 2, value, 16).ptr != begin + 2) return std::nullopt;
      at_ += 2;
      return static_cast<unsigned char>(value);
    }
    default: break;
  }
  if (c >= 0x80 || is_digit(c) || is_lower(c) || is_upper(c) || c == '_') return std::nullopt;
  return c;
}

std::uint32_t Parser::bracket() {
  const bool negated = take('^');
  ByteSet set;
  bool first = true;
  while (more() && (first || text_[at_] != ']')) {
    first = false;
    if (!bracket_item(set)) return fail();
  }
  if (!take(']')) return fail();
  return any_of(negated ? ~set : set);
}

std::optional<unsigned char> Parser::bracket_byte() {
  if (!more()) return std::nullopt;
  const auto c = static_cast<unsigned char>(text_[at_++]);
  if (c == '\\') return more() ? escaped_byte() : std::nullopt;
  return c;
}

bool Parser::bracket_item(ByteSet& set) {
  const std::string_view rest = text_.substr(at_);
  if (rest.starts_with("[:")) return false;
  if (rest.size() > 1 && rest[0] == '\\') {
    if (const auto known = class_of(rest[1])) {
      set |= *known;
      at_ += 2;
      return true;
    }
  }
  const auto low = bracket_byte();
  auto high = low;
  if (low && at_ + 1 < text_.size() && text_[at_] == '-' && text_[at_ + 1] != ']') {
    ++at_;
    high = bracket_byte();
  }
  if (!low || !high || *high < *low || (flags_.fold && *high >= 0x80)) return false;
  add_range(set, *low, *high);
  for (unsigned c = *low; flags_.fold && c <= *high; ++c) {
    if (is_lower(static_cast<unsigned char>(c)) || is_upper(static_cast<unsigned char>(c))) set.set(c ^ 0x20U);
  }
  return true;
}

}  // namespace

std::optional<RegexTree> parse_regex(std::string_view expression) { return Parser(expression).parse(); }

}  // namespace aboveboard::data
