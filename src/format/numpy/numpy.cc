#include "format/numpy/numpy.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "format/numpy/array_reader.h"
#include "format/pickle/pickle.h"

namespace aboveboard::format {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";

// "arr_0" of "folder/arr_0.npy".
std::string stem(std::string_view path) {
  path = path.substr(path.rfind('!') == std::string_view::npos ? 0 : path.rfind('!') + 1);
  path = file_name(path);
  if (path.size() > 4 && to_lower(path.substr(path.size() - 4)) == ".npy") path.remove_suffix(4);
  return std::string(path);
}

// Does the member begin as an array does? An error is told by whoever examines the member next.
bool begins_as_array(ByteSource& bytes, const ZipMember& member, Budget& budget) {
  auto stream = open_member_stream(bytes, member, budget);
  if (!stream) return false;
  std::array<std::byte, 6> head{};
  std::size_t have = 0;
  while (have < head.size()) {
    const auto read = (*stream)->read(std::span(head).subspan(have));
    if (!read || *read == 0) return false;
    have += *read;
  }
  return std::string_view(reinterpret_cast<const char*>(head.data()), head.size()) == kMagic;
}

// The array in one member. A compressed one is held only as far as its header; the pickle in it is run as it is inflated.
void read_member(ByteSource& bytes, const ZipMember& member, Examination inside) {
  const auto source = open_member(bytes, member, inside.budget());
  if (!source) {
    inside.not_examined("npz-member", source.error().kind, source.error().message, 0);
    return;
  }
  NumpyReader reader(**source, inside, [&](std::uint64_t begin, Examination& pickle) {
    auto stream = open_member_stream(bytes, member, inside.budget());
    if (!stream || !(*stream)->skip(begin)) {
      pickle.not_examined("npz-member", ErrorKind::Malformed, "the member cannot be inflated up to its pickle", 0);
      return;
    }
    read_pickle(**stream, pickle);
  });
  reader.read(stem(inside.member_name()));
}

}  // namespace

bool looks_like_numpy(const Sniff& sniff) { return sniff.head.starts_with(kMagic) && sniff.size >= 8; }

void read_numpy(ByteSource& bytes, Examination& examination) {
  examination.recognize("numpy");
  NumpyReader reader(bytes, examination, [&](std::uint64_t begin, Examination& pickle) {
    RangeSource range(bytes, begin, bytes.size() - begin);
    read_pickle(range, pickle);
  });
  reader.read(stem(examination.member_name().empty() ? examination.path() : examination.member_name()));
}

bool is_npz(const ZipArchive& archive) {
  return std::any_of(archive.members.begin(), archive.members.end(),
                     [](const ZipMember& member) { return !member.folder && to_lower(member.name).ends_with(".npy"); });
}

std::vector<std::size_t> read_npz(ByteSource& bytes, const ZipArchive& archive, Examination& examination) {
  examination.recognize("npz");
  std::vector<std::size_t> handled;
  for (std::size_t i = 0; i < archive.members.size(); ++i) {
    const ZipMember& member = archive.members[i];
    if (member.folder || member.encrypted || !begins_as_array(bytes, member, examination.budget())) continue;
    read_member(bytes, member, examination.inside(member.name));
    handled.push_back(i);
  }
  return handled;
}

}  // namespace aboveboard::format
