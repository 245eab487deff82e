#include "cli/parse.h"

#include <algorithm>

#include "base/suggest.h"

namespace aboveboard::cli {
namespace {

// One argument that begins with a dash, taken apart.
struct Spelling {
  const Flag* flag = nullptr;
  std::optional<std::string> value;
};

std::vector<std::string> flag_names(const Command* command) {
  std::vector<std::string> names;
  for (const Flag& item : all_flags()) {
    const bool again = !names.empty() && names.back() == item.name;
    if (!again && (command == nullptr || takes(*command, item.id))) names.emplace_back(item.name);
  }
  return names;
}

// The command that the arguments seem to name, nullptr for none: it says which of two flags of one name is meant.
const Command* seeming_command(const std::vector<std::string>& arguments) {
  for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    const Command* two = i + 1 < arguments.size() ? find_command(arguments[i] + " " + arguments[i + 1]) : nullptr;
    const Command* command = two != nullptr ? two : find_command(arguments[i]);
    if (command != nullptr) return command;
  }
  return nullptr;
}

// The flag of this name: where there are two, the one that the command takes.
const Flag* find_flag(std::string_view name, const Command* command) {
  const Flag* found = nullptr;
  for (const Flag& item : all_flags()) {
    if (item.name == name && (found == nullptr || (command != nullptr && takes(*command, item.id)))) found = &item;
  }
  return found;
}

Result<Spelling> read_flag(std::string_view argument, const Command* command) {
  if (argument.starts_with("--")) {
    const std::size_t equals = argument.find('=');
    const std::string_view name = argument.substr(0, equals);
    if (const Flag* known = find_flag(name, command); known != nullptr) {
      if (equals == std::string_view::npos) return Spelling{known, std::nullopt};
      if (known->value.empty()) return fail(ErrorKind::Usage, std::string(name) + " takes no value");
      return Spelling{known, std::string(argument.substr(equals + 1))};
    }
    return fail(ErrorKind::Usage, "unknown flag " + std::string(name) + did_you_mean(name, flag_names(nullptr)));
  }
  for (const Flag& item : all_flags()) {
    if (item.letter == 0 || item.letter != argument[1]) continue;
    if (argument.size() == 2) return Spelling{&item, std::nullopt};
    if (!item.value.empty()) return Spelling{&item, std::string(argument.substr(2))};
  }
  return fail(ErrorKind::Usage, "unknown flag " + std::string(argument));
}

// The first argument names the command, the first two do ("license learn"), or `audit` is meant.
void choose_command(Invocation& invocation) {
  std::vector<std::string>& arguments = invocation.arguments;
  for (std::ptrdiff_t words = std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(arguments.size())); words > 0; --words) {
    invocation.command = find_command(words == 2 ? arguments[0] + " " + arguments[1] : arguments[0]);
    if (invocation.command == nullptr) continue;
    arguments.erase(arguments.begin(), arguments.begin() + words);
    return;
  }
  invocation.implied = true;
  invocation.command = find_command("audit");
}

Status check_flags(const Invocation& invocation) {
  const Command& command = *invocation.command;
  for (auto given = invocation.flags.begin(); given != invocation.flags.end(); ++given) {
    const Flag& known = flag(given->id);
    if (!takes(command, given->id)) {
      return fail(ErrorKind::Usage, "`" + std::string(command.name) + "` does not take " + std::string(known.name));
    }
    const bool again = std::any_of(invocation.flags.begin(), given, [&](const GivenFlag& earlier) { return earlier.id == given->id; });
    if (again && !known.repeatable && !known.value.empty()) return fail(ErrorKind::Usage, std::string(known.name) + " is given twice");
  }
  return {};
}

}  // namespace

bool Invocation::has(FlagId id) const {
  return std::any_of(flags.begin(), flags.end(), [id](const GivenFlag& given) { return given.id == id; });
}

std::optional<std::string> Invocation::value(FlagId id) const {
  for (const GivenFlag& given : flags) {
    if (given.id == id) return given.value;
  }
  return std::nullopt;
}

Result<Invocation> parse(const std::vector<std::string>& arguments) {
  Invocation invocation;
  const Command* const seeming = seeming_command(arguments);
  bool only_arguments = false;
  bool command_possible = true;  // a target behind `--` is never a command
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (only_arguments || argument.size() < 2 || argument[0] != '-') {
      if (only_arguments && invocation.arguments.empty()) command_possible = false;
      invocation.arguments.push_back(argument);
      continue;
    }
    if (argument == "--") {
      only_arguments = true;
      continue;
    }
    ABOVEBOARD_ASSIGN(Spelling spelling, read_flag(argument, seeming));
    if (!spelling.flag->value.empty() && spelling.flag->value.front() != '[' && !spelling.value) {
      if (i + 1 == arguments.size()) {
        return fail(ErrorKind::Usage, std::string(spelling.flag->name) + " needs a value: " + std::string(spelling.flag->value));
      }
      spelling.value = arguments[++i];
    }
    invocation.flags.push_back({spelling.flag->id, spelling.value.value_or("")});
  }
  if (command_possible) {
    choose_command(invocation);
  } else {
    invocation.implied = true;
    invocation.command = find_command("audit");
  }
  if (!invocation.has(FlagId::Help) && !invocation.has(FlagId::Version)) ABOVEBOARD_TRY(check_flags(invocation));
  return invocation;
}

}  // namespace aboveboard::cli
