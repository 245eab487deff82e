// The bytes of one member of an archive. Internal to this folder.
#pragma once

#include <memory>

#include "base/bytes.h"
#include "source/archive/archive_listing.h"

namespace aboveboard {

struct OpenArchive {
  std::shared_ptr<ByteSource> bytes;
  ArchiveKind kind = ArchiveKind::None;
  ArchiveListing listing;
};

// `member` is one of the archive's. Nothing is read yet.
std::unique_ptr<ByteSource> member_bytes(std::shared_ptr<const OpenArchive> archive, const ListedMember& member);

}  // namespace aboveboard
