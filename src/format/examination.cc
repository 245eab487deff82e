#include "format/examination.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::format {

void Examination::recognize(std::string_view format) {
  auto& formats = contents_.formats;
  if (std::find(formats.begin(), formats.end(), format) == formats.end()) formats.emplace_back(format);
}

void Examination::tell(DiagnosticKind kind, std::string_view rule, ErrorKind error, std::string message, std::uint64_t byte) {
  const std::uint64_t told = ++budget_.told[std::string(rule)];
  if (told > limits::kToldPerRule) return;
  if (told == limits::kToldPerRule) message += "; more places like this are not listed";
  if (member_.empty()) byte = std::min(byte, budget_.file_bytes);  // what a field points to may lie anywhere
  notes_.add(kind, "format/" + std::string(rule), {error, std::move(message), {path_, std::nullopt, byte, member_}});
}

void Examination::invalid(std::string_view rule, std::string message, std::uint64_t byte, ErrorKind kind) {
  contents_.valid = false;
  tell(DiagnosticKind::Invalid, rule, kind, std::move(message), byte);
}

void Examination::note(std::string_view rule, std::string message, std::uint64_t byte) {
  tell(DiagnosticKind::Note, rule, ErrorKind::Malformed, std::move(message), byte);
}

void Examination::not_examined(std::string_view rule, ErrorKind kind, std::string message, std::uint64_t byte) {
  tell(DiagnosticKind::NotExamined, rule, kind, std::move(message), byte);
}

void Examination::unreadable(Error error) {
  contents_.valid = false;
  tell(DiagnosticKind::NotExamined, "unreadable", error.kind, std::move(error.message), error.place.byte.value_or(0));
}

void Examination::found(ConstructKind kind, std::string name, std::string detail, std::uint64_t byte) {
  auto& known = contents_.constructs;
  std::string key = std::to_string(static_cast<int>(kind)) + ' ' + name + '\n' + member_;
  const auto [place, added] = budget_.constructs.try_emplace(std::move(key), known.size());
  if (!added) {
    if (place->second < known.size()) ++known[place->second].count;
    return;
  }
  if (known.size() >= limits::kConstructs) {
    not_examined("limit-constructs", ErrorKind::LimitReached, "more different imports and calls than are kept; the rest was not looked at", byte);
    budget_.constructs.erase(place);
    return;
  }
  known.push_back({kind, std::move(name), std::string(clip_utf8(detail, 200)), member_, byte, 1});
}

Examination Examination::inside(std::string_view member) const {
  Examination deeper = *this;
  const std::string shown = sanitize_utf8(clip_utf8(member, 512));
  deeper.member_ = member_.empty() ? shown : member_ + "!" + shown;
  ++deeper.depth_;
  return deeper;
}

void Examination::examine_member(ByteSource& bytes, std::string_view member) {
  Examination deeper = inside(member);
  if (deeper.depth_ > limits::kNesting) {
    deeper.not_examined("limit-nesting", ErrorKind::LimitReached, "nested in more archives than are opened", 0);
    return;
  }
  if (reader_) reader_(bytes, deeper);
}

}  // namespace aboveboard::format
