#include <algorithm>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/hdf5/btree.h"
#include "format/hdf5/walker.h"

namespace aboveboard::format::hdf5 {

void Walker::take_chunk(Data& data, std::uint64_t address, std::uint64_t bytes, std::uint64_t place) {
  if (address == kUndefined) return;  // of a fill value alone
  check_extent(address, bytes, place, data.path);
  data.stored += std::min(bytes, file_.room(address));
}

// Chunks of a dataset of fixed size: an array of addresses, in pages where it is long (specification VII.C).
Status Walker::walk_fixed_array(Data& data, const Layout& layout, std::uint64_t chunk_bytes, std::uint64_t place) {
  const Widths widths = file_.widths();
  ABOVEBOARD_ASSIGN(const std::string head, file_.read(layout.address, 12 + widths.length + widths.address));
  Cursor in = file_.cursor(head);
  if (in.take(4) != "FAHD") return broken("no fixed array begins here", layout.address);
  in.skip(2);
  const std::uint64_t entry = in.u8();
  const unsigned page_bits = in.u8();
  const std::uint64_t entries = in.length();
  const std::uint64_t block = in.address();
  check(checksum(std::string_view(head).substr(0, head.size() - 4)) == in.u32(), layout.address);
  if (block == kUndefined) return {};
  if (entry < widths.address || page_bits > 32) return broken("a fixed array whose entries cannot be", layout.address);
  ABOVEBOARD_TRY(file_.enter(block));
  const std::uint64_t page = std::uint64_t{1} << page_bits;
  const bool paged = entries > page;
  std::uint64_t at = block + 6 + widths.address + (paged ? ((entries - 1) / page / 8 + 1) + 4 : 0);
  for (std::uint64_t first = 0; first < entries; first += page) {
    const std::uint64_t count = std::min(page, entries - first);
    const auto length = checked_mul(count, entry);
    if (!length) return broken("a fixed array ends behind the file", block, ErrorKind::Truncated);
    ABOVEBOARD_ASSIGN(const std::string bytes, file_.read(at, *length));
    Cursor elements = file_.cursor(bytes);
    for (std::uint64_t i = 0; i < count; ++i) {
      const std::uint64_t address = elements.address();
      const bool sized = entry > widths.address + 4;
      const std::uint64_t stored = sized ? elements.number(static_cast<unsigned>(entry - widths.address - 4)) : chunk_bytes;
      elements.skip(sized ? 4 : entry - widths.address);
      take_chunk(data, address, stored, place);
    }
    at += *length + 4;  // a checksum behind each page
  }
  return {};
}

Status Walker::walk_chunks(Data& data, const Layout& layout, std::uint64_t chunk_bytes, std::uint64_t place) {
  // Indices have a limit of their own, so that a long one does not keep the walk from the objects behind it.
  const std::uint64_t begin = file_.spent();
  const auto within_limit = [&]() -> Status {
    if (file_.spent() - begin + chunks_spent_ <= limits::kHdf5ChunkBytes) return {};
    return broken("more chunks than are looked up", layout.address, ErrorKind::LimitReached);
  };
  Status walked;
  const std::uint64_t rank = layout.chunk.size();
  if (layout.index == ChunkIndex::BTree1) {
    walked = walk_btree1(file_, layout.address, 1, 8 + 8 * rank, [&](std::string_view key, std::uint64_t child) -> Status {
      take_chunk(data, child, file_.cursor(key).u32(), place);
      return within_limit();
    });
  } else if (layout.index == ChunkIndex::Single) {
    take_chunk(data, layout.address, layout.has_size ? layout.size : chunk_bytes, place);
  } else if (layout.index == ChunkIndex::Implicit) {
    take_chunk(data, layout.address, data.bytes, place);
  } else if (layout.index == ChunkIndex::FixedArray) {
    walked = walk_fixed_array(data, layout, chunk_bytes, place);
  } else if (layout.index == ChunkIndex::BTree2) {
    BTree2Walk walk{data.filtered ? 11u : 10u};
    walked = walk_btree2(file_, layout.address, walk, [&](std::string_view record) -> Status {
      Cursor in = file_.cursor(record);
      const std::uint64_t address = in.address();
      const std::uint64_t rest = file_.widths().address + 4 + 8 * (rank - 1);
      if (data.filtered && record.size() <= rest) return broken("a chunk index whose records are too short", layout.address);
      take_chunk(data, address, data.filtered ? in.number(static_cast<unsigned>(record.size() - rest)) : chunk_bytes, place);
      return within_limit();
    });
    check(walk.checksums_fit, layout.address);
  } else {
    data.stored = std::min(data.bytes, file_.size());
    examination_.note("hdf5-chunk-index", "the chunks of " + sanitize_utf8(data.path) + " lie in an extensible array, which is not looked into", file_.base() + place);
  }
  const std::uint64_t used = file_.spent() - begin;
  chunks_spent_ += used;
  file_.set_limit(file_.limit() + used);
  return walked;
}

}  // namespace aboveboard::format::hdf5
