#include "license/sentences.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/limits.h"
#include "license/fold.h"
#include "license/outline.h"

namespace aboveboard::license {
namespace {

constexpr std::size_t kMaxSentence = 2000;  // closed at the next blank
constexpr std::size_t kMaxUnbroken = 4000;  // closed wherever it is
constexpr std::size_t kMaxLead = 300;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alpha(char c) { return is_lower(static_cast<char>(c | 0x20)); }

struct Lead {
  std::size_t depth = 0;  // of the sentence that introduces
  std::shared_ptr<const std::string> words;
};

class Cutter {
 public:
  Cutter(std::string_view text, const std::function<void(const Sentence&)>& take) : text_(text), take_(take), leader_(comment_leader(text)) {}
  void run();

 private:
  void put(char c, std::size_t at);
  void close(bool at_semicolon);
  void feed(std::size_t begin, std::size_t end);
  void line(std::size_t begin, std::size_t end);
  bool heading(std::size_t begin, std::size_t end);
  void item(const Label& label, char first = 'A');
  void paragraph(char first);
  bool accepts(const Label& label) const;
  bool ends_sentence(std::size_t at, std::size_t line_end) const;
  bool introduces() const;
  void remember_lead(std::size_t depth);
  std::shared_ptr<const std::string> joined(const std::shared_ptr<const std::string>& outer, std::string_view words) const;

  std::string_view text_;
  const std::function<void(const Sentence&)>& take_;
  std::string_view leader_;
  Sentence open_;
  Outline outline_;
  std::vector<Lead> leads_;
  std::shared_ptr<const std::string> inline_lead_;  // "you shall:" before "(i) ...; (ii) ..." within a paragraph
  std::size_t depth_ = 0;                           // of the block that is being read
  bool after_blank_ = true, just_led_ = false, titled_ = false, goes_on_ = false;
  char last_sign_ = '.';
  std::string last_word_;
};

void Cutter::put(char c, std::size_t at) {
  if (c == ' ' && (open_.folded.empty() || open_.folded.back() == ' ')) return;
  if (open_.folded.empty()) open_.begin = at;
  open_.folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  open_.origin.push_back(static_cast<std::uint32_t>(at));
  if (c != ' ') open_.end = at + 1;
}

// Does what was read so far introduce a list?
bool Cutter::introduces() const {
  const std::string_view words = open_.folded;
  if (goes_on_ || words.ends_with(':')) return true;
  return std::any_of(kIntroducing.begin(), kIntroducing.end(), [words](std::string_view end) { return words.ends_with(end); });
}

// The words that introduce, below those that introduced them. Where that is long the middle goes: who may not do it stands first, what it is last.
std::shared_ptr<const std::string> Cutter::joined(const std::shared_ptr<const std::string>& outer, std::string_view words) const {
  std::string all = outer ? *outer + " " + std::string(words) : std::string(words);
  if (all.size() > kMaxLead) {
    const std::size_t head = all.rfind(' ', kMaxLead / 2), tail = all.find(' ', all.size() - kMaxLead / 2);
    all = (head == std::string::npos ? "" : all.substr(0, head)) + (tail == std::string::npos ? "" : all.substr(tail));
  }
  return std::make_shared<const std::string>(std::move(all));
}

void Cutter::remember_lead(std::size_t depth) {
  while (!leads_.empty() && leads_.back().depth >= depth) leads_.pop_back();
  leads_.push_back({depth, joined(leads_.empty() ? nullptr : leads_.back().words, open_.folded)});
}

void Cutter::close(bool at_semicolon) {
  while (!open_.folded.empty() && open_.folded.back() == ' ') open_.folded.pop_back(), open_.origin.pop_back();
  if (!open_.folded.empty()) {
    const auto outer = leads_.empty() ? nullptr : leads_.back().words;
    open_.lead = inline_lead_ ? inline_lead_ : outer;
    open_.section = outline_.section();
    take_(open_);
    just_led_ = !at_semicolon && introduces();
    if (just_led_) remember_lead(depth_);
    const std::size_t colon = open_.folded.rfind(": ");
    if (!at_semicolon) inline_lead_ = nullptr;
    else if (colon != std::string::npos) inline_lead_ = joined(outer, std::string_view(open_.folded).substr(0, colon + 1));
  } else if (!at_semicolon) {
    inline_lead_ = nullptr;
  }
  open_.folded.clear();
  open_.origin.clear();
  open_.lead = nullptr;
}

// A full stop ends a sentence unless it stands in a number, an abbreviation or an enumerator.
bool Cutter::ends_sentence(std::size_t at, std::size_t line_end) const {
  if (text_[at] == ';') return true;
  if (at + 1 < line_end && !is_blank(text_[at + 1]) && text_[at + 1] != '"' && text_[at + 1] != ')' && (text_[at + 1] & 0x80) == 0) return false;
  std::size_t begin = at;
  while (begin > 0 && at - begin < 24 && (is_alpha(text_[begin - 1]) || is_digit(text_[begin - 1]) || text_[begin - 1] == '.')) --begin;
  const std::string_view word = text_.substr(begin, at - begin);
  if (word.size() <= 2 && open_.folded.size() < 6) return false;
  for (const std::string_view abbreviation : {"e.g", "i.e", "Inc", "Ltd", "Co", "Corp", "No", "vs", "U.S", "Art", "Sec", "etc", "v", "ex", "approx", "incl"}) {
    if (word == abbreviation) return false;
  }
  return !(word.size() == 1 && word[0] >= 'A' && word[0] <= 'Z');
}

// Is this label one, or the start of a wrapped line ("as set out in Section\n3.2. ...")?
bool Cutter::accepts(const Label& label) const {
  if (label.kind == LabelKind::Bullet || after_blank_) return true;
  for (const std::string_view word : {"section", "sections", "paragraph", "paragraphs", "clause", "article", "articles", "version", "v", "no"}) {
    if (last_word_ == word) return false;
  }
  const bool ended = std::string_view(".;:!?,)>").find(last_sign_) != std::string_view::npos;
  return ended || last_word_ == "and" || last_word_ == "or" || outline_.expects(label);
}

// An item in lower case goes on with the words before it, whether a colon stands there or not.
void Cutter::item(const Label& label, char first) {
  const bool ended = open_.folded.empty() || std::string_view(".;!?:").find(open_.folded[open_.folded.find_last_not_of(' ')]) != std::string_view::npos;
  goes_on_ = is_lower(first) && !ended;
  close(false);
  goes_on_ = false;
  outline_.enter(label);
  depth_ = outline_.depth() + (label.kind == LabelKind::Bullet ? 1 : 0);
  while (!leads_.empty() && leads_.back().depth >= depth_) leads_.pop_back();
}

// A paragraph without a label stands under the words that introduce it only right behind them, or where it goes on in lower case.
void Cutter::paragraph(char first) {
  if (!is_lower(first) && !just_led_) leads_.clear();
  if (leads_.empty()) depth_ = outline_.depth();
}

bool Cutter::heading(std::size_t begin, std::size_t end) {
  std::size_t at = begin;
  while (at < end && text_[at] == '#') ++at;
  if (at == begin || at - begin > 6 || at == end || !is_blank(text_[at])) return false;
  while (at < end && (is_blank(text_[at]) || text_[at] == '*')) ++at;
  close(false);
  if (const auto label = read_label(text_.substr(at, std::min<std::size_t>(end - at, 64))); label && label->kind != LabelKind::Bullet) {
    item(*label);
    at += label->size;
  } else {
    std::size_t stop = end;
    while (stop > at && (text_[stop - 1] == '#' || text_[stop - 1] == '*' || is_blank(text_[stop - 1]))) --stop;
    // The first heading is the title.
    Label title;
    title.kind = LabelKind::Heading;
    if (titled_ && stop - at <= 60) title.text = std::string(text_.substr(at, stop - at));
    item(title);
  }
  titled_ = true;
  feed(at, end);
  const bool forbids = std::any_of(kForbiddingTitles.begin(), kForbiddingTitles.end(), [this](std::string_view word) { return open_.folded.find(word) != std::string::npos; });
  if (forbids && !open_.folded.ends_with(':')) put(':', end - 1);
  close(false);
  after_blank_ = true;
  return true;
}

void Cutter::line(std::size_t begin, std::size_t end) {
  const std::size_t whole = begin;
  const auto skip_blanks = [&] { while (begin < end && is_blank(text_[begin])) ++begin; };
  skip_blanks();
  for (bool more = true; more && begin < end;) {
    more = false;
    for (const std::string_view sign : {leader_, std::string_view("//"), std::string_view("/*"), std::string_view("*/"), std::string_view(">")}) {
      if (sign.empty() || text_.substr(begin, sign.size()) != sign) continue;
      begin = std::min(end, begin + sign.size());
      more = true;
    }
    skip_blanks();
  }
  while (end > begin && is_blank(text_[end - 1])) --end;
  if (begin == end || is_rule(text_.substr(begin, end - begin))) {
    close(false);
    after_blank_ = true;
    return;
  }
  if (heading(begin, end)) return;
  std::size_t bold = begin;
  while (bold < end && bold < begin + 3 && text_[bold] == '*' && bold + 1 < end && !is_blank(text_[bold + 1])) ++bold;
  auto label = read_label(text_.substr(bold, std::min<std::size_t>(end - bold, 64)));
  if (label && accepts(*label)) {
    label->indent = begin - whole;
    // "- a. ...": a bullet in front of a number.
    if (label->kind == LabelKind::Bullet) {
      const auto inner = read_label(text_.substr(bold + label->size, std::min<std::size_t>(end - bold - label->size, 64)));
      if (inner && inner->kind != LabelKind::Bullet) bold += label->size, label = inner;
    }
    begin = std::min(end, bold + label->size);
    item(*label, begin < end ? text_[begin] : 'A');
  } else if (after_blank_) {
    paragraph(text_[begin]);
  }
  after_blank_ = false;
  put(' ', whole);
  feed(begin, end);
  last_sign_ = end > begin ? text_[end - 1] : '.';
  std::size_t word = end;
  while (word > begin && end - word < 12 && is_alpha(text_[word - 1])) --word;
  last_word_.assign(text_.substr(word, end - word));
  std::transform(last_word_.begin(), last_word_.end(), last_word_.begin(), [](char c) { return static_cast<char>(c | 0x20); });
}

void Cutter::feed(std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    const char c = text_[at];
    if ((open_.folded.size() >= kMaxSentence && is_blank(c)) || open_.folded.size() >= kMaxUnbroken) close(false);
    if (c == '*' || c == '`' || c == '\\' || c == '#') {
      ++at;
      continue;
    }
    if (c == '<') {
      if (const std::size_t tag = tag_size(text_.substr(at, std::min<std::size_t>(end - at, 200))); tag != 0) {
        at += tag;
        continue;
      }
    }
    if (c == '\t' || c == ' ' || c == '_') {
      put(' ', at++);
      continue;
    }
    if ((c & 0x80) == 0) {
      put(c, at++);
      if ((c == '.' || c == ';' || c == '!' || c == '?') && ends_sentence(at - 1, end)) close(c == ';');
      continue;
    }
    const Folded sign = fold_sign(text_.substr(at, 4));
    if (sign.size != 0) {
      put(sign.plain, at);
      at += sign.size;
      if (sign.plain == ';') close(true);
      continue;
    }
    const bool stop = text_.substr(at, 3) == "\xe3\x80\x82";
    std::size_t size = 1;
    while (size < 4 && at + size < end && (text_[at + size] & 0xc0) == 0x80) ++size;
    for (std::size_t i = 0; i < size; ++i) put(text_[at + i], at + i);
    at += size;
    if (stop) close(false);
  }
}

void Cutter::run() {
  for (std::size_t at = 0; at < text_.size();) {
    std::size_t end = text_.find_first_of("\r\n", at);
    if (end == std::string_view::npos) end = text_.size();
    line(at, end);
    if (end + 1 < text_.size() && text_[end] == '\r' && text_[end + 1] == '\n') ++end;
    at = end + 1;
  }
  close(false);
}

}  // namespace

void each_sentence(std::string_view text, const std::function<void(const Sentence&)>& take) {
  Cutter(text.substr(0, static_cast<std::size_t>(limits::kDocumentBytes)), take).run();
}

std::vector<Sentence> sentences_of(std::string_view text) {
  std::vector<Sentence> sentences;
  each_sentence(text, [&sentences](const Sentence& sentence) { sentences.push_back(sentence); });
  return sentences;
}

}  // namespace aboveboard::license
