#include "format/tar/tar.h"

#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "base/limits.h"
#include "format/member_name.h"
#include "format/read_window.h"
#include "format/tar/headers.h"
#include "format/tar/names.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kAhead = 64u << 10;
constexpr std::uint64_t kNear = 16u << 10;            // members smaller than this are read together with the header behind them
constexpr std::uint64_t kOctalLimit = 0777777777777;  // the most that a size field of octal digits holds

bool has_magic(std::string_view block) { return block.size() >= kTarBlock && block.substr(257, 5) == "ustar"; }
bool is_zero(std::string_view block) { return block.find_first_not_of('\0') == std::string_view::npos; }
bool is_meta(char type) { return type == 'x' || type == 'g' || type == 'X' || type == 'L' || type == 'K'; }
bool has_data(char type) { return type < '1' || type > '6'; }  // as POSIX says: whatever is not known is a file

// What headers before a member say of it.
struct Pending {
  std::optional<std::string> name, link;
  std::optional<std::uint64_t> bytes;
  bool sparse = false;
  bool any = false;
};

class TarReader {
 public:
  TarReader(ByteSource& bytes, Examination& examination) : examination_(examination), window_(bytes), size_(window_.size()) {}

  std::optional<TarArchive> read() {
    const auto first = window_.at(0, kTarBlock, kAhead);
    if (!first || (!has_magic(*first) && !tar_checksum_holds(*first))) return std::nullopt;
    while (read_header()) {
    }
    check_tar_names(archive_.members, examination_);
    examination_.recognize("tar");
    examination_.contents().header_bytes += headers_ * kTarBlock;
    return std::move(archive_);
  }

 private:
  // One header and what belongs to it; false at the end.
  bool read_header() {
    if (size_ - at_ < kTarBlock) return end_of_file();
    const auto block = window_.at(at_, kTarBlock, near_ ? kAhead : kTarBlock);
    if (!block) return unreadable();
    if (is_zero(*block)) return find_behind_end();
    if (!tar_checksum_holds(*block)) return resynchronize();
    lost_ = false;
    if (++headers_ > 2 * limits::kArchiveMembers || archive_.members.size() >= limits::kArchiveMembers) {
      examination_.not_examined("tar-limit", ErrorKind::LimitReached, "more members than are read; those behind were not looked at", at_);
      return false;
    }
    const TarHeader header = parse_tar_header(*block);
    if (!header.bytes || header.number_broken) examination_.invalid("tar-number", "a field of the header of " + shown(header.name) + " is no number", at_);
    return is_meta(header.type) ? read_meta(header) : read_member(header);
  }

  bool unreadable() {
    examination_.not_examined("tar-limit", ErrorKind::LimitReached, "the archive could not be read further", at_);
    return false;
  }

  bool end_of_file() {
    const auto rest = window_.at(at_, size_ - at_);
    if (pending_.any || (rest && !is_zero(*rest))) {
      examination_.invalid("tar-cut", "the archive ends in the middle of a header", at_, ErrorKind::Truncated);
    } else if (!ended_) {
      examination_.note("tar-no-end", "the archive ends without its end marker: it may have been cut between two members", at_);
    }
    return false;
  }

  // A block that is no header. Readers stop here, or search for the next one.
  bool resynchronize() {
    if (!lost_) examination_.invalid("tar-checksum", "a header with a wrong checksum", at_);
    lost_ = true;
    return pass(kTarBlock);
  }

  // Goes on over bytes that belong to no member; false at a limit.
  bool pass(std::uint64_t count) {
    passed_ += count;
    at_ += count;
    near_ = true;
    if (passed_ <= limits::kArchiveGapBytes) return true;
    examination_.not_examined("tar-gap", ErrorKind::LimitReached, "more bytes that belong to no member than are searched", at_);
    return false;
  }

  // At the end marker: nothing but zeros should follow.
  bool find_behind_end() {
    if (std::exchange(pending_, {}).any) examination_.invalid("tar-pax", "an extended header without a member", at_);
    ended_ = true;
    while (size_ - at_ >= kTarBlock) {
      const auto block = window_.at(at_, kTarBlock, kAhead);
      if (!block) return unreadable();
      if (!is_zero(*block)) {
        if (tar_checksum_holds(*block)) {
          examination_.invalid("tar-behind-end", "members behind the end marker: a second archive that most readers do not see", at_);
          return true;
        }
        tell_trailing();
      }
      if (!pass(kTarBlock)) return false;
    }
    const auto rest = window_.at(at_, size_ - at_);
    if (rest && !is_zero(*rest)) tell_trailing();
    return false;
  }

  void tell_trailing() {
    if (!std::exchange(trailing_told_, true)) examination_.invalid("tar-trailing-bytes", "bytes other than zero behind the end marker", at_);
  }

  // Extended headers and long names.
  bool read_meta(const TarHeader& header) {
    const std::uint64_t length = header.bytes.value_or(0), data = at_ + kTarBlock;
    if (length > size_ - data) {
      examination_.invalid("tar-cut", "an extended header ends behind the file", at_, ErrorKind::Truncated);
      return false;
    }
    if (length > limits::kPaxBytes) {
      examination_.not_examined("tar-limit", ErrorKind::LimitReached, "an extended header of " + std::to_string(length) + " bytes", at_);
    } else {
      const auto text = window_.at(data, length, kAhead);
      if (!text) return unreadable();
      if (header.type == 'L' || header.type == 'K') {
        const std::string value(text->substr(0, std::min(text->find('\0'), text->size())));
        (header.type == 'L' ? pending_.name : pending_.link) = value;
        pending_.any = true;
      } else {
        apply_pax(header.type == 'g', *text);
      }
    }
    return advance(data, length);
  }

  void apply_pax(bool global, std::string_view text) {
    const auto records = parse_pax(text);
    if (!records) return examination_.invalid("tar-pax", "a malformed record in an extended header", at_);
    const auto value = [&](std::string_view key) -> std::optional<std::string> {
      const auto found = records->find(key);
      return found == records->end() ? std::nullopt : std::optional(found->second);
    };
    auto name = value("GNU.sparse.name");
    if (!name) name = value("path");
    const auto link = value("linkpath"), bytes = value("size");
    if (global) {
      if (name || link || bytes) examination_.invalid("tar-pax-global", "a global header that names every member, or sets every size", at_);
      return;
    }
    pending_.any = true;
    pending_.sparse = pending_.sparse || value("GNU.sparse.major") || value("GNU.sparse.map") || value("GNU.sparse.size");
    if (name && pending_.name && *name != *pending_.name)
      examination_.invalid("tar-name-mismatch", "two headers give a member different names: " + shown(*pending_.name) + " and " + shown(*name), at_);
    if (name) pending_.name = name;
    if (link) pending_.link = link;
    if (!bytes) return;
    std::uint64_t number = 0;
    const bool digits = !bytes->empty() && bytes->size() < 20 && std::all_of(bytes->begin(), bytes->end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return examination_.invalid("tar-pax", "a size that is no number in an extended header", at_);
    for (const char c : *bytes) number = number * 10 + static_cast<std::uint64_t>(c - '0');
    pending_.bytes = number;
  }

  bool read_member(const TarHeader& header) {
    const Pending pending = std::exchange(pending_, {});
    TarMember member;
    member.name = pending.name.value_or(header.name);
    member.link = pending.link.value_or(header.link);
    member.type = header.type;
    member.header = at_;
    member.bytes = pending.bytes.value_or(header.bytes.value_or(0));
    member.data = at_ + kTarBlock;
    const std::string name = shown(member.name);
    // Who does not know extended headers takes the other size, and sees other members.
    if (pending.bytes && header.bytes && *pending.bytes != *header.bytes && *pending.bytes <= kOctalLimit) {
      examination_.invalid("tar-size-mismatch", name + " has " + std::to_string(*pending.bytes) + " bytes by its extended header, and " +
                                                    std::to_string(*header.bytes) + " by its own", at_);
    }
    if (pending.sparse || header.type == 'S') examination_.note("tar-sparse", name + " is stored without its holes, and was looked at as it is stored", at_);
    if (header.type == 'M') examination_.not_examined("tar-multi-volume", ErrorKind::Unsupported, name + " goes on from another volume", at_);
    if (!pass_sparse_map(header, member)) return false;
    const std::uint64_t claimed = has_data(member.type) ? member.bytes : data_of_link(member, name);
    if (claimed > size_ - member.data) {
      examination_.invalid("tar-cut", name + " ends behind the file", at_, ErrorKind::Truncated);
      member.bytes = size_ - member.data;
    }
    const std::uint64_t data = member.data;
    archive_.members.push_back(std::move(member));
    return advance(data, claimed);
  }

  // Old GNU archives: the map of holes goes on in blocks before the data.
  bool pass_sparse_map(const TarHeader& header, TarMember& member) {
    for (bool more = header.sparse_continues; more; member.data += kTarBlock) {
      const auto block = window_.at(member.data, kTarBlock, kAhead);
      if (!block) {
        examination_.invalid("tar-cut", "the archive ends in the middle of a header", at_, ErrorKind::Truncated);
        return false;
      }
      more = (*block)[504] != '\0';
    }
    return true;
  }

  // Links, folders and devices have no data; where one claims some, readers differ in what comes next. What is passed over.
  std::uint64_t data_of_link(TarMember& member, const std::string& name) {
    const std::uint64_t claimed = std::exchange(member.bytes, 0);
    if (claimed == 0) return 0;
    examination_.invalid("tar-link-data", name + " is no file, and claims " + std::to_string(claimed) + " bytes", at_);
    const auto next = window_.at(member.data, kTarBlock, kAhead);
    return next && (is_zero(*next) || tar_checksum_holds(*next)) ? 0 : claimed;
  }

  bool advance(std::uint64_t data, std::uint64_t length) {
    if (length > size_ - data) return false;
    near_ = length < kNear;
    const std::uint64_t end = data + length, padding = (kTarBlock - end % kTarBlock) % kTarBlock;
    at_ = end + std::min(padding, size_ - end);
    return true;
  }

  Examination& examination_;
  ReadWindow window_;
  std::uint64_t size_;
  TarArchive archive_;
  Pending pending_;
  std::uint64_t at_ = 0, headers_ = 0, passed_ = 0;
  bool near_ = true, lost_ = false, ended_ = false, trailing_told_ = false;
};

}  // namespace

const TarMember* TarArchive::find(std::string_view name) const {
  const auto found = std::find_if(members.rbegin(), members.rend(), [&](const TarMember& member) { return member.name == name; });
  return found == members.rend() ? nullptr : &*found;
}

bool looks_like_tar(const Sniff& sniff) {
  if (sniff.head.size() < kTarBlock) return false;
  const std::string_view block = sniff.head.substr(0, kTarBlock);
  if (block[0] == '\0' && !has_magic(block)) return false;
  if (!tar_checksum_holds(block)) return has_magic(block) && tar_number(block.substr(148, 8)).has_value();
  const TarHeader header = parse_tar_header(block);
  return has_magic(block) || (header.bytes && !header.number_broken);
}

std::optional<TarArchive> open_tar(ByteSource& bytes, Examination& examination) { return TarReader(bytes, examination).read(); }

void examine_tar_member(ByteSource& bytes, const TarMember& member, Examination& examination) {
  const std::uint64_t size = bytes.size();
  if (!has_data(member.type) || member.bytes == 0 || member.data > size) return;
  if (++examination.budget().members > limits::kArchiveMembers) {
    examination.not_examined("tar-limit", ErrorKind::LimitReached, "more members in one file and its archives than are looked into", member.header);
    return;
  }
  RangeSource source(bytes, member.data, std::min(member.bytes, size - member.data));
  examination.examine_member(source, member.name);
}

}  // namespace aboveboard::format
