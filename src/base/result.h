// Result<T>: a value, or an Error that says what is wrong and where. Functions that can fail on their input return one;
// nothing in this project throws.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace aboveboard {

enum class ErrorKind {
  NotFound,      // a path that is not there
  Unreadable,    // there, but the system will not give its bytes
  Truncated,     // the bytes end before what they announce
  Malformed,     // the bytes break the format's own rules
  Unsupported,   // well-formed, but of a version or kind that is not read here
  LimitReached,  // a named limit of ours stopped the reading
  Denied,        // a server gives it to others only: a token or an agreement is missing, or it was taken down
  Unavailable,   // a server could not be reached, is overloaded or broken, or asks to wait longer than we do
  Integrity,     // the bytes are not those that were promised
  Canceled,      // the caller wants no more
  Usage,         // the caller asked for something impossible
  Internal,      // a bug of ours
};

// Where in which file. Lines are 1-based, bytes are 0-based offsets from the start of the file.
struct Place {
  std::string path;
  std::optional<std::uint64_t> line;
  std::optional<std::uint64_t> byte;
  std::string member = {};  // of an archive, "" for the file itself; `byte` counts within it
};

struct Error {
  ErrorKind kind = ErrorKind::Internal;
  std::string message;
  Place place;
};

// "path:line: message", "path: at byte 17: message", or the bare message where no path is known.
std::string to_string(const Error& error);

template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
 public:
  using tl::expected<T, Error>::expected;
};

using Status = Result<void>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message, Place place = {}) {
  return tl::unexpected<Error>(Error{kind, std::move(message), std::move(place)});
}
inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }

}  // namespace aboveboard

// NOLINTBEGIN(bugprone-macro-parentheses): a declaration cannot stand in parentheses
#define ABOVEBOARD_CONCAT_(a, b) a##b
#define ABOVEBOARD_CONCAT(a, b) ABOVEBOARD_CONCAT_(a, b)

// Returns from the enclosing function with the error of `expr`, if it has one.
#define ABOVEBOARD_TRY(expr)                                                        \
  do {                                                                              \
    auto&& aboveboard_status = (expr);                                              \
    if (!aboveboard_status) return ::aboveboard::fail(std::move(aboveboard_status.error())); \
  } while (false)

// ABOVEBOARD_ASSIGN(auto x, f()): x is the value of f(), or the enclosing function returns f()'s error.
#define ABOVEBOARD_ASSIGN(declaration, expr) \
  ABOVEBOARD_ASSIGN_(ABOVEBOARD_CONCAT(aboveboard_result_, __LINE__), declaration, expr)
#define ABOVEBOARD_ASSIGN_(name, declaration, expr)              \
  auto name = (expr);                                            \
  if (!name) return ::aboveboard::fail(std::move(name.error())); \
  declaration = std::move(*name)
// NOLINTEND(bugprone-macro-parentheses)
