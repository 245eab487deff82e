#include "format/hdf5/heaps.h"

#include <algorithm>

#include "base/limits.h"

namespace aboveboard::format::hdf5 {

Result<LocalHeap> LocalHeap::open(File& file, std::uint64_t address) {
  const Widths widths = file.widths();
  ABOVEBOARD_ASSIGN(const std::string bytes, file.read(address, 8 + 2 * widths.length + widths.address));
  Cursor in = file.cursor(bytes);
  if (in.take(4) != "HEAP") return broken("no local heap begins here", address);
  if (in.u8() != 0) return broken("an unknown version of local heaps", address, ErrorKind::Unsupported);
  in.skip(3);
  LocalHeap heap;
  heap.size_ = in.length();
  in.length();
  heap.data_ = in.address();
  if (heap.data_ == kUndefined || heap.size_ > file.room(heap.data_)) return broken("a local heap ends behind the file", address, ErrorKind::Truncated);
  return heap;
}

Result<std::string> LocalHeap::text(File& file, std::uint64_t offset) const {
  std::string name;
  while (offset < size_) {
    const std::uint64_t step = std::min<std::uint64_t>(64, size_ - offset);
    ABOVEBOARD_ASSIGN(const std::string part, file.read(data_ + offset, step));
    const std::size_t end = part.find('\0');
    name += part.substr(0, end);
    if (end != std::string::npos) return name;
    if (name.size() > limits::kHdf5NameBytes) return broken("a name longer than is read", data_ + offset, ErrorKind::LimitReached);
    offset += step;
  }
  return broken("a name ends behind its heap", data_ + offset);
}

Result<GlobalObject> find_global_object(File& file, std::uint64_t address, std::uint32_t index) {
  const std::uint64_t header = 8 + file.widths().length;
  ABOVEBOARD_ASSIGN(const std::string start, file.read(address, header));
  Cursor in = file.cursor(start);
  if (in.take(4) != "GCOL") return broken("no global heap begins here", address);
  if (in.u8() != 1) return broken("an unknown version of global heaps", address, ErrorKind::Unsupported);
  in.skip(3);
  const std::uint64_t size = in.length();
  if (size > file.room(address)) return broken("a global heap ends behind the file", address, ErrorKind::Truncated);
  for (std::uint64_t at = header; size >= header && size - at >= header && at < size;) {
    ABOVEBOARD_ASSIGN(const std::string head, file.read(address + at, header));
    Cursor object = file.cursor(head);
    const std::uint32_t number = object.u16();
    object.skip(6);
    const std::uint64_t length = object.length();
    if (number == 0) break;  // free space
    if (length > size - at - header) return broken("an object ends behind its global heap", address + at);
    if (number == index) return GlobalObject{address + at + header, length};
    at += header + (length + 7) / 8 * 8;
    if (at > size) break;
  }
  return broken("a global heap lacks an object that is asked for", address);
}

}  // namespace aboveboard::format::hdf5
