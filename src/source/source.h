// Source: a place that holds files of a release (a folder, a file, an archive, a store, a repository on a hub). The only code that touches the disk or the network.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "base/result.h"
#include "model/release.h"

namespace aboveboard {

struct FileEntry {
  std::string path;         // below the source, with '/'; any bytes but NUL
  std::uint64_t bytes = 0;
  std::string promised = {};  // by whoever lists it: "sha256:" and 64 hexadecimal digits, or "git-sha1:" and 40 (of the git blob); "" for nothing
};

class Source {
 public:
  virtual ~Source() = default;
  virtual const SourceInfo& info() const = 0;
  virtual SourceInfo& info() = 0;
  // Regular files, sorted by path bytewise. What was passed over (a link that leaves the target, a FIFO, an unreadable folder, a limit)
  // is in `notes` as NotExamined.
  virtual const std::vector<FileEntry>& files() const = 0;
  // Opens beneath the target, never through a link that leaves it, never blocking on a FIFO.
  virtual Result<std::unique_ptr<ByteSource>> open(std::string_view path) const = 0;
  // Its files are on a server: each read costs a request. open() costs none; whoever reads decides what is worth it. Safe to use from several threads,
  // of which there should then be as many as requests may be under way.
  virtual bool remote() const { return false; }
};

// Opens a folder or a single file. NotFound, Unreadable or Usage (neither file nor folder) where it cannot be.
// `name` is what evidence will call it.
Result<std::unique_ptr<Source>> open_source(const std::string& location, std::string name, Diagnostics& notes);

// A source whose files are given in memory: for rule examples and tests.
struct MemoryFile {
  std::string path;
  std::string text;
};
std::unique_ptr<Source> memory_source(SourceInfo info, std::vector<MemoryFile> files);

}  // namespace aboveboard
