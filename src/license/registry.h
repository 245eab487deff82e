// What is known about each license: the files of data/licenses (read once, when first asked for) and the SPDX list of the index.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "license/license.h"

namespace aboveboard::license {

// A known license with what only the engine needs of it.
struct Entry {
  Info info;
  bool policy = false;
  std::vector<std::string> tags;               // Hub tags and license_name values, in lower case
  std::vector<std::string> aliases;            // names as prose writes them, in lower case
  std::vector<std::vector<std::string>> anchors;  // for each of info.terms, patterns (RE2) that find its clause
};

// A family that tags and sentences name without a version.
struct Family {
  std::string id;                       // "openrail", "llama"
  std::vector<std::string> tags, aliases;
  std::vector<LicenseClass> classes;    // what all its versions have in common
};

struct Registry {
  std::deque<Entry> entries;
  std::map<std::string, Entry*> by_id;      // lower case
  std::map<std::string, Entry*> by_tag;     // lower case
  std::vector<Family> families;
  std::map<std::string, const Family*> family_by_tag;
};

const Registry& registry();
const Entry* find_entry(std::string_view id);

// The current id for a deprecated SPDX id ("GPL-3.0" -> "GPL-3.0-only"), or `id` itself. Ignores case.
std::string_view current_spdx_id(std::string_view id);

}  // namespace aboveboard::license
