#include "format/pointer/lfs_pointer.h"

#include <algorithm>
#include <charconv>

namespace aboveboard::format {
namespace {

// The second was the address before the project had its present name.
constexpr std::string_view kVersion = "version https://git-lfs.github.com/spec/v1";
constexpr std::string_view kOldVersion = "version https://hawser.github.com/spec/v1";

bool is_sha256(std::string_view oid) {
  constexpr std::string_view prefix = "sha256:";
  return oid.starts_with(prefix) && oid.size() == prefix.size() + 64 &&
         std::all_of(oid.begin() + prefix.size(), oid.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

}  // namespace

bool looks_like_lfs_pointer(std::string_view head, std::uint64_t size) {
  return size < kPointerBytes && (head.starts_with(kVersion) || head.starts_with(kOldVersion));
}

Result<LfsPointer> parse_lfs_pointer(std::string_view text) {
  LfsPointer pointer;
  bool has_size = false;
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    ++number;
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    if (line.ends_with('\r')) line.remove_suffix(1);
    const auto wrong = [&](std::string message) {
      return fail(ErrorKind::Malformed, std::move(message), Place{"", number, static_cast<std::uint64_t>(at)});
    };
    if (line.starts_with("oid ")) {
      if (!is_sha256(line.substr(4)))
        return wrong("the oid of this git-LFS pointer is not \"sha256:\" and 64 hexadecimal digits");
      pointer.oid = std::string(line.substr(4));
    } else if (line.starts_with("size ")) {
      const char* last = line.data() + line.size();
      const auto [stop, error] = std::from_chars(line.data() + 5, last, pointer.bytes);
      if (error != std::errc() || stop != last || line.size() == 5)
        return wrong("the size of this git-LFS pointer is not a number");
      has_size = true;
    }
    at = end + 1;
  }
  if (pointer.oid.empty())
    return fail(ErrorKind::Malformed, "this git-LFS pointer has no oid", Place{"", number, std::nullopt});
  if (!has_size) return fail(ErrorKind::Malformed, "this git-LFS pointer has no size", Place{"", number, std::nullopt});
  return pointer;
}

}  // namespace aboveboard::format
