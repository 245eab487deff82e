// Writes zip archives in memory, right or wrong on purpose.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "builders.h"

namespace aboveboard::testing {

inline std::uint32_t crc_of(std::string_view data) {
  return static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(data.data()), static_cast<uInt>(data.size())));
}

// `window`: -15 raw deflate, 15 zlib, 31 gzip.
inline std::string deflated(std::string_view data, int window = -15) {
  z_stream state = {};
  deflateInit2(&state, Z_BEST_COMPRESSION, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY);
  std::string out(deflateBound(&state, static_cast<uLong>(data.size())) + 64, '\0');
  state.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  state.avail_in = static_cast<uInt>(data.size());
  state.next_out = reinterpret_cast<Bytef*>(out.data());
  state.avail_out = static_cast<uInt>(out.size());
  deflate(&state, Z_FINISH);
  out.resize(state.total_out);
  deflateEnd(&state);
  return out;
}

// A member. What is not set is as it should be.
struct ZipPart {
  std::string name = {}, data = {};
  std::uint16_t method = 0;    // 8: deflated here; any other but 0: `raw` has the bytes
  std::optional<std::string> raw = std::nullopt;  // the bytes as they lie in the file
  std::uint16_t flags = 0;
  bool descriptor = false;     // numbers behind the data, and zeros in the local header
  bool zip64 = false;          // saturated numbers and an extra field, in both headers
  bool listed = true;          // in the directory
  bool local = true;           // bytes of its own: a header and data; else the directory's record leads to `offset`
  std::uint32_t mode = 0;      // Unix: 0100644, 0120777 for a link ...
  std::string before = {};     // bytes between the member before and this one
  std::string local_extra = {}, central_extra = {};
  std::optional<std::string> local_name = std::nullopt;
  std::optional<std::uint16_t> local_method = std::nullopt, local_flags = std::nullopt;
  std::optional<std::uint32_t> local_crc = std::nullopt, local_stored = std::nullopt, local_bytes = std::nullopt;
  std::optional<std::uint32_t> crc = std::nullopt, stored = std::nullopt, bytes = std::nullopt;  // in both headers
  std::optional<std::uint32_t> offset = std::nullopt;                                            // in the directory
};

struct ZipBuilder {
  std::vector<ZipPart> parts = {};
  std::string prefix = {}, before_directory = {}, behind_directory = {}, comment = {}, trailing = {};
  bool adjusted = false;  // offsets count from the beginning of the file, the prefix included
  bool zip64 = false;     // with the end records of zip64
  std::optional<std::uint16_t> count = std::nullopt, disk = std::nullopt, comment_bytes = std::nullopt;
  std::optional<std::uint32_t> directory_bytes = std::nullopt, directory_offset = std::nullopt;

  ZipBuilder& part(ZipPart added) {
    parts.push_back(std::move(added));
    return *this;
  }
  ZipBuilder& stored(std::string name, std::string data) { return part({.name = std::move(name), .data = std::move(data)}); }
  ZipBuilder& deflate(std::string name, std::string data) { return part({.name = std::move(name), .data = std::move(data), .method = 8}); }

  std::string bytes() const {
    std::string out = prefix, directory;
    std::uint16_t listed = 0;
    const std::uint64_t base = adjusted ? 0 : prefix.size();
    for (const ZipPart& part : parts) {
      out += part.before;
      const std::string data = part.raw ? *part.raw : part.method == 8 ? deflated(part.data) : part.data;
      const auto offset = static_cast<std::uint32_t>(out.size() - base);
      if (part.local) out += local_part(part, data);
      if (!part.listed) continue;
      directory += central_record(part, data, part.offset.value_or(offset));
      ++listed;
    }
    out += before_directory;
    const std::uint64_t at = out.size() - base, length = directory.size();
    out += directory + behind_directory;
    if (zip64) {
      const std::uint64_t record = out.size() - base;
      out += "PK\6\6" + number_le<std::uint64_t>(44) + number_le<std::uint16_t>(45) + number_le<std::uint16_t>(45) + std::string(8, '\0') +
             number_le<std::uint64_t>(listed) + number_le<std::uint64_t>(listed) + number_le(length) + number_le(at);
      out += "PK\6\7" + std::string(4, '\0') + number_le(record) + number_le<std::uint32_t>(1);
    }
    out += "PK\5\6" + number_le(disk.value_or(0)) + number_le(disk.value_or(0)) + number_le(count.value_or(listed)) + number_le(count.value_or(listed)) +
           number_le(directory_bytes.value_or(static_cast<std::uint32_t>(length))) + number_le(directory_offset.value_or(static_cast<std::uint32_t>(at))) +
           number_le(comment_bytes.value_or(static_cast<std::uint16_t>(comment.size()))) + comment;
    return out + trailing;
  }

 private:
  static std::string local_part(const ZipPart& part, const std::string& data) {
    const std::uint32_t crc = part.crc.value_or(crc_of(part.data)), stored = part.stored.value_or(static_cast<std::uint32_t>(data.size())),
                        bytes = part.bytes.value_or(static_cast<std::uint32_t>(part.data.size()));
    const std::uint16_t flags = static_cast<std::uint16_t>(part.flags | (part.descriptor ? 8 : 0));
    const std::string name = part.local_name.value_or(part.name);
    std::string extra = part.local_extra;
    if (part.zip64) {
      extra = number_le<std::uint16_t>(1) + number_le<std::uint16_t>(16) + number_le<std::uint64_t>(part.descriptor ? 0 : bytes) +
              number_le<std::uint64_t>(part.descriptor ? 0 : stored) + extra;
    }
    const auto size = [&](std::optional<std::uint32_t> told, std::uint32_t real) { return told ? *told : part.zip64 ? 0xFFFFFFFFu : part.descriptor ? 0 : real; };
    std::string out = "PK\3\4" + number_le<std::uint16_t>(part.zip64 ? 45 : 20) + number_le(part.local_flags.value_or(flags)) +
                      number_le(part.local_method.value_or(part.method)) + std::string(4, '\0') + number_le(part.local_crc.value_or(part.descriptor ? 0 : crc)) +
                      number_le(size(part.local_stored, stored)) + number_le(size(part.local_bytes, bytes)) + number_le(static_cast<std::uint16_t>(name.size())) +
                      number_le(static_cast<std::uint16_t>(extra.size())) + name + extra + data;
    if (!part.descriptor) return out;
    out += "PK\7\10" + number_le(crc);
    return part.zip64 ? out + number_le<std::uint64_t>(stored) + number_le<std::uint64_t>(bytes) : out + number_le(stored) + number_le(bytes);
  }

  static std::string central_record(const ZipPart& part, const std::string& data, std::uint32_t offset) {
    const std::uint32_t crc = part.crc.value_or(crc_of(part.data)), stored = part.stored.value_or(static_cast<std::uint32_t>(data.size())),
                        bytes = part.bytes.value_or(static_cast<std::uint32_t>(part.data.size()));
    const std::uint16_t flags = static_cast<std::uint16_t>(part.flags | (part.descriptor ? 8 : 0));
    std::string extra = part.central_extra;
    if (part.zip64)
      extra = number_le<std::uint16_t>(1) + number_le<std::uint16_t>(16) + number_le<std::uint64_t>(bytes) + number_le<std::uint64_t>(stored) + extra;
    return "PK\1\2" + number_le<std::uint16_t>(part.mode != 0 ? 0x314 : 20) + number_le<std::uint16_t>(20) + number_le(flags) + number_le(part.method) +
           std::string(4, '\0') + number_le(crc) + number_le(part.zip64 ? 0xFFFFFFFFu : stored) + number_le(part.zip64 ? 0xFFFFFFFFu : bytes) +
           number_le(static_cast<std::uint16_t>(part.name.size())) + number_le(static_cast<std::uint16_t>(extra.size())) + std::string(6, '\0') +
           number_le(part.mode << 16) + number_le(offset) + part.name + extra;
  }
};

}  // namespace aboveboard::testing
