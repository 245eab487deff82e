// What a hub says of a repository at a revision: its commit and its files. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "source/source.h"

namespace aboveboard {

struct HubInfo {
  std::string id;      // as the hub spells it; "" where it does not say
  std::string commit;  // 40 digits
  std::vector<FileEntry> files;       // sorted bytewise, each path once
  std::vector<std::uint64_t> unsized; // which of them (by place in `files`, ascending) have a size that is not told, or not believed; their `bytes` are 0
  std::string gated;   // "auto", "manual"; "" where it is not
  bool is_private = false;
  bool disabled = false;
};

// The reply of GET /api/{models|datasets|spaces}/{id}[/revision/{rev}]?blobs=true. Malformed where it is no JSON, or names no commit. Entries that no repository could hold are passed
// over and noted (source/hub-bad-name, source/hub-bad-size, source/hub-bad-digest, source/too-many-files); memory is bounded by limits::kFiles and the reply itself.
Result<HubInfo> parse_hub_info(std::string_view reply, Diagnostics& notes);

}  // namespace aboveboard
