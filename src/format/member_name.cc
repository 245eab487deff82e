#include "format/member_name.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdlib>
#include <unordered_map>

#include "base/hash.h"
#include "base/text.h"

namespace aboveboard::format {
namespace {

bool is_separator(char c) { return c == '/' || c == '\\'; }

// Do the parts of `path` go above where they begin, `depth` folders deep?
bool climbs_out(std::string_view path, std::int64_t depth) {
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t end = std::min(path.find_first_of("/\\", at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (part == "..") {
      if (--depth < 0) return true;
    } else if (!part.empty() && part != ".") {
      ++depth;
    }
    at = end + 1;
  }
  return false;
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string map_unicode(const std::string& text, int options) {
  utf8proc_uint8_t* mapped = nullptr;
  const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()), &mapped,
                                   static_cast<utf8proc_option_t>(options));
  std::string result = length < 0 ? text : std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(length));
  std::free(mapped);
  return result;
}

std::string fold(std::string_view name, NameFold how) {
  if (how == NameFold::kExact) return std::string(name);
  std::string path = plain_path(name);
  if (how == NameFold::kSeparator) return path;
  if (is_ascii(path)) return how == NameFold::kCase ? to_lower(path) : path;
  path = sanitize_utf8(path);
  return map_unicode(path, UTF8PROC_COMPOSE | UTF8PROC_STABLE | (how == NameFold::kCase ? UTF8PROC_CASEFOLD : 0));
}

}  // namespace

std::string shown(std::string_view name) { return quoted(name, 160); }

std::string_view leads_out(std::string_view path) {
  if (path.empty()) return "";
  if (is_separator(path.front())) return "is absolute";
  const bool letter = (path[0] >= 'A' && path[0] <= 'Z') || (path[0] >= 'a' && path[0] <= 'z');
  if (letter && path.size() > 1 && path[1] == ':' && (path.size() == 2 || path[2] != ':')) return "begins with a drive letter";
  return climbs_out(path, 0) ? "climbs out by \"..\"" : "";
}

std::string_view link_leads_out(std::string_view name, std::string_view target) {
  if (const auto why = leads_out(target); !why.empty() && why.front() != 'c') return why;
  const std::string at = plain_path(name);
  const auto depth = std::count(at.begin(), at.end(), '/');
  return climbs_out(target, depth) ? "climbs out by \"..\"" : "";
}

std::string plain_path(std::string_view path) {
  std::string plain;
  plain.reserve(path.size());
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t end = std::min(path.find_first_of("/\\", at), path.size());
    const std::string_view part = path.substr(at, end - at);
    if (!part.empty() && part != ".") {
      if (!plain.empty()) plain += '/';
      plain += part;
    }
    at = end + 1;
  }
  return plain;
}

std::vector<NameCollision> find_collisions(const std::vector<std::string_view>& names) {
  // The coarsest fold first: few names collide in it, and only those are looked at again.
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keys(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) keys[i] = {hash64(fold(names[i], NameFold::kCase)), static_cast<std::uint32_t>(i)};
  std::sort(keys.begin(), keys.end());
  std::vector<NameCollision> collisions;
  for (std::size_t i = 0; i < keys.size();) {
    std::size_t end = i + 1;
    while (end < keys.size() && keys[end].first == keys[i].first) ++end;
    if (end - i > 1) {
      std::vector<std::int32_t> best(end - i, -1);
      for (const NameFold how : {NameFold::kExact, NameFold::kSeparator, NameFold::kNormalized, NameFold::kCase}) {
        std::unordered_map<std::string, std::size_t> seen;  // looked up, never walked
        for (std::size_t k = i; k < end; ++k) {
          const auto [place, added] = seen.try_emplace(fold(names[keys[k].second], how), keys[k].second);
          if (added || best[k - i] >= 0) continue;
          best[k - i] = static_cast<std::int32_t>(how);
          collisions.push_back({place->second, keys[k].second, how});
        }
      }
    }
    i = end;
  }
  std::sort(collisions.begin(), collisions.end(), [](const NameCollision& a, const NameCollision& b) { return a.second < b.second; });
  return collisions;
}

void LinkNames::add(std::string_view name) { names_.insert(hash64(plain_path(name))); }

bool LinkNames::leads_through(std::string_view name) const {
  std::uint64_t hash = kHashSeed;
  for (const char c : plain_path(name)) {
    if (c == '/' && names_.contains(hash)) return true;
    hash = hash_byte(hash, static_cast<unsigned char>(c));
  }
  return false;
}

}  // namespace aboveboard::format
