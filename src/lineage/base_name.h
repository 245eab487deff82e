// Base names: what files write where they name a base, made comparable. Hubs' URLs become "owner/name"; paths on somebody's disk name nothing.
#pragma once

#include <string>
#include <string_view>

namespace aboveboard::lineage {

enum class NameKind {
  None,       // empty, a placeholder, longer than limits::kLineageNameBytes
  LocalPath,  // "/home/me/out", "./out", "C:\models", "checkpoint-500"
  Named,      // an identity on a hub, a name in prose, a URL elsewhere
};

struct BaseName {
  NameKind kind = NameKind::None;
  std::string text;  // Named: "owner/name", "datasets/owner/name", else as it stands
};

// As written in a file: white space, Hub hosts and schemes, "/tree/...", "@revision", ".git", queries and trailing slashes are taken away. Case is kept.
BaseName base_name(std::string_view written);

// "owner/name" as hubs spell it: one slash, no path.
bool is_hub_id(std::string_view text);

// The same base: identities without case; where one of them has no owner, by the bare name.
bool same_base(std::string_view a, std::string_view b);

// The same, or a repackaging of the same under another owner: the names agree but for words of packing such as "bnb-4bit" or "GGUF". Not enough to be one edge, but no contradiction.
bool akin(std::string_view a, std::string_view b);

// Akin, or one name stands in the other: "otter-7b" and "otter-7b-instruct" are links of one chain.
bool related(std::string_view a, std::string_view b);

}  // namespace aboveboard::lineage
