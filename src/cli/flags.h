// The one table of commands and flags: parsing, help, and later man page and completions, are all read from it.
#pragma once

#include <span>
#include <string_view>

namespace aboveboard::cli {

struct Call;

enum class FlagId { Weights, Code, Data, Docs, Base, Follow, Offline, Name, Complete, Licenses, Id, FullName, PolicyFile, Baseline, Force, Policy, MustHave, MustNotHave, Digest, Verify, Tensors, Format, Color, Help, Version };

// Two flags may share a name where no command takes both.
struct Flag {
  FlagId id;
  std::string_view name;    // "--weights"
  char letter;              // 'h' for -h; 0 for none
  std::string_view value;   // what the help calls its value; "" where it takes none
  bool repeatable;
  std::string_view help;
};

struct Command {
  std::string_view name;
  std::string_view arguments;  // as the help shows them
  std::string_view summary;    // one line
  std::string_view details;    // a paragraph; "" for none
  std::span<const FlagId> flags;  // its own, besides those that every command takes
  int (*run)(const Call& call);
};

std::span<const Flag> all_flags();
const Flag& flag(FlagId id);
std::span<const Command> all_commands();
const Command* find_command(std::string_view name);
// Flags that every command takes.
std::span<const FlagId> common_flags();
bool takes(const Command& command, FlagId id);

}  // namespace aboveboard::cli
