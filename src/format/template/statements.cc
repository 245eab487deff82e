// The statements of Jinja (jinja2/parser.py), and those that chat templates add: generation, break, continue, do.
#include "base/limits.h"
#include "base/text.h"
#include "format/template/analyzer.h"
#include "format/template/words.h"

namespace aboveboard::format {

bool Analyzer::accept(std::string_view operation) {
  if (!is(operation)) return false;
  next();
  return true;
}

bool Analyzer::accept_name(std::string_view name) {
  if (!is_name(name)) return false;
  next();
  return true;
}

void Analyzer::expect(std::string_view operation) {
  if (!accept(operation)) fail("\"" + std::string(operation) + "\" is missing");
}

std::string Analyzer::expect_name() {
  if (now().kind != TokenKind::Name) {
    fail("a name is missing");
    return {};
  }
  std::string name(now().text);
  next();
  return name;
}

void Analyzer::next() {
  if (at_ + 1 < tokens_.size()) ++at_;
}

void Analyzer::fail(std::string why) {
  if (failed()) return;
  error_ = std::move(why);
  error_byte_ = now().begin;
  at_ = tokens_.size() - 1;
}

void Analyzer::tell(std::string_view name, std::string_view detail, std::size_t begin) {
  if (telling_) found_.add(name, detail, begin);
}

void Analyzer::tell(std::string_view name, std::size_t begin) {
  if (telling_) found_.add(name, between(begin), begin);
}

std::string_view Analyzer::between(std::size_t begin) const {
  const char* origin = tokens_.front().text.data() - tokens_.front().begin;
  const Token& last = tokens_[at_ == 0 ? 0 : at_ - 1];
  const std::size_t end = last.begin + last.text.size();
  return end <= begin ? std::string_view() : std::string_view(origin + begin, end - begin);
}

std::pair<std::string, std::size_t> Analyzer::run() {
  for (const bool telling : {false, true}) {
    telling_ = telling;
    at_ = 0;
    depth_ = 0;
    blocks_.clear();
    if (!failed()) walk();
  }
  return {error_, error_byte_};
}

void Analyzer::walk() {
  while (!failed() && now().kind != TokenKind::End) {
    const Token token = now();
    next();
    trigger_ = otherwise_ = false;
    if (token.kind == TokenKind::Text) {
      text_written(token.text, token.begin);
    } else if (token.kind == TokenKind::PrintBegin) {
      tuple();
      if (!failed() && now().kind != TokenKind::PrintEnd) fail("an expression goes on where it should end");
      next();
    } else if (token.kind == TokenKind::TagBegin) {
      statement();
      if (!failed() && now().kind != TokenKind::TagEnd) fail("a tag goes on where it should end");
      next();
    } else {
      fail("a tag is missing");
    }
  }
  if (!failed() && !blocks_.empty()) fail("\"" + blocks_.back().tag + "\" is not closed");
}

void Analyzer::text_written(std::string_view text, std::size_t begin) {
  if (!telling_) return;
  look_at_text(text, begin, found_);
  if (!blocks_.empty() && blocks_.back().trigger) tell_planted(text, begin);
}

void Analyzer::open(std::string tag, double steps) {
  if (blocks_.size() >= static_cast<std::size_t>(limits::kTemplateDepth)) return fail("blocks are nested too deep");
  Block block{std::move(tag), steps, trigger_, otherwise_};
  if (!blocks_.empty()) {
    block.steps *= blocks_.back().steps;
    block.trigger = block.trigger || blocks_.back().trigger;
  }
  blocks_.push_back(std::move(block));
}

void Analyzer::close(std::string_view tag) {
  if (blocks_.empty() || blocks_.back().tag != tag) return fail("\"end" + std::string(tag) + "\" closes what is not open");
  blocks_.pop_back();
}

void Analyzer::statement() {
  const std::size_t begin = now().begin;
  const std::string tag = expect_name();
  if (failed()) return;
  if (tag == "if") {
    tuple(true);
    return open("if", 1);
  }
  if (tag == "elif" || tag == "else") {
    if (blocks_.empty() || (blocks_.back().tag != "if" && (blocks_.back().tag != "for" || tag == "elif"))) return fail("\"" + tag + "\" without its \"if\"");
    const bool around = blocks_.size() > 1 && blocks_[blocks_.size() - 2].trigger;
    const bool otherwise = blocks_.back().otherwise;
    if (tag == "elif") tuple(true);
    if (failed()) return;
    blocks_.back().trigger = around || otherwise || trigger_;
    blocks_.back().otherwise = otherwise || otherwise_;
    return;
  }
  if (tag == "for") return begin_for();
  if (tag == "set") return begin_set();
  if (tag == "macro") return begin_macro();
  if (tag == "call") return begin_call();
  if (tag == "with") return begin_with();
  if (tag == "filter") return begin_filter();
  if (tag == "do") {
    tuple();
    return;
  }
  if (tag == "generation") return open("generation", 1);
  if (tag == "break" || tag == "continue") return;
  if (tag.starts_with("end") && words::among(words::kTags, tag)) return close(std::string_view(tag).substr(3));
  other_tag(tag, begin);
}

// Tags that chat templates do not need.
void Analyzer::other_tag(const std::string& tag, std::size_t begin) {
  if (tag == "block" || tag == "autoescape" || tag == "trans") {
    if (tag == "block") expect_name();
    while (!failed() && now().kind != TokenKind::TagEnd) next();
    return open(tag, 1);
  }
  if (tag == "pluralize") {
    while (!failed() && now().kind != TokenKind::TagEnd) next();
    return;
  }
  while (now().kind != TokenKind::TagEnd && now().kind != TokenKind::End) next();
  const bool import = tag == "include" || tag == "import" || tag == "from" || tag == "extends";
  if (!import && tag != "debug") return fail("no statement begins with \"" + std::string(clip_utf8(tag, 40)) + "\"");
  tell(import ? "import" : "tag", begin);
}

// What `for` and `set` give a value to: "a", "ns.a", "a, b", "(a, b)".
std::string Analyzer::target() {
  std::string variable = expect_name();
  while (!failed() && accept(".")) {
    const std::size_t begin = now().begin;
    const std::string part = expect_name();
    if (is_internal_name(part)) tell("dunder", part, begin);
    variable = "." + variable + "." + part;
  }
  return variable;
}

void Analyzer::targets(const Folded& value) {
  const bool bracket = accept("(");
  Folded piece;
  piece.path = value.path;
  piece.built = value.built;
  std::size_t count = 0;
  std::string first;
  do {
    if (is(")") || is_name("in") || is("=")) break;
    if (is("(")) {
      if (++depth_ > limits::kTemplateDepth) return fail("names are nested too deep");
      targets(piece);
      --depth_;
      continue;
    }
    const std::string variable = target();
    if (count == 0) first = variable;
    const bool paired = value.list && count < value.items.size() && (count > 0 || is(","));
    assign(variable, paired ? value.items[count] : piece);
    ++count;
  } while (!failed() && accept(","));
  if (bracket) expect(")");
  if (count == 1) assign(first, value);
}

void Analyzer::assign(const std::string& variable, const Folded& value) {
  if (failed()) return;
  Folded& known = variables_[variable];
  const bool built = known.built || value.built;
  const bool other = known.text && value.text && *known.text != *value.text;
  known = value;
  known.form = Folded::Form::Other;
  known.built = built || other;
  if (!known.list) known.items.clear();
  known.name.clear();
}

void Analyzer::begin_for() {
  const std::size_t names = at_;
  // The names stand before what they are given.
  while (!failed() && !is_name("in") && now().kind != TokenKind::TagEnd && now().kind != TokenKind::End) next();
  if (!is_name("in")) return fail("\"in\" is missing");
  next();
  const Folded value = tuple(false);
  if (failed()) return;
  const std::size_t behind = at_;
  at_ = names;
  Folded item;
  item.path = value.path;
  item.built = value.built || value.text.has_value();
  if (value.list && value.items.size() == 1) item = value.items.front();
  targets(item);
  if (!failed() && !is_name("in")) return fail("\"in\" is missing");
  if (failed()) return;
  at_ = behind;
  if (accept_name("if")) expression();
  accept_name("recursive");
  const double around = blocks_.empty() ? 1 : blocks_.back().steps;
  const double steps = value.steps > 1 ? value.steps : 1;
  check_size(around * steps, tokens_[names].begin);
  open("for", steps);
}

void Analyzer::begin_set() {
  const std::size_t names = at_;
  while (!failed() && !is("=") && !is("|") && now().kind != TokenKind::TagEnd && now().kind != TokenKind::End) next();
  Folded value;
  value.built = true;  // of a block: what is written in it
  const bool block = !is("=");
  namespace_.clear();
  if (accept("=")) {
    value = tuple();
  } else {
    const std::size_t begin = now().begin;
    value = filters(std::move(value), begin);
  }
  if (failed()) return;
  const std::size_t behind = at_;
  at_ = names;
  targets(value);
  const bool alone = at_ == names + 1;
  if (!failed() && !is("=") && !is("|") && now().kind != TokenKind::TagEnd) return fail("\"=\" is missing");
  if (failed()) return;
  if (alone) {
    for (const auto& [name, given] : namespace_) assign("." + std::string(tokens_[names].text) + "." + name, given);
  }
  at_ = behind;
  if (block) open("set", 1);
}

void Analyzer::begin_macro() {
  const std::string name = expect_name();
  macros_.insert(name);
  expect("(");
  while (!failed() && !is(")")) {
    const std::string parameter = expect_name();
    Folded value;
    if (accept("=")) value.built = expression().built;
    // A parameter is what it is given: nothing is known of it, and calling it is no call of a macro.
    assign(parameter, value);
    if (!accept(",")) break;
  }
  expect(")");
  open("macro", 1);
}

void Analyzer::begin_call() {
  if (is("(")) {
    next();
    while (!failed() && !is(")")) {
      assign(expect_name(), Folded{});
      if (accept("=")) expression();
      if (!accept(",")) break;
    }
    expect(")");
  }
  expression();
  open("call", 1);
}

void Analyzer::begin_with() {
  while (!failed() && now().kind == TokenKind::Name) {
    const std::string name = target();
    expect("=");
    assign(name, expression());
    if (!accept(",")) break;
  }
  open("with", 1);
}

void Analyzer::begin_filter() {
  const std::size_t begin = now().begin;
  Folded written;
  written.built = true;
  filters(filter(written, begin), begin);
  open("filter", 1);
}

}  // namespace aboveboard::format
