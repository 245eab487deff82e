#include "format/tflite/tflite.h"

#include <array>
#include <unordered_set>
#include <vector>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/flatbuffer/flatbuffer.h"
#include "format/graph_keeper.h"

namespace aboveboard::format {
namespace {

// schema.fbs, enum TensorType.
struct LiteType {
  std::string_view name;
  std::uint32_t bits;  // 0: no fixed size
};
constexpr std::array<LiteType, 23> kTypes = {{{"FLOAT32", 32}, {"FLOAT16", 16},    {"INT32", 32},  {"UINT8", 8},    {"INT64", 64},  {"STRING", 0},
                                              {"BOOL", 8},     {"INT16", 16},      {"COMPLEX64", 64}, {"INT8", 8},  {"FLOAT64", 64}, {"COMPLEX128", 128},
                                              {"UINT64", 64},  {"RESOURCE", 0},    {"VARIANT", 0}, {"UINT32", 32},  {"UINT16", 16}, {"INT4", 4},
                                              {"BFLOAT16", 16}, {"INT2", 2},       {"UINT4", 4},   {"FLOAT8_E4M3FN", 8}, {"FLOAT8_E5M2", 8}}};

constexpr std::int32_t kCustom = 32, kDelegate = 51, kCustomCall = 173, kFirstUnknown = 210;
constexpr std::uint32_t kSchemaVersion = 3;

struct LiteBuffer {
  std::uint64_t begin = 0, bytes = 0;
};

class LiteReader {
 public:
  LiteReader(ByteSource& bytes, Examination& examination)
      : window_(bytes), flat_(window_, 0, window_.size()), keeper_(examination, "tflite") {}

  void run() {
    keeper_.examination().recognize("tflite");
    if (const auto model = flat_.root()) read_model(*model);
    if (!flat_.error().empty() && !window_.error())
      keeper_.invalid("flatbuffer", flat_.error(), flat_.error_place(), ErrorKind::Malformed);
    if (flat_.exhausted()) keeper_.limit("the file leads to more tables than are looked at", 0);
    keeper_.check_readable(window_);
    keeper_.examination().contents().header_bytes += window_.bytes_read();
  }

 private:
  void read_model(const FlatTable& model) {
    const auto version = flat_.scalar<std::uint32_t>(model, 0, 0);
    if (version != kSchemaVersion) keeper_.note("version", "the schema has the version " + std::to_string(version) + "; 3 is what runtimes read", model.at);
    if (const auto description = flat_.string(model, 3); description && description->size() != 0) keeper_.metadata("description", window_, *description);
    read_operator_codes(model);
    read_buffers(model);
    read_metadata(model);
    const auto graphs = flat_.vector(model, 2, 4);
    if (!graphs || graphs->count == 0) {
      if (flat_.error().empty()) keeper_.invalid("no-subgraph", "the model has no graph", model.at);
      return;
    }
    for (std::uint64_t i = 0; i < graphs->count; ++i) {
      const auto graph = flat_.item(*graphs, i);
      if (!graph) return;
      read_graph(*graph);
    }
  }

  // Operators that the runtime does not bring: by name; those that hand over to others: by theirs.
  void read_operator_codes(const FlatTable& model) {
    const auto codes = flat_.vector(model, 1, 4);
    if (!codes) return;
    codes_ = codes->count;
    for (std::uint64_t i = 0; i < codes->count; ++i) {
      const auto code = flat_.item(*codes, i);
      if (!code) return;
      const std::int32_t old_code = flat_.scalar<std::int8_t>(*code, 0, 0);
      const auto new_code = flat_.scalar<std::int32_t>(*code, 3, 0);
      const std::int32_t builtin = std::max(old_code, new_code);
      const std::string custom = flat_.text(*code, 1);
      if (builtin == kCustom || !custom.empty()) found_operator(custom.empty() ? "(custom operator without a name)" : custom, code->at);
      if (builtin == kDelegate) found_operator("DELEGATE", code->at);
      if (builtin == kCustomCall) found_operator("STABLEHLO_CUSTOM_CALL", code->at);
      if (builtin >= kFirstUnknown || builtin < 0)
        keeper_.note("operator-unknown", "the model uses the built-in operator " + std::to_string(builtin) + ", which is not known here", code->at);
    }
  }

  void found_operator(const std::string& name, std::uint64_t place) {
    keeper_.examination().found(ConstructKind::Operator, "tflite::" + sanitize_utf8(name), "", place);
  }

  void read_buffers(const FlatTable& model) {
    const auto buffers = flat_.vector(model, 4, 4);
    if (!buffers) return;
    buffer_count_ = buffers->count;
    for (std::uint64_t i = 0; i < buffers->count; ++i) {
      const auto buffer = flat_.item(*buffers, i);
      if (!buffer) return;
      LiteBuffer kept;
      if (const auto data = flat_.vector(*buffer, 0, 1)) kept = {data->at, data->count};
      const auto offset = flat_.scalar<std::uint64_t>(*buffer, 1, 0);
      const auto size = flat_.scalar<std::uint64_t>(*buffer, 2, 0);
      if (offset > 1) {  // behind the FlatBuffer: 0 and 1 are placeholders of the writer
        if (offset > window_.size() || size > window_.size() - offset) {
          keeper_.invalid("buffer-range", "buffer " + std::to_string(i) + " lies at " + std::to_string(offset) + " with " + std::to_string(size) +
                                              " bytes, behind the end of the file", buffer->at, ErrorKind::Truncated);
        } else {
          kept = {offset, size};
        }
      }
      if (buffers_.size() >= limits::kTensorsKept) {
        keeper_.limit("the model has more buffers than are read", buffer->at);
        return;
      }
      buffers_.push_back(kept);
    }
  }

  void read_metadata(const FlatTable& model) {
    const auto entries = flat_.vector(model, 6, 4);
    if (!entries) return;
    for (std::uint64_t i = 0; i < entries->count; ++i) {
      const auto entry = flat_.item(*entries, i);
      if (!entry) return;
      const std::string name = flat_.text(*entry, 0);
      const auto index = flat_.scalar<std::uint32_t>(*entry, 1, 0);
      if (index >= buffer_count_) {
        keeper_.invalid("buffer-index", "the metadata " + quoted_name(name) + " is in buffer " + std::to_string(index) + " of " + std::to_string(buffer_count_),
                        entry->at);
        continue;
      }
      if (index >= buffers_.size()) continue;
      const LiteBuffer& buffer = buffers_[index];
      const ByteRange range{buffer.begin, buffer.begin + buffer.bytes};
      std::string text = buffer.bytes <= 256 ? window_.text(range, 256) : std::string();
      while (!text.empty() && text.back() == '\0') text.pop_back();
      const bool readable = !text.empty() && find_invalid_utf8(text) == std::string_view::npos && text.find('\0') == std::string::npos;
      keeper_.metadata(name, readable ? text : std::to_string(buffer.bytes) + " bytes", range);
    }
  }

  void read_graph(const FlatTable& graph) {
    const auto tensors = flat_.vector(graph, 0, 4);
    const std::uint64_t count = tensors ? tensors->count : 0;
    for (std::uint64_t i = 0; i < count; ++i) {
      const auto tensor = flat_.item(*tensors, i);
      if (!tensor) return;
      read_tensor(*tensor);
    }
    check_indices(graph, 1, count, "an input of a graph");
    check_indices(graph, 2, count, "an output of a graph");
    const auto operators = flat_.vector(graph, 3, 4);
    if (!operators) return;
    for (std::uint64_t i = 0; i < operators->count; ++i) {
      const auto node = flat_.item(*operators, i);
      if (!node) return;
      const auto code = flat_.scalar<std::uint32_t>(*node, 0, 0);
      if (code >= codes_)
        keeper_.invalid("opcode-index", "a node has the operator " + std::to_string(code) + " of " + std::to_string(codes_), node->at);
      check_indices(*node, 1, count, "an input of a node");
      check_indices(*node, 2, count, "an output of a node");
      check_indices(*node, 7, count, "an intermediate of a node");
      check_large_options(*node);
    }
  }

  // Options of a custom operator may lie behind the FlatBuffer, as buffers may.
  void check_large_options(const FlatTable& node) {
    const auto offset = flat_.scalar<std::uint64_t>(node, 8, 0);
    const auto size = flat_.scalar<std::uint64_t>(node, 9, 0);
    if (offset > 1 && (offset > window_.size() || size > window_.size() - offset))
      keeper_.invalid("buffer-range", "the options of a node lie behind the end of the file", node.at, ErrorKind::Truncated);
  }

  // -1 stands for an input that is left out.
  void check_indices(const FlatTable& table, std::uint32_t field, std::uint64_t count, std::string_view what) {
    const auto indices = flat_.vector(table, field, 4);
    if (!indices) return;
    for (std::uint64_t i = 0; i < indices->count; ++i) {
      const auto index = flat_.number<std::int32_t>(*indices, i, 0);
      looked_ += 1;
      if (looked_ > limits::kFlatbufferTables) return keeper_.limit("the nodes have more inputs and outputs than are checked", table.at);
      if (index >= -1 && (index < 0 || static_cast<std::uint64_t>(index) < count)) continue;
      keeper_.invalid("tensor-index", std::string(what) + " is tensor " + std::to_string(index) + " of " + std::to_string(count), indices->at + i * 4);
      return;
    }
  }

  void read_tensor(const FlatTable& tensor) {
    const auto index = flat_.scalar<std::uint32_t>(tensor, 2, 0);
    const std::string name = flat_.text(tensor, 3);
    if (index >= buffer_count_ && !(index == 0 && buffer_count_ == 0)) {
      keeper_.invalid("buffer-index", "the tensor " + quoted_name(name) + " is in buffer " + std::to_string(index) + " of " + std::to_string(buffer_count_), tensor.at);
      return;
    }
    if (index == 0 || index >= buffers_.size() || buffers_[index].bytes == 0) return;  // made while running
    const LiteBuffer& buffer = buffers_[index];
    std::vector<std::uint64_t> shape;
    const auto dims = flat_.vector(tensor, 0, 4);
    bool whole = true;
    for (std::uint64_t i = 0; dims && i < dims->count; ++i) {
      const auto dim = flat_.number<std::int32_t>(*dims, i, -1);
      whole = whole && dim >= 0 && shape.size() < limits::kGraphDimensions;
      if (!whole) break;
      shape.push_back(static_cast<std::uint64_t>(dim));
    }
    const auto elements = whole ? count_elements(shape) : std::nullopt;
    if (!elements) {
      keeper_.invalid("shape", "the tensor " + quoted_name(name) + " has data, and dimensions that are negative or too large together", tensor.at);
      return;
    }
    const auto id = flat_.scalar<std::uint8_t>(tensor, 1, 0);
    if (id >= kTypes.size()) {
      keeper_.unsupported("type", "the tensor " + quoted_name(name) + " has the type " + std::to_string(id) + ", which is not known here", tensor.at);
      return;
    }
    const LiteType& type = kTypes[id];
    const auto needed = type.bits == 0 ? std::optional(buffer.bytes) : packed_bytes(*elements, type.bits);
    const bool sparse = flat_.table(tensor, 6).has_value();  // then the buffer holds what is not zero
    if (!sparse && needed != buffer.bytes)
      keeper_.invalid("buffer-size", "the tensor " + quoted_name(name) + " needs " + (needed ? std::to_string(*needed) : "too many") + " bytes, but its buffer has " +
                                         std::to_string(buffer.bytes), tensor.at);
    if (counted_.insert(index).second) keeper_.data(buffer.bytes);
    keeper_.tensor(name, type.name, shape, buffer.begin, buffer.bytes, tensor.at);
  }

  ByteWindow window_;
  FlatBuffer flat_;
  GraphKeeper keeper_;
  std::uint64_t codes_ = 0, buffer_count_ = 0, looked_ = 0;
  std::vector<LiteBuffer> buffers_;
  std::unordered_set<std::uint32_t> counted_;  // buffers whose bytes are counted
};

}  // namespace

bool looks_like_tflite(const Sniff& sniff) { return sniff.head.size() >= 8 && sniff.head.substr(4, 4) == "TFL3"; }

void read_tflite(ByteSource& bytes, Examination& examination) { LiteReader(bytes, examination).run(); }

}  // namespace aboveboard::format
