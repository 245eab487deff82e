// `aboveboard help [COMMAND]`
#include "cli/help.h"

#include <ostream>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "base/suggest.h"

namespace aboveboard::cli {

int run_help(const Call& call) {
  if (call.given.arguments.empty()) {
    call.out << general_help(call.around.columns) << std::flush;
    return kDone;
  }
  const std::string& name = call.given.arguments.front();
  const Command* command = find_command(name);
  if (command == nullptr) {
    std::vector<std::string> names;
    for (const Command& known : all_commands()) names.emplace_back(known.name);
    complain(call, "no command " + name + did_you_mean(name, names));
    return kUsage;
  }
  call.out << command_help(*command, call.around.columns) << std::flush;
  return kDone;
}

}  // namespace aboveboard::cli
