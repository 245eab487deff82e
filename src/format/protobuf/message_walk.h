// MessageWalk: what the readers of protobuf graphs share: walking the fields of messages with one report for broken bytes and one budget of fields.
#pragma once

#include <string>
#include <vector>

#include "format/graph_keeper.h"
#include "format/protobuf/wire.h"

namespace aboveboard::format {

class MessageWalk {
 public:
  MessageWalk(ByteSource& bytes, Examination& examination, std::string_view format)
      : window(bytes), keeper(examination, format) {}

  ByteWindow window;
  GraphKeeper keeper;

  // Calls visit(const WireField&) for each field of the message. Bytes that break the rules are reported ("...-wire", "...-truncated") and end this
  // message, not the messages around it: what a file tells before and behind its broken part is still looked at. False then, and where the
  // budget of fields is used up.
  template <typename Visit>
  bool fields(ByteRange message, Visit&& visit) {
    WireReader reader(window, message);
    while (!stopped_) {
      const auto field = reader.next();
      if (!field) break;
      if (!count(field->place)) return false;
      visit(*field);
    }
    return check(reader) && !stopped_;
  }
  // The same for a message that stands in several pieces, which a parser merges.
  template <typename Visit>
  bool fields(const std::vector<ByteRange>& pieces, Visit&& visit) {
    for (const ByteRange& piece : pieces)
      if (!fields(piece, visit)) return false;
    return true;
  }

  // A name, cut at limits::kGraphNameBytes.
  std::string name(ByteRange range) { return window.text(range, limits::kGraphNameBytes); }
  // A hash of the whole text, however long.
  std::uint64_t hash(ByteRange range);
  ByteRange whole() const { return {0, window.size()}; }
  // Some message was broken: what is missing may have stood there.
  bool broken_wire() const { return broken_; }
  // Adds what was read to Contents::header_bytes. Call once, at the end.
  void finish();

 private:
  bool count(std::uint64_t place);
  bool check(const WireReader& reader);

  std::uint64_t walked_ = 0;
  bool stopped_ = false;  // for good: the budget is used up, or the file cannot be read
  bool broken_ = false;
  std::vector<std::uint64_t> told_;  // broken places
};

// A value of 64 bits as its field's type int64 has it.
inline std::int64_t as_signed(std::uint64_t value) { return static_cast<std::int64_t>(value); }

}  // namespace aboveboard::format
