#include "format/graph_keeper.h"

#include <algorithm>
#include <limits>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::format {

std::optional<std::uint64_t> count_elements(std::span<const std::uint64_t> shape) {
  std::uint64_t elements = 1;
  bool empty = false;
  for (const std::uint64_t dimension : shape) {
    if (dimension == 0) {
      empty = true;
      continue;
    }
    const auto product = checked_mul(elements, dimension);
    if (!product || *product > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
    elements = *product;
  }
  return empty ? 0 : elements;
}

std::optional<std::uint64_t> packed_bytes(std::uint64_t elements, std::uint64_t bits) {
  const auto all = checked_mul(elements, bits);
  if (!all) return std::nullopt;
  return *all / 8 + (*all % 8 != 0 ? 1 : 0);
}

std::string_view leaves_folder(std::string_view path) {
  if (path.empty()) return "is empty";
  if (path.size() > kLongestPath) return "is longer than paths may be";
  if (path.find('\0') != std::string_view::npos) return "has a NUL in it";
  if (path.find("://") != std::string_view::npos) return "is an address";
  if (path.front() == '/') return "is absolute";
  if (path.find('\\') != std::string_view::npos) return "has a backslash in it, which is a separator for some loaders";
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (path.size() >= 2 && letter(path[0]) && path[1] == ':') return "names a drive";
  for (const std::string& part : split(path, '/'))
    if (part == "..") return "goes up";
  return "";
}

std::string quoted_name(std::string_view name) {
  std::string shown = quoted(name, 80);
  std::replace_if(shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
  return shown;
}

void GraphKeeper::tensor(std::string_view name, std::string_view dtype, std::span<const std::uint64_t> shape, std::uint64_t begin,
                         std::uint64_t bytes, std::uint64_t place) {
  Contents& contents = examination_.contents();
  ++contents.tensor_count;
  const std::string kept = sanitize_utf8(clip_utf8(name, limits::kGraphNameBytes));
  if (contents.tensors.size() >= limits::kTensorsKept || names_ + kept.size() > limits::kGraphNamesTotal) {
    limit("the file has more tensors than are listed; the others are only counted", place);
    return;
  }
  names_ += kept.size();
  contents.tensors.add(kept, dtype, shape, begin, bytes, place);
}

void GraphKeeper::data(std::uint64_t bytes) {
  std::uint64_t& sum = examination_.contents().data_bytes;
  sum = checked_add(sum, bytes).value_or(std::numeric_limits<std::uint64_t>::max());
}

void GraphKeeper::metadata(std::string_view key, std::string_view value, ByteRange place) {
  const std::string_view name = clip_utf8(key, limits::kGraphNameBytes);
  const std::string_view text = clip_utf8(value, limits::kGraphValueBytes);
  if (values_ + name.size() + text.size() > limits::kGraphMetadataTotal) {
    limit("the file has more metadata than is kept", place.begin);
    return;
  }
  values_ += name.size() + text.size();
  examination_.contents().metadata.push_back({sanitize_utf8(name), std::string(text), place.begin, place.size()});
}

void GraphKeeper::metadata(std::string_view key, ByteWindow& window, ByteRange value) {
  metadata(key, window.text(value, limits::kGraphValueBytes), value);
}

void GraphKeeper::limit(std::string_view message, std::uint64_t byte) {
  if (limit_told_) return;
  limit_told_ = true;
  examination_.not_examined(rule("limit"), ErrorKind::LimitReached, std::string(message), byte);
}

void GraphKeeper::invalid(std::string_view name, std::string message, std::uint64_t byte, ErrorKind kind) {
  examination_.invalid(rule(name), std::move(message), byte, kind);
}

void GraphKeeper::note(std::string_view name, std::string message, std::uint64_t byte) { examination_.note(rule(name), std::move(message), byte); }

void GraphKeeper::unsupported(std::string_view name, std::string message, std::uint64_t byte) {
  examination_.not_examined(rule(name), ErrorKind::Unsupported, std::move(message), byte);
}

void GraphKeeper::check_readable(const ByteWindow& window) {
  if (!window.error() || unreadable_told_) return;
  unreadable_told_ = true;
  examination_.contents().valid = false;
  examination_.not_examined("unreadable", window.error()->kind, window.error()->message, window.error()->place.byte.value_or(0));
}

}  // namespace aboveboard::format
