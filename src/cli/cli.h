// The program as a function: arguments and surroundings in, text and an exit status out.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::cli {

// Exit statuses (stable).
enum ExitStatus : int {
  kDone = 0,
  kPolicyViolated = 1,   // only `check`; of `lint`: a problem is an error
  kUsage = 2,            // usage or configuration, also a target that is not there
  kIncomplete = 3,       // something named could not be examined
  kInternal = 4,
  kIntegrityFailed = 5,
};

// What the program sees of the machine; the library sees none of it.
struct Surroundings {
  bool terminal = false;  // standard output is one
  bool wants_color = true;  // neither NO_COLOR nor TERM=dumb
  int columns = 80;
  std::int64_t now = 0;     // seconds since 1970-01-01T00:00:00Z
  bool error_terminal = false;  // standard error is one
  std::map<std::string, std::string, std::less<>> variables = {};  // of the environment: those that commands read

  // "" for a variable that is not set.
  std::string variable(std::string_view name) const;
};

// Reads the environment and asks the terminal of standard output for its width.
Surroundings look_around();

// Runs one command line (without the program's name).
int run(const std::vector<std::string>& arguments, const Surroundings& around, std::ostream& out, std::ostream& err);

}  // namespace aboveboard::cli
