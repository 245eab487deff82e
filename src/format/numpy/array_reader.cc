#include "format/numpy/array_reader.h"

#include <algorithm>
#include <vector>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/numpy/dtype.h"
#include "format/pickle/pickle.h"

namespace aboveboard::format {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::uint64_t kUsualHeader = 10'000;  // numpy.lib.format._MAX_HEADER_SIZE
constexpr std::size_t kUsualRank = 32;          // before numpy 2
constexpr std::size_t kLargestRank = 64;

std::string utf8_from_latin1(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x80) out.push_back(static_cast<char>(0xc0 | (code >> 6)));
    out.push_back(code >= 0x80 ? static_cast<char>(0x80 | (code & 0x3f)) : c);
  }
  return out;
}

}  // namespace

bool NumpyReader::refuse(std::string_view rule, std::string message, std::uint64_t byte) {
  examination_.invalid(rule, std::move(message), byte, rule == "numpy-truncated" ? ErrorKind::Truncated : ErrorKind::Malformed);
  return false;
}

// Where a byte of the decoded literal stands in the file: what is two bytes in UTF-8 is one in Latin-1.
std::uint64_t NumpyReader::place(std::size_t byte) const {
  const std::string_view before = std::string_view(decoded_).substr(0, byte);
  const auto joined = std::count_if(before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; });
  return header_ + before.size() - (version_ == 3 ? 0 : static_cast<std::uint64_t>(joined));
}

// An error of the grammar: its byte counts in the literal.
bool NumpyReader::give_up(const Error& error, std::string_view rule) {
  const std::uint64_t at = place(error.place.byte.value_or(0));
  if (error.kind == ErrorKind::Malformed) return refuse(rule, error.message, at);
  examination_.not_examined(error.kind == ErrorKind::LimitReached ? "numpy-limit" : "numpy-unsupported", error.kind, error.message, at);
  return false;
}

std::optional<std::string> NumpyReader::read_header() {
  const std::uint64_t left = bytes_.size() - begin_;
  if (left < 8) return refuse("numpy-truncated", "the file ends in the middle of the magic number and version", bytes_.size()), std::nullopt;
  const auto head = read_range(bytes_, begin_, std::min<std::uint64_t>(left, 128));
  if (!head) return examination_.not_examined("unreadable", head.error().kind, head.error().message, begin_), std::nullopt;
  version_ = static_cast<unsigned char>((*head)[6]);
  if (version_ < 1 || version_ > 3 || (*head)[7] != '\0') {
    examination_.not_examined("numpy-version", ErrorKind::Unsupported, "a version other than 1.0, 2.0 and 3.0", begin_ + 6);
    return std::nullopt;
  }
  const std::uint64_t width = version_ == 1 ? 2 : 4;
  if (left < 8 + width) return refuse("numpy-truncated", "the file ends in the middle of the header's length", bytes_.size()), std::nullopt;
  const std::uint64_t length = version_ == 1 ? load_le<std::uint16_t>(head->data() + 8) : load_le<std::uint32_t>(head->data() + 8);
  header_ = begin_ + 8 + width;
  if (length > left - 8 - width)
    return refuse("numpy-truncated", "the header has " + std::to_string(length) + " bytes, but only " + std::to_string(left - 8 - width) + " follow", begin_ + 8),
           std::nullopt;
  data_ = header_ + length;
  if (length > limits::kNumpyHeaderBytes) {
    examination_.not_examined("numpy-limit", ErrorKind::LimitReached, "a header of " + std::to_string(length) + " bytes is not read", begin_ + 8);
    return std::nullopt;
  }
  if (8 + width + length <= head->size()) return head->substr(8 + width, length);
  auto text = read_range(bytes_, header_, length);
  if (!text) return examination_.not_examined("unreadable", text.error().kind, text.error().message, header_), std::nullopt;
  return std::move(*text);
}

bool NumpyReader::pick_keys(const Literal& literal, Header& header) {
  if (literal.kind != LiteralKind::Dict) return refuse("numpy-header", "the header is no dictionary", header_);
  for (std::size_t i = 0; i + 1 < literal.items.size(); i += 2) {
    const Literal& key = literal.items[i];
    const Literal** slot = nullptr;
    if (key.kind == LiteralKind::Text)
      slot = key.text == "descr" ? &header.descr : key.text == "fortran_order" ? &header.order : key.text == "shape" ? &header.shape : nullptr;
    if (slot == nullptr) return refuse("numpy-keys", "the header holds another key than descr, fortran_order and shape", place(key.byte));
    if (*slot != nullptr) examination_.note("numpy-duplicate-key", "the key " + key.text + " stands twice; numpy takes the last", place(key.byte));
    *slot = &literal.items[i + 1];
  }
  if (header.descr == nullptr || header.order == nullptr || header.shape == nullptr)
    return refuse("numpy-keys", "the header lacks descr, fortran_order or shape", header_);
  if (header.order->kind != LiteralKind::Bool) return refuse("numpy-order", "fortran_order is neither True nor False", place(header.order->byte));
  if (header.shape->kind != LiteralKind::Tuple) return refuse("numpy-shape", "the shape is no tuple", place(header.shape->byte));
  return true;
}

// A header that is not understood here may be understood elsewhere, as one of objects.
void NumpyReader::run_what_looks_like_pickle() {
  if (data_ <= begin_ || data_ >= bytes_.size() || ran_) return;
  RangeSource range(bytes_, data_, bytes_.size() - data_);
  const auto head = read_range(range, 0, std::min<std::uint64_t>(range.size(), 4096));
  if (head && looks_like_pickle({*head, {}, range.size(), range})) run_pickle();
}

void NumpyReader::run_pickle() {
  ran_ = true;
  examination_.note("numpy-objects", "the data is a pickle, which numpy loads where it is told allow_pickle=True", data_);
  Examination inside = examination_.inside("(pickle)");
  run_(data_, inside);
  end_ = bytes_.size();
}

// Adds the tensor, and finds where its data ends.
bool NumpyReader::add(const std::string& name, const Literal& shape, const NumpyType& type) {
  std::vector<std::uint64_t> dimensions;
  std::uint64_t elements = 1;
  bool overflow = false;
  for (const Literal& item : shape.items) {
    if (item.kind != LiteralKind::Integer) return refuse("numpy-shape", "a dimension is no whole number", place(item.byte));
    if (item.negative) return refuse("numpy-shape", "a dimension is negative", place(item.byte));
    dimensions.push_back(item.integer);
    const auto product = checked_mul(elements, std::max<std::uint64_t>(item.integer, 1));  // numpy measures empty arrays by their other dimensions
    overflow = overflow || item.too_large || !product;
    elements = product.value_or(0);
  }
  const auto largest = checked_mul(elements, std::max<std::uint64_t>(type.itemsize, 1));
  if (overflow || !largest || *largest > INT64_MAX) return refuse("numpy-overflow", "the array does not fit 63 bits", place(shape.byte));
  if (dimensions.size() > kLargestRank) return refuse("numpy-shape", "more than 64 dimensions", place(shape.byte));
  if (dimensions.size() > kUsualRank) examination_.note("numpy-rank", "more than 32 dimensions, as only numpy 2 takes them", place(shape.byte));
  if (std::find(dimensions.begin(), dimensions.end(), 0) != dimensions.end()) elements = 0;
  if (type.inner != 1 && elements != 0 && !type.object)
    return refuse("numpy-descr", "the type is a sub-array, which does not fit the shape", place(shape.byte));
  Contents& contents = examination_.contents();
  const std::uint64_t stored = type.object ? 0 : elements * type.itemsize;
  if (stored > bytes_.size() - data_)
    return refuse("numpy-truncated", "the array has " + std::to_string(stored) + " bytes, but only " + std::to_string(bytes_.size() - data_) + " follow", data_);
  ++contents.tensor_count;
  contents.data_bytes += stored;
  if (contents.tensors.size() < limits::kTensorsKept) contents.tensors.add(name, type.name, dimensions, data_, stored, begin_);
  end_ = data_ + stored;
  return true;
}

bool NumpyReader::read_type(const std::string& name, const Header& header) {
  const auto type = numpy_type(*header.descr);
  if (type) {
    const bool added = add(name, *header.shape, *type);
    if (type->object) run_pickle();  // however broken the shape: an unpickler asks for no shape
    return added && !type->object;
  }
  return give_up(type.error(), "numpy-descr");
}

bool NumpyReader::read_literal(const std::string& name, std::string_view text) {
  if (version_ == 3 && find_invalid_utf8(text) != std::string_view::npos)
    return refuse("numpy-encoding", "the header is not UTF-8", header_ + find_invalid_utf8(text));
  decoded_ = version_ == 3 ? std::string(text) : utf8_from_latin1(text);
  if (text.size() > kUsualHeader) examination_.note("numpy-long-header", "numpy refuses headers of more than 10,000 characters unless it is told to trust the file", header_);
  const auto literal = parse_literal(decoded_, version_ < 3);
  if (!literal) return give_up(literal.error(), "numpy-header");
  Header header;
  return pick_keys(*literal, header) && read_type(name, header);
}

bool NumpyReader::read_array(const std::string& name) {
  data_ = begin_;
  const auto text = read_header();
  if (text) examination_.contents().header_bytes += data_ - begin_;
  if (text && read_literal(name, *text)) return true;
  run_what_looks_like_pickle();
  return false;
}

void NumpyReader::read(const std::string& name) {
  std::uint64_t arrays = 1;
  bool good = read_array(name);
  while (good && end_ < bytes_.size()) {
    const auto next = read_range(bytes_, end_, std::min<std::uint64_t>(kMagic.size(), bytes_.size() - end_));
    if (!next || *next != kMagic) {
      examination_.note("numpy-trailing-bytes", std::to_string(bytes_.size() - end_) + " bytes follow the data", end_);
      RangeSource rest(bytes_, end_, bytes_.size() - end_);
      examination_.examine_member(rest, "(behind the array)");
      return;
    }
    if (arrays == 1) examination_.note("numpy-several-arrays", "another array follows; numpy.load of the path reads only the first", end_);
    if (arrays == limits::kNumpyArrays) {
      examination_.not_examined("numpy-limit", ErrorKind::LimitReached, "more arrays than are read", end_);
      return;
    }
    begin_ = end_;
    good = read_array(name + "#" + std::to_string(++arrays));
  }
}

}  // namespace aboveboard::format
