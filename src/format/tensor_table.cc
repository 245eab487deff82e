#include "format/tensor_table.h"

#include <algorithm>

namespace aboveboard {

void TensorTable::reserve(std::size_t tensors, std::size_t name_bytes) {
  rows_.reserve(tensors);
  names_.reserve(name_bytes);
  shapes_.reserve(2 * tensors);
}

void TensorTable::add(std::string_view name, std::string_view dtype, std::span<const std::uint64_t> shape,
                      std::uint64_t begin, std::uint64_t bytes, std::uint64_t place) {
  auto known = std::find(dtypes_.begin(), dtypes_.end(), dtype);
  if (known == dtypes_.end()) known = dtypes_.emplace(dtypes_.end(), dtype);
  rows_.push_back({names_.size(), shapes_.size(), static_cast<std::uint32_t>(name.size()),
                   static_cast<std::uint16_t>(known - dtypes_.begin()), static_cast<std::uint16_t>(shape.size()), begin,
                   bytes, place});
  names_ += name;
  shapes_.insert(shapes_.end(), shape.begin(), shape.end());
}

Tensor TensorTable::operator[](std::size_t index) const {
  const Row& row = rows_[index];
  Tensor tensor;
  tensor.name = std::string_view(names_).substr(row.name, row.length);
  tensor.dtype = dtypes_[row.dtype];
  tensor.shape = std::span(shapes_).subspan(row.shape, row.rank);
  tensor.elements = 1;
  for (const std::uint64_t dimension : tensor.shape) tensor.elements *= dimension;
  tensor.begin = row.begin;
  tensor.bytes = row.bytes;
  tensor.place = row.place;
  return tensor;
}

}  // namespace aboveboard
