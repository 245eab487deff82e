// Names of members of an archive: which are refused, and which of them mean one file to somebody. Internal to this folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard {

struct RefusedName {
  std::string_view rule;  // "source/archive-name-leads-out"
  std::string_view why;   // "is absolute"
};
// Why a name is not that of a file below the archive; nothing where it is.
std::optional<RefusedName> refuse_name(std::string_view name);

// The path that a sound name means: without empty and "." parts.
std::string clean_path(std::string_view name);

// The folder that all paths lie in, with its slash; "" where there is none.
std::string common_folder(const std::vector<std::string_view>& paths);

// A text that is equal for names that are one where case is ignored or Unicode is normalized.
std::string folded_name(std::string_view path);

// "a/LICENSE~2.md" for the second file of the name "a/LICENSE.md".
std::string numbered_path(std::string_view path, std::size_t number);

}  // namespace aboveboard
