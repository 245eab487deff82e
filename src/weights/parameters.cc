#include "weights/parameters.h"

#include <algorithm>
#include <vector>

#include "base/checked.h"

namespace aboveboard::weights {
namespace {

void add(std::uint64_t& sum, std::uint64_t more) { sum = checked_add(sum, more).value_or(UINT64_MAX); }

// Formats in which a file may give one storage several names.
bool shares_storage(std::string_view format) { return format == "pytorch" || format == "pickle"; }

struct Stored {
  std::uint64_t begin, elements;
};

// Of the tensors that begin alike, the largest counts.
std::uint64_t count_once(std::vector<Stored>& tensors) {
  std::sort(tensors.begin(), tensors.end(), [](const Stored& a, const Stored& b) { return a.begin != b.begin ? a.begin < b.begin : a.elements > b.elements; });
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < tensors.size(); ++i)
    if (i == 0 || tensors[i].begin != tensors[i - 1].begin) add(sum, tensors[i].elements);
  return sum;
}

std::uint64_t count_scalars(const TensorTable& tensors) {
  std::uint64_t scalars = 0;
  for (std::size_t i = 0; i < tensors.size(); ++i) scalars += tensors.shape(i).empty() ? 1 : 0;
  return scalars;
}

std::uint64_t count_file(const ScannedFile& file, const Quantization* quantization) {
  const TensorTable& tensors = file.contents.tensors;
  // What the table does not hold was counted by the reader, as stored.
  if (tensors.size() < file.contents.tensor_count) return file.weights->parameters;
  const bool shared = shares_storage(file.weights->format);
  if (quantization == nullptr && !shared && !file.weights->dtypes.contains("F8_E8M0")) return file.weights->parameters - count_scalars(tensors);
  std::vector<Stored> stored;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    const Tensor tensor = tensors[i];
    const LogicalTensor logical = logical_tensor(tensor, quantization);
    if (!logical.counts) continue;
    if (shared && tensor.bytes != 0)
      stored.push_back({tensor.begin, logical.elements});
    else
      add(sum, logical.elements);
  }
  add(sum, count_once(stored));
  return sum;
}

}  // namespace

ParameterCount count_parameters(const WeightSet& set, const Quantization* quantization) {
  ParameterCount count;
  for (const ScannedFile* file : set.files) {
    if (!file->weights->read) continue;
    count.read = true;
    add(count.logical, count_file(*file, quantization));
    add(count.stored, file->weights->parameters);
  }
  return count;
}

}  // namespace aboveboard::weights
