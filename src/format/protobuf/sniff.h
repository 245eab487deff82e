// Telling protobuf messages apart, which have no mark: by walking their fields, and looking into a few of them.
#pragma once

#include <functional>

#include "format/protobuf/wire.h"

namespace aboveboard::format {

// What a walk over the top-level fields of a file showed.
struct TopLevel {
  bool whole = false;              // the bytes are fields up to the end (or up to limits::kSniffFields)
  std::optional<WireField> cut;    // else: the bytes field that ends behind the file, with as much payload as there is
  std::uint64_t fields = 0;
};

// Walks them, with `visit` for each; ends where it returns false.
TopLevel walk_top_level(ByteWindow& window, const std::function<bool(const WireField&)>& visit);

// The first fields of a message (`most` of them), whose end may be behind the file: then those that are whole.
// False where the bytes break the rules before that.
bool walk_head(ByteWindow& window, ByteRange message, std::uint64_t most, const std::function<void(const WireField&)>& visit);

// The text is made of letters, digits, and some of "_./:-><" and the like, as names of operators are: 1 to 200 characters.
bool is_identifier(std::string_view text);

}  // namespace aboveboard::format
