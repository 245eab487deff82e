#include "license/fingerprint.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/hash.h"
#include "base/text.h"

namespace aboveboard::license {
namespace {

constexpr std::uint64_t kBoundaryMask = 15;  // one token in 16 ends a chunk

bool is_boundary(const Token* tokens, std::size_t at) {
  if (at < 3) return false;
  const std::uint64_t mixed = mix64(tokens[at - 3].hash + 3 * tokens[at - 2].hash + 7 * tokens[at - 1].hash);
  return (mixed & kBoundaryMask) == 0;
}

std::uint64_t covered_hash(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  const std::size_t stop = std::min(tokens.size(), end + kChunkOverlap);
  return stream_hash(tokens.data() + begin, tokens.data() + stop);
}

// The first line that is no copyright line, at most kMaxAnchorTokens long: the title.
std::size_t title_tokens(const std::vector<Token>& tokens) {
  std::size_t count = 0;
  while (count < tokens.size() && count < kMaxAnchorTokens && (count == 0 || (tokens[count].flags & kLineStart) == 0)) ++count;
  return count;
}

template <typename T>
void append_hex(std::string& out, T value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value, 16).ptr;
  out.push_back(' ');
  out.append(digits.data(), end);
}

Result<std::vector<std::uint64_t>> read_numbers(const std::vector<std::string>& words, const Place& place) {
  std::vector<std::uint64_t> numbers;
  for (std::size_t i = 1; i < words.size(); ++i) {
    std::uint64_t value = 0;
    const char* end = words[i].data() + words[i].size();
    const auto parsed = std::from_chars(words[i].data(), end, value, 16);
    if (parsed.ec != std::errc() || parsed.ptr != end) return fail(ErrorKind::Malformed, "not a hexadecimal number: " + words[i], place);
    numbers.push_back(value);
  }
  return numbers;
}

// Keys of what is known of a license beside its fingerprint (license/learned.h; for built-in licenses data/licenses/*.yaml).
bool is_fact(std::string_view key) {
  constexpr std::array<std::string_view, 5> kFacts = {"name", "class", "term", "section", "condition"};
  return std::find(kFacts.begin(), kFacts.end(), key) != kFacts.end();
}

}  // namespace

std::vector<Chunk> chunks_of(const std::vector<Token>& tokens) {
  std::vector<Chunk> chunks;
  std::size_t begin = 0;
  for (std::size_t at = 1; at <= tokens.size(); ++at) {
    if (at != tokens.size() && !is_boundary(tokens.data(), at)) continue;
    chunks.push_back({covered_hash(tokens, begin, at), static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)});
    begin = at;
  }
  return chunks;
}

Fingerprint learn(std::string_view text, const Lesson& lesson) {
  Fingerprint print;
  print.id = lesson.id;
  print.policy = lesson.policy;
  const std::vector<Token> tokens = substantive(normalize(text));
  print.tokens = static_cast<std::uint32_t>(tokens.size());
  print.whole = stream_hash(tokens.data(), tokens.data() + tokens.size());
  std::vector<Chunk> chunks = chunks_of(tokens);
  // A chunk whose overlap reaches over the end would be another chunk wherever the text goes on.
  while (chunks.size() > 1 && chunks.back().end - chunks.back().begin < kChunkOverlap) {
    const std::uint32_t begin = chunks[chunks.size() - 2].begin;
    chunks.pop_back();
    chunks.back() = {covered_hash(tokens, begin, tokens.size()), begin, print.tokens};
  }
  for (std::size_t i = 0; i < chunks.size(); ++i) {
    const Chunk& chunk = chunks[i];
    if (i == 0) {
      print.head = chunk.hash;
      print.head_tokens = chunk.end - chunk.begin;
    } else if (i + 1 == chunks.size()) {
      print.tail = chunk.hash;
      print.tail_tokens = chunk.end - chunk.begin;
    } else {
      print.chunks.push_back(chunk.hash);
    }
  }
  const auto add = [&print](const Token* first, std::size_t count, bool forbidden) {
    if (count != 0) print.anchors.push_back({stream_hash(first, first + count), static_cast<std::uint32_t>(count), forbidden});
  };
  const auto add_words = [&add](const std::string& run, bool forbidden) {
    const std::vector<Token> words = normalize(run);
    add(words.data(), std::min(words.size(), kMaxAnchorTokens), forbidden);
  };
  if (lesson.must_have.empty()) add(tokens.data(), title_tokens(tokens), false);
  for (const std::string& run : lesson.must_have) add_words(run, false);
  for (const std::string& run : lesson.must_not_have) add_words(run, true);
  return print;
}

DocRecord record_of(const Fingerprint& print) {
  DocRecord doc{};
  doc.flags = kIsFingerprint | (print.policy ? kPolicy : 0u);
  doc.whole = print.whole;
  doc.tokens = print.tokens;
  doc.head = print.head, doc.tail = print.tail;
  doc.head_tokens = print.head_tokens, doc.tail_tokens = print.tail_tokens;
  doc.chunks = static_cast<std::uint32_t>(print.chunks.size());
  doc.anchors = static_cast<std::uint32_t>(print.anchors.size());
  return doc;
}

std::string write_fingerprint(const Fingerprint& print) {
  std::string out = "id " + print.id + "\nkind " + (print.policy ? "policy" : "license") + "\nwhole";
  append_hex(out, print.whole);
  out += "\ntokens";
  append_hex(out, print.tokens);
  out += "\nhead";
  append_hex(out, print.head);
  append_hex(out, print.head_tokens);
  out += "\ntail";
  append_hex(out, print.tail);
  append_hex(out, print.tail_tokens);
  for (const Anchor& anchor : print.anchors) {
    out += anchor.forbidden ? "\nforbidden" : "\nrequired";
    append_hex(out, anchor.hash);
    append_hex(out, anchor.tokens);
  }
  for (std::size_t i = 0; i < print.chunks.size(); ++i) {
    if (i % 8 == 0) out += "\nchunks";
    append_hex(out, print.chunks[i]);
  }
  return out + "\n";
}

Result<Fingerprint> read_fingerprint(std::string_view text, const std::string& path) {
  Fingerprint print;
  std::uint64_t line_number = 0;
  for (const std::string& line : split(text, '\n')) {
    const Place place{path, ++line_number, {}};
    const std::vector<std::string> words = split(trim(line), ' ');
    if (words.empty() || words[0].empty() || words[0][0] == '#') continue;
    if (is_fact(words[0])) continue;
    if (words.size() < 2) return fail(ErrorKind::Malformed, "a key without a value", place);
    if (words[0] == "id") {
      print.id = words[1];
      continue;
    }
    if (words[0] == "kind") {
      print.policy = words[1] == "policy";
      continue;
    }
    ABOVEBOARD_ASSIGN(const std::vector<std::uint64_t> numbers, read_numbers(words, place));
    const bool pair = words[0] == "head" || words[0] == "tail" || words[0] == "required" || words[0] == "forbidden";
    if (pair && numbers.size() != 2) return fail(ErrorKind::Malformed, words[0] + " needs a hash and a length", place);
    const auto length = pair ? static_cast<std::uint32_t>(numbers[1]) : 0u;
    if (words[0] == "whole") {
      print.whole = numbers[0];
    } else if (words[0] == "tokens") {
      print.tokens = static_cast<std::uint32_t>(numbers[0]);
    } else if (words[0] == "head") {
      print.head = numbers[0], print.head_tokens = length;
    } else if (words[0] == "tail") {
      print.tail = numbers[0], print.tail_tokens = length;
    } else if (words[0] == "required" || words[0] == "forbidden") {
      print.anchors.push_back({numbers[0], length, words[0] == "forbidden"});
    } else if (words[0] == "chunks") {
      print.chunks.insert(print.chunks.end(), numbers.begin(), numbers.end());
    } else {
      return fail(ErrorKind::Malformed, "unknown key " + words[0], place);
    }
  }
  if (print.id.empty() || print.tokens == 0) return fail(ErrorKind::Malformed, "no id or no tokens", {path, {}, {}});
  return print;
}

}  // namespace aboveboard::license
