#include "format/pickle/describe.h"

#include <charconv>

namespace aboveboard::format::pickle {
namespace {

constexpr std::size_t kShown = 200;
constexpr int kDepth = 3;

struct Describer {
  const Structure& structure;
  const TextStore& texts;
  const Recorder& recorder;
  std::string out;

  void add(Value value, int depth) {
    if (out.size() > kShown) return;
    switch (value.kind()) {
      case Kind::None: out += "None"; return;
      case Kind::True: out += "True"; return;
      case Kind::False: out += "False"; return;
      case Kind::Int: out += std::to_string(value.number()); return;
      case Kind::Float: add_real(value.real()); return;
      case Kind::Text:
      case Kind::Bytes: add_text(value); return;
      case Kind::Tuple: add_tuple(value, depth); return;
      case Kind::Global: out += recorder.name(static_cast<std::uint32_t>(value.payload())).shown; return;
      case Kind::Object:
        if (value.callee() != 0) out += recorder.name(value.callee() - 1).shown;
        out += "(...)";
        return;
      case Kind::List: out += "[...]"; return;
      case Kind::Dict: out += "{...}"; return;
      default: out += "..."; return;
    }
  }

  void add_real(float real) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, real);
    out.append(digits, end.ptr);
  }

  void add_text(Value value) {
    const auto text = texts.get(value);
    if (!text) {
      out += "...";
      return;
    }
    if (value.is(Kind::Bytes)) out += 'b';
    out += '"' + shown(*text, kShown) + (TextStore::is_cut(value) && text->size() <= kShown ? "…\"" : "\"");
  }

  void add_tuple(Value value, int depth) {
    if (depth > 0) out += '(';
    const auto items = structure.items_of(value);
    if (!items || depth >= kDepth) {
      out += "...";
    } else {
      for (std::size_t i = 0; i < items->items.size() && out.size() <= kShown; ++i) {
        if (i > 0) out += ", ";
        add(items->items[i], depth + 1);
      }
      if (items->count > items->items.size()) out += ", ...";
    }
    if (depth > 0) out += ')';
  }
};

}  // namespace

std::string describe(Value value, const Structure& structure, const TextStore& texts, const Recorder& recorder) {
  Describer describer{structure, texts, recorder, {}};
  describer.add(value, 0);
  return std::move(describer.out);
}

std::string describe_kind(Value value, const Recorder& recorder) {
  switch (value.kind()) {
    case Kind::Object: return value.callee() != 0 ? "the result of " + recorder.name(value.callee() - 1).shown : "the result of a call";
    case Kind::Global: return recorder.name(static_cast<std::uint32_t>(value.payload())).shown;
    case Kind::Unnamed: return "a name that is not in the bytes";
    case Kind::Persistent: return "a persistent object";
    case Kind::Lost: return "a value forgotten for a limit";
    case Kind::Text:
    case Kind::Bytes: return "a string";
    case Kind::List: return "a list";
    case Kind::Dict: return "a dict";
    case Kind::Tuple: return "a tuple";
    case Kind::Set:
    case Kind::FrozenSet: return "a set";
    default: return "a constant";
  }
}

}  // namespace aboveboard::format::pickle
