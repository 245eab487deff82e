#include <algorithm>
#include <map>
#include <tuple>

#include "base/checked.h"
#include "base/limits.h"
#include "format/tensorflow/graph_reader.h"
#include "format/tensorflow/table.h"
#include "format/tensorflow/tensorflow.h"
#include "format/tensorflow/types.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kMostShards = 100'000;  // five digits in the names of files
constexpr std::string_view kObjectGraph = "_CHECKPOINTABLE_OBJECT_GRAPH";

// "00003-of-00010"
std::string shard_name(std::uint64_t shard, std::uint64_t shards) {
  const auto padded = [](std::uint64_t number) {
    const std::string digits = std::to_string(number);
    return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
  };
  return padded(shard) + "-of-" + padded(shards);
}

struct Extent {
  std::uint64_t shard = 0, begin = 0, end = 0, place = 0;
};

class IndexReader : public TensorflowReader {
 public:
  IndexReader(ByteSource& bytes, Examination& examination) : TensorflowReader(bytes, examination), source_(bytes) {}

  void run() {
    const auto index = find_table_index(window);
    if (!index) {
      keeper.invalid("table", "the file does not end as a table of keys does", window.size());
      return;
    }
    std::vector<TableBlock> blocks;
    std::uint64_t end = 0;
    const bool listed = read_block(*index, [&](const TableEntry& entry) {
      const auto block = read_block_handle(window, entry.value);
      if (!block || block->offset < end) {
        keeper.invalid("block-order", "a block lies before the end of the one before it", entry.value.begin);
        return false;
      }
      const auto next = checked_add(block->offset, block->size);
      end = next.value_or(UINT64_MAX);
      blocks.push_back(*block);
      return true;
    });
    if (!listed) return;
    for (const TableBlock& block : blocks)
      if (!read_block(block, [&](const TableEntry& entry) { return read_entry(entry); })) break;
    if (!header_) keeper.invalid("bundle-header", "the index does not begin with a header", 0);
    check_overlaps();
    write_shards();
    finish();
  }

 private:
  template <typename Visit>
  bool read_block(const TableBlock& block, Visit visit) {
    std::string why;
    switch (read_table_block(window, source_, block, why, visit)) {
      case BlockState::Whole:
        keeper.examination().contents().header_bytes += block.size;
        return true;
      case BlockState::Compressed:
        keeper.unsupported("compressed-block", "a block of the index is compressed, which TensorFlow's own writer never does", block.offset);
        return true;
      case BlockState::TooLong:
        keeper.limit("a block of the index is longer than is read", block.offset);
        return true;
      case BlockState::Broken:
        keeper.invalid("block", why, std::min(block.offset, window.size()));
        return false;
    }
    return false;
  }

  bool read_entry(const TableEntry& entry) {
    if (header_ && entry.key <= last_key_) {
      keeper.invalid("key-order", "the keys are not in order, or one stands twice: " + quoted_name(entry.key), entry.value.begin);
      return false;
    }
    last_key_ = entry.key;
    if (!header_ && entry.key.empty()) {
      read_header(entry.value);
      return true;
    }
    if (!header_) return false;
    read_tensor_entry(entry);
    return true;
  }

  // BundleHeaderProto
  void read_header(ByteRange value) {
    header_ = true;
    fields(value, [&](const WireField& field) {
      if (field.varint(1)) shards_ = field.value;
      if (field.varint(2) && field.value != 0) keeper.note("big-endian", "numbers are stored with the most significant byte first", field.place);
    });
    if (shards_ == 0 || shards_ > kMostShards) {
      keeper.invalid("shard-count", "the index claims " + std::to_string(as_signed(shards_)) + " data files", value.begin);
      shards_ = std::min(shards_, kMostShards);
    }
    keeper.metadata("tensorflow.data_shards", std::to_string(shards_), value);
  }

  struct Entry {
    std::uint64_t type = 0, shard = 0, offset = 0, size = 0;
    TensorflowShape shape;
    bool sliced = false;  // in slices, which have entries of their own
  };

  // BundleEntryProto
  Entry parse(ByteRange value) {
    Entry entry;
    fields(value, [&](const WireField& field) {
      if (field.varint(1)) entry.type = field.value;
      if (field.bytes(2)) entry.shape = read_shape(field.payload);
      if (field.varint(3)) entry.shard = field.value;
      if (field.varint(4)) entry.offset = field.value;
      if (field.varint(5)) entry.size = field.value;
      if (field.bytes(7)) entry.sliced = true;
    });
    return entry;
  }

  void read_tensor_entry(const TableEntry& table_entry) {
    const bool slice = table_entry.key.front() == '\0';  // keys of slices begin so, names of tensors do not
    const std::string shown = quoted_name(table_entry.key);
    const std::uint64_t place = table_entry.value.begin;
    const Entry entry = parse(table_entry.value);
    const TensorflowType* type = find_tensorflow_type(entry.type);
    if (type == nullptr) {
      keeper.unsupported("dtype-unknown", shown + " has the type " + std::to_string(entry.type) + ", which is not known here", place);
      return;
    }
    const auto elements = entry.shape.known ? count_elements(entry.shape.dims) : std::nullopt;
    const auto needed = elements && type->bits != 0 ? packed_bytes(*elements, type->bits) : elements;
    if (!needed) {
      keeper.invalid("shape", shown + " has dimensions that are unknown, negative, or too large together", place);
      return;
    }
    if (!entry.sliced && !check_extent(entry, shown, place)) return;
    if (type->bits != 0 && !entry.sliced && entry.size != *needed)
      keeper.invalid("entry-size", shown + " needs " + std::to_string(*needed) + " bytes, but has " + std::to_string(entry.size), place);
    if (table_entry.key == kObjectGraph) {
      keeper.metadata("tensorflow.object_graph", std::to_string(entry.size) + " bytes", table_entry.value);
      return;
    }
    if (!entry.sliced) keeper.data(entry.size);
    if (slice) return;  // its bytes belong to a tensor with an entry of its own
    const std::uint64_t begin = entry.sliced ? 1ull << 63 | ++sliced_ : (entry.shard & 0x7fff) << 48 | (entry.offset & 0xffff'ffff'ffffull);
    keeper.tensor(table_entry.key, type->name, entry.shape.dims, begin, type->bits == 0 || !entry.sliced ? entry.size : *needed, place);
  }

  bool check_extent(const Entry& entry, const std::string& shown, std::uint64_t place) {
    if (entry.shard >= shards_) {
      keeper.invalid("shard", shown + " lies in data file " + std::to_string(as_signed(entry.shard)) + " of " + std::to_string(shards_), place);
      return false;
    }
    const auto end = checked_add(entry.offset, entry.size);
    if (!end || as_signed(*end) < 0) {
      keeper.invalid("entry-size", shown + " has an offset and a size that do not fit 63 bits together", place);
      return false;
    }
    std::uint64_t& shard_end = ends_[entry.shard];
    shard_end = std::max(shard_end, *end);
    if (entry.size != 0 && extents_.size() < limits::kTensorsKept) extents_.push_back({entry.shard, entry.offset, *end, place});
    return true;
  }

  void check_overlaps() {
    std::sort(extents_.begin(), extents_.end(), [](const Extent& a, const Extent& b) {
      return std::tie(a.shard, a.begin, a.place) < std::tie(b.shard, b.begin, b.place);
    });
    for (std::size_t i = 1; i < extents_.size(); ++i) {
      const Extent& one = extents_[i - 1];
      const Extent& other = extents_[i];
      if (one.shard == other.shard && other.begin < one.end)
        keeper.invalid("overlap", "a tensor begins at byte " + std::to_string(other.begin) + " of its data file, within the tensor before it", other.place);
    }
  }

  void write_shards() {
    for (const auto& [shard, end] : ends_)
      keeper.metadata("tensorflow.data_shard", shard_name(shard, shards_) + " " + std::to_string(end), whole());
  }

  ByteSource& source_;
  bool header_ = false;
  std::uint64_t shards_ = 0;
  std::uint64_t sliced_ = 0;
  std::string last_key_;
  std::map<std::uint64_t, std::uint64_t> ends_;  // of each data file, as far as tensors lie in it
  std::vector<Extent> extents_;
};

}  // namespace

bool looks_like_checkpoint_index(const Sniff& sniff) {
  ByteWindow window(sniff.bytes);
  const auto index = find_table_index(window);
  if (!index) return false;
  // Other programs write such tables too. Those of TensorFlow begin with the empty key and a header.
  const auto head = window.view(0, 4);
  if (head && (*head)[0] == 0 && (*head)[1] == 0 && static_cast<unsigned char>((*head)[2]) < 0x80 && ((*head)[3] == 0x08 || (*head)[3] == 0x1a)) return true;
  std::string why;
  std::optional<TableBlock> first;
  bool header = false;
  read_table_block(window, sniff.bytes, *index, why, [&](const TableEntry& entry) {
    first = read_block_handle(window, entry.value);
    return false;
  });
  if (first)
    read_table_block(window, sniff.bytes, *first, why, [&](const TableEntry& entry) {
      WireReader value(window, entry.value);
      const auto field = value.next();
      header = entry.key.empty() && field && (field->varint(1) || field->bytes(3));
      return false;
    });
  return header;
}

void read_checkpoint_index(ByteSource& bytes, Examination& examination) {
  examination.recognize("tensorflow-checkpoint");
  IndexReader(bytes, examination).run();
}

}  // namespace aboveboard::format
