#include "source/hub/hub_source.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "source/hub/hub_bytes.h"
#include "source/hub/names.h"

namespace aboveboard {
namespace {

class HubSource final : public Source {
 public:
  HubSource(std::shared_ptr<HubRepository> repository, std::vector<FileEntry> files, std::vector<std::uint64_t> unsized, SourceInfo info)
      : repository_(std::move(repository)), files_(std::move(files)), unsized_(std::move(unsized)), info_(std::move(info)) {
    info_.files = files_.size();
    info_.bytes = 0;
    for (const FileEntry& file : files_) info_.bytes += std::min(std::numeric_limits<std::uint64_t>::max() - info_.bytes, file.bytes);
  }

  const SourceInfo& info() const override { return info_; }
  SourceInfo& info() override { return info_; }
  const std::vector<FileEntry>& files() const override { return files_; }
  bool remote() const override { return true; }

  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    const auto found = std::lower_bound(files_.begin(), files_.end(), path, [](const FileEntry& file, std::string_view wanted) { return file.path < wanted; });
    if (found == files_.end() || found->path != path) return fail(ErrorKind::NotFound, "there is no such file", {.path = std::string(path), .line = {}, .byte = {}});
    HubFile file{.path = found->path, .bytes = found->bytes, .promised = found->promised};
    if (std::binary_search(unsized_.begin(), unsized_.end(), static_cast<std::uint64_t>(found - files_.begin()))) file.bytes.reset();
    return std::unique_ptr<ByteSource>(std::make_unique<HubBytes>(repository_, std::move(file)));
  }

 private:
  std::shared_ptr<HubRepository> repository_;
  std::vector<FileEntry> files_;
  std::vector<std::uint64_t> unsized_;  // as HubInfo has it
  SourceInfo info_;
};

// Leaves the file or the folder at `path`.
void restrict_to(const std::string& path, HubInfo& listing) {
  std::vector<FileEntry> files;
  std::vector<std::uint64_t> unsized;
  auto next_unsized = listing.unsized.begin();
  for (std::uint64_t i = 0; i < listing.files.size(); ++i) {
    const bool has_no_size = next_unsized != listing.unsized.end() && *next_unsized == i;
    if (has_no_size) ++next_unsized;
    FileEntry& file = listing.files[static_cast<std::size_t>(i)];
    if (file.path != path && !file.path.starts_with(path + "/")) continue;
    if (has_no_size) unsized.push_back(files.size());
    files.push_back(std::move(file));
  }
  listing.files = std::move(files);
  listing.unsized = std::move(unsized);
}

}  // namespace

Result<std::unique_ptr<Source>> hub_source(std::shared_ptr<HubSession> session, const HubTarget& target, HubInfo listing, HubQuestion question, SourceInfo info) {
  if (!target.path.empty()) {
    restrict_to(target.path, listing);
    if (listing.files.empty())
      return fail(ErrorKind::NotFound, "there is no file or folder \"" + shown_text(target.path, 160) + "\" in " + question.repository + " at commit " + listing.commit);
  }
  info.kind = "hub";
  info.revision = listing.commit;
  info.identity = identity_of(target);
  auto repository = std::make_shared<HubRepository>(std::move(session), target, std::move(listing.commit), std::move(question));
  return std::unique_ptr<Source>(std::make_unique<HubSource>(std::move(repository), std::move(listing.files), std::move(listing.unsized), std::move(info)));
}

}  // namespace aboveboard
