// The records of a zip archive as they lie in the file (APPNOTE 4.3), and what the parts of the reader hand to each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/member_name.h"
#include "format/examination.h"
#include "format/read_window.h"
#include "format/zip/zip.h"

namespace aboveboard::format {

inline constexpr std::string_view kLocalMark{"PK\3\4", 4};
inline constexpr std::string_view kCentralMark{"PK\1\2", 4};
inline constexpr std::string_view kEndMark{"PK\5\6", 4};
inline constexpr std::string_view kDescriptorMark{"PK\7\10", 4};
inline constexpr std::uint64_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kLocatorBytes = 20, kEnd64Bytes = 56;

inline constexpr std::uint16_t kFlagEncrypted = 1u << 0, kFlagDescriptor = 1u << 3, kFlagPatch = 1u << 5, kFlagStrong = 1u << 6, kFlagUtf8 = 1u << 11,
                               kFlagMasked = 1u << 13;

// An archive's directory, as an end record in the file tells of it.
struct ZipDirectory {
  std::uint64_t base = 0;        // what offsets in it count from
  std::uint64_t at = 0;          // in the file
  std::uint64_t bytes = 0;
  std::uint64_t count = 0;
  std::uint64_t limit = 0;       // where the end records begin: the directory ends here at the latest
  std::uint64_t end_record = 0;  // PK\5\6
  std::uint64_t end = 0;         // behind the comment
};

// A member, with what is only needed while the archive is opened.
struct ZipEntry {
  ZipMember member;
  std::uint64_t place = 0;        // of the record in the directory; of the local header where it is not listed
  std::uint64_t end = 0;          // behind the member's bytes and their descriptor; 0: there is no local header
  std::uint32_t attributes = 0;   // "external": Unix has its mode in the upper half
  std::uint16_t flags = 0;
  std::uint16_t made_by = 0;
  std::string unicode_name;       // of the extra field 0x7075
};

// The numbers of a local header or directory record, with those of zip64 applied.
struct ZipNumbers {
  std::uint16_t flags = 0, method = 0;
  std::uint32_t crc = 0;
  std::uint64_t stored = 0, bytes = 0, header = 0;
};

// One opening of an archive.
struct ZipReading {
  ByteSource& bytes;
  Examination& examination;
  ReadWindow window;
  std::vector<ZipDirectory> directories;
  std::vector<ZipEntry> entries;
  bool limit_told = false;

  // False, and noted once, where there are more members than limits::kArchiveMembers.
  bool has_room(std::uint64_t place);
};

// The values of extra fields; `data` may be cut short.
struct ZipExtra {
  std::optional<std::string_view> zip64;    // 0x0001
  std::optional<std::string_view> unicode;  // 0x7075
  bool broken = false;                      // a field runs out of the record
};
ZipExtra parse_extra(std::string_view extra);

// Replaces the saturated ones of `numbers` by what the zip64 field says (APPNOTE 4.5.3), `header` only where there is one (a directory record).
// What is wrong, or "".
std::string apply_zip64(const ZipExtra& extra, bool has_header, ZipNumbers& numbers);

// Where PK\5\6 stands in the tail of a file of `size` bytes, from the end on; a few dozen at most.
std::vector<std::uint64_t> end_marks(std::string_view tail, std::uint64_t size);
// The directories that the end record at this mark may be read to lead to: none where it makes no sense, two where its offset and size disagree. What is wrong
// with one that leads to a directory is noted, if there is an examination.
std::vector<ZipDirectory> directories_of(ByteSource& bytes, std::uint64_t end_mark, Examination* examination);

// Appends the members of a directory.
void read_directory(ZipReading& reading, const ZipDirectory& directory);
// Reads the local header of every entry from this one on, holds it against the directory, and fills in where members' bytes begin and end.
void read_local_headers(ZipReading& reading, std::size_t first);
// The local header at `offset`, as an entry that no directory lists, whose bytes end at `end` at the latest; nothing where there is none. Its own `end` is 0
// where it does not say so. `by_chance`: the mark may stand there in a program's code, and must come with a sensible name and method.
std::optional<ZipEntry> read_unlisted(ZipReading& reading, std::uint64_t offset, std::uint64_t end, bool by_chance);
// Behind the descriptor (APPNOTE 4.3.9) at `offset` that says these numbers; `offset` itself where there is none.
std::uint64_t behind_descriptor(ZipReading& reading, std::uint64_t offset, const ZipNumbers& numbers);
// Overlaps, and what lies outside of members: local headers there become entries.
void read_gaps(ZipReading& reading);
// Names that lead out, collide, or are not what extraction makes of them; links and devices.
void check_names(ZipReading& reading);

}  // namespace aboveboard::format
