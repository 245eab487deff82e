// The machinery of strip_markup, shared by its three source files. Nobody else includes it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/document/html.h"
#include "format/document/inline.h"

namespace aboveboard::format {

inline constexpr std::size_t kTargetBytes =
    4096;  // a link target; longer ones (inlined images) are not links worth keeping

enum Mark : std::uint8_t { kPlainText, kDropped, kVerbatim };

inline bool is_punctuation(char c) {
  return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
inline bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
inline bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
         static_cast<unsigned char>(c) >= 0x80;
}

struct Control {
  std::size_t at = 0;
  char mark = 0;
};
struct Opener {
  std::size_t at = 0;
  bool image = false;
};
struct Run {  // of '*', '_' or '~'
  std::size_t at = 0;
  std::uint32_t length = 0, used_front = 0, used_back = 0;
  bool opens = false, closes = false;
};

// One walk over the raw text marks what is markup; a second writes what is left.
class Stripper {
 public:
  Stripper(std::string_view raw, const References& references, bool breaks)
      : raw_(raw), references_(references), breaks_(breaks), marks_(raw.size(), kPlainText) {}

  Plain run() {
    find_last_ticks();
    while (at_ < raw_.size()) step();
    match_emphasis();
    write();
    finish_links();
    return std::move(plain_);
  }

 private:
  void step();
  void step_escape();
  void step_ticks();
  void step_angle();
  void apply_tag(const HtmlTag& tag);
  void step_close_bracket();
  void step_run();
  bool step_url();
  std::optional<std::size_t> inline_target(std::size_t at, std::string& target) const;
  std::optional<std::size_t> reference_target(const Opener& opener, std::string& target) const;
  void add_link(std::string target, bool image, std::size_t begin, std::size_t content, std::size_t content_end,
                std::size_t end);
  void find_last_ticks();
  void match_emphasis();
  void write();
  void finish_links();

  void drop(std::size_t begin, std::size_t end) { std::fill(marks_.begin() + begin, marks_.begin() + end, kDropped); }
  void control(std::size_t at, char mark) { controls_.push_back({at, mark}); }
  char at(std::size_t i) const { return i < raw_.size() ? raw_[i] : '\0'; }
  std::size_t run_length(std::size_t from) const {
    std::size_t end = from;
    while (end < raw_.size() && raw_[end] == raw_[from]) ++end;
    return end - from;
  }

  std::string_view raw_;
  const References& references_;
  bool breaks_;
  std::vector<std::uint8_t> marks_;
  std::vector<Control> controls_;
  std::vector<Opener> openers_;
  std::vector<InlineLink> anchors_;  // <a href> not yet closed
  std::vector<Run> runs_;
  std::array<std::size_t, 32> last_ticks_{};  // where the last run of n back-quotes begins
  bool comments_end_ = true;                  // "-->" may still follow
  int cells_ = 0;                             // inside <td> or <th>
  std::size_t at_ = 0;
  Plain plain_;
};

}  // namespace aboveboard::format
