// Small archives for tests, byte by byte, so that they can be wrong.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace aboveboard::testing {

struct Packed {
  std::string name, bytes;
  char type = '0';            // of tar
  std::string link = "";
  std::uint64_t announced = UINT64_MAX;  // other than it is
  unsigned flags = 0;         // of zip
};

inline std::string le(std::uint64_t value, int count) {
  std::string out;
  for (int i = 0; i < count; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

inline std::string tar_of(const std::vector<Packed>& members) {
  const auto octal = [](std::uint64_t value, std::size_t digits) {
    std::string out(digits, '0');
    for (std::size_t i = digits; i-- > 0; value /= 8) out[i] = static_cast<char>('0' + value % 8);
    return out + '\0';
  };
  std::string out;
  for (const Packed& member : members) {
    std::string header(512, '\0');
    const auto put = [&](std::size_t at, const std::string& text) { header.replace(at, text.size(), text); };
    put(0, member.name.substr(0, 100));
    put(100, octal(0644, 7));
    put(124, octal(member.announced == UINT64_MAX ? member.bytes.size() : member.announced, 11));
    put(136, octal(0, 11));
    put(148, std::string(8, ' '));
    header[156] = member.type;
    put(157, member.link);
    put(257, std::string("ustar\0" "00", 8));
    unsigned sum = 0;
    for (const char c : header) sum += static_cast<unsigned char>(c);
    put(148, octal(sum, 6));
    out += header + member.bytes + std::string((512 - member.bytes.size() % 512) % 512, '\0');
  }
  return out + std::string(1024, '\0');
}

inline std::uint32_t crc32_of(const std::string& bytes) {
  std::uint32_t crc = ~0u;
  for (const char c : bytes) {
    crc ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0u);
  }
  return ~crc;
}

// Members stored as they are.
inline std::string zip_of(const std::vector<Packed>& members, const std::string& before = "") {
  std::string out = before, directory;
  for (const Packed& member : members) {
    const std::uint64_t announced = member.announced == UINT64_MAX ? member.bytes.size() : member.announced;
    const std::string fields = le(20, 2) + le(0x800 | member.flags, 2) + le(0, 2) + le(0, 4) + le(crc32_of(member.bytes), 4) + le(member.bytes.size(), 4) + le(announced, 4) + le(member.name.size(), 2) + le(0, 2);
    directory += "PK\x01\x02" + le(20 | 3 << 8, 2) + fields + le(0, 2) + le(0, 2) + le(0, 2) + le((member.type == '2' ? 0120777u : 0100644u) << 16, 4) + le(out.size(), 4) + member.name;
    out += "PK\x03\x04" + fields + member.name + member.bytes;
  }
  return out + directory + "PK\x05\x06" + le(0, 4) + le(members.size(), 2) + le(members.size(), 2) + le(directory.size(), 4) + le(out.size(), 4) + le(0, 2);
}

}  // namespace aboveboard::testing
