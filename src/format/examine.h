// Examine: one file, by its bytes. Every reader whose sniffer takes them is run: no sniff suppresses another, since loaders do not ask each other
// either. Members of archives are examined in the same way.
#pragma once

#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "format/examination.h"

namespace aboveboard::format {

inline constexpr std::uint64_t kHeadBytes = 4096;      // what sniffers see of a file's beginning,
inline constexpr std::uint64_t kTailBytes = 65535 + 22;  // and of its end: the longest end record of a zip archive

struct ExamineOptions {
  std::string path = {};       // for diagnostics
  std::string_view head = {};  // the first bytes, where they have been read already; at least kHeadBytes of a longer file
  std::string_view named = {}; // the format that the name promises: a header format is then held to its rules even where its bytes do not look like it
  bool pickled = false;        // a loader may unpickle them: by their name, or because the caller named them as a model
  bool text = false;           // the bytes are readable text: only what may hide in one is looked for
};

// What is found goes to `contents` and `notes`. Contents::formats stays empty where no reader takes the bytes.
void examine(ByteSource& bytes, const ExamineOptions& options, Contents& contents, Diagnostics& notes);

}  // namespace aboveboard::format
