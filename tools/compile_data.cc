// compile_data FOLDER BLOB INDEX: checks every *.yaml below FOLDER and writes them as compact JSON, one behind the
// other, to BLOB, behind all of them the same as packed values (data/packed.h), with a table of their paths and offsets and a
// digest of all of it to INDEX (a piece of C++; see src/data/embedded.cc). A repeated key is an error here.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "base/hash.h"
#include "base/text.h"
#include "data/json_writer.h"
#include "data/packed.h"
#include "data/value.h"

namespace {

namespace fs = std::filesystem;
using aboveboard::data::JsonWriter;
using aboveboard::data::Value;
using aboveboard::data::ValueType;

constexpr std::uint64_t kFileBytes = 16u << 20;  // data of ours may be larger than what is taken from a stranger
constexpr std::uint64_t kFileNodes = 1'000'000;

// Depth is bounded by the parser.
void write_value(JsonWriter& writer, const Value& value) {
  switch (value.type) {
    case ValueType::Null:
      return writer.null();
    case ValueType::Bool:
      return writer.boolean(value.boolean);
    case ValueType::Number:
      return value.integer ? writer.number(*value.integer) : writer.real(value.number);
    case ValueType::String:
      return writer.string(value.text);
    case ValueType::List:
      writer.begin_array();
      for (const Value& item : value.items) write_value(writer, item);
      return writer.end_array();
    case ValueType::Map:
      writer.begin_object();
      for (const auto& member : value.members) {
        writer.key(member.key);
        write_value(writer, member.value);
      }
      return writer.end_object();
  }
}

bool report(const aboveboard::Error& error) {
  std::cerr << "compile_data: " << aboveboard::to_string(error) << "\n";
  return false;
}

// A file as JSON, and packed.
struct Compiled {
  std::string path, json, packed;
};

// False after an error, which has been printed.
bool compile(const fs::path& file, const std::string& path, Compiled& into) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return report({aboveboard::ErrorKind::Unreadable, "cannot be read", {.path = path, .line = {}, .byte = {}}});
  aboveboard::Diagnostics notes;
  const auto value = aboveboard::data::parse_yaml(
      text.str(), {.path = path, .byte_limit = kFileBytes, .node_limit = kFileNodes}, notes);
  if (!value) return report(value.error());
  for (const auto& note : notes.items()) report(note.error);
  if (!notes.items().empty()) return false;
  JsonWriter writer(0);
  write_value(writer, *value);
  into = {path, writer.take(), {}};
  const auto again = aboveboard::data::parse_json(into.json, {.path = path}, notes);  // what is packed is what the JSON says
  if (!again) return report(again.error());
  into.packed = aboveboard::data::pack(*again);
  return true;
}

std::vector<std::string> yaml_files(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") {
      paths.push_back(entry.path().lexically_relative(folder).generic_string());
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

int run(const fs::path& folder, const fs::path& blob_file, const fs::path& index_file) {
  std::string blob, packed, rows;
  bool good = true;
  std::uint64_t digest = aboveboard::hash64("");
  std::vector<Compiled> files;
  for (const std::string& path : yaml_files(folder)) good = compile(folder / path, path, files.emplace_back()) && good;
  if (!good) return 1;
  for (const Compiled& file : files) {
    digest = aboveboard::hash64(file.path + '\0' + file.json, digest);
    rows += "    {\"" + file.path + "\", " + std::to_string(blob.size()) + ", " + std::to_string(file.json.size()) + ", " + std::to_string(packed.size()) + ", " +
            std::to_string(file.packed.size()) + "},\n";
    blob += file.json;
    packed += file.packed;
  }
  rows += "    {nullptr, " + std::to_string(blob.size()) + ", 0, 0, 0},\n";  // where the packed ones begin
  blob += packed;
  std::ostringstream hex;
  hex << std::hex << aboveboard::mix64(digest);
  std::ofstream(blob_file, std::ios::binary) << blob;
  std::ofstream(index_file, std::ios::binary) << "constexpr IndexRow kIndex[] = {\n"
                                              << rows << "};\n"
                                              << "constexpr const char* kDigest = \"" << hex.str() << "\";\n";
  return fs::exists(blob_file) && fs::exists(index_file) ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: compile_data FOLDER BLOB INDEX\n";
    return 2;
  }
  return run(argv[1], argv[2], argv[3]);
}
