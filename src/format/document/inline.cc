#include "format/document/inline.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "format/document/blocks.h"
#include "format/document/html.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kTargetBytes = 4096;  // a link target; longer ones (inlined images) are not links worth keeping
constexpr std::size_t kLabelBytes = 200;    // a reference label
constexpr std::size_t kLinkTextBytes = 1024;  // text of a link; bounded because links of hostile files nest

enum Mark : std::uint8_t { kPlainText, kDropped, kVerbatim };

bool is_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
}

struct Control {
  std::size_t at = 0;
  char mark = 0;
};
struct Opener {
  std::size_t at = 0;
  bool image = false;
};
struct Run {  // of '*', '_' or '~'
  std::size_t at = 0;
  std::uint32_t length = 0, used_front = 0, used_back = 0;
  bool opens = false, closes = false;
};

// One walk over the raw text marks what is markup; a second writes what is left.
class Stripper {
 public:
  Stripper(std::string_view raw, const References& references, bool breaks)
      : raw_(raw), references_(references), breaks_(breaks), marks_(raw.size(), kPlainText) {}

  Plain run() {
    find_last_ticks();
    while (at_ < raw_.size()) step();
    match_emphasis();
    write();
    finish_links();
    return std::move(plain_);
  }

 private:
  void step();
  void step_escape();
  void step_ticks();
  void step_angle();
  void apply_tag(const HtmlTag& tag);
  void step_close_bracket();
  void step_run();
  bool step_url();
  std::optional<std::size_t> inline_target(std::size_t at, std::string& target) const;
  std::optional<std::size_t> reference_target(const Opener& opener, std::string& target) const;
  void add_link(std::string target, bool image, std::size_t begin, std::size_t content, std::size_t content_end, std::size_t end);
  void find_last_ticks();
  void match_emphasis();
  void write();
  void finish_links();

  void drop(std::size_t begin, std::size_t end) { std::fill(marks_.begin() + begin, marks_.begin() + end, kDropped); }
  void control(std::size_t at, char mark) { controls_.push_back({at, mark}); }
  char at(std::size_t i) const { return i < raw_.size() ? raw_[i] : '\0'; }
  std::size_t run_length(std::size_t from) const {
    std::size_t end = from;
    while (end < raw_.size() && raw_[end] == raw_[from]) ++end;
    return end - from;
  }

  std::string_view raw_;
  const References& references_;
  bool breaks_;
  std::vector<std::uint8_t> marks_;
  std::vector<Control> controls_;
  std::vector<Opener> openers_;
  std::vector<InlineLink> anchors_;  // <a href> not yet closed
  std::vector<Run> runs_;
  std::array<std::size_t, 32> last_ticks_{};  // where the last run of n back-quotes begins
  bool comments_end_ = true;                  // "-->" may still follow
  int cells_ = 0;                             // inside <td> or <th>
  std::size_t at_ = 0;
  Plain plain_;
};

void Stripper::find_last_ticks() {
  for (std::size_t i = raw_.find('`'); i != std::string_view::npos;) {
    const std::size_t length = run_length(i);
    if (length < last_ticks_.size()) last_ticks_[length] = i;
    i = raw_.find('`', i + length);
  }
}

void Stripper::step() {
  switch (raw_[at_]) {
    case '\\': return step_escape();
    case '`': return step_ticks();
    case '<': return step_angle();
    case '[':
      openers_.push_back({at_, at_ > 0 && raw_[at_ - 1] == '!' && marks_[at_ - 1] == kPlainText});
      ++at_;
      return;
    case ']': return step_close_bracket();
    case '*':
    case '_':
    case '~': return step_run();
    case '\n':
      if (breaks_ && at_ >= 2 && raw_[at_ - 1] == ' ' && raw_[at_ - 2] == ' ') control(at_, kBoundary);
      ++at_;
      return;
    case 'h':
    case 'H':
    case 'w':
      if (step_url()) return;
      break;
    default: break;
  }
  ++at_;
}

void Stripper::step_escape() {
  if (at(at_ + 1) == '\n') {
    drop(at_, at_ + 1);
    if (breaks_) control(at_, kBoundary);
  } else if (is_punctuation(at(at_ + 1))) {
    drop(at_, at_ + 1);
    marks_[at_ + 1] = kVerbatim;
    ++at_;
  }
  ++at_;
}

void Stripper::step_ticks() {
  const std::size_t length = run_length(at_);
  const std::size_t content = at_ + length;
  if (length < last_ticks_.size() && last_ticks_[length] > at_) {
    for (std::size_t i = raw_.find('`', content); i != std::string_view::npos;) {
      const std::size_t closing = run_length(i);
      if (closing == length) {
        drop(at_, content);
        std::fill(marks_.begin() + content, marks_.begin() + i, kVerbatim);
        drop(i, i + closing);
        at_ = i + closing;
        return;
      }
      i = raw_.find('`', i + closing);
    }
  }
  at_ = content;
}

void Stripper::step_angle() {
  if (raw_.substr(at_, 4) == "<!--") {
    const std::size_t close = comments_end_ ? raw_.find("-->", at_ + 4) : std::string_view::npos;
    if (close == std::string_view::npos) comments_end_ = false;
    const std::size_t end = close == std::string_view::npos ? at_ + 4 : close + 3;
    if (close != std::string_view::npos) drop(at_, end);
    at_ = end;
    return;
  }
  const std::string_view head = raw_.substr(at_ + 1, kTargetBytes);
  const std::size_t stop = head.find_first_of(" \t\n<>");
  if (stop != std::string_view::npos && head[stop] == '>' && (head.substr(0, stop).find("://") != std::string_view::npos)) {
    drop(at_, at_ + 1);
    std::fill(marks_.begin() + at_ + 1, marks_.begin() + at_ + 1 + stop, kVerbatim);
    drop(at_ + 1 + stop, at_ + 2 + stop);
    add_link(std::string(head.substr(0, stop)), false, at_, at_ + 1, at_ + 1 + stop, at_ + 2 + stop);
    at_ += stop + 2;
    return;
  }
  if (const auto tag = read_tag(raw_, at_)) return apply_tag(*tag);
  ++at_;
}

void Stripper::apply_tag(const HtmlTag& tag) {
  const std::size_t begin = at_;
  drop(begin, tag.end);
  at_ = tag.end;
  const bool cell = tag.name == "td" || tag.name == "th";
  if (cell && !tag.closing) control(begin, kCell);
  if (cell) cells_ = tag.closing ? 0 : 1;
  if (tag.name == "tr" || tag.name == "table") cells_ = 0;
  if (tag.name.size() == 2 && tag.name[0] == 'h' && tag.name[1] >= '1' && tag.name[1] <= '6') {
    control(begin, tag.closing ? kHeadingEnd : static_cast<char>(tag.name[1] - '0'));
  } else if (is_block_tag(tag.name) || tag.name == "br") {
    control(begin, cells_ != 0 || (tag.name == "br" && !breaks_) ? ' ' : kBoundary);
  } else if (tag.name == "a") {
    if (!tag.closing) {
      InlineLink link;
      link.target = tag.href;
      link.begin = begin;
      link.content_begin = tag.end;
      anchors_.push_back(std::move(link));
    } else if (!anchors_.empty()) {
      const InlineLink link = std::move(anchors_.back());
      anchors_.pop_back();
      if (!link.target.empty()) add_link(link.target, false, link.begin, link.content_begin, begin, tag.end);
    }
  } else if (tag.name == "img" && !tag.src.empty() && tag.src.size() <= kTargetBytes) {
    add_link(tag.src, true, begin, begin, begin, tag.end);
    plain_.links.back().text = tag.alt;
  }
}

// "(target "title")" at `at`: its end.
std::optional<std::size_t> Stripper::inline_target(std::size_t from, std::string& target) const {
  if (at(from) != '(') return std::nullopt;
  std::size_t i = from + 1;
  const std::size_t limit = std::min(raw_.size(), from + kTargetBytes);
  while (i < limit && is_blank(raw_[i])) ++i;
  std::size_t begin = i;
  if (at(i) == '<') {
    begin = ++i;
    while (i < limit && raw_[i] != '>' && raw_[i] != '\n' && !(raw_[i] == ']' && at(i + 1) == '(')) ++i;
    target = std::string(raw_.substr(begin, i - begin));
    if (i < limit) ++i;
  } else {
    int depth = 0;
    for (; i < limit && !is_blank(raw_[i]); ++i) {
      if (raw_[i] == '(') ++depth;
      if (raw_[i] == ')' && depth-- == 0) break;
      if (raw_[i] == ']' && at(i + 1) == '(') return std::nullopt;  // the next link: this one is never closed
    }
    target = std::string(raw_.substr(begin, i - begin));
  }
  while (i < limit && is_blank(raw_[i])) ++i;
  if (i < limit && (raw_[i] == '"' || raw_[i] == '\'')) {
    const std::size_t close = raw_.substr(0, limit).find(raw_[i], i + 1);
    if (close == std::string_view::npos) return std::nullopt;
    i = close + 1;
    while (i < limit && is_blank(raw_[i])) ++i;
  }
  if (at(i) != ')' || i >= limit) return std::nullopt;
  return i + 1;
}

// "[label]", "[]" or nothing behind the ']' at at_: the end of the construct, where the label is defined.
std::optional<std::size_t> Stripper::reference_target(const Opener& opener, std::string& target) const {
  if (references_.empty()) return std::nullopt;
  const std::string_view content = raw_.substr(opener.at + 1, at_ - opener.at - 1);
  if (at(at_ + 1) == '[') {
    const std::string_view rest = raw_.substr(at_ + 2, kLabelBytes);
    const std::size_t close = rest.find(']');
    if (close != std::string_view::npos) {
      const std::string_view label = close == 0 ? content : rest.substr(0, close);
      if (label.size() <= kLabelBytes) {
        if (const auto found = references_.find(fold_label(label)); found != references_.end()) {
          target = found->second;
          return at_ + 3 + close;
        }
      }
    }
  }
  if (content.empty() || content.size() > kLabelBytes) return std::nullopt;
  const auto found = references_.find(fold_label(content));
  if (found == references_.end()) return std::nullopt;
  target = found->second;
  return at_ + 1;
}

void Stripper::step_close_bracket() {
  const std::size_t close = at_++;
  if (openers_.empty()) return;
  const Opener opener = openers_.back();
  openers_.pop_back();
  if (!opener.image && at(opener.at + 1) == '^' && close - opener.at < 64) {  // a footnote mark
    drop(opener.at, close + 1);
    return;
  }
  std::string target;
  at_ = close;
  std::optional<std::size_t> end = inline_target(close + 1, target);
  if (!end) end = reference_target(opener, target);
  at_ = end.value_or(close + 1);
  if (!end) return;
  const std::size_t begin = opener.image ? opener.at - 1 : opener.at;
  if (opener.image) {
    drop(begin, *end);
  } else {
    drop(begin, opener.at + 1);
    drop(close, *end);
  }
  add_link(std::move(target), opener.image, begin, opener.at + 1, close, *end);
}

void Stripper::add_link(std::string target, bool image, std::size_t begin, std::size_t content, std::size_t content_end, std::size_t end) {
  InlineLink link;
  link.target = std::move(target);
  link.image = image;
  link.begin = begin;
  link.content_begin = content;
  link.content_end = content_end;
  link.end = end;
  if (image && content_end > content) link.text = std::string(trim(raw_.substr(content, content_end - content)));
  plain_.links.push_back(std::move(link));
}

void Stripper::step_run() {
  Run run;
  run.at = at_;
  run.length = static_cast<std::uint32_t>(run_length(at_));
  const char before = at_ == 0 ? ' ' : raw_[at_ - 1];
  const std::size_t end = at_ + run.length;
  const char after = end >= raw_.size() ? ' ' : raw_[end];
  const bool left = !is_blank(after) && (!is_punctuation(after) || is_blank(before) || is_punctuation(before));
  const bool right = !is_blank(before) && (!is_punctuation(before) || is_blank(after) || is_punctuation(after));
  // CommonMark would not open "**" between a letter and a bracket; writers of Chinese cards expect it to. Marks are only taken out in pairs.
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

// A bare URL at a word's beginning: kept in the text, noted as a link.
bool Stripper::step_url() {
  if (at_ > 0 && is_word(raw_[at_ - 1]) && static_cast<unsigned char>(raw_[at_ - 1]) < 0x80) return false;
  const std::string_view rest = raw_.substr(at_, kTargetBytes);
  const bool scheme = equals_ignoring_case(rest.substr(0, 7), "http://") || equals_ignoring_case(rest.substr(0, 8), "https://");
  if (!scheme && rest.substr(0, 4) != "www.") return false;
  std::size_t end = 0;
  int depth = 0;
  for (; end < rest.size(); ++end) {
    const char c = rest[end];
    if (is_blank(c) || c == '<' || c == '>' || c == '"' || c == '`' || c == '|' || c == ']' || c == '[' || static_cast<unsigned char>(c) >= 0x80) break;
    if (c == '(') ++depth;
    if (c == ')' && depth-- == 0) break;
  }
  while (end > 0 && std::string_view(".,;:!?'*_\\").find(rest[end - 1]) != std::string_view::npos) --end;
  if (end < 5 || (scheme && end <= 8)) return false;
  std::fill(marks_.begin() + at_, marks_.begin() + at_ + end, kVerbatim);
  add_link(std::string(rest.substr(0, end)), false, at_, at_, at_ + end, at_ + end);
  plain_.links.back().bare = true;
  at_ += end;
  return true;
}

void Stripper::write() {
  plain_.text.reserve(raw_.size());
  std::size_t next_control = 0;
  const auto put = [this](std::string_view bytes, std::size_t from, std::size_t to) {
    if (bytes == " " && (plain_.text.empty() || plain_.text.back() == ' ')) return;
    for (const char c : bytes) {
      plain_.text.push_back(c);
      plain_.from.push_back(static_cast<std::uint32_t>(from));
      plain_.to.push_back(static_cast<std::uint32_t>(to));
    }
  };
  for (std::size_t i = 0; i < raw_.size();) {
    for (; next_control < controls_.size() && controls_[next_control].at <= i; ++next_control)
      put(std::string_view(&controls_[next_control].mark, 1), i, i);
    const unsigned char c = static_cast<unsigned char>(raw_[i]);
    if (marks_[i] == kDropped) {
      ++i;
    } else if (c <= ' ' || c == 0x7f) {
      put(" ", i, i + 1);
      ++i;
    } else if (c == '&' && marks_[i] == kPlainText) {
      const auto reference = read_character_reference(raw_, i);
      const std::size_t length = reference ? reference->length : 1;
      const std::string_view decoded = reference ? std::string_view(reference->utf8) : std::string_view("&");
      put(static_cast<unsigned char>(decoded[0]) < ' ' ? std::string_view(" ") : decoded, i, i + length);
      i += length;
    } else if (raw_.substr(i, 2) == "\xc2\xa0") {  // no-break space
      put(" ", i, i + 2);
      i += 2;
    } else if (raw_.substr(i, 3) == "\xe3\x80\x80") {  // ideographic space
      put(" ", i, i + 3);
      i += 3;
    } else if (raw_.substr(i, 3) == "\xe2\x80\x8b" || raw_.substr(i, 3) == "\xef\xbb\xbf") {  // zero-width space
      i += 3;
    } else {
      put(raw_.substr(i, 1), i, i + 1);
      ++i;
    }
  }
  for (; next_control < controls_.size(); ++next_control)
    put(std::string_view(&controls_[next_control].mark, 1), raw_.size(), raw_.size());
}

// Texts of links from what was written; bare URLs inside another link are no links of their own.
void Stripper::finish_links() {
  std::vector<InlineLink>& links = plain_.links;
  std::stable_sort(links.begin(), links.end(), [](const InlineLink& a, const InlineLink& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end > b.end;
  });
  std::vector<InlineLink> kept;
  std::size_t covered = 0;
  for (InlineLink& link : links) {
    if (link.bare && link.begin < covered) continue;
    if (!link.image && !link.bare) covered = std::max(covered, link.end);
    if (!link.image) {
      const auto first = std::lower_bound(plain_.from.begin(), plain_.from.end(), link.content_begin);
      const auto last = std::lower_bound(first, plain_.from.end(), link.content_end);
      for (auto at = first; at != last && link.text.size() < kLinkTextBytes; ++at) {
        const char c = plain_.text[static_cast<std::size_t>(at - plain_.from.begin())];
        link.text.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
      }
      link.text = std::string(trim(link.text));
    }
    kept.push_back(std::move(link));
  }
  for (std::size_t i = 0; i + 1 < kept.size(); ++i)  // a badge: the text of the link is that of its image
    if (!kept[i].image && kept[i].text.empty() && kept[i + 1].image && kept[i + 1].end <= kept[i].end) kept[i].text = kept[i + 1].text;
  links = std::move(kept);
}

}  // namespace

Plain strip_markup(std::string_view raw, const References& references, bool breaks) { return Stripper(raw, references, breaks).run(); }

}  // namespace aboveboard::format
