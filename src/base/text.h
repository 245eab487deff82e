// Text: lines, UTF-8, ASCII case, and globs over paths. Everything works on bytes and never trusts the encoding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard {

// Offset of the first byte that is not valid UTF-8 (RFC 3629), or npos where all of `text` is valid.
std::size_t find_invalid_utf8(std::string_view text);

// `text` with every invalid byte sequence replaced by U+FFFD, so that it may stand in JSON or on a terminal.
std::string sanitize_utf8(std::string_view text);

// A text that begins with the byte order mark of UTF-16, in either order: `text` as UTF-8, without the mark. Surrogates that stand alone become U+FFFD; an
// odd byte at the end is dropped. Nothing where there is no such mark.
std::optional<std::string> utf8_from_utf16(std::string_view text);

// The longest prefix of at most `limit` bytes that does not cut a UTF-8 sequence.
std::string_view clip_utf8(std::string_view text, std::size_t limit);

// A stranger's name for a message: valid UTF-8, at most `limit` bytes of it, in double quotes.
std::string quoted(std::string_view name, std::size_t limit);

std::string to_lower(std::string_view ascii);
std::string_view trim(std::string_view text);
bool contains_ignoring_case(std::string_view text, std::string_view ascii_lower_case_needle);
bool equals_ignoring_case(std::string_view a, std::string_view b);
std::vector<std::string> split(std::string_view text, char separator);

// The part of a path behind its last '/', and what follows the last '.' of that part in lower case ("" if none).
std::string_view file_name(std::string_view path);
std::string file_extension(std::string_view path);
// The part before the last '/', "" at the top.
std::string_view parent_path(std::string_view path);

// Does the glob match the whole path, ignoring ASCII case? `*` and `?` stop at '/'; `**/` matches any number of folders, also none;
// a trailing `/**` matches everything below; `{a,b}` alternatives (not nested; a pattern that combines them in more
// than 1,024 ways may miss some). Linear in the path for each star. A pattern without '/' is matched against the file name alone.
bool glob_match(std::string_view pattern, std::string_view path);

// "a", "a and b", "a, b and c".
std::string join_and(const std::vector<std::string>& items);

// Maps byte offsets of a text to 1-based lines; LF, CRLF and a lone CR each end a line.
class LineIndex {
 public:
  explicit LineIndex(std::string_view text);
  std::uint64_t line_of(std::size_t byte) const;
  std::uint64_t line_count() const { return starts_.size(); }
  // Offset of the first byte of a line (1-based; must exist).
  std::size_t start_of(std::uint64_t line) const { return starts_[static_cast<std::size_t>(line - 1)]; }

 private:
  std::vector<std::size_t> starts_;
};

// Letters and digits alone, those of ASCII in lower case: "Some-Model_7B" and "some model 7b" are the same name.
std::string letters_and_digits(std::string_view name);

// Digits and nothing else, below 2^64.
std::optional<std::uint64_t> parse_decimal(std::string_view text);

// Sixteen lower-case hexadecimal digits.
std::string to_hex(std::uint64_t value);

// Lower-case hexadecimal digits and nothing else, as digests are written.
bool is_lower_hex(std::string_view text);

}  // namespace aboveboard
