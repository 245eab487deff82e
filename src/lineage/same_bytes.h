// Same bytes: whether two files, or two parts of files, are equal, with as little reading as that takes. Files on servers are never read: their digests must do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "format/scan.h"

namespace aboveboard::lineage {

// What comparing may still read, of both releases together.
struct ReadBudget {
  std::uint64_t left = 0;
  bool hit = false;  // something was left out for lack of it

  bool take(std::uint64_t bytes) {
    if (bytes > left) {
      hit = true;
      return false;
    }
    left -= bytes;
    return true;
  }
};

struct FileRef {
  const ScannedSource* source = nullptr;
  const ScannedFile* file = nullptr;

  const std::string& name() const { return source->source->info().name; }
};

// Its bytes are here, and not those of a pointer.
bool is_readable(const FileRef& ref);
// Of the file itself, or as its pointer says.
std::uint64_t size_of(const FileRef& ref);
// By whoever lists it or by a pointer: "sha256:..." or "git-sha1:..."; "" for nothing.
std::string promised_digest(const FileRef& ref);

enum class Sameness { Equal, Different, Unknown };

struct Compared {
  Sameness verdict = Sameness::Unknown;
  bool promised = false;  // the verdict rests on a digest that nobody checked here
};

// Sizes first, then digests that both are promised under, then bytes. Failing reads are noted, and leave it unknown.
Compared same_file(const FileRef& a, const FileRef& b, ReadBudget& budget, Diagnostics& notes);

// A part of an opened file. Behind its end: Unknown.
struct Part {
  ByteSource* bytes = nullptr;
  std::uint64_t begin = 0, size = 0;

  bool is_inside() const { return begin <= bytes->size() && size <= bytes->size() - begin; }
};
// Reads piece by piece and stops at the first difference. Equally long parts only.
Result<Sameness> same_part(const Part& a, const Part& b, ReadBudget& budget);

// The file as evidence: its bytes were read, a pointer or a listing promises them.
Evidence whole_file(const FileRef& ref, std::string extractor, bool read);

// What is not supported is a note, anything else a file that was not examined.
void note_unread(const FileRef& ref, Error error, Diagnostics& notes);

}  // namespace aboveboard::lineage
