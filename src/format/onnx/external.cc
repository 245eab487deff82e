
#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/onnx/onnx_reader.h"

namespace aboveboard::format {
namespace {

// Stands for a place in another file: the same for tensors that share it, and never a place in this one.
std::uint64_t foreign_place(std::size_t file, std::uint64_t offset) {
  return 1ull << 63 | (static_cast<std::uint64_t>(file) & 0x7fff) << 48 | (offset & 0xffff'ffff'ffffull);
}

}  // namespace

void OnnxReader::check_location(const std::string& location, const std::string& name, std::uint64_t place) {
  const std::string_view why = leaves_folder(location);
  if (why.empty()) return;
  keeper.examination().found(ConstructKind::OpensPath, sanitize_utf8(location), "external data of " + name, place);
  broken("external-path", "the data of " + quoted_name(name) + " is in the file " + quoted_name(location) + ", which " + std::string(why), place);
}

std::uint64_t OnnxReader::read_external(const OnnxTensor& tensor, std::optional<std::uint64_t> needed, const std::string& name, std::uint64_t place) {
  if (tensor.has_values()) broken("external-with-data", "the tensor " + quoted_name(name) + " has data in another file and in this one", place);
  std::optional<std::string> location;
  ByteRange location_place{place, place};
  std::optional<std::uint64_t> length;
  std::uint64_t offset = 0;
  for (const WireField& entry : tensor.entries) {
    std::string key, value;
    bool whole = false;
    fields(entry.payload, [&](const WireField& part) {
      if (part.bytes(1)) key = this->name(part.payload);
      if (!part.bytes(2)) return;
      value = window.text(part.payload, kLongestPath + 1);
      whole = true;
      if (key == "location" || key.empty()) location_place = part.payload;
    });
    if (!whole) continue;
    if (key == "location") {
      location = value;
      check_location(value, name, entry.place);
    } else if (key == "offset" || key == "length") {
      const auto number = parse_decimal(value);
      if (!number || *number > INT64_MAX) {
        broken("external-number", "the " + key + " of " + quoted_name(name) + " is " + quoted_name(value) + ", which is no size", entry.place);
      } else if (key == "offset") {
        offset = *number;
      } else {
        length = number;
      }
    }
  }
  if (!location) {
    if (!broken_wire()) broken("external-location", "the tensor " + quoted_name(name) + " is in another file, which is not named", place);
    return place;
  }
  if (length && needed && *length != *needed)
    broken("external-length", quoted_name(name) + " needs " + std::to_string(*needed) + " bytes, but its length is " + std::to_string(*length), place);
  const auto end = checked_add(offset, length ? *length : needed.value_or(0));
  if (!end) {
    broken("external-number", "offset and length of " + quoted_name(name) + " do not fit 64 bits together", place);
    return place;
  }
  if (!leaves_folder(*location).empty()) return place;
  const auto [entry, added] = external_index_.try_emplace(*location, external_.size());
  if (added) {
    if (external_.size() >= limits::kExternalFiles) {
      external_index_.erase(entry);
      keeper.limit("the tensors lie in more files than are listed", place);
      return place;
    }
    external_.push_back({*location, 0, location_place});
  }
  ExternalFile& file = external_[entry->second];
  file.end = std::max(file.end, *end);
  return foreign_place(entry->second, offset);
}

}  // namespace aboveboard::format
