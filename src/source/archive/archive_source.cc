#include "source/archive/archive_source.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "source/archive/member_bytes.h"
#include "source/disk/list_beneath.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 10> kEndings = {".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".tar.zst", ".tzst", ".7z"};

class ArchiveSource final : public Source {
 public:
  ArchiveSource(std::shared_ptr<const OpenArchive> archive, SourceInfo info) : archive_(std::move(archive)), info_(std::move(info)) {
    for (const ListedMember& member : archive_->listing.members) files_.push_back({member.path, member.bytes});
    info_.kind = "archive";
    info_.files = files_.size();
    info_.bytes = total_bytes(files_);
    if (!archive_->listing.folder.empty()) info_.stored.push_back({".", archive_->listing.folder});
  }

  const SourceInfo& info() const override { return info_; }
  SourceInfo& info() override { return info_; }
  const std::vector<FileEntry>& files() const override { return files_; }

  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    const std::vector<ListedMember>& members = archive_->listing.members;
    const auto found = std::lower_bound(members.begin(), members.end(), path, [](const ListedMember& member, std::string_view wanted) { return member.path < wanted; });
    if (found == members.end() || found->path != path) return fail(ErrorKind::NotFound, "there is no such file", {.path = std::string(path), .line = {}, .byte = {}});
    return member_bytes(archive_, *found);
  }

 private:
  std::shared_ptr<const OpenArchive> archive_;
  SourceInfo info_;
  std::vector<FileEntry> files_;
};

}  // namespace

bool is_archive_name(std::string_view path) {
  const std::string name = to_lower(file_name(path));
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return name.size() > ending.size() && name.ends_with(ending); });
}

Result<std::unique_ptr<Source>> open_archive(std::shared_ptr<ByteSource> bytes, SourceInfo info, Diagnostics& notes) {
  auto archive = std::make_shared<OpenArchive>();
  archive->kind = archive_kind(*bytes);
  if (archive->kind == ArchiveKind::None) return std::unique_ptr<Source>();
  Diagnostics listed;
  Result<ArchiveListing> listing = list_archive(*bytes, archive->kind, listed);
  if (!listing) {
    const bool unsupported = listing.error().kind == ErrorKind::Unsupported;
    listing.error().place = {};
    notes.add(DiagnosticKind::Note, unsupported ? "source/archive-library" : "source/archive-as-file", {listing.error().kind, listing.error().message + ": the archive is looked at as a single file", {.path = ".", .line = {}, .byte = {}}});
    return std::unique_ptr<Source>();
  }
  if (listing->pytorch) return std::unique_ptr<Source>();
  for (const Diagnostic& item : listed.items()) notes.add(item.kind, item.rule, item.error);
  archive->bytes = std::move(bytes);
  archive->listing = std::move(*listing);
  return std::unique_ptr<Source>(std::make_unique<ArchiveSource>(std::move(archive), std::move(info)));
}

Result<std::unique_ptr<Source>> open_archive_file(const SourceInfo& info, Diagnostics& notes) {
  ABOVEBOARD_ASSIGN(const std::unique_ptr<Source> file, open_source(info.location, info.name, notes));
  if (file->files().size() != 1) return std::unique_ptr<Source>();
  ABOVEBOARD_ASSIGN(std::unique_ptr<ByteSource> bytes, file->open(file->files().front().path));
  return open_archive(std::shared_ptr<ByteSource>(std::move(bytes)), info, notes);
}

}  // namespace aboveboard
