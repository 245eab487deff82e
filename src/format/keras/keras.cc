#include "format/keras/keras.h"

#include <algorithm>
#include <optional>

#include "base/limits.h"
#include "base/text.h"
#include "format/hdf5/hdf5.h"
#include "format/keras/config_walker.h"

namespace aboveboard::format {
namespace {

constexpr std::string_view kHdf5Signature("\x89HDF\r\n\x1a\n", 8);
constexpr std::uint64_t kMetadataBytes = 64u << 10;  // metadata.json has a version and a date

// The file name in lower case, folders of either kind of slash cut off.
std::string plain_name(const ZipMember& member) {
  std::string name = to_lower(member.name);
  return name.substr(name.find_last_of("/\\") == std::string::npos ? 0 : name.find_last_of("/\\") + 1);
}

// The texts at the top of metadata.json.
class MetadataReader final : public data::JsonHandler {
 public:
  MetadataReader(std::uint64_t byte, Examination& examination) : byte_(byte), examination_(examination) {}
  bool on_key(std::string_view name, std::uint64_t) override {
    if (depth_ == 1) key_ = name;
    return true;
  }
  bool on_string(std::string_view text, std::uint64_t byte) override {
    // `byte` is that of the quotation mark.
    if (depth_ == 1) examination_.contents().metadata.push_back({key_, sanitize_utf8(text), byte_ + byte, text.size() + 2});
    return true;
  }
  bool on_number(std::string_view, std::uint64_t) override { return true; }
  bool on_literal(std::string_view, std::uint64_t) override { return true; }
  bool on_begin_object(std::uint64_t) override { return ++depth_, true; }
  bool on_end_object(std::uint64_t) override { return --depth_, true; }
  bool on_begin_array(std::uint64_t) override { return ++depth_, true; }
  bool on_end_array(std::uint64_t) override { return --depth_, true; }

 private:
  std::uint64_t byte_;
  Examination& examination_;
  std::string key_;
  int depth_ = 0;
};

Result<std::string> read_text(ByteSource& bytes, const ZipMember& member, std::uint64_t limit, Budget& budget) {
  ABOVEBOARD_ASSIGN(const std::unique_ptr<ByteSource> source, open_member(bytes, member, budget));
  return read_all(*source, limit);
}

// json.loads() of Python takes UTF-16 and UTF-32 too, and tells them by where the zeros stand. Nothing where the text is in UTF-32.
std::optional<std::string> decode_text(std::string_view text, Examination& examination) {
  if (text.starts_with("\xef\xbb\xbf")) return std::string(text.substr(3));
  const std::string_view head = text.substr(0, 4);
  const bool marked = head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff");
  if (!marked && head.find('\0') == std::string_view::npos) return std::string(text);
  examination.note("keras-encoding", "the configuration is not in UTF-8", 0);
  if (head.size() == 4 && ((head[0] == '\0' && head[1] == '\0') || (head[2] == '\0' && head[3] == '\0'))) return std::nullopt;
  return utf8_from_utf16(marked ? std::string(text) : (head[0] == '\0' ? "\xfe\xff" : "\xff\xfe") + std::string(text));
}

// `certain`: the file is one of Keras, whatever this text says.
bool walk_config(std::string_view json, std::uint64_t byte, bool certain, Examination& examination) {
  ConfigWalker walker(byte, examination);
  const Status parsed = data::parse_lenient_json_stream(json, walker);
  if (parsed || !(certain || walker.found_class())) return walker.found_class();
  const std::uint64_t at = byte + parsed.error().place.byte.value_or(0);
  if (parsed.error().kind == ErrorKind::LimitReached)
    examination.not_examined("keras-limit", ErrorKind::LimitReached, "the configuration is nested deeper than is read", at);
  else
    examination.invalid("keras-json", "the configuration is no JSON: " + parsed.error().message, at);
  return walker.found_class();
}

bool read_config(ByteSource& bytes, const ZipMember& member, bool certain, Examination inside) {
  const Result<std::string> text = read_text(bytes, member, limits::kKerasConfigBytes, inside.budget());
  if (!text) {
    inside.not_examined(text.error().kind == ErrorKind::LimitReached ? "keras-limit" : "keras-member", text.error().kind, text.error().message, 0);
    return false;
  }
  const std::optional<std::string> decoded = decode_text(*text, inside);
  if (decoded) return walk_config(*decoded, 0, certain, inside);
  inside.not_examined("keras-encoding", ErrorKind::Unsupported, "a configuration in UTF-32 is not read", 0);
  return false;
}

void read_metadata(ByteSource& bytes, const ZipMember& member, Examination inside) {
  const Result<std::string> text = read_text(bytes, member, kMetadataBytes, inside.budget());
  if (!text) return inside.not_examined(text.error().kind == ErrorKind::LimitReached ? "keras-limit" : "keras-member", text.error().kind, text.error().message, 0);
  MetadataReader reader(member.data, inside);
  if (const Status parsed = data::parse_lenient_json_stream(*text, reader); !parsed)
    inside.invalid("keras-json", "metadata.json is no JSON: " + parsed.error().message, parsed.error().place.byte.value_or(0));
}

// Weights are read here where HDF5 begins at once; behind a user block other readers may take them for something else, and must be asked.
bool read_weights(ByteSource& bytes, const ZipMember& member, Examination inside) {
  const auto source = open_member(bytes, member, inside.budget());
  if (!source || (*source)->size() < kHdf5Signature.size()) return false;
  const Result<std::string> head = read_range(**source, 0, kHdf5Signature.size());
  if (!head || *head != kHdf5Signature) return false;
  read_hdf5(**source, inside);
  return true;
}

}  // namespace

bool read_keras_config(std::string_view json, std::uint64_t byte, Examination& examination) { return walk_config(json, byte, true, examination); }

bool is_keras_zip(const ZipArchive& archive) {
  return std::any_of(archive.members.begin(), archive.members.end(), [](const ZipMember& member) { return !member.folder && plain_name(member) == "config.json"; });
}

std::vector<std::size_t> read_keras_zip(ByteSource& bytes, const ZipArchive& archive, Examination& examination) {
  const bool certain = std::any_of(archive.members.begin(), archive.members.end(),
                           [](const ZipMember& member) { return plain_name(member).starts_with("model.weights."); });
  std::vector<std::size_t> configs;
  for (std::size_t i = 0; i < archive.members.size(); ++i)
    if (!archive.members[i].folder && plain_name(archive.members[i]) == "config.json") configs.push_back(i);
  bool keras = certain;
  for (const std::size_t i : configs) {
    if (archive.members[i].encrypted) continue;
    keras = read_config(bytes, archive.members[i], certain, examination.inside(archive.members[i].name)) || keras;
  }
  if (!keras) return {};
  examination.recognize("keras");
  if (configs.size() > 1) examination.note("keras-configs", "more than one config.json: loaders may differ in which they read; all were read", archive.members[configs[1]].header);
  std::vector<std::size_t> handled;
  for (std::size_t i = 0; i < archive.members.size(); ++i) {
    const ZipMember& member = archive.members[i];
    if (member.folder || member.encrypted) continue;
    const std::string name = plain_name(member);
    if (name == "metadata.json") read_metadata(bytes, member, examination.inside(member.name));
    if (name == "config.json" || name == "metadata.json" || read_weights(bytes, member, examination.inside(member.name))) handled.push_back(i);
  }
  return handled;
}

}  // namespace aboveboard::format
