#include "license/sentences.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"

namespace aboveboard::license {
namespace {

constexpr std::size_t kMaxSentence = 2000;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Typographic signs and full-width digits as plain ones.
std::pair<std::string_view, std::size_t> plain(std::string_view text, std::size_t at) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kSigns = {{
      {"\xe2\x80\x98", "'"}, {"\xe2\x80\x99", "'"}, {"\xe2\x80\x9c", "\""}, {"\xe2\x80\x9d", "\""}, {"\xe2\x80\x90", "-"},
      {"\xe2\x80\x91", "-"}, {"\xe2\x80\x93", "-"}, {"\xe2\x80\x94", "-"}, {"\xc2\xa0", " "}, {"\xef\xbc\x8c", ","},
      {"\xef\xbc\x88", "("}, {"\xef\xbc\x89", ")"}, {"\xef\xbc\x9b", ";"}, {"\xe3\x80\x80", " "},
  }};
  for (const auto& [sign, replacement] : kSigns) {
    if (text.substr(at, sign.size()) == sign) return {replacement, sign.size()};
  }
  return {{}, 0};
}

struct Cutter {
  std::string_view text;
  std::vector<Sentence> sentences;
  Sentence open;

  void put(char c, std::size_t at) {
    if (c == ' ' && (open.folded.empty() || open.folded.back() == ' ')) return;
    if (open.folded.empty()) open.begin = at;
    open.folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    open.origin.push_back(static_cast<std::uint32_t>(at));
    if (c != ' ') open.end = at + 1;
  }

  void close() {
    while (!open.folded.empty() && open.folded.back() == ' ') open.folded.pop_back(), open.origin.pop_back();
    if (!open.folded.empty()) sentences.push_back(std::move(open));
    open = Sentence();
  }

  // Does a list item or a heading begin at `at` (the first sign of a line)?
  bool starts_item(std::size_t at) const {
    const std::string_view rest = text.substr(at, 12);
    if (rest.empty()) return false;
    if (rest[0] == '#') return true;
    if ((rest[0] == '-' || rest[0] == '*' || rest[0] == '+') && rest.size() > 1 && rest[1] == ' ') return true;
    if (rest.substr(0, 3) == "\xe2\x80\xa2" || rest.substr(0, 3) == "\xe2\x97\x8f" || rest.substr(0, 2) == "\xc2\xb7") return true;
    std::size_t i = rest[0] == '(' ? 1 : 0;
    const std::size_t first = i;
    while (i < rest.size() && i < first + 4 && (is_digit(rest[i]) || is_alpha(rest[i]))) ++i;
    const bool short_label = i > first && (is_digit(rest[first]) || i - first <= 3);
    return short_label && i + 1 < rest.size() && (rest[i] == '.' || rest[i] == ')') && is_blank(rest[i + 1]);
  }

  // A full stop ends a sentence unless it stands in a number, an abbreviation or an enumerator.
  bool ends_sentence(std::size_t at) const {
    if (text[at] == ';') return true;
    if (at + 1 < text.size() && !is_blank(text[at + 1]) && text[at + 1] != '"' && text[at + 1] != ')') return false;
    std::size_t begin = at;
    while (begin > 0 && (is_alpha(text[begin - 1]) || is_digit(text[begin - 1]) || text[begin - 1] == '.')) --begin;
    const std::string_view word = text.substr(begin, at - begin);
    if (word.size() <= 2 && open.folded.size() < 6) return false;
    for (const std::string_view abbreviation : {"e.g", "i.e", "Inc", "Ltd", "Co", "Corp", "No", "vs", "U.S", "Art", "Sec", "etc", "v"}) {
      if (word == abbreviation) return false;
    }
    return !(word.size() == 1 && is_alpha(word[0]) && word[0] >= 'A' && word[0] <= 'Z');
  }

  std::size_t line_break(std::size_t at);
  void run();
};

// Line breaks are blanks; a blank line, a heading or a list item ends the sentence. Comment leaders and quote marks at the start of a line vanish.
std::size_t Cutter::line_break(std::size_t at) {
  std::size_t breaks = 0;
  while (at < text.size() && is_blank(text[at])) breaks += text[at++] == '\n';
  if (breaks >= 2) close();
  std::size_t lead = at;
  while (lead < text.size() && (text[lead] == '/' || text[lead] == '>' || (text[lead] == '*' && lead + 1 < text.size() && text[lead + 1] == ' ') || (lead > at && text[lead] == ' '))) ++lead;
  if (starts_item(at)) close();
  put(' ', at == 0 ? 0 : at - 1);
  return lead;
}

void Cutter::run() {
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (c == '\n' || c == '\r') {
      at = line_break(at);
      continue;
    }
    if (open.folded.size() >= kMaxSentence && is_blank(c)) close();
    if (c == '*' || c == '`' || c == '\\' || c == '#') {
      ++at;
      continue;
    }
    if (c == '\t' || c == ' ' || c == '_') {
      put(' ', at++);
      continue;
    }
    const bool ideographic_stop = text.substr(at, 3) == "\xe3\x80\x82";
    if (const auto [sign, length] = plain(text, at); length != 0) {
      put(sign[0], at);
      at += length;
      if (sign == ";") close();
      continue;
    }
    put(c, at++);
    if ((c == '.' || c == ';' || c == '!' || c == '?') && ends_sentence(at - 1)) close();
    if (ideographic_stop) {
      put(text[at], at);
      put(text[at + 1], at + 1);
      at += 2;
      close();
    }
  }
  close();
}

}  // namespace

std::vector<Sentence> sentences_of(std::string_view text) {
  Cutter cutter;
  cutter.text = text.substr(0, static_cast<std::size_t>(limits::kDocumentBytes));
  cutter.run();
  return std::move(cutter.sentences);
}

}  // namespace aboveboard::license
