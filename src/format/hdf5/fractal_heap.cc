#include <algorithm>
#include <bit>

#include "base/limits.h"
#include "format/hdf5/btree.h"
#include "format/hdf5/heaps.h"

namespace aboveboard::format::hdf5 {
namespace {

unsigned log2_of(std::uint64_t value) { return static_cast<unsigned>(std::bit_width(value) - 1); }
unsigned bytes_for(std::uint64_t value) { return log2_of(std::max<std::uint64_t>(value, 1)) / 8 + 1; }

}  // namespace

Result<FractalHeap> FractalHeap::open(File& file, std::uint64_t address) {
  const Widths widths = file.widths();
  const std::uint64_t length = 26 + 12 * widths.length + 3 * widths.address;
  ABOVEBOARD_ASSIGN(const std::string bytes, file.read(address, length));
  Cursor in = file.cursor(bytes);
  if (in.take(4) != "FRHP") return broken("no fractal heap begins here", address);
  if (in.u8() != 0) return broken("an unknown version of fractal heaps", address, ErrorKind::Unsupported);
  FractalHeap heap;
  heap.id_length_ = in.u16();
  heap.filtered_ = in.u16() != 0;
  in.skip(1);
  heap.largest_ = in.u32();
  in.length();
  heap.huge_tree_ = in.address();
  in.skip(widths.length + widths.address + 8 * widths.length);
  heap.width_ = in.u16();
  heap.start_ = in.length();
  heap.largest_direct_ = in.length();
  heap.heap_bits_ = in.u16();
  in.skip(2);
  heap.root_ = in.address();
  heap.root_rows_ = in.u16();
  if (!heap.filtered_) heap.checksums_fit_ = in.ok() && checksum(std::string_view(bytes).substr(0, in.position())) == in.u32();
  const bool powers = std::has_single_bit(heap.width_) && std::has_single_bit(heap.start_) && std::has_single_bit(heap.largest_direct_);
  if (!in.ok() || !powers || heap.start_ > heap.largest_direct_ || heap.largest_direct_ > (std::uint64_t{1} << 31) || heap.heap_bits_ > 64 || heap.heap_bits_ == 0)
    return broken("a fractal heap whose block sizes cannot be", address);
  return heap;
}

// Descends from the root block to the direct block that holds this offset of the heap.
Result<FractalHeap::Place> FractalHeap::find_managed(File& file, std::uint64_t offset) const {
  if (root_rows_ == 0) {
    if (offset >= start_) return broken("an object lies behind its heap", root_);
    return Place{root_ + offset, start_ - offset};
  }
  const std::uint64_t direct_rows = log2_of(largest_direct_) - log2_of(start_) + 2;
  std::uint64_t block = root_;
  std::uint64_t rows = root_rows_;
  for (std::uint64_t depth = 0; depth < limits::kHdf5TreeDepth; ++depth) {
    std::uint64_t row = 0;
    std::uint64_t begin = 0;  // of the row, from the block's own beginning
    while (row < rows && row < 64 && offset - begin >= width_ * row_size(row)) begin += width_ * row_size(row++);
    if (row >= rows || row >= 64) return broken("an object lies behind its heap", block);
    const std::uint64_t column = (offset - begin) / row_size(row);
    const std::uint64_t within = (offset - begin) % row_size(row);
    const std::uint64_t at = 5 + file.widths().address + offset_width() + (row * width_ + column) * file.widths().address;
    ABOVEBOARD_ASSIGN(const std::string head, file.read(block, 5));
    if (!head.starts_with("FHIB")) return broken("no indirect block begins here", block);
    ABOVEBOARD_ASSIGN(const std::string entry, file.read(block + at, file.widths().address));
    const std::uint64_t child = file.cursor(entry).address();
    if (child == kUndefined) return broken("an object lies in a block that is not there", block);
    if (row < direct_rows) return Place{child + within, row_size(row) - within};
    block = child;
    offset = within;
    const unsigned first_row = log2_of(start_) + log2_of(width_);
    if (log2_of(row_size(row)) < first_row) return broken("a fractal heap whose block sizes cannot be", block);
    rows = log2_of(row_size(row)) - first_row + 1;
  }
  return broken("a fractal heap of more levels than are read", root_, ErrorKind::LimitReached);
}

Result<HeapObject> FractalHeap::managed(File& file, std::string_view id) const {
  Cursor in = file.cursor(id.substr(1));
  const std::uint64_t offset = in.number(offset_width());
  const unsigned length_width = std::min((log2_of(largest_direct_) + 7) / 8, bytes_for(largest_));
  const std::uint64_t length = in.number(length_width);
  if (!in.ok()) return broken("the name of a heap object is cut short", root_);
  ABOVEBOARD_ASSIGN(const Place place, find_managed(file, offset));
  if (length > place.room) return broken("an object ends behind its heap block", place.address);
  HeapObject object{{}, place.address};
  ABOVEBOARD_ASSIGN(object.bytes, file.read(place.address, length));
  return object;
}

// Objects too large for the heap's blocks: a tree says where they are, unless the id has room for it.
Result<HeapObject> FractalHeap::huge(File& file, std::string_view id) const {
  const Widths widths = file.widths();
  Cursor in = file.cursor(id.substr(1));
  std::uint64_t address = kUndefined;
  std::uint64_t length = 0;
  if (widths.address + widths.length <= id_length_ - 1) {
    address = in.address();
    length = in.length();
  } else {
    const std::uint64_t wanted = in.number(static_cast<unsigned>(std::min<std::uint64_t>(id_length_ - 1, widths.length)));
    BTree2Walk walk{1};
    File::Pass pass(file);
    ABOVEBOARD_TRY(walk_btree2(file, huge_tree_, walk, [&](std::string_view record) -> Status {
      Cursor fields = file.cursor(record);
      const std::uint64_t where = fields.address();
      const std::uint64_t bytes = fields.length();
      if (fields.length() == wanted) address = where, length = bytes;
      return {};
    }));
  }
  if (address == kUndefined) return broken("a huge object that its heap does not know", root_);
  if (length > limits::kHdf5AttributeBytes) return broken("an object larger than is read", address, ErrorKind::LimitReached);
  HeapObject object{{}, address};
  ABOVEBOARD_ASSIGN(object.bytes, file.read(address, length));
  return object;
}

Result<HeapObject> FractalHeap::object(File& file, std::string_view id) const {
  if (id.size() < 2 || id.size() > id_length_) return broken("the name of a heap object is cut short", root_);
  if (filtered_) return broken("a heap whose blocks are compressed", root_, ErrorKind::Unsupported);
  const unsigned flags = static_cast<unsigned char>(id[0]);
  if (flags >> 6 != 0) return broken("an unknown version of heap names", root_, ErrorKind::Unsupported);
  switch (flags >> 4 & 3) {
    case 0: return managed(file, id);
    case 1: return huge(file, id);
    case 2: {
      const bool extended = id_length_ > 17;
      Cursor in = file.cursor(id);
      const std::uint64_t length = (in.u8() & 15u) << (extended ? 8 : 0) | (extended ? in.u8() : 0u);
      HeapObject object{std::string(in.take(length + 1)), 0};
      if (!in.ok()) return broken("a tiny object is cut short", root_);
      return object;
    }
    default: return broken("an unknown kind of heap object", root_);
  }
}

}  // namespace aboveboard::format::hdf5
