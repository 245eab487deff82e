#include "license/words.h"

#include "license/spelling.h"

namespace aboveboard::license {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Two words that are often written as one.
bool join(Word& last, const Word& next) {
  const auto pair = [&](std::string_view first, std::string_view second) { return last.text == first && next.text == second; };
  if (!pair("non", "commercial") && !pair("share", "alike") && !pair("no", "derivatives") && !pair("no", "derivs") && !pair("non", "production") && !pair("open", "rail")) return false;
  last.text += next.text;
  last.end = next.end;
  return true;
}

void add(std::vector<Word>& words, Word word) {
  fold_spelling(word.text);
  if (word.text == "version" || word.text == "ver" || word.text == "v") return;
  if (!words.empty() && join(words.back(), word)) return;
  words.push_back(std::move(word));
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  std::vector<Word> words;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    // An escaped blank in a badge's address.
    if (c == '%' && at + 2 < text.size() && is_digit(text[at + 1])) {
      at += 3;
      continue;
    }
    if (!is_digit(c) && !is_letter(c)) {
      ++at;
      continue;
    }
    Word word;
    word.begin = at;
    const bool digits = is_digit(c);
    while (at < text.size() && (digits ? is_digit(text[at]) : is_letter(text[at]))) {
      word.text.push_back(text[at] >= 'A' && text[at] <= 'Z' ? static_cast<char>(text[at] - 'A' + 'a') : text[at]);
      ++at;
    }
    while (!digits && at + 1 < text.size() && text[at] == '+' && text[at + 1] == '+') word.text += "++", at += 2;
    word.end = at;
    add(words, std::move(word));
  }
  return words;
}

}  // namespace aboveboard::license
