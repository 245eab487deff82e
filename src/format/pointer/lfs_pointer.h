// git-LFS pointer files: what stands in a checkout for a large file whose bytes are elsewhere.
// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "format/scan.h"

namespace aboveboard::format {

// The specification has pointers stay below this size.
inline constexpr std::uint64_t kPointerBytes = 1024;

// Does a file of `size` bytes that begins with `head` claim to be a pointer?
bool looks_like_lfs_pointer(std::string_view head, std::uint64_t size);

// Reads a whole pointer: a version line, then sorted "key value" lines with oid and size. Malformed, with line and
// byte, where one of them is missing or is not what it should be.
Result<LfsPointer> parse_lfs_pointer(std::string_view text);

}  // namespace aboveboard::format
