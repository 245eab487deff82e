#include "audit/inspect.h"

#include "danger/danger.h"
#include "format/classify.h"
#include "weights/weights.h"

namespace aboveboard {
namespace {

bool was_read(const ScannedFile& file) {
  return file.weights || file.pointer || file.value || file.index || !file.contents.formats.empty() || file.kind == FileKind::Unread ||
         format::is_template(file.path);
}

void list_tensors(const std::vector<ScannedSource>& scanned, Weights& weights) {
  auto record = weights.files.begin();  // in the order of sources and files, as collect_weights() makes them
  for (const ScannedSource& source : scanned) {
    for (const ScannedFile& file : source.files) {
      if (!file.weights) continue;
      const TensorTable& tensors = file.contents.tensors;
      for (std::size_t i = 0; i < tensors.size(); ++i) {
        const Tensor tensor = tensors[i];
        record->tensor_list.push_back({std::string(tensor.name), std::string(tensor.dtype), {tensor.shape.begin(), tensor.shape.end()}, tensor.bytes});
      }
      ++record;
    }
  }
}

}  // namespace

ScannedSource inspect_source(const Source& source, Diagnostics& notes) {
  const bool named = source.info().kind == "file";
  ScannedSource scanned = scan(source, notes, {.named_as_weights = named});
  for (const ScannedFile& file : scanned.files) {
    if (!named || was_read(file)) continue;
    notes.add(DiagnosticKind::NotExamined, "format/not-recognized", Error{ErrorKind::Unsupported, "its bytes are of no format that is read here", {file.path, {}, {}}});
  }
  return scanned;
}

void inspect_scanned(const std::vector<ScannedSource>& scanned, const InspectOptions& options, Facts& facts, Diagnostics& notes) {
  facts.weights = weights::collect_weights(scanned, notes);
  if (options.tensors) list_tensors(scanned, facts.weights);
  facts.digests = compute_digests(scanned, options.digests, notes);
  facts.findings = judge(scanned);
  for (Finding& finding : judge_digests(facts.digests)) facts.findings.push_back(std::move(finding));
}

}  // namespace aboveboard
