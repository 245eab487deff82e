// Runs the readers of archives and compressed files over bytes, and keeps what they hand on.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "format/codec/codec.h"
#include "format/tar/tar.h"
#include "format/zip/zip.h"

namespace aboveboard::testing {

struct ArchiveExamination {
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  std::vector<std::pair<std::string, std::string>> seen;  // members (nested ones behind '!') and their first bytes, in order
  std::vector<format::ZipMember> zip;                     // of the outermost archive
  std::vector<format::TarMember> tar;

  explicit ArchiveExamination(std::string_view bytes) {
    MemorySource source(bytes);
    examine(source);
  }
  explicit ArchiveExamination(ByteSource& source) { examine(source); }

  // "rule, rule": without "format/", each once, in order of the alphabet; "~" before notes, "?" before what was not examined.
  std::string rules() const {
    std::set<std::string> all;
    for (const Diagnostic& item : notes.items()) {
      const char* mark = item.kind == DiagnosticKind::Note ? "~" : item.kind == DiagnosticKind::NotExamined ? "?" : "";
      all.insert(mark + item.rule.substr(7));
    }
    std::string text;
    for (const std::string& rule : all) text += (text.empty() ? "" : ", ") + rule;
    return text;
  }
  std::string messages() const {
    std::string text;
    for (const Diagnostic& item : notes.items()) text += item.rule + ": " + item.error.message + "\n";
    return text;
  }
  // Names of all that was looked into, in order.
  std::string names() const {
    std::string text;
    for (const auto& [name, bytes] : seen) text += (text.empty() ? "" : ", ") + name;
    return text;
  }
  std::string bytes_of(std::string_view name) const {
    const auto found = std::find_if(seen.begin(), seen.end(), [&](const auto& member) { return member.first == name; });
    return found == seen.end() ? "(not seen)" : found->second;
  }

 private:
  void examine(ByteSource& source) {
    format::Examination examination("file", contents, notes, budget, [this](ByteSource& bytes, format::Examination& member) { read(bytes, member); });
    read(source, examination);
  }

  void read(ByteSource& bytes, format::Examination& examination) {
    using namespace format;
    const std::uint64_t size = bytes.size();
    const auto head = read_range(bytes, 0, std::min<std::uint64_t>(size, 4096));
    if (!examination.member_name().empty()) seen.emplace_back(examination.member_name(), head ? *head : "(" + head.error().message + ")");
    if (!head) return;
    const std::uint64_t end = std::min<std::uint64_t>(size, 65557);
    const auto tail = read_range(bytes, size - end, end);
    const Sniff sniff{*head, tail ? std::string_view(*tail) : std::string_view(), size, bytes};
    if (looks_like_zip(sniff)) {
      const auto archive = open_zip(bytes, examination);
      if (archive && examination.depth() == 0) zip = archive->members;
      for (std::size_t i = 0; archive && i < archive->members.size(); ++i) examine_zip_member(bytes, archive->members[i], examination);
    }
    if (looks_like_tar(sniff)) {
      const auto archive = open_tar(bytes, examination);
      if (archive && examination.depth() == 0) tar = archive->members;
      for (std::size_t i = 0; archive && i < archive->members.size(); ++i) examine_tar_member(bytes, archive->members[i], examination);
    }
    if (looks_compressed(sniff)) read_compressed(bytes, examination);
  }
};

// Counts the reads of bytes in memory.
class CountingSource final : public ByteSource {
 public:
  explicit CountingSource(std::string_view all) : source_(all) {}
  std::uint64_t size() const override { return source_.size(); }
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override {
    ++reads;
    bytes += out.size();
    return source_.read_at(offset, out);
  }
  std::uint64_t reads = 0, bytes = 0;

 private:
  MemorySource source_;
};

}  // namespace aboveboard::testing
