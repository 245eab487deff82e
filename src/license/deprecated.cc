#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

// SPDX ids that the list deprecates and what it names in their place (SPDX license list 3.x): an id, or an id with an exception. Sorted, in
// lower case on the left. Net-SNMP is deprecated too, in favor of the several licenses that its text holds: it stays as it is.
constexpr std::array kDeprecated = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"agpl-1.0", "AGPL-1.0-only"}, {"agpl-3.0", "AGPL-3.0-only"}, {"agpl-3.0+", "AGPL-3.0-or-later"},
    {"bsd-2-clause-freebsd", "BSD-2-Clause-Views"}, {"bsd-2-clause-netbsd", "BSD-2-Clause"}, {"bzip2-1.0.5", "bzip2-1.0.6"},
    {"ecos-2.0", "GPL-2.0-or-later WITH eCos-exception-2.0"},
    {"gfdl-1.1", "GFDL-1.1-only"}, {"gfdl-1.1+", "GFDL-1.1-or-later"}, {"gfdl-1.2", "GFDL-1.2-only"},
    {"gfdl-1.2+", "GFDL-1.2-or-later"}, {"gfdl-1.3", "GFDL-1.3-only"}, {"gfdl-1.3+", "GFDL-1.3-or-later"},
    {"gpl-1.0", "GPL-1.0-only"}, {"gpl-1.0+", "GPL-1.0-or-later"}, {"gpl-2.0", "GPL-2.0-only"},
    {"gpl-2.0+", "GPL-2.0-or-later"},
    {"gpl-2.0-with-autoconf-exception", "GPL-2.0-only WITH Autoconf-exception-2.0"},
    {"gpl-2.0-with-bison-exception", "GPL-2.0-only WITH Bison-exception-2.2"},
    {"gpl-2.0-with-classpath-exception", "GPL-2.0-only WITH Classpath-exception-2.0"},
    {"gpl-2.0-with-font-exception", "GPL-2.0-only WITH Font-exception-2.0"},
    {"gpl-2.0-with-gcc-exception", "GPL-2.0-only WITH GCC-exception-2.0"},
    {"gpl-3.0", "GPL-3.0-only"}, {"gpl-3.0+", "GPL-3.0-or-later"},
    {"gpl-3.0-with-autoconf-exception", "GPL-3.0-only WITH Autoconf-exception-3.0"},
    {"gpl-3.0-with-gcc-exception", "GPL-3.0-only WITH GCC-exception-3.1"},
    {"lgpl-2.0", "LGPL-2.0-only"}, {"lgpl-2.0+", "LGPL-2.0-or-later"}, {"lgpl-2.1", "LGPL-2.1-only"},
    {"lgpl-2.1+", "LGPL-2.1-or-later"}, {"lgpl-3.0", "LGPL-3.0-only"}, {"lgpl-3.0+", "LGPL-3.0-or-later"},
    {"nunit", "zlib-acknowledgement"}, {"standardml-nj", "SMLNJ"},
    {"wxwindows", "LGPL-2.0-or-later WITH WxWindows-exception-3.1"},
});
static_assert(std::is_sorted(kDeprecated.begin(), kDeprecated.end(), [](const auto& a, const auto& b) { return a.first < b.first; }));

}  // namespace

std::string_view current_spdx_id(std::string_view id) {
  const std::string key = to_lower(id);
  const auto found = std::lower_bound(kDeprecated.begin(), kDeprecated.end(), std::string_view(key),
                                      [](const auto& pair, std::string_view wanted) { return pair.first < wanted; });
  return found != kDeprecated.end() && found->first == key ? found->second : id;
}

}  // namespace aboveboard::license
