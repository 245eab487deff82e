// Names of licenses where a notice puts them.
#pragma once

#include <optional>
#include <string_view>

#include "license/license.h"

namespace aboveboard::license {

// The first license name that begins within `reach` words of `prose`, which says what something is licensed under: there, names count that
// in other prose would be ordinary words. Nothing where none stands there, or where it is only compared with ("MIT-style").
std::optional<NameInText> first_name(std::string_view prose, std::size_t reach);

}  // namespace aboveboard::license
