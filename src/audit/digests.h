// Digests: what files are by their bytes, and whether that is what their names or pointers promise.
#pragma once

#include <vector>

#include "base/diagnostics.h"
#include "format/scan.h"
#include "model/finding.h"
#include "model/weights.h"

namespace aboveboard {

struct DigestOptions {
  bool weights = false;   // --digest: of every weights file, and of a file that is a target itself
  bool promised = false;  // --verify: of every file of which something here promises a digest
  std::vector<std::string> paths = {};  // the SHA-256 of these files, whatever they are
};

// Reads whole files, in one pass and several files at once; of local sources alone. Promises are taken from stores (the Hub's cache, its downloads, Ollama's manifests: FileEntry::promised),
// from names ("sha256-...", blobs by SHA-256 or git's SHA-1 of a blob) and from git-LFS pointers: for the object in .git/lfs/objects, and for the file of the same path in another source.
// In the order of sources and files. A file that cannot be read to its end is noted, and has no record.
std::vector<FileDigest> compute_digests(const std::vector<ScannedSource>& sources, const DigestOptions& options, Diagnostics& notes);

// A finding for each digest that is not what was promised.
std::vector<Finding> judge_digests(const std::vector<FileDigest>& digests);

}  // namespace aboveboard
