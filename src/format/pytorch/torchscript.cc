#include "format/pytorch/torchscript.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "format/pickle/recorder.h"

namespace aboveboard::format::pytorch {
namespace {

// Operators of ATen that open the file they are given (aten/src/ATen/native, native_functions.yaml and register_prim_ops).
constexpr std::array<std::string_view, 5> kOpening = {"save", "load", "from_file", "_from_file", "read_file"};

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_'; }

// The identifier that begins at `at`.
std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(at, end - at);
}

std::string_view line_at(std::string_view text, std::size_t at) {
  const std::size_t feed = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
  const std::size_t begin = feed == std::string_view::npos ? 0 : feed + 1;
  return trim(text.substr(begin, std::min<std::size_t>(text.find('\n', at), text.size()) - begin));
}

void find_operators(std::string_view text, std::string_view prefix, Examination& examination) {
  for (std::size_t at = text.find(prefix); at != std::string_view::npos; at = text.find(prefix, at + 1)) {
    if (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '.')) continue;
    const std::size_t first = at + prefix.size();
    const std::string_view space = word_at(text, first);
    if (prefix == "torch.") {
      if (std::find(kOpening.begin(), kOpening.end(), space) == kOpening.end()) continue;
      examination.found(ConstructKind::Operator, "aten::" + std::string(space), pickle::shown(line_at(text, at), 200), at);
      continue;
    }
    if (space.empty() || first + space.size() >= text.size() || text[first + space.size()] != '.') continue;
    const std::string_view name = word_at(text, first + space.size() + 1);
    if (!name.empty()) examination.found(ConstructKind::Operator, std::string(space) + "::" + std::string(name), pickle::shown(line_at(text, at), 200), at);
  }
}

}  // namespace

void read_torchscript(std::string_view text, std::string_view kind, Examination& examination) {
  const std::string_view start = trim(text.substr(0, 4096));
  examination.found(ConstructKind::Program, std::string(kind), pickle::shown(start.substr(0, start.find('\n')), 200), 0);
  find_operators(text, "torch.", examination);
  find_operators(text, "ops.", examination);
}

}  // namespace aboveboard::format::pytorch
