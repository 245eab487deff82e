#include "format/document/inline.h"

#include "base/text.h"
#include "format/document/stripper.h"

namespace aboveboard::format {

void Stripper::find_last_ticks() {
  for (std::size_t i = raw_.find('`'); i != std::string_view::npos;) {
    const std::size_t length = run_length(i);
    if (length < last_ticks_.size()) last_ticks_[length] = i;
    i = raw_.find('`', i + length);
  }
}

void Stripper::step() {
  switch (raw_[at_]) {
    case '\\':
      return step_escape();
    case '`':
      return step_ticks();
    case '<':
      return step_angle();
    case '[':
      openers_.push_back({at_, at_ > 0 && raw_[at_ - 1] == '!' && marks_[at_ - 1] == kPlainText});
      ++at_;
      return;
    case ']':
      return step_close_bracket();
    case '*':
    case '_':
    case '~':
      return step_run();
    case '\n':
      if (breaks_ && at_ >= 2 && raw_[at_ - 1] == ' ' && raw_[at_ - 2] == ' ') control(at_, kBoundary);
      ++at_;
      return;
    case 'h':
    case 'H':
    case 'w':
      if (step_url()) return;
      break;
    default:
      break;
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
  if (stop != std::string_view::npos && head[stop] == '>' &&
      (head.substr(0, stop).find("://") != std::string_view::npos)) {
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

Plain strip_markup(std::string_view raw, const References& references, bool breaks) {
  return Stripper(raw, references, breaks).run();
}

}  // namespace aboveboard::format
