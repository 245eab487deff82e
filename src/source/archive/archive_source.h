// The source that is an archive: its members are files, read in place. Internal to this library.
#pragma once

#include <memory>
#include <string_view>

#include "source/source.h"

namespace aboveboard {

// May a file of this name be a release that was packed? By its end alone; files that loaders open as they are (.pt, .npz, .keras and their kin) are none.
bool is_archive_name(std::string_view path);

// Opens the file at info.location. Nothing where its bytes are no archive that is taken for a folder (then it is a file): no archive at all, one of PyTorch, one whose
// beginning libarchive cannot read, or where there is no libarchive, which is noted. `info` holds name and location.
Result<std::unique_ptr<Source>> open_archive_file(const SourceInfo& info, Diagnostics& notes);

// The same for bytes, which may be read from several threads.
Result<std::unique_ptr<Source>> open_archive(std::shared_ptr<ByteSource> bytes, SourceInfo info, Diagnostics& notes);

}  // namespace aboveboard
