// Names of archive members: where they lead, and which of them are one name to somebody.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace aboveboard::format {

// The name for a message, in quotes.
std::string shown(std::string_view name);

// Why a path leads out of the folder that an archive is unpacked to, for Unix or for Windows: "is absolute", "begins with a drive letter", "climbs out by \"..\"";
// "" where it does not.
std::string_view leads_out(std::string_view path);
// The same for a link that stands at `name` and leads to `target`, relative to where it stands.
std::string_view link_leads_out(std::string_view name, std::string_view target);

// The path with '/' only, without empty and "." parts.
std::string plain_path(std::string_view path);

// How far two names must be folded until they are one.
enum class NameFold { kExact, kSeparator, kNormalized, kCase };

struct NameCollision {
  std::size_t first = 0, second = 0;  // into the names
  NameFold fold = NameFold::kExact;   // the least
};

// Members of names[i], for as few as necessary: each name that is folded like an earlier one, with that one. In the order of `second`.
std::vector<NameCollision> find_collisions(const std::vector<std::string_view>& names);

// Names of links, to find what would be unpacked through one of them.
class LinkNames {
 public:
  void add(std::string_view name);
  bool empty() const { return names_.empty(); }
  // Is a folder on the way to `name` one of the links?
  bool leads_through(std::string_view name) const;

 private:
  std::unordered_set<std::uint64_t> names_;  // hashes; looked up, never walked
};

}  // namespace aboveboard::format
