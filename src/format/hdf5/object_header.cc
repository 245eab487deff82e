#include "format/hdf5/object_header.h"

#include <algorithm>

#include "base/limits.h"

namespace aboveboard::format::hdf5 {
namespace {

struct Block {
  std::uint64_t address = 0;  // of its messages
  std::uint64_t length = 0;
};

// How the messages of a header are spelled.
struct Style {
  bool second = false;         // version 2
  bool creation_order = false;  // two more bytes before the data
};

class HeaderReader {
 public:
  HeaderReader(File& file, ObjectHeader& header) : file_(file), header_(header) {}

  Status read() {
    ABOVEBOARD_ASSIGN(const std::string start, file_.read(header_.address, std::min<std::uint64_t>(file_.room(header_.address), 64)));
    ABOVEBOARD_TRY(start.starts_with("OHDR") ? begin_second(start) : begin_first(start));
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < pending_.size(); ++i) {
      total += pending_[i].length;
      if (total > limits::kHdf5HeaderBytes) return broken("an object header is longer than is read", header_.address, ErrorKind::LimitReached);
      ABOVEBOARD_TRY(read_block(pending_[i], i == 0));
    }
    return {};
  }

 private:
  Status begin_first(std::string_view start) {
    Cursor in = file_.cursor(start);
    const unsigned version = in.u8();
    in.skip(7);
    const std::uint64_t length = in.u32();
    if (!in.ok()) return broken("the file ends in an object header", header_.address, ErrorKind::Truncated);
    if (version != 1) return broken("no object header begins here", header_.address);
    pending_.push_back({header_.address + 16, length});
    return {};
  }

  Status begin_second(std::string_view start) {
    style_.second = true;
    Cursor in = file_.cursor(start.substr(4));
    if (in.u8() != 2) return broken("an unknown version of object headers", header_.address, ErrorKind::Unsupported);
    const unsigned flags = in.u8();
    style_.creation_order = (flags & 4) != 0;
    if ((flags & 0x20) != 0) in.skip(16);
    if ((flags & 0x10) != 0) in.skip(4);
    const std::uint64_t length = in.number(1u << (flags & 3));
    if (!in.ok()) return broken("the file ends in an object header", header_.address, ErrorKind::Truncated);
    prefix_ = 4 + in.position();
    pending_.push_back({header_.address + prefix_, length});
    return {};
  }

  Status read_block(const Block& block, bool first) {
    const std::uint64_t before = style_.second ? (first ? prefix_ : 4) : 0;  // what the checksum takes in before the messages
    const std::uint64_t behind = style_.second ? 4 : 0;
    std::uint64_t begin = block.address;
    std::uint64_t length = block.length;
    if (style_.second && !first) {  // the length counts the signature and the checksum
      if (length < 8) return broken("a continuation block is too short", begin);
      begin += 4;
      length -= 8;
    }
    if (length > file_.room(begin)) return broken("the messages of an object end behind the file", begin, ErrorKind::Truncated);
    ABOVEBOARD_ASSIGN(std::string bytes, file_.read(begin - before, before + length + behind));
    header_.blocks.push_back(std::move(bytes));
    const std::string_view all = header_.blocks.back();
    if (style_.second && !first && !all.starts_with("OCHK")) return broken("no continuation block begins here", begin - before);
    if (style_.second) header_.checksums_fit = header_.checksums_fit && checksum(all.substr(0, all.size() - 4)) == load_le<std::uint32_t>(all.data() + all.size() - 4);
    return read_messages(all.substr(static_cast<std::size_t>(before), static_cast<std::size_t>(length)), begin);
  }

  Status read_messages(std::string_view bytes, std::uint64_t address) {
    Cursor in = file_.cursor(bytes);
    const std::size_t least = style_.second ? (style_.creation_order ? 6 : 4) : 8;
    while (in.remaining() >= least) {  // what is less is a gap
      Message message;
      message.type = style_.second ? in.u8() : in.u16();
      const std::uint64_t length = in.u16();
      message.flags = in.u8();
      in.skip(style_.second ? (style_.creation_order ? 2 : 0) : 3);
      message.address = address + in.position();
      message.data = in.take(length);
      if (!in.ok()) return broken("a message ends behind its object header", message.address);
      if (message.type == kContinuation) {
        Cursor where = file_.cursor(message.data);
        Block block{where.address(), where.length()};
        if (!where.ok() || block.address == kUndefined) return broken("a continuation that leads nowhere", message.address);
        ABOVEBOARD_TRY(file_.enter(block.address));
        pending_.push_back(block);
      } else if (message.type != kNil) {
        header_.messages.push_back(message);
      }
    }
    return {};
  }

  File& file_;
  ObjectHeader& header_;
  Style style_;
  std::uint64_t prefix_ = 0;  // bytes of a version 2 header before its messages
  std::vector<Block> pending_;
};

}  // namespace

const Message* ObjectHeader::find(std::uint16_t type) const {
  const auto found = std::find_if(messages.begin(), messages.end(), [&](const Message& message) { return message.type == type; });
  return found == messages.end() ? nullptr : &*found;
}

Result<ObjectHeader> read_object_header(File& file, std::uint64_t address) {
  ABOVEBOARD_TRY(file.enter(address));
  ObjectHeader header;
  header.address = address;
  ABOVEBOARD_TRY(HeaderReader(file, header).read());
  return header;
}

}  // namespace aboveboard::format::hdf5
