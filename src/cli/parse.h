// Arguments -> what was asked, by the flag table.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cli/flags.h"

namespace aboveboard::cli {

struct GivenFlag {
  FlagId id;
  std::string value;
};

struct Invocation {
  const Command* command = nullptr;
  bool implied = false;             // no command was named: `aboveboard TARGET`
  std::vector<GivenFlag> flags;     // in order
  std::vector<std::string> arguments;

  bool has(FlagId id) const;
  // The value of a flag that may be given once.
  std::optional<std::string> value(FlagId id) const;
};

// Takes --flag VALUE, --flag=VALUE (the one form of a value that may be left out), -f VALUE, -fVALUE, and `--` before arguments that begin with a dash. A flag may stand before or behind
// the command. Usage errors name the nearest known flag.
Result<Invocation> parse(const std::vector<std::string>& arguments);

}  // namespace aboveboard::cli
