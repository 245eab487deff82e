#include "weights/copies.h"

#include <algorithm>

#include "base/text.h"
#include "weights/found_tensors.h"
#include "weights/wording.h"

namespace aboveboard::weights {
namespace {

bool is_usual(std::string_view stem) {
  return stem == "model" || stem == "pytorch_model" || stem == "diffusion_pytorch_model" || stem == "flax_model" || stem == "tf_model" ||
         stem == "adapter_model";
}

// Copies of one another by where they stand and what they are called: the usual names, or one name in two formats.
bool may_be_copy(const WeightSet& chosen, const WeightSet& other) {
  if (&chosen == &other || other.source != chosen.source || other.folder != chosen.folder || other.format == chosen.format) return false;
  if (other.adapter != chosen.adapter || other.projector || chosen.projector || other.format == "gguf" || chosen.format == "gguf") return false;
  return (is_usual(chosen.stem) && is_usual(other.stem)) || chosen.stem == other.stem;
}

bool all_read(const WeightSet& set) {
  return std::all_of(set.files.begin(), set.files.end(), [](const ScannedFile* file) {
    return file->weights->read && file->weights->valid && !file->contents.tensors.empty() && file->contents.tensors.size() == file->contents.tensor_count;
  });
}

struct Difference {
  std::uint64_t only_here = 0, only_there = 0, shapes = 0;
  std::string first_only, first_shape;
  Place place_only, place_shape;
};

Difference compare(const WeightSet& chosen, const WeightSet& other) {
  Difference difference;
  FoundTensors there(other, nullptr, nullptr);
  for (const ScannedFile* file : chosen.files) {
    const TensorTable& tensors = file->contents.tensors;
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      const Tensor tensor = tensors[i];
      const Place place{file->path, std::nullopt, tensor.place};
      const std::size_t at = there.find(tensor.name);
      if (at == FoundTensors::kNone) {
        if (difference.only_here++ == 0 && difference.first_only.empty()) difference.first_only = quoted_name(tensor.name), difference.place_only = place;
        continue;
      }
      there.match(at);
      if (there.has_shape(at, tensor.shape)) continue;
      const Tensor twin = there.tensor(there.entry(at));
      if (difference.shapes++ == 0) {
        difference.first_shape = quoted_name(tensor.name) + " is " + shape_text(tensor.shape) + " here and " + shape_text(twin.shape) + " in " + sanitize_utf8(there.file(there.entry(at)).path);
        difference.place_shape = place;
      }
    }
  }
  for (std::size_t i = 0; i < there.size(); ++i) {
    if (there.matched(i)) continue;
    const Tensor tensor = there.tensor(there.entry(i));
    ++difference.only_there;
    if (!difference.first_only.empty()) continue;
    difference.first_only = quoted_name(tensor.name);
    difference.place_only = {there.file(there.entry(i)).path, std::nullopt, tensor.place};
  }
  return difference;
}

}  // namespace

void check_copies(const WeightSet& chosen, const std::vector<WeightSet>& sets, Diagnostics& notes) {
  for (const WeightSet& other : sets) {
    if (!may_be_copy(chosen, other) || !all_read(chosen) || !all_read(other)) continue;
    const Difference difference = compare(chosen, other);
    const std::string two = "the weights in " + chosen.format + " and in " + other.format;
    if (difference.shapes != 0)
      notes.add(DiagnosticKind::Invalid, "format/copies-shape",
                Error{ErrorKind::Malformed,
                      two + " are not the same: " + std::to_string(difference.shapes) + " tensors differ in shape, such as " + difference.first_shape,
                      difference.place_shape});
    if (difference.only_here + difference.only_there != 0)
      notes.add(DiagnosticKind::Note, "format/copies-names",
                Error{ErrorKind::Malformed,
                      two + " do not hold the same names: " + std::to_string(difference.only_here) + " are in the first alone, " +
                          std::to_string(difference.only_there) + " in the second, such as " + difference.first_only,
                      difference.place_only});
  }
}

}  // namespace aboveboard::weights
