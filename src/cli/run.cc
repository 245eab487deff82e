#include <ostream>

#include "cli/cli.h"
#include "cli/commands/commands.h"
#include "cli/help.h"
#include "cli/parse.h"
#include "report/display.h"

namespace aboveboard::cli {

int run(const std::vector<std::string>& arguments, const Surroundings& around, std::ostream& out, std::ostream& err) {
  if (arguments.empty()) {
    err << general_help(around.columns);
    return kUsage;
  }
  const Result<Invocation> invocation = parse(arguments);
  if (!invocation) {
    err << "aboveboard: " << terminal::neutralize(invocation.error().message) << "\n`aboveboard help` lists commands and flags.\n";
    return kUsage;
  }
  if (invocation->has(FlagId::Version)) {
    out << "aboveboard " ABOVEBOARD_VERSION "\n" << std::flush;
    return out ? kDone : kUsage;
  }
  if (invocation->has(FlagId::Help)) {
    out << (invocation->implied ? general_help(around.columns) : command_help(*invocation->command, around.columns)) << std::flush;
    return kDone;
  }
  return invocation->command->run({*invocation, around, out, err});
}

}  // namespace aboveboard::cli
