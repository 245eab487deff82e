#include "format/executorch/executorch.h"

#include <algorithm>
#include <array>
#include <set>
#include <vector>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/flatbuffer/flatbuffer.h"
#include "format/graph_keeper.h"

namespace aboveboard::format {
namespace {

struct ScalarType {
  std::uint8_t id;
  std::string_view name;
  std::uint32_t bits;
};
// scalar_type.fbs
constexpr std::array<ScalarType, 22> kScalarTypes = {{{0, "uint8", 8},     {1, "int8", 8},      {2, "int16", 16},   {3, "int32", 32},     {4, "int64", 64},
                                                      {5, "float16", 16},  {6, "float32", 32},  {7, "float64", 64}, {11, "bool", 8},      {12, "qint8", 8},
                                                      {13, "quint8", 8},   {14, "qint32", 32},  {15, "bfloat16", 16}, {16, "quint4x2", 8}, {17, "quint2x4", 8},
                                                      {22, "bits16", 16},  {23, "float8_e5m2", 8}, {24, "float8_e4m3fn", 8}, {25, "float8_e5m2fnuz", 8},
                                                      {26, "float8_e4m3fnuz", 8}, {27, "uint16", 16}, {28, "uint32", 32}}};
constexpr ScalarType kUint64{29, "uint64", 64};

const ScalarType* find_scalar_type(std::uint8_t id) {
  if (id == kUint64.id) return &kUint64;
  const auto found = std::find_if(kScalarTypes.begin(), kScalarTypes.end(), [&](const ScalarType& type) { return type.id == id; });
  return found == kScalarTypes.end() ? nullptr : &*found;
}

constexpr std::uint8_t kTensorValue = 5;  // program.fbs, union KernelTypes
// Kernels that every runtime brings, or that its own export writes.
constexpr std::array<std::string_view, 6> kOwnNamespaces = {"aten::", "prim::", "executorch_prim::", "dim_order_ops::", "quantized_decomposed::", "torch::"};

struct Segment {
  std::uint64_t offset = 0, size = 0;
};

class ProgramReader {
 public:
  ProgramReader(ByteSource& bytes, Examination& examination) : window_(bytes), keeper_(examination, "executorch") {}

  void run() {
    keeper_.examination().recognize("executorch");
    const auto head = window_.view(0, 8);
    const bool data_only = head && head->substr(4, 2) == "FT";
    if (data_only) run_data();
    else run_program();
    keeper_.check_readable(window_);
    keeper_.examination().contents().header_bytes += window_.bytes_read();
  }

 private:
  void run_program() {
    std::uint64_t end = window_.size();
    const auto magic = window_.view(8, 4);
    if (magic && *magic == "eh00") {
      const auto length = window_.number<std::uint32_t>(12).value_or(0);
      const auto program = window_.number<std::uint64_t>(16).value_or(0);
      base_ = window_.number<std::uint64_t>(24).value_or(0);
      if (length < 24 || program > window_.size() || base_ > window_.size()) {
        keeper_.invalid("header", "the extended header is shorter than its fields, or names places behind the file", 8);
        return;
      }
      end = program;
    }
    FlatBuffer flat(window_, 0, end);
    flat_ = &flat;
    if (const auto program = flat.root()) read_program(*program);
    report();
  }

  void report() {
    if (!flat_->error().empty() && !window_.error()) keeper_.invalid("flatbuffer", flat_->error(), flat_->error_place());
    if (flat_->exhausted()) keeper_.limit("the file leads to more tables than are looked at", 0);
  }

  void read_segments(const FlatTable& table, std::uint32_t field) {
    const auto segments = flat_->vector(table, field, 4);
    for (std::uint64_t i = 0; segments && i < segments->count; ++i) {
      const auto segment = flat_->item(*segments, i);
      if (!segment) return;
      Segment kept{flat_->scalar<std::uint64_t>(*segment, 0, 0), flat_->scalar<std::uint64_t>(*segment, 1, 0)};
      const auto begin = checked_add(base_, kept.offset);
      if (!begin || *begin > window_.size() || kept.size > window_.size() - *begin) {
        keeper_.invalid("segment", "segment " + std::to_string(i) + " ends behind the file", segment->at, ErrorKind::Truncated);
        kept = {};
      }
      if (segments_.size() < limits::kTensorsKept) segments_.push_back(kept);
    }
  }

  void read_program(const FlatTable& program) {
    keeper_.metadata("version", std::to_string(flat_->scalar<std::uint32_t>(program, 0, 0)), {program.at, program.at});
    read_segments(program, 4);
    constants_ = flat_->vector(program, 2, 4);
    if (const auto segment = flat_->table(program, 5)) {
      constant_segment_ = flat_->scalar<std::uint32_t>(*segment, 0, 0);
      constant_offsets_ = flat_->vector(*segment, 1, 8);
    }
    const auto plans = flat_->vector(program, 1, 4);
    if (!plans || plans->count == 0) {
      if (flat_->error().empty()) keeper_.invalid("no-plan", "the program has no execution plan", program.at);
      return;
    }
    for (std::uint64_t i = 0; i < plans->count; ++i) {
      const auto plan = flat_->item(*plans, i);
      if (!plan) return;
      read_plan(*plan);
    }
  }

  void read_plan(const FlatTable& plan) {
    if (const auto name = flat_->string(plan, 0)) keeper_.metadata("executorch.method", window_, *name);
    const auto values = flat_->vector(plan, 2, 4);
    for (std::uint64_t i = 0; values && i < values->count; ++i) {
      const auto value = flat_->item(*values, i);
      if (!value) return;
      if (flat_->scalar<std::uint8_t>(*value, 0, 0) != kTensorValue) continue;
      if (const auto tensor = flat_->table(*value, 1)) read_tensor(*tensor);
    }
    const auto operators = flat_->vector(plan, 6, 4);
    for (std::uint64_t i = 0; operators && i < operators->count; ++i) {
      const auto op = flat_->item(*operators, i);
      if (!op) return;
      const std::string name = flat_->text(*op, 0);
      const bool own = std::any_of(kOwnNamespaces.begin(), kOwnNamespaces.end(), [&](std::string_view prefix) { return name.starts_with(prefix); });
      if (!own) keeper_.examination().found(ConstructKind::Operator, "executorch::" + sanitize_utf8(name), flat_->text(*op, 1), op->at);
    }
    const auto delegates = flat_->vector(plan, 7, 4);
    for (std::uint64_t i = 0; delegates && i < delegates->count; ++i) {
      const auto delegate = flat_->item(*delegates, i);
      if (!delegate) return;
      keeper_.examination().found(ConstructKind::Operator, "executorch::delegate::" + sanitize_utf8(flat_->text(*delegate, 0)), "", delegate->at);
    }
  }

  std::optional<std::vector<std::uint64_t>> read_sizes(const FlatTable& table, std::uint32_t field) {
    std::vector<std::uint64_t> shape;
    const auto sizes = flat_->vector(table, field, 4);
    for (std::uint64_t i = 0; sizes && i < sizes->count; ++i) {
      const auto size = flat_->number<std::int32_t>(*sizes, i, -1);
      if (size < 0 || shape.size() >= limits::kGraphDimensions) return std::nullopt;
      shape.push_back(static_cast<std::uint64_t>(size));
    }
    return shape;
  }

  // Only tensors with data: the others are made while running.
  void read_tensor(const FlatTable& tensor) {
    const auto extra = flat_->table(tensor, 9);
    const std::string name = extra ? flat_->text(*extra, 1) : std::string();
    if (extra && flat_->scalar<std::uint8_t>(*extra, 2, 0) == 1) {
      keeper_.metadata("executorch.external_tensor", name, {tensor.at, tensor.at});
      return;
    }
    const auto index = flat_->scalar<std::uint32_t>(tensor, 5, 0);
    if (index == 0 || flat_->table(tensor, 6)) return;
    add_tensor(name, flat_->scalar<std::uint8_t>(tensor, 0, 0), read_sizes(tensor, 2), tensor.at, find_constant(index, tensor.at));
  }

  struct Data {
    std::uint64_t begin = 0, most = 0;  // where, and how many bytes there can be
  };

  std::optional<Data> find_constant(std::uint32_t index, std::uint64_t place) {
    if (constant_offsets_ && constant_offsets_->count != 0) {
      if (index >= constant_offsets_->count || constant_segment_ >= segments_.size()) return bad_index(index, place);
      const auto offset = flat_->number<std::uint64_t>(*constant_offsets_, index, 0);
      const Segment& segment = segments_[constant_segment_];
      if (offset > segment.size) return bad_index(index, place);
      return Data{base_ + segment.offset + offset, segment.size - offset};
    }
    if (!constants_ || index >= constants_->count) return bad_index(index, place);
    const auto buffer = flat_->item(*constants_, index);
    const auto storage = buffer ? flat_->vector(*buffer, 0, 1) : std::nullopt;
    return storage ? Data{storage->at, storage->count} : Data{};
  }

  std::nullopt_t bad_index(std::uint32_t index, std::uint64_t place) {
    keeper_.invalid("buffer-index", "a tensor has constant " + std::to_string(index) + ", which is not there", place);
    return std::nullopt;
  }

  void add_tensor(const std::string& name, std::uint8_t type_id, const std::optional<std::vector<std::uint64_t>>& shape, std::uint64_t place,
                  const std::optional<Data>& data) {
    if (!data) return;
    const auto elements = shape ? count_elements(*shape) : std::nullopt;
    if (!elements) {
      keeper_.invalid("shape", "a tensor has sizes that are negative or too large together", place);
      return;
    }
    const ScalarType* type = find_scalar_type(type_id);
    if (type == nullptr) {
      keeper_.unsupported("type", "a tensor has the type " + std::to_string(type_id) + ", which is not known here", place);
      return;
    }
    const auto bytes = packed_bytes(*elements, type->bits);
    if (!bytes || *bytes > data->most) {
      keeper_.invalid("tensor-size", "the tensor " + quoted_name(name) + " needs more bytes than there are from its place on", place, ErrorKind::Truncated);
      return;
    }
    if (places_.insert(data->begin).second) keeper_.data(*bytes);
    keeper_.tensor(name, type->name, *shape, data->begin, *bytes, place);
  }

  // A .ptd: tensors by name.
  void run_data() {
    std::uint64_t start = 0, end = window_.size();
    const auto magic = window_.view(8, 4);
    if (magic && *magic == "FH01") {
      start = window_.number<std::uint64_t>(16).value_or(0);
      const auto size = window_.number<std::uint64_t>(24).value_or(0);
      base_ = window_.number<std::uint64_t>(32).value_or(0);
      const auto length = window_.number<std::uint32_t>(12).value_or(0);
      if (length < 40 || start > window_.size() || size > window_.size() - start || base_ > window_.size()) {
        keeper_.invalid("header", "the header is shorter than its fields, or names places behind the file", 8);
        return;
      }
      end = start + size;
    }
    FlatBuffer flat(window_, start, end);
    flat_ = &flat;
    if (const auto file = flat.root()) read_named(*file);
    report();
  }

  void read_named(const FlatTable& file) {
    keeper_.metadata("version", std::to_string(flat_->scalar<std::uint32_t>(file, 0, 0)), {file.at, file.at});
    read_segments(file, 1);
    const auto named = flat_->vector(file, 2, 4);
    for (std::uint64_t i = 0; named && i < named->count; ++i) {
      const auto entry = flat_->item(*named, i);
      if (!entry) return;
      const std::string key = flat_->text(*entry, 0);
      const auto index = flat_->scalar<std::uint32_t>(*entry, 1, 0);
      if (index >= segments_.size()) {
        bad_index(index, entry->at);
        continue;
      }
      const Segment& segment = segments_[index];
      const auto layout = flat_->table(*entry, 2);
      if (!layout) {
        keeper_.metadata("executorch.blob", key + " " + std::to_string(segment.size), {entry->at, entry->at});
        continue;
      }
      add_tensor(key, flat_->scalar<std::uint8_t>(*layout, 0, 0), read_sizes(*layout, 1), entry->at, Data{base_ + segment.offset, segment.size});
    }
  }

  ByteWindow window_;
  GraphKeeper keeper_;
  FlatBuffer* flat_ = nullptr;
  std::uint64_t base_ = 0;  // where segments count from
  std::vector<Segment> segments_;
  std::optional<FlatVector> constants_, constant_offsets_;
  std::uint32_t constant_segment_ = 0;
  std::set<std::uint64_t> places_;  // of data that is counted
};

}  // namespace

bool looks_like_executorch(const Sniff& sniff) {
  if (sniff.head.size() < 12) return false;
  const std::string_view id = sniff.head.substr(4, 4);
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (!digit(id[2]) || !digit(id[3]) || (id.substr(0, 2) != "ET" && id.substr(0, 2) != "FT")) return false;
  // The offset of the root table, which is small and even in all that is written.
  const auto root = load_le<std::uint32_t>(sniff.head.data());
  return root >= 8 && root % 4 == 0 && root < sniff.size;
}

void read_executorch(ByteSource& bytes, Examination& examination) { ProgramReader(bytes, examination).run(); }

}  // namespace aboveboard::format
