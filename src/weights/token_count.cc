// Counts the tokens of a tokenizer's JSON. A grammar of its own over a sliding window: a tree of half a million tokens, or even events for them, would take
// longer than the whole audit.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "weights/vocabulary.h"

namespace aboveboard::weights {
namespace {

constexpr std::size_t kWindow = 256u << 10;

class TokenScanner {
 public:
  explicit TokenScanner(ByteSource& bytes) : bytes_(bytes) { window_.resize(kWindow); }

  Result<TokenCount> run(bool flat) {
    if (!(flat ? read_map() : read_file())) {
      if (error_) return fail(std::move(*error_));
      return fail(ErrorKind::Malformed, "this is no tokenizer as it is read here", {"", std::nullopt, offset_ + at_});
    }
    if (count_.tokens == 0) count_.tokens = entries_;
    return count_;
  }

 private:
  bool refill();
  // The next byte without taking it, or -1 at the end.
  int peek() { return at_ < size_ || refill() ? static_cast<unsigned char>(window_[at_]) : -1; }
  int next_token() {
    for (int c = peek();; c = peek()) {
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') return c;
      ++at_;
    }
  }
  bool take(char c) {
    if (next_token() != c) return false;
    ++at_;
    return true;
  }
  bool skip_string();
  bool read_key(std::string_view& key);
  bool skip_value(int depth);
  bool read_number(std::uint64_t& number);
  // Calls `item` for each member behind its key and ':', or each item of a list.
  template <typename Item>
  bool read_object(Item item);
  template <typename Item>
  bool read_list(Item item);
  bool read_file();
  bool read_map();
  bool read_model();
  bool read_added();
  void add_id(std::uint64_t id, std::uint64_t byte) {
    if (id >= limits::kConfigNumber || id + 1 <= count_.tokens) return;
    count_ = {id + 1, byte};
  }
  std::uint64_t place() const { return offset_ + at_; }

  ByteSource& bytes_;
  std::string window_;
  std::uint64_t offset_ = 0;  // of the window
  std::size_t at_ = 0, size_ = 0;
  std::optional<Error> error_;
  std::array<char, 32> key_{};
  TokenCount count_;
  std::uint64_t entries_ = 0;
  bool vocabulary_ = false, added_ = false;
};

bool TokenScanner::refill() {
  offset_ += size_;
  at_ = size_ = 0;
  if (error_ || offset_ >= bytes_.size()) return false;
  const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(kWindow, bytes_.size() - offset_));
  const Status read = bytes_.read_at(offset_, std::as_writable_bytes(std::span(window_).first(want)));
  if (!read) {
    error_ = read.error();
    return false;
  }
  size_ = want;
  return true;
}

bool TokenScanner::skip_string() {
  if (!take('"')) return false;
  for (;;) {
    while (at_ < size_) {
      const char c = window_[at_++];
      if (c == '"') return true;
      if (c != '\\') continue;
      if (peek() < 0) return false;
      ++at_;
    }
    if (!refill()) return false;
  }
}

// Keys that are longer than those that are looked for come out cut.
bool TokenScanner::read_key(std::string_view& key) {
  if (!take('"')) return false;
  std::size_t length = 0;
  for (int c = peek(); c != '"'; c = peek()) {
    if (c < 0) return false;
    if (length < key_.size()) key_[length++] = static_cast<char>(c);
    ++at_;
    if (c != '\\') continue;
    if (peek() < 0) return false;
    ++at_;
  }
  ++at_;
  key = {key_.data(), length};
  return true;
}

bool TokenScanner::read_number(std::uint64_t& number) {
  number = 0;
  const int first = next_token();
  if (first < '0' || first > '9') return false;
  for (int c = first; c >= '0' && c <= '9'; c = peek()) {
    if (number > limits::kConfigNumber) return false;
    number = number * 10 + static_cast<std::uint64_t>(c - '0');
    ++at_;
  }
  return true;
}

template <typename Item>
bool TokenScanner::read_object(Item item) {
  if (!take('{')) return false;
  if (take('}')) return true;
  do {
    if (!item()) return false;
  } while (take(','));
  return take('}');
}

template <typename Item>
bool TokenScanner::read_list(Item item) {
  if (!take('[')) return false;
  if (take(']')) return true;
  do {
    if (!item()) return false;
  } while (take(','));
  return take(']');
}

bool TokenScanner::skip_value(int depth) {
  if (depth > static_cast<int>(limits::kJsonDepth)) return false;
  const int c = next_token();
  if (c == '"') return skip_string();
  if (c == '{') return read_object([&] { return skip_string() && take(':') && skip_value(depth + 1); });
  if (c == '[') return read_list([&] { return skip_value(depth + 1); });
  bool any = false;
  for (int d = peek(); d > ' ' && d != ',' && d != '}' && d != ']' && d != '"' && d != ':'; d = peek()) {
    ++at_;
    any = true;
  }
  return any;
}

// {"token": id, ...}
bool TokenScanner::read_map() {
  return read_object([&] {
    std::uint64_t id = 0;
    if (!skip_string() || !take(':')) return false;
    next_token();
    const std::uint64_t byte = place();
    if (!read_number(id)) return false;
    ++entries_;
    add_id(id, byte);
    return true;
  });
}

// model: {"type": ..., "vocab": {...} or [["token", score], ...], ...}
bool TokenScanner::read_model() {
  return read_object([&] {
    std::string_view key;
    if (!read_key(key) || !take(':')) return false;
    if (key != "vocab") return vocabulary_ && added_ ? false : skip_value(2);
    if (next_token() == '{') return vocabulary_ = read_map();
    vocabulary_ = read_list([&] {
      ++entries_;
      return skip_value(3);
    });
    if (entries_ != 0) add_id(entries_ - 1, place());  // places in the list are ids
    return vocabulary_;
  });
}

bool TokenScanner::read_added() {
  return added_ = read_list([&] {
    return read_object([&] {
      std::string_view key;
      if (!read_key(key) || !take(':')) return false;
      if (key != "id") return skip_value(3);
      std::uint64_t id = 0;
      next_token();
      const std::uint64_t byte = place();
      if (!read_number(id)) return false;
      add_id(id, byte);
      return true;
    });
  });
}

// added_tokens stand before the model, and the merges behind its vocabulary: what follows is not read.
bool TokenScanner::read_file() {
  const bool whole = read_object([&] {
    std::string_view key;
    if (!read_key(key) || !take(':')) return false;
    if (key == "added_tokens" && next_token() == '[') return read_added() && !(vocabulary_ && added_);
    if (key == "model" && next_token() == '{') return read_model() && !(vocabulary_ && added_);
    return skip_value(1);
  });
  return vocabulary_ && (whole || added_);
}

}  // namespace

Result<TokenCount> count_tokens(ByteSource& bytes, bool flat) { return TokenScanner(bytes).run(flat); }

}  // namespace aboveboard::weights
