// The machinery of read_template, shared by its source files. Nobody else includes it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/construct.h"
#include "format/template/folded.h"
#include "format/template/tokens.h"

namespace aboveboard::format {

// What was found so far, each (name, detail) once.
class TemplateFindings {
 public:
  TemplateFindings(std::uint64_t first_byte, std::vector<Construct>& out) : first_byte_(first_byte), out_(out), start_(out.size()) {}
  void add(std::string_view name, std::string_view detail, std::size_t begin);

 private:
  std::uint64_t first_byte_;
  std::vector<Construct>& out_;
  std::size_t start_;
  std::map<std::pair<std::string, std::string>, std::size_t> known_;  // where in out_
};

// What no reader sees, addresses and encoded texts in the constant parts of a template: `text` begins at `begin`.
void look_at_text(std::string_view text, std::size_t begin, TemplateFindings& found);
// Does a text name what lies behind a Python object: "__class__", "mro", "func_globals"? With `anywhere`, also in the midst of other words.
bool is_internal_name(std::string_view name);
bool mentions_internal_name(std::string_view text);

// "messages.content" and "lower" as one path; the last 200 bytes are enough to tell where a value comes from.
std::string path_to(std::string_view from, std::string_view name);

// Walks the grammar twice: first for what is assigned where, then to tell.
class Analyzer {
 public:
  Analyzer(const Tokens& tokens, TemplateFindings& found) : tokens_(tokens.tokens), found_(found) {}

  // Why the template breaks the grammar, "" where it does not; with the byte.
  std::pair<std::string, std::size_t> run();

 private:
  struct Block {
    std::string tag;
    double steps = 1;      // of this loop and those around it
    bool trigger = false;    // this branch is taken where a message holds a plain word
    bool otherwise = false;  // the branches that follow are
  };
  struct Arguments {
    std::vector<Folded> values;
    std::vector<std::pair<std::string, Folded>> named;
  };

  // Tokens.
  const Token& now() const { return tokens_[at_]; }
  const Token& behind(std::size_t count) const { return tokens_[std::min(at_ + count, tokens_.size() - 1)]; }
  bool is(std::string_view operation) const { return now().kind == TokenKind::Operator && now().text == operation; }
  bool is_name(std::string_view name) const { return now().kind == TokenKind::Name && now().text == name; }
  bool accept(std::string_view operation);
  bool accept_name(std::string_view name);
  void expect(std::string_view operation);
  std::string expect_name();
  void next();
  void fail(std::string why);
  bool failed() const { return !error_.empty(); }
  void tell(std::string_view name, std::string_view detail, std::size_t begin);
  void tell(std::string_view name, std::size_t begin);  // detail: from there to here, as it stands
  std::string_view between(std::size_t begin) const;    // the text of the tokens from `begin` to here

  // Expressions (expressions.cc, operands.cc, postfix.cc).
  Folded expression(bool with_condition = true);
  Folded tuple(bool with_condition = true);
  Folded disjunction();
  Folded conjunction();
  Folded negation();
  Folded comparison();
  Folded sum();
  Folded concatenation();
  Folded product();
  Folded power();
  Folded unary(bool with_filter);
  Folded primary();
  Folded string_literal();
  Folded name_value();
  Folded list_literal();
  Folded map_literal();
  Folded postfix(Folded value, std::size_t begin);
  Folded filters(Folded value, std::size_t begin);
  Folded attribute(const Folded& value, std::size_t begin);
  Folded subscript(const Folded& value, std::size_t begin);
  Folded call(const Folded& value, std::size_t begin);
  Folded filter(const Folded& value, std::size_t begin);
  void test();
  Arguments arguments();

  // What calls and names mean (calls.cc).
  Folded method_call(const Folded& value, const Arguments& given, std::size_t begin);
  Folded function_call(const Folded& value, const Arguments& given, std::size_t begin);
  void check_reached_name(const Folded& name, std::size_t begin);
  void check_attributes(const Folded& names, std::size_t begin);
  void tell_planted(std::string_view text, std::size_t begin);
  void check_filter(std::string_view filter, const Arguments& given, std::size_t begin);
  void check_format(const Folded& pattern, std::size_t begin);
  void check_trigger(const Folded& word, const Folded& in);
  void check_size(double steps, std::size_t begin);

  // Statements (statements.cc).
  void walk();
  void statement();
  void begin_for();
  void begin_set();
  void begin_macro();
  void begin_call();
  void begin_with();
  void begin_filter();
  void assign(const std::string& variable, const Folded& value);
  std::string target();
  void targets(const Folded& value);
  void open(std::string tag, double steps);
  void close(std::string_view tag);
  void text_written(std::string_view text, std::size_t begin);
  void other_tag(const std::string& tag, std::size_t begin);

  const std::vector<Token>& tokens_;
  TemplateFindings& found_;
  std::size_t at_ = 0;
  bool telling_ = false;
  int depth_ = 0;
  std::string error_;
  std::size_t error_byte_ = 0;
  std::vector<Block> blocks_;
  bool trigger_ = false, otherwise_ = false;  // the condition that is being read asks for a plain word; is true where there is none
  std::vector<std::pair<std::string, Folded>> namespace_;  // what the last call of namespace() was given
  std::set<std::string, std::less<>> macros_;
  std::map<std::string, Folded, std::less<>> variables_;  // what was assigned last; built once, built for good
};

}  // namespace aboveboard::format
