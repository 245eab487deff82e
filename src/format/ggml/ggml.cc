#include "format/ggml/ggml.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/gguf/types.h"
#include "format/graph_keeper.h"

namespace aboveboard::format {
namespace {

constexpr std::uint32_t kGgml = 0x67676d6c, kGgmf = 0x67676d66, kGgjt = 0x67676a74;
constexpr std::array<std::string_view, 7> kParameters = {"n_vocab", "n_embd", "n_mult", "n_head", "n_layer", "n_rot", "ftype"};
constexpr std::uint64_t kWordBytes = 65536;   // of a token
constexpr std::uint64_t kAlignment = 32;      // of the data in ggjt
constexpr std::size_t kMostTensors = 100'000;

// Blocks before version 3 of ggjt had their scales as 32-bit numbers.
std::optional<GgmlType> find_type(std::uint32_t id, bool old_blocks) {
  if (old_blocks) {
    if (id == 2) return GgmlType{2, "Q4_0", 32, 20};
    if (id == 3) return GgmlType{3, "Q4_1", 32, 24};
    if (id == 8) return GgmlType{8, "Q8_0", 32, 36};
    if (id == 4) return GgmlType{4, "Q4_2", 16, 10};
    if (id == 5) return GgmlType{5, "Q4_3", 16, 12};
  }
  const GgmlType* type = find_ggml_type(id);
  return type != nullptr && id < 16 ? std::optional(*type) : std::nullopt;
}

struct OldTensor {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;  // outermost first
  std::uint64_t begin = 0, bytes = 0, place = 0;
};

class OldReader {
 public:
  OldReader(ByteSource& bytes, Examination& examination) : window_(bytes), keeper_(examination, "ggml") {}

  void run() {
    keeper_.examination().recognize("ggml");
    if (read_head() && read_vocabulary() && read_tensors()) {
      keep();
    } else if (!window_.error()) {
      keeper_.unsupported("layout", why_ + ": the file is of another layout than LLaMA's, or broken", std::min(at_, window_.size()));
    }
    keeper_.check_readable(window_);
    keeper_.examination().contents().header_bytes += window_.bytes_read();
  }

 private:
  bool no(std::string why) {
    if (why_.empty()) why_ = std::move(why);
    return false;
  }
  std::optional<std::uint32_t> word() {
    const auto value = window_.number<std::uint32_t>(at_);
    if (value) at_ += 4;
    return value;
  }

  bool read_head() {
    magic_ = word().value_or(0);
    version_ = magic_ == kGgml ? 0 : word().value_or(0);
    if (magic_ != kGgml && (version_ == 0 || version_ > (magic_ == kGgjt ? 3u : 1u))) return no("version " + std::to_string(version_) + " is not known");
    for (std::uint32_t& value : parameters_) {
      const auto read = word();
      if (!read) return no("the file ends within its hyperparameters");
      value = *read;
    }
    const auto [vocabulary, width, multiple, heads, layers, rotary, type] = parameters_;
    const bool plausible = vocabulary > 0 && vocabulary <= limits::kGgmlVocabulary && width > 0 && width <= (1u << 20) && heads > 0 && heads <= width && layers > 0 &&
                           layers <= 4096 && multiple <= (1u << 20) && rotary <= width;
    return plausible || no("the hyperparameters are not those of LLaMA");
  }

  bool read_vocabulary() {
    const bool scores = magic_ != kGgml;
    for (std::uint32_t i = 0; i < parameters_[0]; ++i) {
      const auto length = word();
      if (!length || *length > kWordBytes || *length + (scores ? 4u : 0u) > window_.size() - at_) return no("the vocabulary does not fit the file");
      at_ += *length + (scores ? 4u : 0u);
    }
    return true;
  }

  bool read_tensors() {
    while (at_ < window_.size()) {
      OldTensor tensor;
      if (!read_tensor(tensor)) return false;
      if (tensors_.size() >= kMostTensors) return no("there are more tensors than are read");
      tensors_.push_back(std::move(tensor));
    }
    return !tensors_.empty() || no("there are no tensors");
  }

  bool read_tensor(OldTensor& tensor) {
    tensor.place = at_;
    const auto rank = word();
    const auto length = rank ? word() : std::nullopt;
    const auto id = length ? word() : std::nullopt;
    if (!id || *rank > 4 || *length > kWordBytes) return no("a tensor has no name, or too many dimensions");
    for (std::uint32_t i = 0; i < *rank; ++i) {
      const auto dimension = word();
      if (!dimension) return no("the file ends within a tensor's dimensions");
      tensor.shape.push_back(*dimension);
    }
    if (*length > window_.size() - at_) return no("the file ends within a tensor's name");
    tensor.name = window_.text({at_, at_ + *length}, limits::kGraphNameBytes);
    at_ += *length;
    if (magic_ == kGgjt) at_ = checked_align(at_, kAlignment).value_or(UINT64_MAX);
    const auto type = find_type(*id, magic_ != kGgjt || version_ < 3);
    if (!type) return no("a tensor has the type " + std::to_string(*id) + ", which is not known");
    const std::uint64_t row = tensor.shape.empty() ? 1 : tensor.shape.front();
    const auto elements = count_elements(tensor.shape);
    if (!elements || row % type->block != 0) return no("a tensor's dimensions do not fit its type");
    const auto bytes = checked_mul(*elements / type->block, type->bytes);
    if (!bytes || at_ > window_.size() || *bytes > window_.size() - at_) return no("a tensor ends behind the file");
    std::reverse(tensor.shape.begin(), tensor.shape.end());
    tensor.dtype = type->name;
    tensor.begin = at_;
    tensor.bytes = *bytes;
    at_ += *bytes;
    return true;
  }

  // Only a file that is read to its very end counts: nothing else says that its layout was the right one.
  void keep() {
    const std::string mark = magic_ == kGgml ? "ggml" : (magic_ == kGgmf ? "ggmf " : "ggjt ") + std::to_string(version_);
    keeper_.metadata("ggml.version", mark, {0, 4});
    for (std::size_t i = 0; i < kParameters.size(); ++i) {
      const std::uint64_t place = (magic_ == kGgml ? 4 : 8) + i * 4;
      keeper_.metadata(kParameters[i], std::to_string(parameters_[i]), {place, place + 4});
    }
    for (const OldTensor& tensor : tensors_) {
      keeper_.data(tensor.bytes);
      keeper_.tensor(tensor.name, tensor.dtype, tensor.shape, tensor.begin, tensor.bytes, tensor.place);
    }
  }

  ByteWindow window_;
  GraphKeeper keeper_;
  std::uint64_t at_ = 0;
  std::uint32_t magic_ = 0, version_ = 0;
  std::array<std::uint32_t, 7> parameters_{};
  std::vector<OldTensor> tensors_;
  std::string why_;
};

}  // namespace

bool looks_like_ggml(const Sniff& sniff) {
  if (sniff.head.size() < 12) return false;
  const auto magic = load_le<std::uint32_t>(sniff.head.data());
  const auto second = load_le<std::uint32_t>(sniff.head.data() + 4);
  if (magic == kGgml) return second > 0 && second <= limits::kGgmlVocabulary;  // hyperparameters begin with the size of the vocabulary
  return (magic == kGgmf || magic == kGgjt) && second > 0 && second < 256;
}

void read_ggml(ByteSource& bytes, Examination& examination) { OldReader(bytes, examination).run(); }

}  // namespace aboveboard::format
