#include "format/safetensors/safetensors.h"

#include <algorithm>

#include "base/checked.h"
#include "base/limits.h"
#include "format/safetensors/header.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kLengthBytes = 8;

class Reader {
 public:
  Reader(ByteSource& bytes, Examination& examination) : bytes_(bytes), examination_(examination) {}

  void run();

 private:
  // Reads the header into `json`, or notes why it cannot be.
  bool read_header(std::string& json);
  void check_layout(SafetensorsHeader& header, std::uint64_t data_begin);
  void invalid(std::string_view rule, ErrorKind kind, std::string message, std::uint64_t byte);

  ByteSource& bytes_;
  Examination& examination_;
};

void Reader::invalid(std::string_view rule, ErrorKind kind, std::string message, std::uint64_t byte) {
  examination_.invalid("safetensors-" + std::string(rule), std::move(message), byte, kind);
}

bool Reader::read_header(std::string& json) {
  const std::uint64_t size = bytes_.size();
  if (size < kLengthBytes) {
    invalid("too-short", ErrorKind::Truncated, "the file is shorter than the 8 bytes of its header's length", size);
    return false;
  }
  // One byte more than the length: what does not begin as a header is not read as one.
  Result<std::string> head = read_range(bytes_, 0, std::min(size, kLengthBytes + 1));
  if (!head) return examination_.unreadable(head.error()), false;
  const auto length = load_le<std::uint64_t>(head->data());
  if (length > limits::kSafetensorsHeaderBytes) {
    invalid("header-too-large", ErrorKind::LimitReached,
            "the header claims " + std::to_string(length) + " bytes; the format allows " +
                std::to_string(limits::kSafetensorsHeaderBytes),
            0);
    return false;
  }
  if (length > size - kLengthBytes) {
    invalid("header-length", ErrorKind::Truncated,
            "the header claims " + std::to_string(length) + " bytes, but the file has only " +
                std::to_string(size - kLengthBytes) + " behind its length",
            0);
    return false;
  }
  if (length == 0 || (*head)[kLengthBytes] != '{') {
    invalid("header-start", ErrorKind::Malformed, "the header does not begin with '{'", kLengthBytes);
    return false;
  }
  Result<std::string> read = read_range(bytes_, kLengthBytes, length);
  if (!read) return examination_.unreadable(read.error()), false;
  json = std::move(*read);
  return true;
}

// Tensors must fill the file from the end of the header to its last byte: no gap, no overlap, nothing behind.
void Reader::check_layout(SafetensorsHeader& header, std::uint64_t data_begin) {
  std::vector<TensorEntry>& tensors = header.tensors;
  const auto before = [](const TensorEntry& a, const TensorEntry& b) {
    return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
  };
  if (!std::is_sorted(tensors.begin(), tensors.end(), before)) std::sort(tensors.begin(), tensors.end(), before);
  std::uint64_t end = 0;
  for (const TensorEntry& tensor : tensors) {
    const std::uint64_t place = kLengthBytes + tensor.key - 1;
    if (tensor.begin > end)
      return invalid(
          "gap", ErrorKind::Malformed,
          "no tensor owns the bytes of the data from " + std::to_string(end) + " to " + std::to_string(tensor.begin),
          place);
    if (tensor.begin < end)
      return invalid("overlap", ErrorKind::Malformed,
                     "the tensor begins at byte " + std::to_string(tensor.begin) +
                         " of the data, inside another that ends at " + std::to_string(end),
                     place);
    end = tensor.end;
  }
  examination_.contents().data_bytes += end;
  const std::uint64_t there = bytes_.size() - data_begin;
  if (end > there)
    invalid("truncated", ErrorKind::Truncated,
            "the tensors need " + std::to_string(end) + " bytes of data, but the file has " + std::to_string(there),
            bytes_.size());
  else if (end < there)
    invalid("trailing-bytes", ErrorKind::Malformed, std::to_string(there - end) + " bytes stand behind the last tensor",
            data_begin + end);
}

void Reader::run() {
  examination_.recognize("safetensors");
  std::string json;
  if (!read_header(json)) return;
  SafetensorsHeader header = parse_safetensors_header(json);
  for (HeaderFault& fault : header.faults)
    invalid(fault.rule, ErrorKind::Malformed, std::move(fault.message), kLengthBytes + fault.byte);
  Contents& contents = examination_.contents();
  contents.header_bytes = kLengthBytes + json.size();
  contents.tensor_count += header.tensor_count;
  for (std::size_t i = 0; i < header.elements.size(); ++i) {
    if (header.elements[i] == 0) continue;
    std::uint64_t& sum = contents.elements[std::string(safetensors_dtypes()[i].name)];
    sum = checked_add(sum, header.elements[i]).value_or(UINT64_MAX);
  }
  for (MetadataEntry& entry : header.metadata) {
    entry.byte += kLengthBytes;
    contents.metadata.push_back(std::move(entry));
  }
  contents.names = std::move(header.names);
  contents.tensors = std::move(header.table);
  if (examination_.depth() == 0) contents.data_begin = contents.header_bytes;
  if (header.faults.empty()) check_layout(header, kLengthBytes + json.size());
}

}  // namespace

bool looks_like_safetensors(const Sniff& sniff) {
  if (sniff.head.size() <= kLengthBytes || sniff.head[kLengthBytes] != '{') return false;
  const auto length = load_le<std::uint64_t>(sniff.head.data());
  return length >= 2 && length <= limits::kSafetensorsHeaderBytes && length <= sniff.size - kLengthBytes;
}

void read_safetensors(ByteSource& bytes, Examination& examination) { Reader(bytes, examination).run(); }

}  // namespace aboveboard::format
