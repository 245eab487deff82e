// torch.save since 1.6, torch.jit.save and torch.package: pickles and raw storages in a zip archive.
#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/limits.h"
#include "base/text.h"
#include "format/pytorch/pytorch.h"
#include "format/pytorch/session.h"
#include "format/pytorch/tensors.h"
#include "format/pytorch/torchscript.h"

namespace aboveboard::format {
namespace {

using namespace pytorch;

// Names as the loaders may take them: '\' for '/', case ignored.
std::string folded(std::string_view name) {
  std::string out = to_lower(name);
  std::replace(out.begin(), out.end(), '\\', '/');
  return out;
}

bool is_named(std::string_view path, std::string_view name) {
  return path == name || (path.ends_with(name) && path[path.size() - name.size() - 1] == '/');
}

class ZipReader {
 public:
  ZipReader(ByteSource& bytes, const ZipArchive& archive, Examination& examination) : bytes_(bytes), archive_(archive), examination_(examination) {
    for (std::size_t i = 0; i < archive.members.size(); ++i) by_name_.emplace(archive.members[i].name, i);
  }

  std::vector<std::size_t> run() {
    examination_.recognize("pytorch");
    std::size_t data_pickles = 0;
    bool package = false;
    for (const ZipMember& member : archive_.members) package = package || is_named(folded(member.name), ".data/extern_modules");
    for (std::size_t i = 0; i < archive_.members.size(); ++i) {
      const ZipMember& member = archive_.members[i];
      if (member.folder) continue;
      const std::string name = folded(member.name);
      const bool data = is_named(name, "data.pkl");
      if (data && ++data_pickles > 1)
        examination_.invalid("pytorch-several-pickles", "more than one member is named data.pkl: which one is loaded depends on the loader", member.header);
      if (data || is_named(name, "constants.pkl") || name.ends_with(".debug_pkl") || (package && name.ends_with(".pkl"))) run_pickle(i);
      else if (name.ends_with(".py")) read_program(member, package);
    }
    check_records();
    return {done_.begin(), done_.end()};
  }

 private:
  void run_pickle(std::size_t index);
  void find_data(Storages& storages, std::string_view pickle_name, Examination& member);
  void read_program(const ZipMember& member, bool package);
  void check_records();
  void check_byte_order(const ZipMember& member);
  std::string small_member(const ZipMember& member, std::size_t limit);

  ByteSource& bytes_;
  const ZipArchive& archive_;
  Examination& examination_;
  std::map<std::string, std::size_t, std::less<>> by_name_;  // the first of each name
  std::set<std::size_t> done_;
  std::set<std::size_t> counted_;  // storages whose bytes are in the sum
};

void ZipReader::run_pickle(std::size_t index) {
  ZipMember member = archive_.members[index];
  Examination inside = examination_.inside(member.name);
  if (member.encrypted) {
    // PyTorch does not look at the flag of the local header: what stands there in the clear is loaded.
    member.encrypted = false;
    examination_.invalid("pytorch-encrypted", "the member \"" + pickle::shown(member.name, 120) + "\" is marked as encrypted; it was read as if it were not", member.header);
  }
  const auto stream = open_member_stream(bytes_, member, examination_.budget());
  if (!stream) return inside.not_examined("pytorch-member", stream.error().kind, stream.error().message, 0);
  done_.insert(index);
  Session session(**stream, inside);
  const auto root = session.run_next(true);
  Storages storages;
  storages.announce(session.machine, false, inside, 0);
  find_data(storages, member.name, inside);
  if (root) TensorWalk(session.machine, storages, inside, 0).run(*root);
  examination_.contents().header_bytes += std::min(session.input.position(), member.stored_bytes);
  if (root) session.finish();
  else session.tell();
}

// Storages of "x/data.pkl" lie in "x/data/", each under its key.
void ZipReader::find_data(Storages& storages, std::string_view pickle_name, Examination& member) {
  const std::size_t dot = pickle_name.rfind('.');
  const std::string folder = std::string(pickle_name.substr(0, dot)) + "/";
  const std::string package_folder = ".data/";
  for (Storage& storage : storages.all()) {
    auto known = by_name_.find(folder + storage.key);
    if (known == by_name_.end()) {  // torch.package
      const std::size_t slash = pickle_name.find('/');
      known = by_name_.find(std::string(pickle_name.substr(0, slash == std::string_view::npos ? 0 : slash + 1)) + package_folder + storage.key);
    }
    if (known == by_name_.end() && !storage.key.ends_with(".storage")) {
      const std::size_t slash = pickle_name.find('/');
      known = by_name_.find(std::string(pickle_name.substr(0, slash == std::string_view::npos ? 0 : slash + 1)) + package_folder + storage.key + ".storage");
    }
    const std::string about = "the storage \"" + pickle::shown(storage.key, 80) + "\" ";
    if (known == by_name_.end()) {
      member.invalid("pytorch-storage-missing", about + "has no member in the archive", 0, ErrorKind::Truncated);
      continue;
    }
    const ZipMember& data = archive_.members[known->second];
    storage.present = true;
    storage.begin = data.data;
    done_.insert(known->second);
    if (storage.type.bytes != 0 && data.bytes != storage.bytes)
      member.invalid("pytorch-storage-size", about + "is announced with " + std::to_string(storage.bytes) + " bytes, its member has " + std::to_string(data.bytes), 0,
                     data.bytes < storage.bytes ? ErrorKind::Truncated : ErrorKind::Malformed);
    if (counted_.insert(known->second).second) examination_.contents().data_bytes += data.bytes;
  }
}

std::string ZipReader::small_member(const ZipMember& member, std::size_t limit) {
  const auto stream = open_member_stream(bytes_, member, examination_.budget());
  if (!stream) return {};
  std::string out(static_cast<std::size_t>(std::min<std::uint64_t>(member.bytes, limit)), '\0');
  std::size_t have = 0;
  while (have < out.size()) {
    const auto got = (*stream)->read(std::as_writable_bytes(std::span(out)).subspan(have));
    if (!got || *got == 0) break;
    have += *got;
  }
  out.resize(have);
  return out;
}

void ZipReader::read_program(const ZipMember& member, bool package) {
  const std::string name = folded(member.name);
  const bool script = name.starts_with("code/") || name.find("/code/") != std::string::npos;
  if (!script && !package) return;
  Examination inside = examination_.inside(member.name);
  const std::string text = small_member(member, limits::kTorchScriptBytes);
  if (member.bytes > limits::kTorchScriptBytes)
    inside.not_examined("limit-torchscript", ErrorKind::LimitReached, "the program is longer than what is searched for operators", limits::kTorchScriptBytes);
  read_torchscript(text, script ? "TorchScript" : "Python", inside);
}

void ZipReader::check_byte_order(const ZipMember& member) {
  const std::string order = small_member(member, 16);
  if (order == "little") return;
  if (order == "big") return examination_.note("pytorch-big-endian", "numbers are stored with the most significant byte first", member.data);
  examination_.invalid("pytorch-byteorder", "the record \"byteorder\" says neither \"little\" nor \"big\"", member.data);
}

// torch demands one folder at the top, and a record "version" (or ".data/version") in it.
void ZipReader::check_records() {
  bool version = false;
  std::string_view root;
  bool several = false, any = false;
  for (const ZipMember& member : archive_.members) {
    const std::string_view name = member.name;
    const std::string_view top = name.substr(0, name.find('/') == std::string_view::npos ? 0 : name.find('/'));
    several = several || (any && top != root);
    if (!any) root = top;
    any = true;
    const std::string_view rest = name.substr(std::min(name.size(), top.size() + 1));
    version = version || rest == "version" || rest == ".data/version" || name == "version" || name == ".data/version";
    if (rest == "byteorder" || name == "byteorder") check_byte_order(member);
  }
  if (several) examination_.invalid("pytorch-roots", "members lie in more than one folder at the top of the archive", archive_.begin);
  if (!version) examination_.invalid("pytorch-version", "the record \"version\" is missing, without which PyTorch does not load the archive", archive_.begin);
}

}  // namespace

bool is_pytorch_zip(const ZipArchive& archive) {
  return std::any_of(archive.members.begin(), archive.members.end(), [](const ZipMember& member) {
    const std::string name = folded(member.name);
    return !member.folder && (is_named(name, "data.pkl") || is_named(name, ".data/extern_modules"));
  });
}

std::vector<std::size_t> read_pytorch_zip(ByteSource& bytes, const ZipArchive& archive, Examination& examination) {
  return ZipReader(bytes, archive, examination).run();
}

}  // namespace aboveboard::format
