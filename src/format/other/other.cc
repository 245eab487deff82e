#include "format/other/other.h"

#include <algorithm>
#include <array>

#include "format/protobuf/sniff.h"

namespace aboveboard::format {
namespace {

using namespace std::string_view_literals;

struct Mark {
  std::string_view name;   // as recognize() has it
  std::string_view shown;
  std::string_view bytes;  // at the beginning of the file
};

// Marks of at least four bytes that mean nothing else. Where a shorter one would do for the format itself, looks() below asks for more.
constexpr std::array<Mark, 10> kMarks = {{
    {"rknn", "an RKNN model", "RKNN\0\0\0\0"sv},
    {"rknn", "an encrypted RKNN model", "CYPTRKNN"sv},
    {"mxnet", "a list of MXNet arrays", "\x12\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv},  // kMXAPINDArrayListMagic, and 8 reserved bytes
    {"cntk", "a CNTK model of version 1", "B\0C\0N\0\0\0B\0V\0e\0r\0"sv},
    {"7z", "a 7z archive", "7z\xbc\xaf\x27\x1c"sv},
    {"rar", "a RAR archive", "Rar!\x1a\x07\x00"sv},
    {"rar", "a RAR archive", "Rar!\x1a\x07\x01\x00"sv},
    {"ggla", "a GGLA adapter", "algg\x01\0\0\0"sv},
    {"tensorrt", "a TensorRT plan", "ptrt"sv},
    {"tensorrt", "a TensorRT plan", "ftrt"sv},
}};

// ProgramDesc of PaddlePaddle: blocks (1), each with a number and a parent before its variables (3) and operators (4).
bool looks_like_paddle_program(const Sniff& sniff) {
  if (sniff.size < 16 || !sniff.head.starts_with('\x0a')) return false;
  ByteWindow window(sniff.bytes);
  bool block = false;
  const TopLevel top = walk_top_level(window, [&](const WireField& field) {
    if (!field.bytes(1) || block) return true;
    bool index = false, parent = false, body = false;
    walk_head(window, field.payload, 8, [&](const WireField& part) {
      index = index || part.varint(1);
      parent = parent || part.varint(2);
      if (!part.bytes(3) || body) return;  // VarDesc: a name and a type
      bool name = false;
      walk_head(window, part.payload, 4, [&](const WireField& inner) { name = name || (inner.bytes(1) && is_identifier(window.text(inner.payload, 201))); });
      body = name;
    });
    block = index && parent && body;
    return true;
  });
  return block && (top.whole || (top.cut && top.cut->number == 1));
}

// A saved LoDTensor of PaddlePaddle: version 0, no levels, version 0, then the length of a description, whose first field is a data type.
bool looks_like_paddle_parameters(const Sniff& sniff) {
  const std::string_view head = sniff.head;
  if (head.size() < 24 || head.substr(0, 16) != "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"sv) return false;
  const auto length = load_le<std::uint32_t>(head.data() + 16);
  if (length < 4 || length > 1024 || length > sniff.size - 20 || head[20] != 0x08 || static_cast<unsigned char>(head[21]) > 30) return false;
  ByteWindow window(sniff.bytes);
  bool dims = false, others = false;
  WireReader reader(window, {20, 20 + length});
  while (const auto field = reader.next()) {
    if (field->number == 2) dims = true;
    else if (!field->varint(1)) others = true;
  }
  return !reader.error() && dims && !others;
}

// A dictionary of CNTK: version (1), and a map (2) with the key "version" or "uid".
bool looks_like_cntk(const Sniff& sniff) {
  if (sniff.size < 16 || !sniff.head.starts_with('\x08')) return false;
  ByteWindow window(sniff.bytes);
  bool version = false, known = false;
  const TopLevel top = walk_top_level(window, [&](const WireField& field) {
    version = version || field.varint(1);
    if (!field.bytes(2) || known) return true;
    walk_head(window, field.payload, 4, [&](const WireField& part) {
      if (!part.bytes(1) || part.payload.size() > 40) return;
      const std::string key = window.text(part.payload, 40);
      known = known || key == "primitive_functions" || key == "root_uid";
    });
    return true;
  });
  return version && known && top.whole;
}

struct Found {
  std::string_view name, shown;
};

Found find_other(const Sniff& sniff) {
  for (const Mark& mark : kMarks)
    if (sniff.head.starts_with(mark.bytes)) {
      // A plan has a version behind its mark, and is no text.
      if (mark.name == "tensorrt" && (sniff.size < 24 || sniff.head.size() < 24 || sniff.head.substr(4, 20).find('\0') == std::string_view::npos)) continue;
      return {mark.name, mark.shown};
    }
  if (looks_like_paddle_program(sniff)) return {"paddle", "a PaddlePaddle program"};
  if (looks_like_paddle_parameters(sniff)) return {"paddle", "parameters of PaddlePaddle"};
  if (looks_like_cntk(sniff)) return {"cntk", "a CNTK model of version 2"};
  return {"", ""};
}

}  // namespace

bool looks_like_other(const Sniff& sniff) { return !find_other(sniff).name.empty(); }

void read_other(const Sniff& sniff, Examination& examination) {
  const Found found = find_other(sniff);
  if (found.name.empty()) return;
  examination.recognize(found.name);
  const std::string message = "the file is " + std::string(found.shown) + ", which is recognized, and not read";
  examination.not_examined(std::string(found.name) + "-not-read", ErrorKind::Unsupported, message, 0);
}

}  // namespace aboveboard::format
