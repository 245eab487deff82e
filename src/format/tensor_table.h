// TensorTable: the tensors that a file declares, in a compact form: a large model has half a million of them.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard {

// One tensor. Views hold as long as the table is not changed.
struct Tensor {
  std::string_view name;
  std::string_view dtype;                // as the format spells it: "BF16", "Q4_K", "float32"
  std::span<const std::uint64_t> shape;  // outermost dimension first, whatever the format's order; empty for a scalar
  std::uint64_t elements = 0;            // product of the shape, 1 for a scalar
  std::uint64_t begin = 0;               // of its bytes: tensors of one file that begin alike share their storage
  std::uint64_t bytes = 0;
  std::uint64_t place = 0;               // where it is declared, in the file or member
};

class TensorTable {
 public:
  // The product of `shape` must fit 64 bits: the reader has checked it.
  void add(std::string_view name, std::string_view dtype, std::span<const std::uint64_t> shape, std::uint64_t begin,
           std::uint64_t bytes, std::uint64_t place);
  void reserve(std::size_t tensors, std::size_t name_bytes);
  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  Tensor operator[](std::size_t index) const;
  // Parts of a tensor alone: half a million are walked in an audit.
  std::string_view name(std::size_t index) const { return std::string_view(names_).substr(rows_[index].name, rows_[index].length); }
  std::span<const std::uint64_t> shape(std::size_t index) const { return {shapes_.data() + rows_[index].shape, rows_[index].rank}; }

 private:
  struct Row {
    std::uint64_t name = 0;   // offset into names_
    std::uint64_t shape = 0;  // offset into shapes_
    std::uint32_t length = 0;
    std::uint16_t dtype = 0;
    std::uint16_t rank = 0;
    std::uint64_t begin = 0, bytes = 0, place = 0;
  };
  std::vector<Row> rows_;
  std::string names_;
  std::vector<std::uint64_t> shapes_;
  std::vector<std::string> dtypes_;  // a few
};

}  // namespace aboveboard
