#include <algorithm>
#include <array>

#include "base/checked.h"
#include "base/limits.h"
#include "format/coreml/coreml.h"
#include "format/graph_keeper.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kRecord = 64;
constexpr std::uint32_t kSentinel = 0xDEADBEEF;
constexpr std::uint32_t kVersion = 2;

struct BlobType {
  std::string_view name;
  std::uint32_t bits;
};
// BlobDataType.hpp; 0 is not used
constexpr std::array<BlobType, 18> kTypes = {{{"", 0}, {"float16", 16}, {"float32", 32}, {"uint8", 8}, {"int8", 8}, {"bfloat16", 16}, {"int16", 16},
    {"uint16", 16}, {"int4", 4}, {"uint1", 1}, {"uint2", 2}, {"uint4", 4}, {"uint3", 3}, {"uint6", 6}, {"int32", 32}, {"uint32", 32},
    {"float8e4m3fn", 8}, {"float8e5m2", 8}}};

class BlobReader {
 public:
  BlobReader(ByteSource& bytes, Examination& examination) : window_(bytes), keeper_(examination, "coreml") {}

  void run() {
    keeper_.examination().recognize("coreml-weights");
    const auto count = window_.number<std::uint32_t>(0).value_or(0);
    std::uint64_t at = kRecord;
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto next = read_record(i, count, at);
      if (!next) break;
      at = *next;
    }
    keeper_.check_readable(window_);
    keeper_.examination().contents().header_bytes += window_.bytes_read();
  }

 private:
  std::optional<std::uint64_t> read_record(std::uint32_t index, std::uint32_t count, std::uint64_t at) {
    const auto record = window_.view(at, kRecord);
    if (!record) {
      keeper_.invalid("blob-truncated", "the file claims " + std::to_string(count) + " blobs, but ends behind " + std::to_string(index), std::min(at, window_.size()),
                      ErrorKind::Truncated);
      return std::nullopt;
    }
    const auto sentinel = load_le<std::uint32_t>(record->data());
    const auto type_id = load_le<std::uint32_t>(record->data() + 4);
    const auto size = load_le<std::uint64_t>(record->data() + 8);
    const auto offset = load_le<std::uint64_t>(record->data() + 16);
    const auto padding = load_le<std::uint64_t>(record->data() + 24);
    if (sentinel != kSentinel) {
      keeper_.invalid("blob-sentinel", "there is no record of a blob where blob " + std::to_string(index) + " must begin", at);
      return std::nullopt;
    }
    if (offset < at + kRecord || offset > window_.size() || size > window_.size() - offset) {
      keeper_.invalid("blob-range", "the data of blob " + std::to_string(index) + " lies before its record's end or behind the file", at + 8, ErrorKind::Truncated);
      return std::nullopt;
    }
    add(index, type_id, size, padding, offset, at);
    return checked_align(offset + size, kRecord);
  }

  void add(std::uint32_t index, std::uint32_t type_id, std::uint64_t size, std::uint64_t padding, std::uint64_t offset, std::uint64_t place) {
    if (type_id == 0 || type_id >= kTypes.size()) {
      keeper_.unsupported("blob-type-unknown", "blob " + std::to_string(index) + " has the type " + std::to_string(type_id) + ", which is not known here", place);
      return;
    }
    const BlobType& type = kTypes[type_id];
    const auto bits = checked_mul(size, 8);
    const std::uint64_t unused = type.bits < 8 ? padding : 0;  // of wider types, older writers left the field as it was
    if (!bits || unused >= 8 || unused > *bits || (*bits - unused) % type.bits != 0) {
      keeper_.invalid("blob-size", "the " + std::to_string(size) + " bytes of blob " + std::to_string(index) + " are no whole number of " + std::string(type.name),
                      place + 8);
      return;
    }
    const std::uint64_t shape[1] = {(*bits - unused) / type.bits};
    keeper_.data(size);
    keeper_.tensor("blob@" + std::to_string(place), type.name, shape, offset, size, place);
  }

  ByteWindow window_;
  GraphKeeper keeper_;
};

}  // namespace

bool looks_like_coreml_blobs(const Sniff& sniff) {
  const std::string_view head = sniff.head;
  if (head.size() < 2 * kRecord || load_le<std::uint32_t>(head.data()) == 0 || load_le<std::uint32_t>(head.data() + 4) != kVersion) return false;
  return load_le<std::uint32_t>(head.data() + kRecord) == kSentinel;
}

void read_coreml_blobs(ByteSource& bytes, Examination& examination) { BlobReader(bytes, examination).run(); }

}  // namespace aboveboard::format
