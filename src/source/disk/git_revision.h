// The revision that a checkout's version control names. Internal to this library.
#pragma once

#include <string>
#include <string_view>

#include "source/disk/beneath.h"

namespace aboveboard {

// Folders in which version control systems keep their own files: no part of a release.
bool is_version_control_name(std::string_view name);

// A commit's name: 40 lower-case hexadecimal digits (SHA-1) or 64 (SHA-256).
bool is_commit_name(std::string_view text);

// The commit that .git/HEAD names, in hexadecimal; "" where there is none, or where it is kept outside of the target.
std::string git_revision(const Beneath& target);

}  // namespace aboveboard
