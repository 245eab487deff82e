// Object headers (specification IV.A): the messages of one object, its continuation blocks included. Internal to this folder.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "format/hdf5/file.h"

namespace aboveboard::format::hdf5 {

enum MessageType : std::uint16_t {
  kNil = 0x00,
  kDataspace = 0x01,
  kLinkInfo = 0x02,
  kDatatype = 0x03,
  kLink = 0x06,
  kExternalFiles = 0x07,
  kLayout = 0x08,
  kFilters = 0x0b,
  kAttribute = 0x0c,
  kContinuation = 0x10,
  kSymbolTable = 0x11,
  kAttributeInfo = 0x15,
  kLastMessageType = 0x18,
};

struct Message {
  std::uint16_t type = 0;
  std::uint8_t flags = 0;       // bit 1: the data is a pointer to where the message is shared from
  std::uint64_t address = 0;    // of its data
  std::string_view data;        // into the header
  bool shared() const { return (flags & 2) != 0; }
};

struct ObjectHeader {
  std::uint64_t address = 0;
  std::deque<std::string> blocks;
  std::vector<Message> messages;
  bool checksums_fit = true;
  const Message* find(std::uint16_t type) const;  // the first, or nullptr
};

Result<ObjectHeader> read_object_header(File& file, std::uint64_t address);

}  // namespace aboveboard::format::hdf5
