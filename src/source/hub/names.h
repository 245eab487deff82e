// Names that come from a server or a user: may they be those of files below a repository, and how are they shown? Internal to this folder.
#pragma once

#include <string>
#include <string_view>

namespace aboveboard {

// Why `path` cannot be that of a file or folder below a repository, as the end of a sentence ("has a part '..'"); "" where it can be.
// It must be relative, of parts that are neither empty nor "." nor ".." (between backslashes neither), valid UTF-8 without control characters, and at most limits::kHubPathBytes long.
std::string_view fault_of_path(std::string_view path);

// Why git would not have such a name for a branch, a tag or another reference (git-check-ref-format), as the end of a sentence; "" where it would.
std::string_view fault_of_revision(std::string_view revision);

// Forty digits of lower-case hexadecimal: the name of a commit, which never means anything else.
bool is_hub_commit(std::string_view revision);

// A stranger's text for a message: valid UTF-8 without control characters, at most `limit` bytes of it.
std::string shown_text(std::string_view text, std::size_t limit);

}  // namespace aboveboard
