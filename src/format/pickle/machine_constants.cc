// Numbers as text, long numbers, strings and memo indices as text.
#include <algorithm>
#include <array>

#include "format/pickle/machine.h"
#include "format/pickle/opcodes.h"
#include "format/pickle/spelling.h"

namespace aboveboard::format::pickle {
namespace {

constexpr std::size_t kLeastPickle = 6;      // bytes of a constant that may be a pickle that imports something
constexpr std::size_t kNestedHead = 4096;    // of a constant, where its first import is looked for
constexpr std::size_t kNestedMost = 1u << 20;

// Opcodes that a pickle can begin with.
constexpr std::array<bool, 256> first_opcodes() {
  std::array<bool, 256> out{};
  for (const unsigned char op : {kMark, kFloat, kInt, kLong, kNone, kPersid, kString, kUnicode, kGlobal, kBinInt, kBinInt1, kBinInt2, kBinString, kShortBinString,
                                 kBinUnicode, kBinFloat, kEmptyList, kEmptyTuple, kEmptyDict, kProto, kNewTrue, kNewFalse, kLong1, kLong4, kBinBytes,
                                 kShortBinBytes, kShortBinUnicode, kBinUnicode8, kBinBytes8, kEmptySet, kFrame, kByteArray8})
    out[op] = true;
  return out;
}
constexpr std::array<bool, 256> kFirst = first_opcodes();

}  // namespace

// Cheap: most constants are names and words. An import takes a line feed, or STACK_GLOBAL.
bool Machine::may_be_pickle(std::string_view text) {
  if (text.size() < kLeastPickle) return false;
  const auto first = static_cast<unsigned char>(text[0]);
  if (first == kProto) return static_cast<unsigned char>(text[1]) <= kHighestProtocol;
  if (first == 'g') return text[1] == 'A' && text[2] >= 'E' && text[2] <= 'X';  // base64 of PROTO and a number
  if (!kFirst[first]) return false;
  const std::string_view head = text.substr(0, kNestedHead);
  return head.find('\n') != std::string_view::npos || head.find(static_cast<char>(kStackGlobal)) != std::string_view::npos;
}

bool Machine::long_payload(Kind kind, std::uint64_t length) {
  const std::string_view head = in_.peek(static_cast<std::size_t>(std::min<std::uint64_t>(length, TextStore::kLongest)));
  const bool nested = constants_ != nullptr && length <= kNestedMost && may_be_pickle(head);
  if (nested || length <= TextStore::kLongest) {
    if (!in_.has(static_cast<std::size_t>(length))) {
      in_.pass(in_.available());
      return truncated();
    }
    return payload(kind, length);
  }
  const bool begins_pickle = head.size() > 1 && head[0] == static_cast<char>(kProto) && static_cast<unsigned char>(head[1]) <= 5;
  if (constants_ != nullptr && begins_pickle) recorder_.limit("limit-pickle-nested", "a constant that begins as a pickle is longer than what is run", op_at_);
  const Value value = texts_.add(kind, head, true);
  if (!in_.skip(length)) return truncated();
  push(value);
  return true;
}

bool Machine::text_line(unsigned char op) {
  const auto line = in_.line();
  if (!line) return truncated();
  if (line->cut) {
    push(texts_.add(Kind::Text, "", true));
    return true;
  }
  std::string text;
  if (op == kUnicode) {
    text = spelled_unicode(line->text);
  } else if (auto decoded = spelled_string(line->text)) {
    text = std::move(*decoded);
  } else {
    return stop_broken("pickle-text", "the argument of STRING is not quoted");
  }
  if (constants_ != nullptr && may_be_pickle(text)) constants_->read(text, op_at_);
  push(texts_.add(Kind::Text, text));
  return true;
}

bool Machine::text_number(bool is_long) {
  const auto line = in_.line();
  if (!line) return truncated();
  const SpelledNumber number = spelled_int(line->text, is_long);
  // Where only one unpickler takes it, what that one does next still counts.
  if (number.strange) recorder_.broken("pickle-number", "a number is spelled as not both unpicklers take it", op_at_);
  push(number.value);
  return true;
}

bool Machine::text_float() {
  const auto line = in_.line();
  if (!line) return truncated();
  std::string_view text = line->text;
  const bool plausible = !text.empty() && text.find_first_not_of("0123456789+-.eEinfatyNIFATY_ \t\r\v\f") == std::string_view::npos;
  if (!plausible) recorder_.broken("pickle-number", "a number is spelled as not both unpicklers take it", op_at_);
  push(Value::of_float(0));
  return true;
}

bool Machine::text_index(bool is_put) {
  const auto line = in_.line();
  if (!line) return truncated();
  const auto index = spelled_index(line->text);
  if (!index) return stop_broken("pickle-number", "an index of the memo is no number");
  return is_put ? put(*index) : get(*index);
}

bool Machine::long_number(std::uint64_t length) {
  if (length > INT32_MAX) return stop_broken("pickle-length", "the length of a number is negative");
  if (length > 8) {
    if (!in_.skip(length)) return truncated();
    push(Kind::BigInt);
    return true;
  }
  if (!in_.has(static_cast<std::size_t>(length))) return truncated();
  std::uint64_t bits = 0;
  const char* const bytes = in_.at();
  for (std::size_t i = static_cast<std::size_t>(length); i-- > 0;) bits = bits << 8 | static_cast<unsigned char>(bytes[i]);
  if (length > 0 && length < 8 && (static_cast<unsigned char>(bytes[length - 1]) & 0x80) != 0) bits |= ~0ull << (8 * length);
  in_.pass(static_cast<std::size_t>(length));
  push(Value::of_int(static_cast<std::int64_t>(bits)));
  return true;
}

}  // namespace aboveboard::format::pickle
