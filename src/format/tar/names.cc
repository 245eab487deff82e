#include "format/tar/names.h"

#include <algorithm>

#include "base/text.h"
#include "format/member_name.h"

namespace aboveboard::format {
namespace {

bool is_link(const TarMember& member) { return member.type == '1' || member.type == '2'; }

void check_name(const TarMember& member, Examination& examination) {
  const std::string name = shown(member.name);
  if (member.name.empty()) examination.invalid("tar-name-empty", "a member without a name", member.header);
  if (const auto why = leads_out(member.name); !why.empty()) examination.invalid("tar-name-leads-out", "the name " + name + " " + std::string(why), member.header);
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  if (std::any_of(member.name.begin(), member.name.end(), control))
    examination.invalid("tar-name-control", "the name " + name + " holds a control character", member.header);
  if (member.type == '3' || member.type == '4' || member.type == '6') examination.invalid("tar-device", name + " is a device or a pipe", member.header);
  if (!is_link(member)) return;
  // A hard link counts from where the archive is unpacked, a symbolic one from where it stands.
  const auto why = member.type == '1' ? leads_out(member.link) : link_leads_out(member.name, member.link);
  const std::string what = name + (member.type == '1' ? " is a hard link to " : " is a symbolic link to ") + shown(member.link);
  if (!why.empty()) examination.invalid("tar-link-leads-out", what + ", which " + std::string(why), member.header);
  if (member.link.find('\0') != std::string::npos) examination.invalid("tar-name-control", what + ", which holds a NUL byte", member.header);
}

void check_repeated(const std::vector<TarMember>& members, Examination& examination) {
  std::vector<std::string_view> names;
  names.reserve(members.size());
  for (const TarMember& member : members) names.emplace_back(member.name);
  for (const NameCollision& collision : find_collisions(names)) {
    const TarMember &first = members[collision.first], &second = members[collision.second];
    const bool folders = first.type == '5' && second.type == '5';
    if (folders || collision.fold == NameFold::kNormalized || collision.fold == NameFold::kCase) continue;
    examination.invalid("tar-duplicate-name", shown(second.name) + " stands twice: which of the two a loader takes differs", second.header);
  }
}

}  // namespace

void check_tar_names(const std::vector<TarMember>& members, Examination& examination) {
  LinkNames links;
  for (const TarMember& member : members) {
    if (member.type == 'V') continue;  // the label of a volume
    check_name(member, examination);
    if (member.type == '2') links.add(member.name);
  }
  if (!links.empty()) {
    for (const TarMember& member : members)
      if (links.leads_through(member.name))
        examination.invalid("tar-through-link", shown(member.name) + " would be unpacked through a symbolic link of the same archive", member.header);
  }
  check_repeated(members, examination);
}

}  // namespace aboveboard::format
