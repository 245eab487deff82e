// What users write for a repository on the Hub.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace aboveboard {

enum class RepositoryKind { Model, Dataset, Space };

struct HubTarget {
  RepositoryKind kind = RepositoryKind::Model;
  std::string id;        // "owner/name", or "name" of an old repository without an owner
  std::string revision;  // branch, tag, "refs/pr/1" or commit; "" for the default branch
  std::string path;      // a file or folder in it; "" for all
};

// "hf:owner/name@revision", "hf:datasets/owner/name", "hf://...", "https://huggingface.co/owner/name/tree/revision", "hf.co/owner/name", and the same under
// `endpoint`. Nothing where the location is none of these (a path); Usage where it is meant for the Hub but names no repository that could be.
Result<std::optional<HubTarget>> parse_hub_target(std::string_view location, std::string_view endpoint);

// Can this be the id of a repository: one or two parts of letters, digits, '-', '_' and '.', at most 96 characters, neither ".." nor "--" within?
bool is_repository_id(std::string_view id);

// "owner/name", "datasets/owner/name".
std::string identity_of(const HubTarget& target);

}  // namespace aboveboard
