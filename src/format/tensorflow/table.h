// The sorted table of a checkpoint's index: blocks of keys and values, as LevelDB has them (tensorflow/core/lib/io/format.h, block.cc, table.cc).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "format/graph_keeper.h"

namespace aboveboard::format {

struct TableBlock {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;  // without the five bytes behind it: compression and checksum
};

struct TableEntry {
  std::string key;
  ByteRange value;  // in the file
};

// Where the footer says that the index block is; nothing where the file does not end as a table does.
std::optional<TableBlock> find_table_index(ByteWindow& window);

enum class BlockState { Whole, Broken, Compressed, TooLong };

// Calls visit(entry) for each entry of the block up to the first that returns false. Nothing of a block with a wrong checksum is shown.
// `why` says what is broken.
BlockState read_table_block(ByteWindow& window, ByteSource& source, const TableBlock& block, std::string& why,
                            const std::function<bool(const TableEntry&)>& visit);

// A block's place as an index entry's value has it.
std::optional<TableBlock> read_block_handle(ByteWindow& window, ByteRange value);

// CRC-32C (Castagnoli) of the bytes.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace aboveboard::format
