#include "weights/external.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/text.h"
#include "weights/beside.h"

namespace aboveboard::weights {
namespace {

constexpr std::uint64_t kShards = 100'000;  // five digits

// "./a/b" as "a/b"; "" for a path that leads out of its folder: it is none of these files, and the reader has said what it is.
std::string plain_path(std::string_view path) {
  if (path.starts_with('/') || path.find('\\') != std::string_view::npos) return "";
  std::string plain;
  for (const std::string& part : split(path, '/')) {
    if (part == "." || part.empty()) continue;
    if (part == "..") return "";
    plain += (plain.empty() ? "" : "/") + part;
  }
  return plain;
}

std::string five_digits(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(digits.size() < 5 ? 5 - digits.size() : 0, '0') + digits;
}

class ExternalCheck {
 public:
  ExternalCheck(const ScannedSource& source, const ScannedFile& file, Diagnostics& notes)
      : source_(source), file_(file), folder_(parent_path(file.path)), notes_(notes) {}

  std::string run() {
    for (const MetadataEntry& entry : file_.contents.metadata) {
      if (entry.key == "onnx.external_data") onnx(entry);
      if (entry.key == "tensorflow.data_shards") tensorflow(entry);
      if (entry.key == "tensorflow.data_shard") tensorflow_shard(entry);
      if (entry.key == "openvino.bin_bytes") openvino(entry);
    }
    return std::move(reason_);
  }

 private:
  void onnx(const MetadataEntry& entry) {
    const std::size_t space = entry.value.rfind(' ');
    if (space == std::string::npos) return;
    const auto bytes = parse_decimal(std::string_view(entry.value).substr(space + 1));
    const std::string path = plain_path(std::string_view(entry.value).substr(0, space));
    if (bytes && !path.empty()) require(path, *bytes, entry.byte);
  }
  void tensorflow(const MetadataEntry& entry) {
    const auto shards = parse_decimal(entry.value);
    const std::string_view name = file_name(file_.path);
    if (!shards || *shards >= kShards || !name.ends_with(".index")) return;
    const std::string stem(name.substr(0, name.size() - 6));
    for (std::uint64_t i = 0; i < *shards && told_ == 0; ++i) require(stem + ".data-" + five_digits(i) + "-of-" + five_digits(*shards), 0, entry.byte);
  }
  void tensorflow_shard(const MetadataEntry& entry) {
    const std::size_t space = entry.value.rfind(' ');
    const std::string_view name = file_name(file_.path);
    if (space == std::string::npos || !name.ends_with(".index")) return;
    const auto bytes = parse_decimal(std::string_view(entry.value).substr(space + 1));
    const std::string other = std::string(name.substr(0, name.size() - 6)) + ".data-" + entry.value.substr(0, space);
    if (bytes && find_beside(source_, folder_, other) != nullptr) require(other, *bytes, entry.byte);  // that it is there was asked before
  }
  void openvino(const MetadataEntry& entry) {
    const auto bytes = parse_decimal(entry.value);
    const std::string_view name = file_name(file_.path);
    if (bytes && *bytes != 0 && name.ends_with(".xml")) require(std::string(name.substr(0, name.size() - 4)) + ".bin", *bytes, entry.byte);
  }
  // The file `name` in the folder has at least this many bytes.
  void require(const std::string& name, std::uint64_t bytes, std::uint64_t place) {
    const ScannedFile* other = find_beside(source_, folder_, name);
    const std::string shown = sanitize_utf8(clip_utf8(name, 120));
    if (other == nullptr && alone()) return outside(shown, place);
    if (other == nullptr) return tell("missing", ErrorKind::NotFound, "its data is in " + shown + ", which is not here", place);
    const std::uint64_t there = other->pointer ? other->pointer->bytes : other->bytes;
    if (there < bytes)
      tell("short", ErrorKind::Truncated, "its data reaches to byte " + std::to_string(bytes) + " of " + shown + ", which has " + std::to_string(there), place);
  }
  // A file that was given by itself: what lies beside it was not.
  bool alone() const { return source_.source != nullptr && source_.source->info().kind == "file"; }
  void outside(const std::string& shown, std::uint64_t place) {
    if (told_++ == 0) reason_ = sanitize_utf8(file_.path) + ": its data is in " + shown + ", which was not given";
    notes_.add(DiagnosticKind::NotExamined, "format/external-data-missing",
               Error{ErrorKind::Unsupported, "its data is in " + shown + ", which was not given", {file_.path, std::nullopt, place}});
  }
  void tell(std::string_view rule, ErrorKind kind, std::string message, std::uint64_t place) {
    if (told_++ == 0) reason_ = sanitize_utf8(file_.path) + ": " + message;
    if (told_ > 20) return;
    notes_.add(DiagnosticKind::Invalid, "format/external-data-" + std::string(rule), Error{kind, std::move(message), {file_.path, std::nullopt, place}});
  }

  const ScannedSource& source_;
  const ScannedFile& file_;
  std::string_view folder_;
  Diagnostics& notes_;
  std::string reason_;
  int told_ = 0;
};

}  // namespace

std::string check_external(const ScannedSource& source, const ScannedFile& file, Diagnostics& notes) {
  const auto& formats = file.contents.formats;
  const bool may = std::any_of(formats.begin(), formats.end(), [](const std::string& format) {
    return format.starts_with("onnx") || format.starts_with("tensorflow") || format.starts_with("openvino");
  });
  return may ? ExternalCheck(source, file, notes).run() : "";
}

}  // namespace aboveboard::weights
