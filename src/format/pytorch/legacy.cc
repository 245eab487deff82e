// torch.save before 1.6: five pickles, then for each storage the number of its elements and their bytes (torch/serialization.py, _legacy_load).
#include <string>

#include "base/checked.h"
#include "format/pytorch/pytorch.h"
#include "format/pytorch/session.h"
#include "format/pytorch/tensors.h"

namespace aboveboard::format {
namespace {

using namespace pytorch;
using pickle::Kind;
using pickle::Value;

constexpr std::string_view kMagic = "\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";  // LONG1 of 0x1950a86a20f9469cfc6c
constexpr std::string_view kMagicText = "L119547037146038801333356L\n";

class LegacyReader {
 public:
  LegacyReader(ByteStream& stream, std::uint64_t size, Examination& examination) : size_(size), examination_(examination), session_(stream, examination) {}

  void run() {
    examination_.recognize("pytorch");
    examination_.recognize("pickle");
    if (!read_pickles()) {
      note_header();
      return session_.tell();
    }
    note_header();
    storages_.announce(session_.machine, true, examination_, root_byte_);
    const bool whole = read_storages();
    TensorWalk(session_.machine, storages_, examination_, root_byte_).run(root_);
    if (whole) session_.finish();
    else session_.tell();
  }

 private:
  // Magic number, protocol, system, the object, and the keys of its storages.
  bool read_pickles() {
    for (int i = 0; i < 5; ++i) {
      const std::uint64_t byte = session_.input.position();
      const auto value = session_.run_next(i == 0);
      if (!value) return false;
      if (i == 1 && !(value->is(Kind::Int) && value->number() == 1001)) examination_.invalid("pytorch-legacy-protocol", "the second pickle is not the protocol number 1001", byte);
      if (i == 2) check_system(*value, byte);
      if (i == 3) {
        root_ = *value;
        root_byte_ = byte;
      }
      if (i == 4) keys_ = *value;
    }
    return true;
  }

  void check_system(Value system, std::uint64_t byte) {
    if (!system.is(Kind::Dict)) return examination_.invalid("pytorch-legacy-protocol", "the third pickle is not the description of a system", byte);
    const auto entries = session_.machine.structure().contents(system.node(), 64);
    for (std::size_t i = 0; i + 1 < entries.size(); i += 2) {
      const auto key = entries[i].is(Kind::Text) ? session_.machine.texts().get(entries[i]) : std::nullopt;
      if (key && *key == "little_endian" && entries[i + 1].is(Kind::False))
        examination_.note("pytorch-big-endian", "numbers are stored with the most significant byte first", byte);
    }
  }

  void note_header() { examination_.contents().header_bytes += session_.input.position(); }

  bool read_storages() {
    const std::uint64_t byte = session_.input.position();
    if (!keys_.is(Kind::List)) {
      examination_.invalid("pytorch-legacy-keys", "the fifth pickle is not the list of storage keys", byte);
      return false;
    }
    for (const Value value : session_.machine.structure().contents(keys_.node(), storages_.all().size() + 1)) {
      const auto text = value.is(Kind::Text) ? session_.machine.texts().get(value) : std::nullopt;
      const std::string key = value.is(Kind::Int) ? std::to_string(value.number()) : std::string(text.value_or(""));
      Storage* const storage = storages_.find(key);
      if (storage == nullptr || storage->root) {
        examination_.invalid("pytorch-legacy-keys", "the list of keys names a storage that the object does not have: where the next one begins is not known", byte);
        return false;
      }
      if (!read_storage(*storage)) return false;
    }
    for (Storage& storage : storages_.all()) {
      if (storage.root) storage.begin = storages_.all()[*storage.root].begin + storage.root_offset;
      else if (!storage.present) examination_.invalid("pytorch-storage-missing", "the storage \"" + pickle::shown(storage.key, 80) + "\" is not in the list of keys", byte);
    }
    return true;
  }

  bool read_storage(Storage& storage) {
    const std::string about = "the storage \"" + pickle::shown(storage.key, 80) + "\" ";
    const std::uint64_t byte = session_.input.position();
    if (storage.present) {
      examination_.invalid("pytorch-legacy-keys", about + "stands twice in the list of keys", byte);
      return false;
    }
    const auto count = session_.input.peek(8);
    if (count.size() < 8) {
      examination_.invalid("pytorch-storage-truncated", "the file ends before " + about, byte, ErrorKind::Truncated);
      return false;
    }
    const auto elements = load_le<std::uint64_t>(count.data());
    session_.input.pass(8);
    if (elements != storage.elements) {
      examination_.invalid("pytorch-storage-size", about + "is announced with " + std::to_string(storage.elements) + " elements and stored with " + std::to_string(elements), byte);
      return false;
    }
    storage.begin = session_.input.position();
    const std::uint64_t left = size_ > storage.begin ? size_ - storage.begin : 0;
    if (storage.bytes > left || !session_.input.skip(storage.bytes)) {
      examination_.invalid("pytorch-storage-truncated", about + "ends behind the file", byte, ErrorKind::Truncated);
      return false;
    }
    storage.present = true;
    examination_.contents().data_bytes += storage.bytes;
    return true;
  }

  std::uint64_t size_;
  Examination& examination_;
  Session session_;
  Storages storages_;
  Value root_, keys_;
  std::uint64_t root_byte_ = 0;
};

}  // namespace

bool looks_like_legacy_pytorch(const Sniff& sniff) {
  const std::string_view head = sniff.head.substr(0, 64);
  return head.find(kMagic) != std::string_view::npos || head.substr(0, kMagicText.size() + 2).find(kMagicText) != std::string_view::npos;
}

void read_legacy_pytorch(ByteSource& bytes, Examination& examination) {
  const auto stream = bytes.stream();
  if (!stream) return examination.not_examined("pickle-unreadable", stream.error().kind, stream.error().message, 0);
  LegacyReader(**stream, bytes.size(), examination).run();
}

}  // namespace aboveboard::format
