#include "license/outline.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace aboveboard::license {
namespace {

constexpr std::size_t kMaxDepth = 8;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::uint64_t roman_value(std::string_view text) {
  std::uint64_t value = 0, last = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    const char c = static_cast<char>(text[i] | 0x20);
    const std::uint64_t one = c == 'i' ? 1 : c == 'v' ? 5 : c == 'x' ? 10 : c == 'l' ? 50 : 0;
    if (one == 0) return 0;
    value = one < last ? value - one : value + one;
    last = std::max(last, one);
  }
  return value;
}

std::uint64_t number_value(std::string_view digits) {
  std::uint64_t value = 0;
  for (const char c : digits.substr(0, 9)) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value;
}

std::size_t blanks_from(std::string_view line, std::size_t at) {
  while (at < line.size() && (is_blank(line[at]) || line[at] == '*' || line[at] == '_')) ++at;
  return at;
}

Label made(LabelKind kind, std::string text, std::uint64_t value, std::size_t size) {
  Label label;
  label.kind = kind;
  label.text = std::move(text);
  label.value = value;
  label.size = size;
  return label;
}

std::optional<Label> bullet(std::string_view line) {
  for (const std::string_view sign : {"-", "*", "+", "\xe2\x80\xa2", "\xe2\x97\x8f", "\xe2\x96\xaa", "\xe2\x97\xa6", "\xc2\xb7", "\xe2\x80\x93"}) {
    if (!line.starts_with(sign)) continue;
    const bool wide = sign.size() > 1;
    if (line.size() > sign.size() && (is_blank(line[sign.size()]) || wide)) return made(LabelKind::Bullet, "", 0, blanks_from(line, sign.size()));
  }
  return std::nullopt;
}

// "第四条" and "제4조", "Section 3:", "Article IV", "Attachment A", "Exhibit 2".
std::optional<Label> named(std::string_view line) {
  for (const auto& [open, close] : {std::pair<std::string_view, std::string_view>{"第", "条"}, {"第", "條"}, {"第", "章"}, {"제", "조"}, {"제", "장"}}) {
    if (!line.starts_with(open)) continue;
    const std::size_t end = line.find(close);
    if (end == std::string_view::npos || end > 24) continue;
    const std::size_t stop = end + close.size();
    return made(close == "章" || close == "장" ? LabelKind::Part : LabelKind::Article, std::string(line.substr(0, stop)), 0, blanks_from(line, stop));
  }
  for (const std::string_view word : {"section", "article", "part", "attachment", "exhibit", "annex", "appendix", "schedule"}) {
    if (line.size() <= word.size() || to_lower(line.substr(0, word.size())) != word || !is_blank(line[word.size()])) continue;
    std::size_t end = word.size() + 1;
    const std::size_t first = end;
    while (end < line.size() && (is_digit(line[end]) || is_upper(line[end])) && end < first + 5) ++end;
    if (end == first || (end < line.size() && (is_lower(line[end]) || is_digit(line[end]) || is_upper(line[end])))) continue;
    // "Section 3 will not apply": a sentence that goes on is no heading.
    const bool closed = end == line.size() || line[end] == ':' || line[end] == '.' || line[end] == '-' || line[end] == '*' || line.size() < first + 40;
    if (!closed || (end < line.size() && line[end] == '(')) continue;
    const std::string_view name = line.substr(first, end - first);
    const bool own = word == "section" || word == "article";
    if (end < line.size() && (line[end] == '.' || line[end] == ':')) ++end;
    return made(LabelKind::Part, own ? std::string(name) : std::string(line.substr(0, first)) + std::string(name), 0, blanks_from(line, end));
  }
  return std::nullopt;
}

Label with_kind(std::string_view text, std::size_t size) {
  Label label = made(LabelKind::Number, std::string(text), 0, size);
  if (is_digit(text[0])) {
    label.value = number_value(text);
    return label;
  }
  const bool upper = is_upper(text[0]);
  if (text.size() == 1) {
    label.kind = upper ? LabelKind::Upper : LabelKind::Lower;
    label.value = static_cast<std::uint64_t>((text[0] | 0x20) - 'a' + 1);
  } else {
    label.kind = LabelKind::Roman;
    label.value = roman_value(text);
  }
  return label;
}

}  // namespace

std::optional<Label> read_label(std::string_view line) {
  if (line.empty()) return std::nullopt;
  if (const auto found = bullet(line)) return found;
  if (const auto found = named(line)) return found;
  const bool open = line[0] == '(';
  std::size_t at = open ? 1 : 0;
  const std::size_t first = at;
  while (at < line.size() && at < first + 4 && (is_digit(line[at]) || is_lower(line[at]) || is_upper(line[at]))) ++at;
  if (at == first) return std::nullopt;
  const std::string_view text = line.substr(first, at - first);
  const bool digits = std::all_of(text.begin(), text.end(), is_digit);
  const bool letters = std::all_of(text.begin(), text.end(), is_lower) || std::all_of(text.begin(), text.end(), is_upper);
  if (!digits && !(letters && (text.size() == 1 || roman_value(text) != 0))) return std::nullopt;
  if (digits && at - first > 3) return std::nullopt;
  // "2.1", "2.1.3"
  if (digits && !open && at + 1 < line.size() && line[at] == '.' && is_digit(line[at + 1])) {
    std::size_t end = at;
    while (end + 1 < line.size() && line[end] == '.' && is_digit(line[end + 1])) {
      ++end;
      while (end < line.size() && is_digit(line[end])) ++end;
    }
    const std::string path(line.substr(0, end));
    if (end < line.size() && (line[end] == '.' || line[end] == ')' || line[end] == ':')) ++end;
    if (end < line.size() && !is_blank(line[end])) return std::nullopt;
    return made(LabelKind::Decimal, path, 0, blanks_from(line, end));
  }
  if (at < line.size() && line[at] == '\\') ++at;  // a Markdown escape: "1\."
  if (at >= line.size() || (line[at] != '.' && line[at] != ')' && line[at] != ':')) return std::nullopt;
  if (line[at] == ':' && !digits) return std::nullopt;
  const char style = open ? '(' : line[at];
  ++at;
  const bool spaced = at == line.size() || is_blank(line[at]) || line[at] == '*';
  if (!spaced && !(digits && at < line.size() && (is_upper(line[at]) || (line[at] & 0x80) != 0))) return std::nullopt;
  Label label = with_kind(text, blanks_from(line, at));
  label.style = style;
  return label;
}

void Outline::replace_from(std::size_t level, const Label& label, LabelKind kind, std::uint64_t value) {
  levels_.resize(std::min({level, levels_.size(), kMaxDepth}));
  levels_.push_back(label);
  levels_.back().kind = kind;
  levels_.back().value = value;
}

bool Outline::expects(const Label& label) const {
  if (label.kind == LabelKind::Bullet || label.kind == LabelKind::Article || label.kind == LabelKind::Part || label.value == 1) return true;
  if (label.kind == LabelKind::Decimal) {
    const std::string here = section();
    return here.empty() || label.text.substr(0, label.text.find('.')) == here.substr(0, here.find('.')) ||
           number_value(label.text.substr(0, label.text.find('.'))) == number_value(here.substr(0, here.find('.'))) + 1;
  }
  return std::any_of(levels_.begin(), levels_.end(), [&](const Label& level) { return level.value + 1 == label.value; });
}

// A letter continues the nearest row that it follows; "i" after "h" is a letter, else a Roman number.
void Outline::enter_letters(const Label& label) {
  const std::uint64_t roman = roman_value(label.text);
  for (std::size_t i = levels_.size(); i-- > 0;) {
    const Label& level = levels_[i];
    if (level.style != label.style) continue;
    if (level.kind == label.kind && level.value + 1 == label.value) return replace_from(i, label, label.kind, label.value);
    if (level.kind == LabelKind::Roman && roman != 0 && level.value + 1 == roman) return replace_from(i, label, LabelKind::Roman, roman);
  }
  const bool as_roman = label.kind == LabelKind::Roman || roman == 1;
  const LabelKind kind = as_roman ? LabelKind::Roman : label.kind;
  const std::uint64_t value = as_roman ? roman : label.value;
  for (std::size_t i = levels_.size(); i-- > 0;) {
    if (levels_[i].kind == kind && levels_[i].style == label.style) return replace_from(i, label, kind, value);
  }
  replace_from(levels_.size(), label, kind, value);
}

// A number continues a row of the same style, of several the one that is indented alike, else the innermost; 1 begins a row of its own.
void Outline::enter_number(const Label& label) {
  const auto continues = [&](const Label& level, bool same_indent) {
    return level.kind == LabelKind::Number && level.style == label.style && level.value + 1 == label.value && (!same_indent || level.indent == label.indent);
  };
  for (const bool same_indent : {true, false}) {
    for (std::size_t i = levels_.size(); i-- > 0;) {
      if (continues(levels_[i], same_indent)) return replace_from(i, label, LabelKind::Number, label.value);
    }
  }
  if (label.value != 1) {
    for (std::size_t i = 0; i < levels_.size(); ++i) {
      if (levels_[i].kind == LabelKind::Number && levels_[i].style == label.style) return replace_from(i, label, LabelKind::Number, label.value);
    }
  }
  replace_from(levels_.size(), label, LabelKind::Number, label.value);
}

void Outline::enter(const Label& label) {
  switch (label.kind) {
    case LabelKind::Bullet: return;
    case LabelKind::Part:
    case LabelKind::Heading:
    case LabelKind::Article: return replace_from(0, label, label.kind, 0);
    case LabelKind::Number: return enter_number(label);
    case LabelKind::Decimal: break;
    default: return enter_letters(label);
  }
  // "2.1.3" says where it stands by itself; a part or heading above it stays.
  std::size_t base = 0;
  while (base < levels_.size() && (levels_[base].kind == LabelKind::Part || levels_[base].kind == LabelKind::Heading)) ++base;
  levels_.resize(base);
  for (const std::string& part : split(label.text, '.')) {
    Label level = label;
    level.text = part;
    replace_from(levels_.size(), level, LabelKind::Number, number_value(part));
  }
}

std::string Outline::section() const {
  std::string path, name;
  for (const Label& level : levels_) {
    if (level.kind == LabelKind::Part || level.kind == LabelKind::Heading) {
      name = level.text;
      continue;
    }
    // A paragraph that is numbered by itself needs no part ("4" of "Section III"); a lettered one does ("3.a").
    if (path.empty() && !name.empty() && level.kind != LabelKind::Number && levels_[0].kind == LabelKind::Part) path = name;
    path += (path.empty() ? "" : ".") + level.text;
  }
  if (path.empty()) return name;
  const std::string word = to_lower(name.substr(0, name.find(' ')));
  const bool attached = word == "attachment" || word == "exhibit" || word == "annex" || word == "appendix" || word == "schedule";
  return attached && !path.starts_with(name) ? name + ", " + path : path;
}

}  // namespace aboveboard::license
