// Walks archives and compressed streams in any bytes, as deep as they go; what is promised of every member is held against the file.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "format/codec/codec.h"
#include "format/tar/tar.h"
#include "format/zip/zip.h"

namespace aboveboard::fuzzing {

inline void require(bool condition) {
  if (!condition) std::abort();
}

struct ArchiveWalk {
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  std::uint64_t looked_into = 0;

  explicit ArchiveWalk(std::string_view bytes) {
    MemorySource source(bytes);
    format::Examination examination("fuzz", contents, notes, budget, [this](ByteSource& member, format::Examination& inner) { walk(member, inner); });
    walk(source, examination);
    for (const Diagnostic& item : notes.items()) require(item.rule.starts_with("format/") && !item.error.message.empty());
    require(contents.valid || !notes.items().empty());
  }

  void walk(ByteSource& bytes, format::Examination& examination) {
    using namespace format;
    if (++looked_into > 2000) return;
    if (budget.inflated > (8u << 20)) return;  // bombs are the limits' business, and slow
    const std::uint64_t size = bytes.size();
    const auto head = read_range(bytes, 0, std::min<std::uint64_t>(size, 4096));
    const std::uint64_t end = std::min<std::uint64_t>(size, 65557);
    const auto tail = read_range(bytes, size - end, end);
    if (!head || !tail) return;
    const Sniff sniff{*head, *tail, size, bytes};
    if (looks_like_zip(sniff)) walk_zip(bytes, examination);
    if (looks_like_tar(sniff)) {
      const auto archive = open_tar(bytes, examination);
      for (const TarMember& member : archive ? archive->members : std::vector<TarMember>()) {
        require(member.data <= size && member.bytes <= size - member.data);
        examine_tar_member(bytes, member, examination);
      }
    }
    if (looks_compressed(sniff)) read_compressed(bytes, examination);
  }

  void walk_zip(ByteSource& bytes, format::Examination& examination) {
    const auto archive = format::open_zip(bytes, examination);
    if (!archive) return;
    require(archive->begin <= bytes.size());
    for (const format::ZipMember& member : archive->members) {
      require(member.data <= bytes.size());
      require(archive->find(member.name) != nullptr);
      format::examine_zip_member(bytes, member, examination);
    }
  }
};

}  // namespace aboveboard::fuzzing
