#include "license/links.h"

#include <array>

#include "base/text.h"
#include "data/pattern.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

struct Address {
  const char* pattern;  // group 1, 2: parts of the id
  const char* id;       // "" : made of the groups
};

// Where the stewards of licenses publish them.
constexpr Address kAddresses[] = {
    {R"((?i)creativecommons\.org/licenses/([a-z-]+)/([0-9.]+[0-9]))", "CC-"},
    {R"((?i)creativecommons\.org/publicdomain/zero/(1\.0))", "CC0-1.0"},
    {R"((?i)opensource\.org/licenses?/([a-z0-9.-]*[a-z0-9]))", ""},
    {R"((?i)spdx\.org/licenses/([a-z0-9.-]*[a-z0-9+]))", ""},
    {R"((?i)(apache)\.org/licenses/LICENSE-2\.0)", "Apache-2.0"},
    {R"((?i)(gnu)\.org/licenses/gpl-3\.0)", "GPL-3.0-only"},
    {R"((?i)(gnu)\.org/licenses/agpl-3\.0)", "AGPL-3.0-only"},
    {R"((?i)(opendatacommons)\.org/licenses/by/1)", "ODC-By-1.0"},
    {R"((?i)(opendatacommons)\.org/licenses/odbl/1)", "ODbL-1.0"},
    {R"((?i)(opendatacommons)\.org/licenses/pddl/1)", "PDDL-1.0"},
    {R"((?i)(ai\.google\.dev)/gemma/terms)", "family:gemma"},
    {R"((?i)(llama\.com|llama\.meta\.com)/llama2/license)", "LicenseRef-llama-2"},
    {R"((?i)(llama\.com|llama\.meta\.com)/llama3/license)", "LicenseRef-llama-3"},
    {R"((?i)(llama\.com|llama\.meta\.com)/llama3_1/license)", "LicenseRef-llama-3.1"},
    {R"((?i)(llama\.com|llama\.meta\.com)/llama3_2/license)", "LicenseRef-llama-3.2"},
    {R"((?i)(llama\.com|llama\.meta\.com)/llama3_3/license)", "LicenseRef-llama-3.3"},
    {R"((?i)(llama\.com|llama\.meta\.com)/llama4/license)", "LicenseRef-llama-4"},
    {R"((?i)huggingface\.co/spaces/(bigscience)/license\b)", "LicenseRef-bigscience-rail-1.0"},
    {R"((?i)huggingface\.co/spaces/(bigcode)/bigcode-model-license-agreement)", "LicenseRef-bigcode-openrail-m-v1"},
    {R"((?i)huggingface\.co/spaces/(compvis)/stable-diffusion-license)", "LicenseRef-creativeml-openrail-m"},
};

// Compiled when first needed, once.
const std::vector<data::LazyPattern>& patterns() {
  static const std::vector<data::LazyPattern> kPatterns = [] {
    std::vector<data::LazyPattern> all;
    for (const Address& address : kAddresses) all.emplace_back(address.pattern, data::PatternUnit::Utf8WhereNeeded);
    return all;
  }();
  return kPatterns;
}

NameInText resolve(const Address& address, std::string_view first, std::string_view second) {
  const std::string_view id = address.id;
  if (id.starts_with("family:")) return {"", std::string(id.substr(7)), 0, 0};
  const std::string wanted = id == "CC-" ? "CC-" + std::string(first) + "-" + std::string(second) : id.empty() ? std::string(first) : std::string(id);
  const Entry* entry = find_entry(wanted);
  return entry == nullptr ? NameInText{} : NameInText{entry->info.id, entry->info.family, 0, 0};
}

}  // namespace

void add_link_names(std::string_view text, std::vector<NameInText>& names) {
  if (text.find(".org/") == std::string_view::npos && text.find(".com/") == std::string_view::npos && text.find(".dev/") == std::string_view::npos &&
      text.find(".co/") == std::string_view::npos) {
    return;
  }
  for (std::size_t i = 0; i < std::size(kAddresses); ++i) {
    const Address& address = kAddresses[i];
    std::array<std::string_view, 3> groups;
    std::size_t at = 0;
    while (patterns()[i].find(text, at, groups)) {
      const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
      at = begin + groups[0].size();
      NameInText name = resolve(address, groups[1], groups[2]);
      if (name.id.empty() && name.family.empty()) continue;
      name.begin = begin, name.end = at;
      names.push_back(std::move(name));
    }
  }
}

}  // namespace aboveboard::license
