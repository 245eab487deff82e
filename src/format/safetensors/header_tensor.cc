#include <algorithm>
#include <charconv>

#include "base/checked.h"
#include "base/limits.h"
#include "format/safetensors/header_parser.h"

namespace aboveboard::format {

// {"dtype": ..., "shape": [...], "data_offsets": [begin, end]}, in any order; other members are passed over, as the
// reference does.
bool HeaderParser::parse_tensor(std::string_view name, std::uint64_t hash, std::size_t key) {
  ok_ = true;
  cursor_.skip_space();
  if (!cursor_.take('{')) {
    return pass_over("tensor", "the value of " + quoted(name) + " is not an object with dtype, shape and data_offsets",
                     cursor_.at);
  }
  TensorEntry tensor;
  tensor.name = hash;
  unsigned seen = 0;
  if (!cursor_.take('}')) {
    for (;;) {
      std::string_view member;
      bool escaped = false;
      bool ascii = true;
      cursor_.skip_space();
      const std::size_t member_at = cursor_.at;
      unsigned bit = cursor_.take_literal("\"dtype\":")          ? 1
                     : cursor_.take_literal("\"shape\":")        ? 2
                     : cursor_.take_literal("\"data_offsets\":") ? 4
                                                                 : 0;
      if (bit == 0) {
        if (!cursor_.read_string(member, escaped, ascii)) return broken("a string");
        if (!cursor_.take(':')) return broken("':'");
        bit = member == "dtype" ? 1 : member == "shape" ? 2 : member == "data_offsets" ? 4 : 0;
      }
      if ((seen & bit) != 0)
        fault("duplicate-key", quoted(name) + " has dtype, shape or data_offsets twice", member_at);
      seen |= bit;
      const bool read = bit == 1   ? parse_dtype(name, key)
                        : bit == 2 ? parse_shape(name, key)
                        : bit == 4 ? parse_offsets(name, key, tensor)
                                   : cursor_.skip_value() || broken("a value");
      if (!read) return false;
      if (cursor_.take(',')) continue;
      if (cursor_.take('}')) break;
      return broken("',' or '}'");
    }
  }
  if (seen != 7) fault("tensor", quoted(name) + " lacks dtype, shape or data_offsets", key);
  tensor.key = static_cast<std::uint32_t>(key + 1);
  if (ok_) accept(name, key, tensor);
  return true;
}

bool HeaderParser::parse_dtype(std::string_view name, std::size_t key) {
  std::string_view text;
  bool escaped = false;
  bool ascii = true;
  cursor_.skip_space();
  if (cursor_.peek() != '"') {
    return pass_over("dtype", "the dtype of " + quoted(name) + " is no string", key);
  }
  if (!cursor_.read_string(text, escaped, ascii)) return broken("a string");
  const std::vector<Dtype>& dtypes = safetensors_dtypes();
  dtype_ = last_dtype_;
  if (dtypes[dtype_].name != text) {
    const auto found =
        std::find_if(dtypes.begin(), dtypes.end(), [&](const Dtype& dtype) { return dtype.name == text; });
    if (found == dtypes.end()) {
      fault("dtype", "the dtype " + quoted(text) + " of " + quoted(name) + " is not known", key);
      return true;
    }
    dtype_ = last_dtype_ = static_cast<std::size_t>(found - dtypes.begin());
  }
  return true;
}

// A whole number from 0 to 2^64 - 1. `valid` is false, and the value passed over, where it is something else; false
// where it is no JSON.
bool HeaderParser::read_unsigned(std::uint64_t& number, bool& valid) {
  if (cursor_.read_digits(number)) return true;
  const char c = cursor_.peek();
  if (c != '-' && (c < '0' || c > '9')) {
    valid = false;
    return cursor_.skip_value() || broken("a value");
  }
  std::string_view spelling;
  if (!cursor_.read_number(spelling)) return broken("a number");
  const auto [end, error] = std::from_chars(spelling.data(), spelling.data() + spelling.size(), number);
  if (error != std::errc() || end != spelling.data() + spelling.size()) valid = false;
  return true;
}

bool HeaderParser::parse_shape(std::string_view name, std::size_t key) {
  product_ = 1;
  overflow_ = false;
  shape_.clear();
  if (!cursor_.take('[')) {
    return pass_over("shape", "the shape of " + quoted(name) + " is no list", key);
  }
  bool valid = true;
  if (!cursor_.take(']')) {
    for (;;) {
      std::uint64_t dimension = 0;
      if (!read_unsigned(dimension, valid)) return false;
      // As the reference multiplies: from the left, so that a zero behind an overflow does not heal it.
      if (const auto product = checked_mul(product_, dimension))
        product_ = *product;
      else
        overflow_ = true;
      shape_.push_back(dimension);
      if (cursor_.take(',')) continue;
      if (cursor_.take(']')) break;
      return broken("',' or ']'");
    }
  }
  if (!valid)
    fault("shape", "the shape of " + quoted(name) + " has a dimension that is not a whole number of 64 bits", key);
  return true;
}

bool HeaderParser::parse_offsets(std::string_view name, std::size_t key, TensorEntry& tensor) {
  bool valid = cursor_.take('[');
  if (valid) {
    if (cursor_.take(']')) {
      fault("offsets", "the data_offsets of " + quoted(name) + " are not two whole numbers", key);
      return true;
    }
    if (!read_unsigned(tensor.begin, valid)) return false;
    valid = cursor_.take(',') && valid;
    if (valid && !read_unsigned(tensor.end, valid)) return false;
    if (valid && cursor_.take(']')) return true;
    fault("offsets", "the data_offsets of " + quoted(name) + " are not two whole numbers", key);
    // Find the end of the list, so that the rest can be read.
    while (!cursor_.done() && cursor_.peek() != ']') {
      if (cursor_.take(',')) continue;
      if (cursor_.peek() == ']') break;
      if (!cursor_.skip_value()) return broken("a value");
      cursor_.skip_space();
    }
    return cursor_.take(']') || broken("']'");
  }
  return pass_over("offsets", "the data_offsets of " + quoted(name) + " are not two whole numbers", key);
}

// The rules of one tensor by itself.
void HeaderParser::accept(std::string_view name, std::size_t key, TensorEntry tensor) {
  const std::uint64_t bits = safetensors_dtypes()[dtype_].bits;
  const auto total_bits = overflow_ ? std::nullopt : checked_mul(product_, bits);
  if (!total_bits) return fault("overflow", "the size of " + quoted(name) + " does not fit 64 bits", key);
  if (*total_bits % 8 != 0) return fault("partial-byte", quoted(name) + " does not fill a whole number of bytes", key);
  if (tensor.end < tensor.begin) return fault("offsets", quoted(name) + " ends before it begins", key);
  if (tensor.end - tensor.begin != *total_bits / 8) {
    return fault("size",
                 quoted(name) + " takes " + std::to_string(tensor.end - tensor.begin) +
                     " bytes, but its shape and dtype need " + std::to_string(*total_bits / 8),
                 key);
  }
  const auto sum = checked_add(header_.elements[dtype_], product_);
  if (!sum) return fault("overflow", "the elements of all tensors do not fit 64 bits", key);
  header_.elements[dtype_] = *sum;
  header_.tensors.push_back(tensor);
  if (header_.table.size() < limits::kTensorsKept)
    header_.table.add(name, safetensors_dtypes()[dtype_].name, shape_, tensor.begin, tensor.end - tensor.begin, key);
}

}  // namespace aboveboard::format
