// Names and links of tar members, all together.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "format/tar/tar.h"

namespace aboveboard::format {

// Notes names and links that lead out, names that stand twice, devices, and members that would be unpacked through a link.
void check_tar_names(const std::vector<TarMember>& members, Examination& examination);

}  // namespace aboveboard::format
