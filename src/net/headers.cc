#include "net/headers.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard {
namespace {

// Takes the text up to `end` off its front, and `end` too; all of it where there is none.
std::string_view take_until(std::string_view& text, char end) {
  const std::size_t at = std::min(text.find(end), text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

// The same, but an `end` within "double quotes" does not count.
std::string_view take_until_unquoted(std::string_view& text, char end) {
  bool quotes = false;
  std::size_t at = 0;
  for (; at < text.size() && (quotes || text[at] != end); ++at) {
    if (quotes && text[at] == '\\') ++at;
    else if (text[at] == '"') quotes = !quotes;
  }
  at = std::min(at, text.size());
  const std::string_view taken = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return taken;
}

std::string_view unquoted(std::string_view text) {
  return text.size() >= 2 && text.front() == '"' && text.back() == '"' ? text.substr(1, text.size() - 2) : text;
}

// Days from 1970-01-01 to a day of the Gregorian calendar, counted in years that begin with March.
std::int64_t days_since_1970(std::int64_t year, std::int64_t month, std::int64_t day) {
  year -= month <= 2 ? 1 : 0;
  month = (month + 9) % 12;
  return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 719468;
}

std::optional<std::int64_t> seconds_of(std::string_view day, std::string_view month, std::string_view year, std::string_view time) {
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto found = std::find(kMonths.begin(), kMonths.end(), month);
  const auto d = parse_decimal(day), y = parse_decimal(year);
  const auto hour = parse_decimal(take_until(time, ':')), minute = parse_decimal(take_until(time, ':')), second = parse_decimal(time);
  if (found == kMonths.end() || !d || !y || !hour || !minute || !second) return std::nullopt;
  if (*d < 1 || *d > 31 || *y > 9999 || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
  const std::uint64_t full_year = year.size() == 2 ? *y + (*y < 70 ? 2000 : 1900) : *y;
  const std::int64_t days = days_since_1970(static_cast<std::int64_t>(full_year), found - kMonths.begin() + 1, static_cast<std::int64_t>(*d));
  return days * 86400 + static_cast<std::int64_t>(*hour * 3600 + *minute * 60 + *second);
}

}  // namespace

std::string_view header_value(const HeaderFields& fields, std::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(), [name](const auto& field) { return field.first == name; });
  return found == fields.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<int> parse_status_line(std::string_view line) {
  if (!line.starts_with("HTTP/")) return std::nullopt;
  const std::size_t blank = line.find(' ');
  if (blank == std::string_view::npos || blank > 8) return std::nullopt;
  const std::string_view code = line.substr(blank + 1, 3);
  if (code.size() != 3 || (line.size() > blank + 4 && line[blank + 4] != ' ')) return std::nullopt;
  const std::optional<std::uint64_t> number = parse_decimal(code);
  return number && *number >= 100 ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

std::optional<ContentRange> parse_content_range(std::string_view value) {
  if (!equals_ignoring_case(value.substr(0, 6), "bytes ")) return std::nullopt;
  value = trim(value.substr(6));
  const auto first = parse_decimal(take_until(value, '-')), last = parse_decimal(take_until(value, '/')), total = parse_decimal(value);
  if (!first || !last || !total || *last < *first || *last >= *total) return std::nullopt;
  return ContentRange{*first, *last - *first + 1, *total};  // last < total: no overflow
}

std::optional<std::int64_t> parse_http_date(std::string_view value) {
  std::vector<std::string_view> words;
  while (!value.empty() && words.size() < 8) {
    if (const std::string_view word = take_until(value, ' '); !word.empty()) words.push_back(word);
  }
  if (words.size() == 6 && words[5] == "GMT") return seconds_of(words[1], words[2], words[3], words[4]);  // Sun, 06 Nov 1994 08:49:37 GMT
  if (words.size() == 5) return seconds_of(words[2], words[1], words[4], words[3]);                       // Sun Nov  6 08:49:37 1994
  if (words.size() != 4 || words[3] != "GMT") return std::nullopt;                                        // Sunday, 06-Nov-94 08:49:37 GMT
  std::string_view date = words[1];
  const std::string_view day = take_until(date, '-'), month = take_until(date, '-');
  return seconds_of(day, month, date, words[2]);
}

std::optional<std::string> parse_next_link(std::string_view value) {
  while (!value.empty()) {
    take_until(value, '<');
    const std::string_view target = take_until(value, '>');
    std::string_view parameters = take_until_unquoted(value, ',');
    while (!parameters.empty()) {
      std::string_view setting = take_until_unquoted(parameters, ';');
      const std::string_view name = trim(take_until(setting, '='));
      if (!equals_ignoring_case(name, "rel")) continue;
      for (const std::string& relation : split(unquoted(trim(setting)), ' ')) {
        if (equals_ignoring_case(relation, "next") && !target.empty()) return std::string(target);
      }
    }
  }
  return std::nullopt;
}

std::optional<std::uint64_t> parse_rate_limit(std::string_view value) {
  std::optional<std::uint64_t> longest;
  while (!value.empty()) {
    std::string_view item = take_until_unquoted(value, ',');
    take_until_unquoted(item, ';');  // the name of the quota
    std::optional<std::uint64_t> rest, seconds;
    while (!item.empty()) {
      std::string_view setting = take_until_unquoted(item, ';');
      const std::string_view name = trim(take_until(setting, '='));
      if (name == "r") rest = parse_decimal(trim(setting));
      if (name == "t") seconds = parse_decimal(trim(setting));
    }
    if (rest == 0u && seconds) longest = std::max(longest.value_or(0), *seconds);
  }
  return longest;
}

bool is_strong_etag(std::string_view value) { return value.size() >= 2 && value.front() == '"' && value.find('"', 1) == value.size() - 1; }

BodyLength body_length(const HeaderFields& fields) {
  BodyLength length;
  for (const auto& [name, value] : fields) {
    if (name != "content-length") continue;
    const std::optional<std::uint64_t> bytes = parse_decimal(value);
    if (!bytes || (length.bytes && length.bytes != bytes)) length.valid = false;
    length.bytes = bytes;
  }
  if (!header_value(fields, "transfer-encoding").empty()) length.bytes.reset();
  return length;
}

HeaderCollector::State HeaderCollector::take(std::string_view line) {
  if (state_ != State::Open) return state_;
  bytes_ += line.size();
  if (bytes_ > limits::kHttpHeaderBytes || ++lines_ > limits::kHttpHeaders) return state_ = State::TooMuch;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (in_block_) return state_ = take_field(line);
  if (line.empty()) return state_;
  const std::optional<int> status = parse_status_line(line);
  if (!status) return state_ = State::Malformed;
  status_ = *status;
  in_block_ = true;
  return state_;
}

HeaderCollector::State HeaderCollector::take_field(std::string_view line) {
  if (line.empty()) {
    in_block_ = false;
    if (status_ >= 200) return State::Whole;
    fields_.clear();  // what a server says while it works is not its answer
    return State::Open;
  }
  if (line.front() == ' ' || line.front() == '\t') {  // goes on with the line above (RFC 9112, 5.2)
    if (!fields_.empty()) (fields_.back().second += ' ') += trim(line);
    return State::Open;
  }
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return State::Malformed;
  fields_.emplace_back(to_lower(line.substr(0, colon)), trim(line.substr(colon + 1)));
  return State::Open;
}

}  // namespace aboveboard
