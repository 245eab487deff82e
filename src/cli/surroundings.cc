#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <string_view>

#include "cli/cli.h"

namespace aboveboard::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

// COLUMNS is a wish and taken as it is; a terminal's own width up to where lines still read well.
int columns_of_terminal() {
  constexpr int kUsual = 80, kReadable = 120, kMost = 1000;
  const std::string_view wish = variable("COLUMNS");
  int columns = 0;
  const auto [end, error] = std::from_chars(wish.data(), wish.data() + wish.size(), columns);
  if (error == std::errc() && end == wish.data() + wish.size() && columns > 0) return std::min(columns, kMost);
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::min(static_cast<int>(size.ws_col), kReadable);
  return kUsual;
}

}  // namespace

Surroundings look_around() {
  Surroundings around;
  around.terminal = ::isatty(STDOUT_FILENO) == 1;
  around.wants_color = variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  around.columns = columns_of_terminal();
  return around;
}

}  // namespace aboveboard::cli
