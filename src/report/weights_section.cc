// The weights and digests: the records that `inspect` prints as well.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "report/display.h"
#include "report/sections.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

std::string dtypes_text(const std::map<std::string, std::uint64_t>& dtypes) {
  std::vector<std::pair<std::uint64_t, std::string>> sorted;
  for (const auto& [name, elements] : dtypes) sorted.emplace_back(elements, name);
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  std::string out;
  for (const auto& [elements, name] : sorted) out += (out.empty() ? "" : ", ") + name + " " + group_digits(elements);
  return out;
}

void write_weights_file(Page& page, const Facts& facts, const WeightsFile& file) {
  Evidence where;
  where.source = file.source;
  where.path = file.path;
  std::string text = ": " + (file.format.empty() ? std::string("unknown format") : file.format) + ", " + human_bytes(file.bytes);
  if (file.pointer) {
    text += ", a git-LFS pointer: its bytes are not here";
  } else if (file.tensors > 0) {
    text += ", " + count_of(file.tensors, "tensor", "tensors") + ", " + count_of(file.parameters, "parameter", "parameters");
  }
  Spans spans{place(place_text(facts, where)), plain(text)};
  if (!file.valid) spans.push_back(styled(", invalid", Style::Bad));
  page.text(4, spans, 2);
  for (const TensorRecord& tensor : file.tensor_list) {
    std::string shape;
    for (const std::uint64_t dimension : tensor.shape) shape += (shape.empty() ? "" : " x ") + std::to_string(dimension);
    page.text(6, {plain(tensor.name + "  " + tensor.dtype + "  " + (shape.empty() ? "scalar" : shape))}, 2);
  }
}

}  // namespace

void write_weights(Page& page, const Facts& facts) {
  const Weights& weights = facts.weights;
  if (weights.files.empty()) return;
  page.section("Weights");
  std::string text;
  for (const std::string& format : weights.formats) text += (text.empty() ? "" : ", ") + format;
  text += (text.empty() ? "" : "; ") + human_bytes(weights.bytes) + " in " + count_of(weights.files.size(), "file", "files");
  if (weights.parameters) text += "; " + count_of(*weights.parameters, "parameter", "parameters");
  page.text(2, {plain(text)}, 2);
  if (const std::string dtypes = dtypes_text(weights.dtypes); !dtypes.empty()) page.text(2, {plain("stored as " + dtypes)}, 2);
  std::vector<std::string> about;
  if (!weights.architecture.empty()) about.push_back("architecture " + weights.architecture + (weights.layers ? ", " + count_of(*weights.layers, "layer", "layers") : ""));
  if (!weights.quantization.empty()) about.push_back("quantization: " + weights.quantization);
  if (weights.tokens && weights.embedding_rows)
    about.push_back(count_of(*weights.tokens, "token", "tokens") + " in the vocabulary, " + count_of(*weights.embedding_rows, "row", "rows") + " for them");
  for (const TiedTensors& pair : weights.tied) about.push_back(pair.embedding + " and " + pair.head + " are tied");
  for (const std::string& line : about) page.text(2, {plain(line)}, 2);
  const std::string complete = weights.complete == Completeness::Yes ? "complete" : weights.complete == Completeness::No ? "not complete" : "complete or not: unknown";
  page.text(2, {plain(complete), plain(weights.completeness_reason.empty() ? "" : "; " + weights.completeness_reason)}, 2);
  constexpr std::size_t kFilesShown = 12;
  for (std::size_t i = 0; i < weights.files.size() && i < kFilesShown; ++i) write_weights_file(page, facts, weights.files[i]);
  write_rest(page, 4, weights.files.size(), "files", kFilesShown);
}

void write_digests(Page& page, const Facts& facts) {
  if (facts.digests.empty()) return;
  page.section("Digests");
  for (std::size_t i = 0; i < facts.digests.size() && i < kListed; ++i) {
    const FileDigest& digest = facts.digests[i];
    Evidence where;
    where.source = digest.source;
    where.path = digest.path;
    Spans spans{place(place_text(facts, where)), plain(": " + digest.algorithm + " " + digest.value)};
    if (broken(digest)) spans.push_back(styled(", but its " + digest.promised_by + " promises " + digest.promised, Style::Bad));
    else if (!digest.promised.empty()) spans.push_back(plain(", as its " + digest.promised_by + " promises"));
    page.text(2, spans, 2);
  }
  write_rest(page, 2, facts.digests.size(), "digests");
}

}  // namespace aboveboard::terminal
