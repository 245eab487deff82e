// Names and Unix attributes of members.
#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "format/member_name.h"
#include "format/zip/records.h"

namespace aboveboard::format {
namespace {

constexpr unsigned kUnix = 3, kMacOs = 19;
constexpr std::uint32_t kTypeMask = 0170000, kLink = 0120000, kFolder = 0040000, kRegular = 0100000, kPipe = 0010000;

std::uint32_t unix_type(const ZipEntry& entry) {
  const unsigned system = entry.made_by >> 8;
  return system == kUnix || system == kMacOs ? (entry.attributes >> 16) & kTypeMask : 0;
}

void check_name(Examination& examination, const ZipEntry& entry, std::string_view name) {
  if (name.empty()) examination.invalid("zip-name-empty", "a member without a name", entry.place);
  if (const auto why = leads_out(name); !why.empty()) examination.invalid("zip-name-leads-out", "the name " + shown(name) + " " + std::string(why), entry.place);
  if (name.find('\0') != std::string_view::npos) {
    examination.invalid("zip-name-nul", "the name " + shown(name) + " holds a NUL byte, where some readers end it", entry.place);
  } else if (std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
    examination.invalid("zip-name-control", "the name " + shown(name) + " holds a control character", entry.place);
  }
}

void check_link(ZipReading& reading, const ZipEntry& entry) {
  const ZipMember& member = entry.member;
  const std::string name = shown(member.name);
  auto& examination = reading.examination;
  std::string target(static_cast<std::size_t>(std::min(member.bytes, limits::kLinkBytes)), '\0');
  auto stream = open_member_stream(reading.bytes, member, examination.budget());
  std::size_t have = 0;
  while (stream && have < target.size()) {
    const auto got = (*stream)->read(std::as_writable_bytes(std::span(target)).subspan(have));
    if (!got || *got == 0) break;
    have += *got;
  }
  target.resize(have);
  if (!stream || have == 0 || member.bytes > limits::kLinkBytes) {
    examination.invalid("zip-link-leads-out", name + " is a symbolic link, and where it leads cannot be told", entry.place);
  } else if (const auto why = link_leads_out(member.name, target); !why.empty()) {
    examination.invalid("zip-link-leads-out", name + " is a symbolic link to " + shown(target) + ", which " + std::string(why), entry.place);
  } else {
    examination.note("zip-link", name + " is a symbolic link to " + shown(target), entry.place);
  }
}

void check_collisions(ZipReading& reading) {
  std::vector<std::string_view> names;
  std::vector<std::size_t> owners;
  for (std::size_t i = 0; i < reading.entries.size(); ++i) {
    const ZipEntry& entry = reading.entries[i];
    names.emplace_back(entry.member.name);
    owners.push_back(i);
    // Some readers take this one instead.
    if (!entry.unicode_name.empty() && entry.unicode_name != entry.member.name) {
      names.emplace_back(entry.unicode_name);
      owners.push_back(i);
    }
  }
  for (const NameCollision& collision : find_collisions(names)) {
    const std::size_t a = owners[collision.first], b = owners[collision.second];
    const ZipEntry &first = reading.entries[a], &second = reading.entries[b];
    if (a == b || (first.member.folder && second.member.folder)) continue;
    if (collision.fold == NameFold::kCase && first.member.folder != second.member.folder) continue;
    const std::string both = shown(names[collision.first]) + " and " + shown(names[collision.second]);
    Examination& examination = reading.examination;
    switch (collision.fold) {
      case NameFold::kExact:
        examination.invalid("zip-duplicate-name", "two members are named " + shown(names[collision.second]) + "; which of them a loader takes differs", second.place);
        break;
      case NameFold::kSeparator: examination.invalid("zip-separator-collision", both + " are one path to readers that take \\ for /, or drop empty parts", second.place); break;
      case NameFold::kNormalized: examination.invalid("zip-normalization-collision", both + " are one name where Unicode is normalized", second.place); break;
      case NameFold::kCase: examination.invalid("zip-case-collision", both + " are one name where case is ignored", second.place); break;
    }
  }
}

}  // namespace

void check_names(ZipReading& reading) {
  LinkNames links;
  for (const ZipEntry& entry : reading.entries) {
    check_name(reading.examination, entry, entry.member.name);
    if (!entry.unicode_name.empty() && entry.unicode_name != entry.member.name) check_name(reading.examination, entry, entry.unicode_name);
    const bool ascii = std::all_of(entry.member.name.begin(), entry.member.name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!entry.unicode_name.empty() && ascii && entry.unicode_name != entry.member.name) {
      reading.examination.invalid("zip-unicode-name", shown(entry.member.name) + " is named " + shown(entry.unicode_name) + " for readers that take the name in the extra field", entry.place);
    }
    if (entry.member.folder && entry.member.bytes != 0)
      reading.examination.invalid("zip-folder-bytes", shown(entry.member.name) + " is a folder by its name, and has bytes", entry.place);
    const std::uint32_t type = unix_type(entry);
    if (type == kLink) {
      check_link(reading, entry);
      links.add(entry.member.name);
    } else if (type == kPipe) {  // as Info-ZIP writes what comes through one; no unpacker makes one of it
      reading.examination.note("zip-pipe", shown(entry.member.name) + " is a pipe by its attributes", entry.place);
    } else if (type != 0 && type != kFolder && type != kRegular) {
      reading.examination.invalid("zip-device", shown(entry.member.name) + " is a device or socket by its attributes", entry.place);
    }
  }
  if (!links.empty()) {
    for (const ZipEntry& entry : reading.entries)
      if (links.leads_through(entry.member.name))
        reading.examination.invalid("zip-through-link", shown(entry.member.name) + " would be unpacked through a symbolic link of the same archive", entry.place);
  }
  check_collisions(reading);
}

}  // namespace aboveboard::format
