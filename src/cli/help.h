// Help, written from the flag table.
#pragma once

#include <string>

#include "cli/flags.h"

namespace aboveboard::cli {

std::string general_help(int columns);
std::string command_help(const Command& command, int columns);

}  // namespace aboveboard::cli
