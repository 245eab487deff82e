// Small weights files and sources in memory, right or wrong on purpose.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostics.h"
#include "format/scan.h"
#include "source/source.h"

namespace aboveboard::testing {

template <typename T>
std::string number_le(T value) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(T); ++i)
    bytes.push_back(static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i)));
  return bytes;
}

// A safetensors file: the length of `header`, the header, and `data` bytes.
inline std::string safetensors(std::string_view header, std::size_t data) {
  return number_le<std::uint64_t>(header.size()) + std::string(header) + std::string(data, '\x7f');
}

// Writes GGUF of version 3.
struct GgufBuilder {
  std::uint64_t tensors = 0, pairs = 0;
  std::string body, infos;

  static std::string text(std::string_view value) {
    return number_le<std::uint64_t>(value.size()) + std::string(value);
  }
  GgufBuilder& pair(std::string_view key, std::uint32_t type, std::string_view value) {
    ++pairs;
    body += text(key) + number_le(type) + std::string(value);
    return *this;
  }
  GgufBuilder& text_pair(std::string_view key, std::string_view value) { return pair(key, 8, text(value)); }
  GgufBuilder& tensor(std::string_view name, const std::vector<std::uint64_t>& dimensions, std::uint32_t type,
                      std::uint64_t offset) {
    ++tensors;
    infos += text(name) + number_le(static_cast<std::uint32_t>(dimensions.size()));
    for (const std::uint64_t dimension : dimensions) infos += number_le(dimension);
    infos += number_le(type) + number_le(offset);
    return *this;
  }
  std::string header() const {
    return "GGUF" + number_le<std::uint32_t>(3) + number_le(tensors) + number_le(pairs) + body + infos;
  }
  // With `data` bytes behind the padded header.
  std::string file(std::size_t data, std::size_t alignment = 32) const {
    std::string bytes = header();
    if (tensors != 0) bytes.resize((bytes.size() + alignment - 1) / alignment * alignment);
    return bytes + std::string(data, '\x7f');
  }
};

// A source in memory, scanned.
struct Scanned {
  std::unique_ptr<Source> source;
  Diagnostics notes;
  std::vector<ScannedSource> sources;

  explicit Scanned(std::vector<MemoryFile> files) {
    SourceInfo info;
    info.name = "release";
    source = memory_source(std::move(info), std::move(files));
    sources.push_back(scan(*source, notes));
  }
  const ScannedFile& file(std::string_view path) const {
    for (const ScannedFile& candidate : sources.front().files)
      if (candidate.path == path) return candidate;
    static const ScannedFile none;
    return none;
  }
  const Diagnostic* note(std::string_view rule) const {
    for (const Diagnostic& item : notes.items())
      if (item.rule == rule) return &item;
    return nullptr;
  }
  // The rules noted, separated by spaces.
  std::string rules() const {
    std::string all;
    for (const Diagnostic& item : notes.items()) all += (all.empty() ? "" : " ") + item.rule;
    return all;
  }
};

}  // namespace aboveboard::testing
