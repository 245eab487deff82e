#include "source/disk/git_revision.h"

#include <array>

#include "base/text.h"

namespace aboveboard {
namespace {

constexpr std::uint64_t kRefBytes = 4096;
constexpr std::uint64_t kPackedRefsBytes = 64u << 20;

// The value of a line "name: value", or "".
std::string value_of_line(std::string_view text, std::string_view name) {
  text = text.substr(0, text.find('\n'));
  return text.starts_with(name) ? std::string(trim(text.substr(name.size()))) : "";
}

std::string commit_in_packed_refs(std::string_view text, std::string_view ref) {
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = trim(text.substr(0, end));
    const std::size_t space = line.find(' ');
    if (space != std::string_view::npos && line.substr(space + 1) == ref && is_commit_name(line.substr(0, space))) {
      return std::string(line.substr(0, space));
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return "";
}

}  // namespace

bool is_commit_name(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_version_control_name(std::string_view name) {
  constexpr std::array<std::string_view, 7> kNames = {".git", ".hg", ".svn", ".bzr", ".jj", "_darcs", ".pijul"};
  for (const std::string_view known : kNames) {
    if (name == known) return true;
  }
  return false;
}

std::string git_revision(const Beneath& target) {
  std::string folder = ".git";
  if (target.locate(folder).what == Whereabouts::File) {  // a worktree or submodule: a file that names the folder
    folder = value_of_line(target.read_small(folder, kRefBytes), "gitdir:");
    // What lies elsewhere is not opened; an absolute path would be read as one below the target.
    if (folder.empty() || folder.starts_with('/')) return "";
  }
  const std::string head = target.read_small(folder + "/HEAD", kRefBytes);
  if (is_commit_name(trim(head))) return std::string(trim(head));
  const std::string ref = value_of_line(head, "ref:");
  if (!ref.starts_with("refs/") || ref.find("..") != std::string::npos) return "";

  // The refs of a worktree are kept with those of its main checkout.
  const std::string common = std::string(trim(target.read_small(folder + "/commondir", kRefBytes)));
  if (common.starts_with('/')) return "";
  const std::string refs = common.empty() ? folder : folder + "/" + common;
  const std::string commit = target.read_small(refs + "/" + ref, kRefBytes);
  if (is_commit_name(trim(commit))) return std::string(trim(commit));
  return commit_in_packed_refs(target.read_small(refs + "/packed-refs", kPackedRefsBytes), ref);
}

}  // namespace aboveboard
