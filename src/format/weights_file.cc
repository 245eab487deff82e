#include "format/weights_file.h"

#include <algorithm>
#include <array>

#include "base/checked.h"
#include "format/classify.h"
#include "format/name_hash.h"
#include "format/sort_hashes.h"

namespace aboveboard::format {
namespace {

// What may hold anything, a model among it.
constexpr std::array<std::string_view, 21> kContainers = {"zip",   "tar",  "gzip", "zlib", "bzip2", "xz",  "lzma", "lz4",  "zstd", "pickle", "numpy",
                                                          "npz",   "hdf5", "zarr", "7z",   "rar",   "apk", "jar",  "wheel", "ooxml", "epub"};

bool is_container(std::string_view format) {
  return std::find(kContainers.begin(), kContainers.end(), format) != kContainers.end();
}

WeightsFile& begin_weights(ScannedFile& file, const std::string& source, std::string_view format) {
  WeightsFile& weights = file.weights.emplace();
  weights.source = source;
  weights.path = file.path;
  weights.format = format;
  weights.bytes = file.bytes;
  Evidence evidence;
  evidence.source = source;
  evidence.path = file.path;
  evidence.extractor = "format/weights";
  evidence.kind = EvidenceKind::Listing;
  weights.evidence.push_back(std::move(evidence));
  return weights;
}

// What readers leave to be counted from the table.
void complete_counts(Contents& contents) {
  const TensorTable& tensors = contents.tensors;
  contents.tensor_count = std::max<std::uint64_t>(contents.tensor_count, tensors.size());
  if (contents.elements.empty()) {
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      std::uint64_t& sum = contents.elements[std::string(tensors[i].dtype)];
      sum = checked_add(sum, tensors[i].elements).value_or(UINT64_MAX);
    }
  }
  if (contents.names.empty() && !tensors.empty()) {
    for (std::size_t i = 0; i < tensors.size(); ++i) contents.names.push_back(hash_name(tensors[i].name));
    sort_by_hash(contents.names, [](std::uint64_t hash) { return hash; });
  }
}

}  // namespace

std::string weights_format(std::string_view path, const std::string& named, const Contents& contents, bool named_as_weights) {
  const auto& formats = contents.formats;
  if (std::find(formats.begin(), formats.end(), named) != formats.end()) return named;
  const auto model = std::find_if_not(formats.begin(), formats.end(), is_container);
  if (model != formats.end() && (named_as_weights || !named.empty() || !is_training_state(path))) return *model;
  // What is in a compressed file or an archive says more than that it is one.
  const auto inner = std::find_if(formats.begin(), formats.end(), [](std::string_view format) { return format == "pickle" || format == "numpy" || format == "npz" || format == "hdf5"; });
  if (!formats.empty() && (named_as_weights || !named.empty())) return inner != formats.end() ? *inner : formats.front();
  return named;
}

void describe_weights(ScannedFile& file, const std::string& source, std::string_view format, Diagnostics& notes) {
  file.kind = format == "safetensors" ? FileKind::Safetensors : format == "gguf" ? FileKind::Gguf : FileKind::OtherWeights;
  WeightsFile& weights = begin_weights(file, source, format);
  Contents& contents = file.contents;
  if (contents.formats.empty() && contents.left_out) return;
  if (contents.formats.empty()) {
    const bool empty = file.bytes == 0;
    weights.valid = !empty;
    if (empty)
      notes.add(DiagnosticKind::Invalid, "format/empty-weights", Error{ErrorKind::Truncated, "this weights file is empty", {file.path, {}, 0}});
    else
      notes.add(DiagnosticKind::NotExamined, "format/not-recognized",
                Error{ErrorKind::Unsupported, "its name is that of " + weights.format + " weights, but its bytes are of no format that is read here", {file.path, {}, {}}});
    return;
  }
  complete_counts(contents);
  weights.read = contents.tensor_count != 0 || format == "safetensors" || format == "gguf";
  weights.valid = contents.valid;
  weights.tensors = contents.tensor_count;
  weights.dtypes = contents.elements;
  for (const auto& [dtype, elements] : contents.elements) weights.parameters = checked_add(weights.parameters, elements).value_or(UINT64_MAX);
  Evidence& evidence = weights.evidence.front();
  evidence.kind = EvidenceKind::Bytes;
  evidence.extractor = "format/" + std::string(format);
  if (contents.header_bytes != 0) evidence.byte = 0, evidence.bytes = std::min(contents.header_bytes, file.bytes);
}

void describe_pointer(ScannedFile& file, const std::string& source, std::string_view format) {
  WeightsFile& weights = begin_weights(file, source, format);
  weights.pointer = true;
  weights.valid = !file.pointer->oid.empty();
  weights.digest = file.pointer->oid;
  weights.bytes = file.pointer->bytes;
  weights.evidence.front().kind = EvidenceKind::Pointer;
  weights.evidence.front().extractor = "format/lfs-pointer";
}

}  // namespace aboveboard::format
