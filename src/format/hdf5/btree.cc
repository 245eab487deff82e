#include "format/hdf5/btree.h"

#include <string>
#include <vector>

#include "base/checked.h"
#include "base/limits.h"

namespace aboveboard::format::hdf5 {
namespace {

struct Tree1 {
  unsigned type = 0;
  std::uint64_t key_bytes = 0;
};

Status walk_node1(File& file, std::uint64_t address, const Tree1& tree, int level, const LeafVisitor& visit) {
  ABOVEBOARD_TRY(file.enter(address));
  const std::uint64_t header = 8 + 2 * file.widths().address;
  ABOVEBOARD_ASSIGN(const std::string head, file.read(address, header));
  Cursor in = file.cursor(head);
  if (in.take(4) != "TREE") return broken("no B-tree node begins here", address);
  const unsigned type = in.u8();
  const int found = in.u8();
  const std::uint64_t entries = in.u16();
  if (type != tree.type) return broken("a B-tree of another type", address);
  if (level >= 0 && found != level) return broken("a B-tree whose levels do not descend", address);
  if (found > static_cast<int>(limits::kHdf5TreeDepth)) return broken("a B-tree of more levels than are read", address, ErrorKind::LimitReached);
  ABOVEBOARD_ASSIGN(const std::string body, file.read(address + header, entries * (tree.key_bytes + file.widths().address)));
  Cursor pairs = file.cursor(body);
  for (std::uint64_t i = 0; i < entries; ++i) {
    const std::string_view key = pairs.take(tree.key_bytes);
    const std::uint64_t child = pairs.address();
    ABOVEBOARD_TRY(found == 0 ? visit(key, child) : walk_node1(file, child, tree, found - 1, visit));
  }
  return {};
}

// The sizes that follow from the header of a version 2 tree.
struct Tree2 {
  std::uint64_t node_bytes = 0;
  std::uint64_t record_bytes = 0;
  unsigned type = 0;
  std::vector<unsigned> count_widths;  // at each depth: of the number of records in a child,
  std::vector<unsigned> total_widths;  // and in all below it
  bool* checksums_fit = nullptr;
};

constexpr std::uint64_t kNodePrefix = 6;  // signature, version, type

unsigned bytes_for(std::uint64_t value) {
  unsigned bytes = 1;
  while (bytes < 8 && value >> (8 * bytes) != 0) ++bytes;
  return bytes;
}

// The widths of pointers in internal nodes: as small as the largest numbers allow (H5B2hdr.c).
Status measure(File& file, Tree2& tree, std::uint64_t depth, std::uint64_t address) {
  if (tree.record_bytes == 0 || tree.node_bytes < kNodePrefix + 4 + tree.record_bytes) return broken("a B-tree whose nodes hold no record", address);
  const std::uint64_t leaf = (tree.node_bytes - kNodePrefix - 4) / tree.record_bytes;
  const unsigned count_width = bytes_for(leaf);
  std::uint64_t below = leaf;
  tree.count_widths = {0};
  tree.total_widths = {0};
  for (std::uint64_t level = 1; level <= depth; ++level) {
    const unsigned total_width = level == 1 ? 0 : bytes_for(below);
    const std::uint64_t pointer = file.widths().address + count_width + total_width;
    if (tree.node_bytes < kNodePrefix + 4 + pointer + tree.record_bytes + pointer) return broken("a B-tree whose nodes hold no record", address);
    const std::uint64_t most = (tree.node_bytes - kNodePrefix - 4 - pointer) / (tree.record_bytes + pointer);
    tree.count_widths.push_back(count_width);
    tree.total_widths.push_back(total_width);
    const auto product = checked_mul(most + 1, below);
    below = product && *product < UINT64_MAX - most ? *product + most : UINT64_MAX;
  }
  return {};
}

Status walk_node2(File& file, std::uint64_t address, Tree2& tree, std::uint64_t level, std::uint64_t records, const RecordVisitor& visit) {
  ABOVEBOARD_TRY(file.enter(address));
  const std::uint64_t pointer = level == 0 ? 0 : file.widths().address + tree.count_widths[level] + tree.total_widths[level];
  const std::uint64_t used = kNodePrefix + records * tree.record_bytes + (level == 0 ? 0 : (records + 1) * pointer);
  if (used + 4 > tree.node_bytes) return broken("a B-tree node with more records than fit", address);
  ABOVEBOARD_ASSIGN(const std::string bytes, file.read(address, used + 4));
  Cursor in = file.cursor(bytes);
  if (in.take(4) != (level == 0 ? "BTLF" : "BTIN")) return broken("no B-tree node begins here", address);
  if (in.u8() != 0 || in.u8() != tree.type) return broken("a B-tree node of another version or type", address);
  if (checksum(std::string_view(bytes).substr(0, used)) != load_le<std::uint32_t>(bytes.data() + used)) *tree.checksums_fit = false;
  const std::string_view all = in.take(records * tree.record_bytes);
  for (std::uint64_t i = 0; i <= records; ++i) {
    if (level != 0) {
      const std::uint64_t child = in.address();
      const std::uint64_t count = in.number(tree.count_widths[level]);
      in.skip(tree.total_widths[level]);
      ABOVEBOARD_TRY(walk_node2(file, child, tree, level - 1, count, visit));
    }
    if (i < records) ABOVEBOARD_TRY(visit(all.substr(i * tree.record_bytes, tree.record_bytes)));
  }
  return {};
}

}  // namespace

Status walk_btree1(File& file, std::uint64_t address, unsigned type, std::uint64_t key_bytes, const LeafVisitor& visit) {
  return walk_node1(file, address, {type, key_bytes}, -1, visit);
}

Status walk_btree2(File& file, std::uint64_t address, BTree2Walk& walk, const RecordVisitor& visit) {
  const Widths widths = file.widths();
  ABOVEBOARD_ASSIGN(const std::string head, file.read(address, 22 + widths.address + widths.length));
  Cursor in = file.cursor(head);
  if (in.take(4) != "BTHD") return broken("no B-tree begins here", address);
  if (in.u8() != 0) return broken("an unknown version of B-trees", address, ErrorKind::Unsupported);
  Tree2 tree;
  tree.type = in.u8();
  if (tree.type != walk.type) return broken("a B-tree of another type", address);
  tree.node_bytes = in.u32();
  tree.record_bytes = in.u16();
  const std::uint64_t depth = in.u16();
  in.skip(2);
  const std::uint64_t root = in.address();
  const std::uint64_t records = in.u16();
  tree.checksums_fit = &walk.checksums_fit;
  if (checksum(std::string_view(head).substr(0, head.size() - 4)) != load_le<std::uint32_t>(head.data() + head.size() - 4)) walk.checksums_fit = false;
  if (root == kUndefined) return {};
  if (depth > limits::kHdf5TreeDepth) return broken("a B-tree of more levels than are read", address, ErrorKind::LimitReached);
  ABOVEBOARD_TRY(measure(file, tree, depth, address));
  return walk_node2(file, root, tree, depth, records, visit);
}

}  // namespace aboveboard::format::hdf5
