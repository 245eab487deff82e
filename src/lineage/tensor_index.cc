#include "lineage/tensor_index.h"

#include <algorithm>
#include <iterator>

#include "base/checked.h"
#include "base/limits.h"
#include "format/classify.h"
#include "lineage/tensor_names.h"

namespace aboveboard::lineage {

std::string TensorIndex::reason_against(const FileRef& ref) {
  const Contents& contents = ref.file->contents;
  if (ref.source->source->remote()) return "on a server";
  if (ref.file->pointer) return "pointers, without the bytes";
  if (!ref.file->weights->read) return "not readable";
  if (!contents.valid) return "broken files, whose headers cannot be trusted";
  if (!contents.data_begin || contents.formats.size() != 1) return ref.file->weights->format + " files, whose tensors are not compared";
  return "";
}

// The release's own weights lie nearest to its root; copies of a run's steps lie deeper. What an optimizer keeps has the names of tensors and is none of them.
FileRefs TensorIndex::weights_first(const FileRefs& files) {
  FileRefs weights;
  std::copy_if(files.begin(), files.end(), std::back_inserter(weights), [](const FileRef& ref) { return ref.file->weights && !format::is_training_state(ref.file->path); });
  const auto depth = [](const FileRef& ref) { return std::count(ref.file->path.begin(), ref.file->path.end(), '/'); };
  std::stable_sort(weights.begin(), weights.end(), [&](const FileRef& a, const FileRef& b) { return depth(a) < depth(b); });
  return weights;
}

TensorIndex::TensorIndex(const FileRefs& files) {
  for (const FileRef& ref : weights_first(files)) {
    const std::string reason = files_.size() < limits::kComparedFiles ? reason_against(ref) : "beyond the first " + std::to_string(limits::kComparedFiles) + " files";
    if (reason.empty()) {
      add_file(ref);
    } else if (std::find(left_out_.begin(), left_out_.end(), reason) == left_out_.end()) {
      left_out_.push_back(reason);
    }
  }
  open_.resize(files_.size());
  given_up_.resize(files_.size());
  std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.name < b.name; });
}

void TensorIndex::add_file(const FileRef& ref) {
  const TensorTable& tensors = ref.file->contents.tensors;
  const auto number = static_cast<std::uint32_t>(files_.size());
  files_.push_back(ref);
  const bool gguf = ref.file->contents.formats.front() == "gguf";
  const bool sandwich = gguf && [&] {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      if (tensors.name(i).find(".post_ffw_norm.") != std::string_view::npos) return true;
    }
    return false;
  }();
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    std::string_view name = tensors.name(i);
    adapters_ = adapters_ || name.find("lora_") != std::string_view::npos;
    if (is_computed_name(name)) continue;
    if (gguf) {
      std::string known = hub_name_of(name, sandwich);
      if (!known.empty()) name = own_names_.emplace_back(std::move(known));
    } else {
      name = without_wrapping(name);
    }
    rows_.push_back({name, number, static_cast<std::uint32_t>(i)});
  }
}

Result<Part> TensorIndex::part(const Row& row) {
  if (!open_[row.file]) {
    if (opened_ >= kOpen) {
      for (auto& file : open_) file.reset();
      opened_ = 0;
    }
    const FileRef& ref = files_[row.file];
    ABOVEBOARD_ASSIGN(open_[row.file], ref.source->source->open(ref.file->path));
    ++opened_;
  }
  if (!open_[row.file]->random_access()) return fail(ErrorKind::Unsupported, "the tensors of a compressed file are not compared");
  const Tensor one = tensor(row);
  const auto begin = checked_add(*files_[row.file].file->contents.data_begin, one.begin);
  if (!begin) return fail(ErrorKind::Malformed, "the tensor lies behind the end of the file");
  return Part{open_[row.file].get(), *begin, one.bytes};
}

}  // namespace aboveboard::lineage
