// Writes tar archives in memory, right or wrong on purpose.
#pragma once

#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace aboveboard::testing {

// A member. What is not set is as it should be.
struct TarPart {
  std::string name = {}, data = {};
  char type = '0';
  std::string link = {};
  std::string magic = std::string("ustar\0" "00", 8);  // "ustar  \0" GNU; 8 NULs v7
  std::optional<std::string> size = std::nullopt;      // the field's 12 bytes
  std::optional<std::uint64_t> checksum = std::nullopt;
  bool padded = true;
};

struct TarBuilder {
  std::string out = {};

  static std::string octal(std::uint64_t value, int digits) {
    std::string text(static_cast<std::size_t>(digits), '0');
    for (int i = digits; i-- > 0; value /= 8) text[static_cast<std::size_t>(i)] = static_cast<char>('0' + value % 8);
    return text + '\0';
  }
  static std::string field(std::string_view value, std::size_t bytes) {
    std::string text(value.substr(0, bytes));
    text.resize(bytes, '\0');
    return text;
  }
  static std::string pax_record(std::string_view key, std::string_view value) {
    const std::size_t rest = key.size() + value.size() + 3;
    std::size_t length = rest + 1;
    while (std::to_string(length).size() + rest != length) ++length;
    return std::to_string(length) + " " + std::string(key) + "=" + std::string(value) + "\n";
  }

  TarBuilder& part(const TarPart& part) {
    std::string block = field(part.name, 100) + octal(0644, 7) + octal(0, 7) + octal(0, 7) + part.size.value_or(octal(part.data.size(), 11)) + octal(0, 11) +
                        std::string(8, ' ') + part.type + field(part.link, 100) + part.magic;
    block.resize(512, '\0');
    std::uint64_t sum = 0;
    for (const char c : block) sum += static_cast<unsigned char>(c);
    block.replace(148, 8, octal(part.checksum.value_or(sum), 6) + ' ');
    out += block + part.data;
    if (part.padded) out.resize((out.size() + 511) / 512 * 512, '\0');
    return *this;
  }
  TarBuilder& file(std::string name, std::string data) { return part({.name = std::move(name), .data = std::move(data)}); }
  // An extended header: of the next member, or ('g') of all.
  TarBuilder& pax(const std::string& records, char type = 'x') { return part({.name = "PaxHeaders/x", .data = records, .type = type}); }
  // With the end marker, padded to a record of `record` bytes.
  std::string bytes(std::size_t record = 10240) const {
    std::string all = out + std::string(1024, '\0');
    all.resize((all.size() + record - 1) / record * record, '\0');
    return all;
  }
};

}  // namespace aboveboard::testing
