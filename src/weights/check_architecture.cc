#include "weights/check_architecture.h"

#include <algorithm>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "weights/architecture.h"
#include "weights/found_tensors.h"
#include "weights/text_at.h"
#include "weights/wording.h"

namespace aboveboard::weights {
namespace {

constexpr int kProbed = 8;         // tensors by which the way to write names is chosen

// Does the configuration say that the model has a head? Classes of transformers that have none end in "Model" or name another task.
bool names_head(const data::Value& config) {
  const std::vector<std::string> classes = texts_of(config, "architectures");
  return classes.empty() || std::any_of(classes.begin(), classes.end(), [](const std::string& name) {
           return name.find("ForCausalLM") != std::string::npos || name.find("LMHead") != std::string::npos ||
                  name.find("ForConditionalGeneration") != std::string::npos;
         });
}

class Comparison {
 public:
  Comparison(const SetContext& context, const Architecture& architecture, std::vector<Term> dimensions, Diagnostics& notes)
      : context_(context),
        architecture_(architecture),
        dimensions_(std::move(dimensions)),
        notes_(notes),
        found_(context.set, context.index == nullptr ? nullptr : &*context.index->index, context.quantization),
        needs_head_(names_head(*context.config->value)) {}

  void run(ArchitectureCheck& check);

 private:
  struct Layer {
    std::uint32_t expected = 0, missing = 0;
  };
  struct Located {
    std::string message;
    Place place;
  };

  std::size_t choose_scheme() const;
  std::size_t locate(const Expected& expected);
  void compare(const Expected& expected, ArchitectureCheck& check);
  void compare_shape(const Expected& expected, std::size_t at);
  void note_missing(const Expected& expected);
  void find_lost_layers();
  void name_missing_elsewhere();
  void tell_missing(ArchitectureCheck& check);
  void tell_extra(ArchitectureCheck& check);
  void tell_tied(ArchitectureCheck& check);
  Place top() const {
    return {context_.index != nullptr ? context_.index->path : context_.set.files.front()->path, std::nullopt, 0};
  }
  void tell(DiagnosticKind kind, std::string_view rule, std::string message, Place place) {
    notes_.add(kind, "format/architecture-" + std::string(rule), Error{ErrorKind::Malformed, std::move(message), std::move(place)});
  }
  void invalid(std::string_view rule, std::string message, Place place) { tell(DiagnosticKind::Invalid, rule, std::move(message), std::move(place)); }
  std::string by_config() const { return " by " + sanitize_utf8(context_.config->path) + " (" + architecture_.id() + ")"; }

  const SetContext& context_;
  const Architecture& architecture_;
  std::vector<Term> dimensions_;
  Diagnostics& notes_;
  FoundTensors found_;
  bool needs_head_;
  std::size_t scheme_ = 0;
  std::string stored_;  // a name as packing stores it
  std::uint64_t hits_ = 0;
  std::vector<Layer> layers_;
  FirstNames missing_, head_, embeddings_;
  std::vector<std::uint64_t> lost_layers_;
  std::uint64_t misshapen_ = 0, wrong_rows_ = 0;
  std::optional<Located> first_shape_, first_rows_;
  std::size_t embedding_ = FoundTensors::kNone, tied_head_ = FoundTensors::kNone;
};

// The way of writing names under which most of the first tensors are found; of equals the first.
std::size_t Comparison::choose_scheme() const {
  std::size_t best = 0;
  int most = -1;
  for (std::size_t scheme = 0; scheme < architecture_.schemes(); ++scheme) {
    int seen = 0;
    int here = 0;
    const auto listed = architecture_.list(dimensions_, scheme, [&](const Expected& expected) {
      if (!expected.required) return true;
      if (found_.find(expected.name) != FoundTensors::kNone) ++here;
      return ++seen < kProbed;
    });
    if (!listed || here <= most) continue;
    most = here;
    best = scheme;
  }
  return best;
}

// The entry that stands for an expected tensor, under any of its names.
std::size_t Comparison::locate(const Expected& expected) {
  std::size_t at = found_.find(expected.name);
  if (at == FoundTensors::kNone && !expected.former.empty()) at = found_.find(expected.former);
  if (at != FoundTensors::kNone || context_.quantization == nullptr || !found_.indexed()) return at;
  // An index knows names as they are stored.
  const Packing packing = context_.quantization->packing;
  stored_ = expected.name;
  if (packing == Packing::Mxfp4) {
    stored_ += "_blocks";
  } else if (stored_.ends_with(".weight")) {
    stored_.resize(stored_.size() - 7);
    stored_ += packing == Packing::CompressedTensors ? ".weight_packed" : ".qweight";
  }
  return found_.find(stored_);
}

void Comparison::note_missing(const Expected& expected) {
  if (expected.role == TensorRole::Head) return head_.add(expected.name);
  if (expected.role == TensorRole::Embedding) return embeddings_.add(expected.name);
  missing_.add(expected.name);
  if (expected.layer >= 0) ++layers_[static_cast<std::size_t>(expected.layer)].missing;
}

void Comparison::compare(const Expected& expected, ArchitectureCheck& check) {
  const bool required = expected.required && (expected.role != TensorRole::Head || needs_head_);
  if (required) ++check.expected;
  if (required && expected.layer >= 0) {
    if (layers_.size() <= static_cast<std::size_t>(expected.layer)) layers_.resize(static_cast<std::size_t>(expected.layer) + 1);
    ++layers_[static_cast<std::size_t>(expected.layer)].expected;
  }
  const std::size_t at = locate(expected);
  if (at == FoundTensors::kNone) {
    if (required) note_missing(expected);
    return;
  }
  found_.match(at);
  ++hits_;
  if (expected.role == TensorRole::Embedding && embedding_ == FoundTensors::kNone) {
    embedding_ = at;
    check.embedding = expected.name;
  }
  if (expected.role == TensorRole::Head && !expected.required) {
    tied_head_ = at;
    check.head = expected.name;
  }
  if (expected.any_shape || found_.entry(at).file == FoundTensors::kIndexed) return;
  if (!found_.has_shape(at, expected.shape)) compare_shape(expected, at);
}

// The shape differs from what is expected: packing may have changed it.
void Comparison::compare_shape(const Expected& expected, std::size_t at) {
  const FoundTensors::Entry& entry = found_.entry(at);
  const Tensor tensor = found_.tensor(entry);
  if (context_.quantization != nullptr) {
    const LogicalTensor logical = logical_tensor(tensor, context_.quantization);
    std::uint64_t elements = 1;
    for (const std::uint64_t size : expected.shape) elements *= size;  // fits: the list was computed with checks
    if (logical.packed && (logical.elements == elements || context_.quantization->bits == 0)) return;
    if (context_.quantization->packing == Packing::AsStored) return;
  }
  const std::string wanted = shape_text(expected.shape);
  const std::string message = "the shape of " + quoted_name(tensor.name) + " is " + shape_text(tensor.shape) + "; " + wanted + " is expected" + by_config();
  const Place place{found_.file(entry).path, std::nullopt, tensor.place};
  const bool rows = expected.role != TensorRole::Plain && tensor.shape.size() == expected.shape.size() && !tensor.shape.empty() &&
                    std::equal(tensor.shape.begin() + 1, tensor.shape.end(), expected.shape.begin() + 1);
  if (rows) {
    if (wrong_rows_++ == 0)
      first_rows_ = Located{quoted_name(tensor.name) + " has " + std::to_string(tensor.shape[0]) + " rows; the vocabulary has " +
                                std::to_string(expected.shape[0]) + " tokens" + by_config(),
                            place};
  } else if (misshapen_++ == 0) {
    first_shape_ = Located{message, place};
  }
}

// Layers of which nothing is here are told as layers; what else is missing, by name.
void Comparison::find_lost_layers() {
  if (missing_.count == 0) return;
  for (std::size_t i = 0; i < layers_.size(); ++i)
    if (layers_[i].expected != 0 && layers_[i].missing == layers_[i].expected) lost_layers_.push_back(i);
}

// The list once more: only now is it known which layers are told as such.
void Comparison::name_missing_elsewhere() {
  missing_ = {};
  const auto again = architecture_.list(dimensions_, scheme_, [&](const Expected& expected) {
    const bool lost = expected.layer >= 0 && std::binary_search(lost_layers_.begin(), lost_layers_.end(), static_cast<std::uint64_t>(expected.layer));
    if (expected.required && expected.role == TensorRole::Plain && !lost && locate(expected) == FoundTensors::kNone) missing_.add(expected.name);
    return true;
  });
  static_cast<void>(again);  // it came to its end before
}

void Comparison::tell_missing(ArchitectureCheck& check) {
  check.missing = missing_.count + head_.count;
  find_lost_layers();
  if (!lost_layers_.empty()) name_missing_elsewhere();
  if (tied_head_ == FoundTensors::kNone) {  // else one of the two tied tensors is here, whichever was kept
    check.missing += embeddings_.count;
    missing_.add_all(embeddings_);
  }
  if (!lost_layers_.empty())
    invalid("missing-layers",
            count_of(lost_layers_.size(), "layer has no tensor here: number ", "layers have no tensor here: ") + ranges(lost_layers_) + " of " +
                std::to_string(layers_.size()) + ", counted from 0," + by_config(),
            top());
  if (missing_.count != 0)
    invalid("missing-tensor",
            std::to_string(missing_.count) + (lost_layers_.empty() ? "" : " more") + " of the " + std::to_string(check.expected) +
                " tensors that there must be" + by_config() + " are not here: " + missing_.list(),
            top());
  if (head_.count != 0)
    invalid("missing-head", "the output layer " + head_.list() + " is not here, though it is not tied to the embedding" + by_config(), top());
  if (first_shape_) {
    const std::string more = misshapen_ == 1 ? "" : "; " + count_of(misshapen_ - 1, "other is", "others are") + " of another shape too";
    invalid("shape", first_shape_->message + more, first_shape_->place);
  }
  if (first_rows_) invalid("vocabulary", first_rows_->message, first_rows_->place);
  check.misshapen = misshapen_ + wrong_rows_;
}

void Comparison::tell_extra(ArchitectureCheck& check) {
  // Names that packing changed are not known from an index; classes without head of their own have what is not described here.
  if (!needs_head_ || (context_.quantization != nullptr && (found_.indexed() || context_.quantization->packing == Packing::AsStored))) return;
  FirstNames extra;
  Place place;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    const FoundTensors::Entry& entry = found_.entry(i);
    if (found_.matched(i)) continue;
    const bool indexed = entry.file == FoundTensors::kIndexed;
    const std::uint64_t byte = indexed ? context_.index->index->entries[entry.row].byte : found_.tensor(entry).place;
    const std::string& path = indexed ? context_.index->path : found_.file(entry).path;
    if (extra.count == 0) place = {path, std::nullopt, byte};
    if (extra.count < FirstNames::kShown)
      extra.add(indexed ? text_at(*context_.set.source, path, byte) : std::string(found_.tensor(entry).name));
    else
      ++extra.count;
  }
  check.extra = extra.count;
  if (extra.count == 0) return;
  tell(DiagnosticKind::Note, "extra-tensor",
       count_of(extra.count, "tensor is here", "tensors are here") + " that the model does not have" + by_config() + ": " + extra.list(), place);
}

void Comparison::tell_tied(ArchitectureCheck& check) {
  if (embedding_ != FoundTensors::kNone) {
    const FoundTensors::Entry& entry = found_.entry(embedding_);
    if (entry.file != FoundTensors::kIndexed && !found_.tensor(entry).shape.empty()) check.rows = found_.tensor(entry).shape[0];
  }
  if (embedding_ == FoundTensors::kNone || tied_head_ == FoundTensors::kNone) return;
  const FoundTensors::Entry& head = found_.entry(tied_head_);
  const FoundTensors::Entry& embedding = found_.entry(embedding_);
  if (head.file == FoundTensors::kIndexed || embedding.file == FoundTensors::kIndexed) return;
  if (head.file == embedding.file && found_.tensor(head).begin == found_.tensor(embedding).begin) return;
  tell(DiagnosticKind::Note, "tied-copies",
       quoted_name(check.head) + " is stored beside " + quoted_name(check.embedding) + ", though the two are tied" + by_config() +
           "; whether their numbers are the same was not looked at",
       {found_.file(head).path, std::nullopt, found_.tensor(head).place});
}

void Comparison::run(ArchitectureCheck& check) {
  check.layers = architecture_.dimension("layers", dimensions_);
  if (found_.partial()) {
    check.unknown = "not all tensors of its files were listed";
    return;
  }
  if (found_.empty()) {
    check.unknown = "no names of tensors are here";
    return;
  }
  scheme_ = choose_scheme();
  const auto listed = architecture_.list(dimensions_, scheme_, [&](const Expected& expected) {
    compare(expected, check);
    return true;
  });
  if (!listed) {
    check.unknown = listed.error().message;
    tell(DiagnosticKind::Note, "not-computable", "the tensors that this configuration implies cannot be computed: " + check.unknown,
         {context_.config->path, std::nullopt, 0});
    return;
  }
  if (hits_ == 0) {
    check.unknown = "its tensors have other names than the library writes";
    tell(DiagnosticKind::Note, "other-names", "no tensor has the name that the model" + by_config() + " has for it; they were not compared", top());
    return;
  }
  check.compared = true;
  tell_missing(check);
  tell_extra(check);
  tell_tied(check);
}

}  // namespace

ArchitectureCheck check_architecture(const SetContext& context, Diagnostics& notes) {
  ArchitectureCheck check;
  if (context.config == nullptr || !context.config->value || !context.config->value->is_map()) return check;
  const std::optional<Architecture> architecture = find_architecture(*context.config->value);
  if (!architecture) {
    check.unknown = "the architecture that it names is not described here";
    return check;
  }
  check.architecture = architecture->id();
  Result<std::vector<Term>> dimensions = architecture->dimensions(*context.config->value);
  if (!dimensions) {
    check.unknown = dimensions.error().message;
    Error error = dimensions.error();
    const bool variant = error.kind == ErrorKind::Unsupported;
    error.message = "the tensors that this configuration implies cannot be computed: " + error.message;
    error.place.path = context.config->path;
    if (!error.place.line) error.place.byte = 0;
    notes.add(variant ? DiagnosticKind::NotExamined : DiagnosticKind::Note, "format/architecture-not-computable", std::move(error));
    return check;
  }
  Comparison(context, *architecture, std::move(*dimensions), notes).run(check);
  return check;
}

}  // namespace aboveboard::weights
