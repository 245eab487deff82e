#include "source/archive/archive_listing.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "source/archive/member_names.h"
#include "source/archive/zip_directory.h"
#include "source/disk/git_revision.h"

namespace aboveboard {
namespace {

constexpr std::size_t kNameTold = 200;
constexpr std::uint64_t kDirectoryRecord = 256;  // what a zip's directory costs a member, when the archive is opened again

// Notes of members: of each rule so many as anyone would read, then how many more there are.
class Teller {
 public:
  explicit Teller(Diagnostics& notes) : notes_(notes) {}

  void tell(DiagnosticKind kind, std::string_view rule, ErrorKind error, std::string_view path, std::string message) {
    std::uint64_t& told = told_[{kind, std::string(rule)}];
    if (++told <= limits::kToldPerRule) notes_.add(kind, std::string(rule), {error, std::move(message), {.path = path.empty() ? "." : std::string(path), .line = {}, .byte = {}}});
  }
  void finish() {
    for (const auto& [key, told] : told_) {
      if (told <= limits::kToldPerRule) continue;
      const std::string message = "the same of " + std::to_string(told - limits::kToldPerRule) + " more members of the archive";
      notes_.add(key.first, key.second, {ErrorKind::Malformed, message, {.path = ".", .line = {}, .byte = {}}});
    }
  }

 private:
  Diagnostics& notes_;
  std::map<std::pair<DiagnosticKind, std::string>, std::uint64_t> told_;
};

class Listing {
 public:
  Listing(ArchiveReader& reader, ByteSource& bytes, ArchiveKind kind, Diagnostics& notes)
      : reader_(reader), kind_(kind), streamed_(kind == ArchiveKind::CompressedTar || kind == ArchiveKind::SevenZip), archive_bytes_(bytes.size()), teller_(notes) {
    if (kind == ArchiveKind::Zip) directory_ = read_zip_directory(bytes);
  }

  // Takes a member. False where the limits allow no more.
  bool take(const ArchiveMember& member, std::uint64_t ordinal) {
    if (ordinal >= limits::kFiles) return stop("source/too-many-files", "the archive has more than " + std::to_string(limits::kFiles) + " members: the others are not read");
    const bool read = accept(member);
    if (read) {
      ListedMember& listed = members_.emplace_back();
      listed.name = member.name;
      listed.path = clean_path(member.name);
      listed.bytes = *member.bytes;
      listed.ordinal = ordinal;
      keep(listed);
    }
    // What comes behind it is only reached through it, and skipping would not count what that costs.
    if (streamed_ && member.type == MemberType::File) drain(read ? &members_.back() : nullptr);
    if (read) count_cost(members_.back());
    const std::uint64_t produced = reader_.produced();
    if (produced > limits::kArchiveInflated || expands(produced, reader_.consumed()))
      return stop("source/archive-expansion", "the archive yields " + std::to_string(produced) + " bytes from " + std::to_string(reader_.consumed()) + ": it is read no further");
    return true;
  }

  void broken(const Error& error) {
    teller_.tell(DiagnosticKind::NotExamined, "source/archive-broken", error.kind, ".", error.message + (members_.empty() ? "" : "; what comes before was read"));
  }

  // All `count` members were told: those of a zip are held against its directory.
  void complete(std::uint64_t count) {
    if (!directory_) return;
    if (directory_->entries() > count) {
      teller_.tell(DiagnosticKind::Invalid, "source/archive-directory", ErrorKind::Malformed, ".", "the directory of the archive has " + std::to_string(directory_->entries()) + " entries, of which " + std::to_string(count) + " can be read as members");
    }
    if (const std::string_view name = directory_->name_with_nul(); !name.empty()) {
      const std::string_view text = name.substr(0, name.find('\0'));
      teller_.tell(DiagnosticKind::Invalid, "source/archive-directory", ErrorKind::Malformed, ".", "the name of a member goes on behind a NUL byte; it is read as " + quoted(text, kNameTold));
    }
  }

  ArchiveListing finish() {
    ArchiveListing listing;
    std::vector<std::string_view> paths;
    for (const ListedMember& member : members_) paths.push_back(member.path);
    listing.folder = common_folder(paths);
    for (ListedMember& member : members_) member.path.erase(0, listing.folder.size());
    note_through_links();
    tell_collisions();
    std::sort(members_.begin(), members_.end(), [](const ListedMember& a, const ListedMember& b) { return a.path < b.path; });
    teller_.finish();
    listing.members = std::move(members_);
    return listing;
  }

 private:
  static bool expands(std::uint64_t produced, std::uint64_t consumed) {
    return produced > limits::kArchiveExpansionFloor && produced / limits::kArchiveExpansion > consumed;
  }

  bool stop(std::string_view rule, std::string message) {
    teller_.tell(DiagnosticKind::NotExamined, rule, ErrorKind::LimitReached, ".", std::move(message));
    return false;
  }

  // Is this a file that is read? What is not is noted.
  bool accept(const ArchiveMember& member) {
    if (member.type == MemberType::Folder) return false;
    const std::string shown = quoted(member.name, kNameTold);
    const std::string path(clip_utf8(member.name, kNameTold));
    if (const std::optional<RefusedName> refused = refuse_name(member.name)) {
      const std::string message = "the name " + shown + " of a member " + std::string(refused->why);
      teller_.tell(DiagnosticKind::Invalid, refused->rule, ErrorKind::Malformed, path, message);
      teller_.tell(DiagnosticKind::NotExamined, refused->rule, ErrorKind::Malformed, path, message + "; it is not read");
      return false;
    }
    const std::string clean = clean_path(member.name);
    const std::vector<std::string> parts = split(clean, '/');
    if (std::any_of(parts.begin(), parts.end(), [](const std::string& part) { return is_version_control_name(part); })) return false;
    if (member.type == MemberType::Link) {
      links_.insert(clean);
      teller_.tell(DiagnosticKind::NotExamined, "source/archive-link", ErrorKind::Unsupported, clean, "a link in an archive is not followed");
    } else if (member.type == MemberType::Special) {
      teller_.tell(DiagnosticKind::NotExamined, "source/archive-special", ErrorKind::Unsupported, clean, "neither a file nor a folder: it is not read");
    } else if (member.encrypted) {
      teller_.tell(DiagnosticKind::NotExamined, "source/archive-encrypted", ErrorKind::Unreadable, clean, "it is encrypted");
    } else if (member.hungry) {
      teller_.tell(DiagnosticKind::NotExamined, "source/archive-method", ErrorKind::Unreadable, clean, "it is compressed in a way that is not read in a zip (LZMA, XZ, PPMd)");
    } else if (!member.bytes) {
      teller_.tell(DiagnosticKind::NotExamined, "source/archive-size", ErrorKind::Malformed, clean, "the archive does not say how large it is");
    } else {
      return true;
    }
    return false;
  }

  // Keeps the beginning of a member, or finds where it lies as it is.
  void keep(ListedMember& member) {
    if (member.bytes == 0) {
      member.whole = true;
      return;
    }
    const std::uint64_t want = std::min(member.bytes, limits::kKeptMember);
    const bool room = want <= limits::kKeptTotal - kept_;
    // A small member of a zip is read whole, and so held against its checksum.
    const bool stored = kind_ == ArchiveKind::Tar || ((member.bytes > limits::kKeptMember || !room) && directory_ && directory_->is_stored(member.name));
    if (!stored && !room) return;
    std::string head;
    const bool sound = read_head(member, head, stored ? 1 : want);
    if (stored && reader_.stored_at()) {
      member.stored_at = reader_.stored_at();
      return;
    }
    if (!room) return;
    if (sound && head.size() < want && !read_head(member, head, want)) note_size(member, head.size());
    kept_ += head.size();
    member.whole = head.size() == member.bytes;
    member.head = std::move(head);
    if (member.whole) check_end(member);
  }

  // Reads on into `head` until it has `want` bytes. False where there are not so many.
  bool read_head(ListedMember& member, std::string& head, std::uint64_t want) {
    std::size_t have = head.size();
    head.resize(static_cast<std::size_t>(want));
    while (have < want) {
      const Result<std::size_t> got = reader_.read(std::as_writable_bytes(std::span(head)).subspan(have));
      if (!got) note_broken(member, got.error());
      if (!got || *got == 0) break;
      have += *got;
    }
    head.resize(have);
    return have == want;
  }

  // Is there more than was announced, or a checksum that does not fit?
  void check_end(ListedMember& member) {
    std::array<std::byte, 1> more;
    const Result<std::size_t> got = reader_.read(more);
    if (!got) note_broken(member, got.error());
    else if (*got != 0) note_size(member, member.bytes + 1);
  }

  void note_broken(ListedMember& member, const Error& error) {
    if (member.refused) return;
    member.refused = error;
    teller_.tell(DiagnosticKind::Invalid, "source/archive-member", error.kind, member.path, error.message);
  }

  void note_size(ListedMember& member, std::uint64_t found) {
    if (member.refused) return;
    const std::string message = "the archive gives it " + std::to_string(member.bytes) + " bytes, but it has " + (found > member.bytes ? "more" : std::to_string(found));
    member.refused = Error{ErrorKind::Malformed, message, {}};
    teller_.tell(DiagnosticKind::Invalid, "source/archive-size", ErrorKind::Malformed, member.path, message);
  }

  // Reads the rest of a member, as far as the limits go.
  void drain(ListedMember* member) {
    if (scratch_.empty()) scratch_.resize(limits::kKeptMember);
    std::uint64_t passed = member == nullptr ? 0 : member->head.size();
    for (;;) {
      const Result<std::size_t> got = reader_.read(scratch_);
      if (!got && member != nullptr) note_broken(*member, got.error());
      if (!got || reader_.produced() > limits::kArchiveInflated || expands(reader_.produced(), reader_.consumed())) return;
      if (*got == 0) break;
      passed += *got;
    }
    if (member != nullptr && passed != member->bytes) note_size(*member, passed);
  }

  // What reading each member once takes, when the archive must be gone through again for it.
  void count_cost(ListedMember& member) {
    announced_ += std::min(member.bytes, std::numeric_limits<std::uint64_t>::max() - announced_);
    if (member.whole || member.stored_at || member.refused) return;
    const std::uint64_t before = streamed_ ? reader_.produced() : std::min(member.bytes, limits::kArchiveInflated) + (member.ordinal + 1) * kDirectoryRecord;
    cost_ += before;
    const bool bomb = !streamed_ && expands(announced_, archive_bytes_);
    if (bomb) {
      teller_.tell(DiagnosticKind::NotExamined, "source/archive-expansion", ErrorKind::LimitReached, member.path, "the archive announces " + std::to_string(announced_) + " bytes in " + std::to_string(archive_bytes_) + ": of this member only the beginning is read");
    }
    if (bomb || cost_ > limits::kArchiveInflated) {
      member.refused = Error{ErrorKind::LimitReached, "reading on in this member of the archive would take too long: unpack it, and name the folder", {}};
    }
  }

  // An unpacker writes such a member wherever the link leads.
  void note_through_links() {
    if (links_.empty()) return;
    for (const ListedMember& member : members_) {
      const std::string clean = clean_path(member.name);
      for (std::string_view above = parent_path(clean); !above.empty(); above = parent_path(above)) {
        if (!links_.contains(std::string(above))) continue;
        teller_.tell(DiagnosticKind::Invalid, "source/archive-through-link", ErrorKind::Malformed, member.path, "the archive has a link by the name of a folder that this member lies in");
        break;
      }
    }
  }

  // Members that are one file to somebody: the first keeps its path, and so do others whose paths differ.
  void tell_collisions() {
    std::set<std::string> taken;
    for (const ListedMember& member : members_) taken.insert(member.path);
    std::map<std::string, std::string> first_of;  // folded, and as it is
    std::map<std::string, std::size_t> times;
    for (ListedMember& member : members_) {
      const auto [first, is_first] = first_of.try_emplace(folded_name(member.path), member.path);
      std::size_t& number = times[member.path];
      ++number;
      if (is_first) continue;
      teller_.tell(DiagnosticKind::Invalid, "source/archive-collision", ErrorKind::Malformed, member.path,
                   number > 1 ? "two members of the archive have this name: which of them is unpacked differs"
                              : "this name and " + quoted(first->second, kNameTold) + " are one where case is ignored or Unicode is normalized");
      if (number == 1) continue;
      std::string path = numbered_path(member.path, number);
      while (!taken.insert(path).second) path = numbered_path(member.path, ++number);
      member.path = std::move(path);
    }
  }

  ArchiveReader& reader_;
  const ArchiveKind kind_;
  const bool streamed_;  // each member costs all those before it
  const std::uint64_t archive_bytes_;
  Teller teller_;
  std::unique_ptr<const ZipDirectory> directory_;
  std::vector<ListedMember> members_;
  std::set<std::string> links_;
  std::vector<std::byte> scratch_;
  std::uint64_t kept_ = 0, cost_ = 0, announced_ = 0;
};

}  // namespace

Result<ArchiveListing> list_archive(ByteSource& bytes, ArchiveKind kind, Diagnostics& notes) {
  ABOVEBOARD_ASSIGN(const std::unique_ptr<ArchiveReader> reader, ArchiveReader::open(bytes, kind));
  Listing listing(*reader, bytes, kind, notes);
  bool pytorch = false;
  std::uint64_t count = 0;
  for (;; ++count) {
    Result<std::optional<ArchiveMember>> member = reader->next();
    if (!member && count == 0) return fail(std::move(member.error()));
    if (!member) listing.broken(member.error());
    else if (!*member) listing.complete(count);
    if (!member || !*member) break;
    pytorch = pytorch || (kind == ArchiveKind::Zip && (*member)->name.ends_with("/data.pkl"));
    if (pytorch || !listing.take(**member, count)) break;
  }
  ArchiveListing found = listing.finish();
  found.pytorch = pytorch;
  return found;
}

}  // namespace aboveboard
