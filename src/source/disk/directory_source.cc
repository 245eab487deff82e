#include "source/disk/directory_source.h"

#include "source/disk/git_revision.h"
#include "source/disk/list_beneath.h"
#include "source/disk/placed_source.h"

namespace aboveboard {

std::unique_ptr<Source> directory_source(Beneath folder, SourceInfo info, Diagnostics& notes) {
  std::vector<FileEntry> files;
  list_beneath(folder, "", files, notes);
  info.kind = "directory";
  info.revision = git_revision(folder);
  return placed_source(std::move(folder), std::move(info), std::move(files), {});
}

}  // namespace aboveboard
