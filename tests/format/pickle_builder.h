// Pickles put together opcode by opcode, and what the reader says of them. Payloads are inert.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/stream.h"
#include "format/examination.h"
#include "format/pickle/pickle.h"

namespace aboveboard::testing {

using namespace std::string_literals;

template <typename T>
std::string le(T value) {
  std::string out;
  for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>((static_cast<std::uint64_t>(value) >> (8 * i)) & 0xff);
  return out;
}

namespace op {
inline std::string proto(int version) { return "\x80"s + static_cast<char>(version); }
inline std::string global(std::string_view module, std::string_view name) { return "c" + std::string(module) + "\n" + std::string(name) + "\n"; }
inline std::string inst(std::string_view module, std::string_view name) { return "i" + std::string(module) + "\n" + std::string(name) + "\n"; }
inline std::string text(std::string_view text) { return "X" + le(static_cast<std::uint32_t>(text.size())) + std::string(text); }
inline std::string bytes(std::string_view text) { return "B" + le(static_cast<std::uint32_t>(text.size())) + std::string(text); }
inline std::string stack_global(std::string_view module, std::string_view name) { return text(module) + text(name) + "\x93"; }
inline std::string small(int number) { return "K"s + static_cast<char>(number); }
inline std::string number(std::int32_t number) { return "J" + le(number); }
inline std::string put(int index) { return "q"s + static_cast<char>(index); }
inline std::string get(int index) { return "h"s + static_cast<char>(index); }
inline std::string frame(std::uint64_t length) { return "\x95" + le(length); }
}  // namespace op

// What a reader found in bytes.
struct Unpickled {
  Contents contents;
  Diagnostics notes;

  explicit Unpickled(const std::string& bytes, void (*read)(ByteSource&, format::Examination&) = format::read_pickle) {
    format::Budget budget;
    format::Examination examination("file", contents, notes, budget, {});
    MemorySource source(bytes);
    read(source, examination);
  }
  const Construct* find(ConstructKind kind, std::string_view name = {}) const {
    const auto known = std::find_if(contents.constructs.begin(), contents.constructs.end(),
                                    [&](const Construct& c) { return c.kind == kind && (name.empty() || c.name == name); });
    return known == contents.constructs.end() ? nullptr : &*known;
  }
  bool calls(std::string_view name) const { return find(ConstructKind::Call, name) != nullptr; }
  // Names of all imports and calls, sorted, joined by spaces.
  std::string globals() const {
    std::vector<std::string> names;
    for (const Construct& c : contents.constructs) {
      if (c.kind == ConstructKind::Import || c.kind == ConstructKind::Call) names.push_back(c.name);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : " ") + name;
    return out;
  }
  // Names of what is unresolved, joined by "; ".
  std::string unresolved() const {
    std::string out;
    for (const Construct& c : contents.constructs) {
      if (c.kind == ConstructKind::Unresolved) out += (out.empty() ? "" : "; ") + c.name;
    }
    return out;
  }
  // Rule ids without "format/", in order, joined by spaces.
  std::string rules() const {
    std::string out;
    for (const Diagnostic& item : notes.items()) out += (out.empty() ? "" : " ") + item.rule.substr(7);
    return out;
  }
};

inline bool sniffs_as_pickle(const std::string& bytes, bool (*looks)(const format::Sniff&) = format::looks_like_pickle) {
  MemorySource source(bytes);
  return looks({std::string_view(bytes).substr(0, 4096), std::string_view(bytes).substr(bytes.size() - std::min<std::size_t>(bytes.size(), 65558)), bytes.size(), source});
}

// os.system("echo hello") in every way that calls it by name, each leaving the stack as it was.
inline std::vector<std::string> payloads() {
  using namespace op;
  const std::string argument = text("echo hello");
  return {
      global("os", "system") + "(" + argument + "tR0",
      global("os", "system") + argument + "\x85R0",
      global("os", "system") + argument + "\x85\x81" + "0",
      global("os", "system") + argument + "\x85}\x92" + "0",
      stack_global("os", "system") + argument + "\x85R0",
      "\x8c\x02os\x8c\x06system\x93" + argument + "\x85R0",
      "Vos\nV\\u0073ystem\n\x93" + argument + "\x85R0",
      "S'o\\x73'\nS\"system\"\n\x93" + argument + "\x85R0",
      "(" + argument + inst("os", "system") + "0",
      "(" + global("os", "system") + argument + "o0",
      "(((" + global("os", "system") + argument + "\x85R1" + "00",
      global("os", "system") + "r\xff\xff\xff\xff" + "0j\xff\xff\xff\xff" + argument + "\x85R0",
      global("os", "system") + "2" + argument + "\x85R00",
      "I0x10\n0L1_0L\n0" + global("os", "system") + argument + "\x85R0",
  };
}

}  // namespace aboveboard::testing
