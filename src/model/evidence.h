// Evidence: where a statement of the report comes from. Every value in a report carries at least one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard {

enum class EvidenceKind {
  Bytes,    // bytes of the file were read (a header, a magic number)
  Text,     // a text says it
  Listing,  // the file is there; its contents do not matter
  Pointer,  // a git-LFS pointer names, sizes and digests the file
  Link,     // a link or identifier that was not followed
  Tag,      // machine-readable metadata declares it (front matter, GGUF key)
  User,     // the caller says so (--complete, a role flag)
};

struct Evidence {
  std::string source;  // name of the source (release.sources[].name)
  std::string path;    // below the source, with '/' between folders
  std::string member = {};  // of an archive, nested ones behind '!'; line and byte count within it; "" for the file itself
  std::optional<std::uint64_t> line, end_line;  // 1-based, inclusive; end_line only where it differs
  std::optional<std::uint64_t> byte, bytes;     // offset and length
  std::string quote;      // exactly as it stands between line and end_line; at most limits::kQuoteBytes; "" for none
  std::string extractor;  // which reader or rule found it, such as "card/front-matter"
  EvidenceKind kind = EvidenceKind::Text;
};

using EvidenceList = std::vector<Evidence>;

std::string_view to_string(EvidenceKind kind);  // bytes, text, listing, pointer, link, tag, user

}  // namespace aboveboard
