#include "base/text.h"
#include "format/document/stripper.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kLabelBytes = 200;      // a reference label
constexpr std::size_t kLinkTextBytes = 1024;  // text of a link; bounded because links of hostile files nest

}  // namespace

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

void Stripper::add_link(std::string target, bool image, std::size_t begin, std::size_t content, std::size_t content_end,
                        std::size_t end) {
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

// A bare URL at a word's beginning: kept in the text, noted as a link.
bool Stripper::step_url() {
  if (at_ > 0 && is_word(raw_[at_ - 1]) && static_cast<unsigned char>(raw_[at_ - 1]) < 0x80) return false;
  const std::string_view rest = raw_.substr(at_, kTargetBytes);
  const bool scheme =
      equals_ignoring_case(rest.substr(0, 7), "http://") || equals_ignoring_case(rest.substr(0, 8), "https://");
  if (!scheme && rest.substr(0, 4) != "www.") return false;
  std::size_t end = 0;
  int depth = 0;
  for (; end < rest.size(); ++end) {
    const char c = rest[end];
    if (is_blank(c) || c == '<' || c == '>' || c == '"' || c == '`' || c == '|' || c == ']' || c == '[' ||
        static_cast<unsigned char>(c) >= 0x80)
      break;
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
    if (!kept[i].image && kept[i].text.empty() && kept[i + 1].image && kept[i + 1].end <= kept[i].end)
      kept[i].text = kept[i + 1].text;
  links = std::move(kept);
}

std::string fold_label(std::string_view label) {
  std::string folded;
  for (const char c : trim(label)) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (space && !folded.empty() && folded.back() == ' ') continue;
    folded.push_back(space ? ' ' : c);
  }
  return to_lower(folded);
}

}  // namespace aboveboard::format
