#include "source/archive/member_names.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard {
namespace {

constexpr std::size_t kNameBytes = 4096;

}  // namespace

std::optional<RefusedName> refuse_name(std::string_view name) {
  constexpr std::string_view kLeads = "source/archive-name-leads-out", kName = "source/archive-name";
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (name.empty()) return RefusedName{kName, "is missing, or cannot be told"};
  if (name.size() > kNameBytes) return RefusedName{kName, "is too long"};
  if (name.find('\0') != std::string_view::npos) return RefusedName{kName, "holds a NUL byte"};
  if (name.front() == '/' || name.front() == '\\') return RefusedName{kLeads, "is absolute"};
  if (name.size() >= 2 && letter(name[0]) && name[1] == ':') return RefusedName{kLeads, "begins with a drive letter"};
  // Some programs take a backslash for a slash.
  std::string slashes(name);
  std::replace(slashes.begin(), slashes.end(), '\\', '/');
  const std::vector<std::string> parts = split(slashes, '/');
  if (std::find(parts.begin(), parts.end(), "..") != parts.end()) return RefusedName{kLeads, "climbs out by \"..\""};
  if (parts.size() > limits::kDirectoryDepth) return RefusedName{"source/too-deep", "has too many folders"};
  if (clean_path(name).empty()) return RefusedName{kName, "names no file"};
  return std::nullopt;
}

std::string clean_path(std::string_view name) {
  std::string path;
  for (const std::string& part : split(name, '/')) {
    if (part.empty() || part == ".") continue;
    if (!path.empty()) path += '/';
    path += part;
  }
  return path;
}

std::string common_folder(const std::vector<std::string_view>& paths) {
  if (paths.empty()) return "";
  const std::size_t slash = paths.front().find('/');
  if (slash == std::string_view::npos) return "";
  const std::string_view top = paths.front().substr(0, slash + 1);
  return std::all_of(paths.begin(), paths.end(), [top](std::string_view path) { return path.starts_with(top); }) ? std::string(top) : "";
}

std::string folded_name(std::string_view path) {
  utf8proc_uint8_t* folded = nullptr;
  constexpr auto kOptions = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
  const utf8proc_ssize_t size = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(path.data()), static_cast<utf8proc_ssize_t>(path.size()), &folded, kOptions);
  const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owner(folded, &std::free);
  if (size < 0) return to_lower(path);  // no UTF-8
  return {reinterpret_cast<const char*>(folded), static_cast<std::size_t>(size)};
}

std::string numbered_path(std::string_view path, std::size_t number) {
  const std::string_view name = file_name(path);
  const std::size_t dot = name.rfind('.');
  const std::size_t extension = dot == std::string_view::npos || dot == 0 ? 0 : name.size() - dot;
  return std::string(path.substr(0, path.size() - extension)) + "~" + std::to_string(number) + std::string(path.substr(path.size() - extension));
}

}  // namespace aboveboard
