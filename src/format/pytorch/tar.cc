// The oldest files: a tar with "storages", "tensors" and "pickle" (torch/serialization.py, legacy_load).
#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/pytorch/pytorch.h"
#include "format/pytorch/session.h"
#include "format/pytorch/tensors.h"

namespace aboveboard::format {
namespace {

using namespace pytorch;
using pickle::Kind;
using pickle::Value;

std::string_view plain_name(std::string_view name) { return name.starts_with("./") ? name.substr(2) : name; }

class TarReader {
 public:
  TarReader(ByteSource& bytes, const TarArchive& archive, Examination& examination) : bytes_(bytes), archive_(archive), examination_(examination) {}

  std::vector<std::size_t> run() {
    examination_.recognize("pytorch");
    each("storages", [&](Session& session, std::uint64_t begin) { read_storages(session, begin); });
    each("tensors", [&](Session& session, std::uint64_t) { read_tensors(session); });
    each("pickle", [&](Session& session, std::uint64_t) { read_object(session); });
    each("sys_info", [](Session& session, std::uint64_t) { static_cast<void>(session.run_next(true)); });
    return done_;
  }

 private:
  // Every member of the name: which of several is taken depends on the loader.
  template <typename Read>
  void each(std::string_view name, Read read) {
    for (std::size_t i = 0; i < archive_.members.size(); ++i) {
      const TarMember& member = archive_.members[i];
      if (to_lower(plain_name(member.name)) != name || (member.type != '0' && member.type != '\0')) continue;
      const std::uint64_t size = bytes_.size();
      const std::uint64_t begin = std::min(member.data, size);
      RangeStream stream(bytes_, begin, begin + std::min(member.bytes, size - begin));
      Examination inside = examination_.inside(member.name);
      inside_ = &inside;
      member_bytes_ = member.bytes;
      Session session(stream, inside);
      read(session, member.data);
      session.finish();
      examination_.contents().header_bytes += std::min<std::uint64_t>(session.input.position(), member.bytes);
      done_.push_back(i);
    }
  }

  std::optional<std::uint64_t> count(Session& session) {
    const auto value = session.run_next(true);
    if (!value) return std::nullopt;
    if (value->is(Kind::Int) && value->number() >= 0) return static_cast<std::uint64_t>(value->number());
    inside_->invalid("pytorch-tar-count", "the first pickle is not a number of records", 0);
    return std::nullopt;
  }

  std::string text_of(Session& session, Value value) {
    if (value.is(Kind::Int)) return std::to_string(value.number());
    const auto text = value.is(Kind::Text) ? session.machine.texts().get(value) : std::nullopt;
    return std::string(text.value_or(""));
  }

  // The three items of the next pickle; `byte` is where it begins.
  std::optional<std::array<Value, 3>> record(Session& session, std::uint64_t byte) {
    const auto value = session.run_next();
    if (!value) return std::nullopt;
    const auto items = value->is(Kind::Tuple) ? session.machine.structure().items_of(*value) : std::nullopt;
    if (items && items->items.size() == 3) return std::array{items->items[0], items->items[1], items->items[2]};
    inside_->invalid("pytorch-tar-record", "a record is not made of three items", byte);
    return std::nullopt;
  }

  // A count, for each storage (key, location, class) with the number of its elements and their bytes, and a list of views.
  void read_storages(Session& session, std::uint64_t begin) {
    const auto total = count(session);
    for (std::uint64_t i = 0; total && i < *total; ++i) {
      const std::uint64_t byte = session.input.position();
      const auto items = record(session, byte);
      if (!items) return;
      const auto name = (*items)[2].is(Kind::Global) ? session.recorder.name(static_cast<std::uint32_t>((*items)[2].payload())).shown : std::string();
      const auto type = storage_type(name);
      if (!type) return inside_->invalid("pytorch-tar-record", "a storage is of a class that is not known: where the next one begins is not known", byte);
      const auto head = session.input.peek(8);
      const auto elements = head.size() == 8 ? load_le<std::uint64_t>(head.data()) : 0;
      const auto data = checked_mul(elements, type->bytes);
      session.input.pass(head.size());
      const std::uint64_t at = session.input.position();
      if (head.size() < 8 || !data || *data > member_bytes_ - std::min(at, member_bytes_) || !session.input.skip(*data))
        return inside_->invalid("pytorch-storage-truncated", "a storage ends behind its member", byte, ErrorKind::Truncated);
      storages_.add({text_of(session, (*items)[0]), *type, elements, *data, begin + at, true, 0, std::nullopt}, Value());
      examination_.contents().data_bytes += *data;
    }
    if (total) read_views(session);
  }

  // (key, key of the root, offset, elements) each.
  void read_views(Session& session) {
    const std::uint64_t byte = session.input.position();
    const auto list = session.run_next();
    if (!list || !list->is(Kind::List)) return;
    for (const Value view : session.machine.structure().contents(list->node(), 65536)) {
      const auto items = view.is(Kind::Tuple) ? session.machine.structure().items_of(view) : std::nullopt;
      const Storage* const root = items && items->items.size() == 4 ? storages_.find(text_of(session, items->items[1])) : nullptr;
      const bool numbers = root != nullptr && items->items[2].is(Kind::Int) && items->items[3].is(Kind::Int) && items->items[2].number() >= 0 && items->items[3].number() >= 0;
      const auto offset = numbers ? static_cast<std::uint64_t>(items->items[2].number()) : 0;
      const auto elements = numbers ? static_cast<std::uint64_t>(items->items[3].number()) : 0;
      if (!numbers || offset + elements > root->elements) {  // both have 55 bits
        inside_->invalid("pytorch-tensor-range", "a view is of no storage, or ends behind it", byte);
        continue;
      }
      const Storage part{text_of(session, items->items[0]), root->type, elements, elements * root->type.bytes, root->begin + offset * root->type.bytes, true, 0, std::nullopt};
      storages_.add(part, Value());
    }
  }

  // A count, and for each tensor (key, storage, class), its dimensions (4 bytes, 4 of padding), size, stride and offset.
  void read_tensors(Session& session) {
    const auto total = count(session);
    for (std::uint64_t i = 0; total && i < *total; ++i) {
      const std::uint64_t byte = session.input.position();
      const auto items = record(session, byte);
      if (!items) return;
      const auto head = session.input.peek(8);
      const std::uint32_t rank = head.size() == 8 ? load_le<std::uint32_t>(head.data()) : UINT32_MAX;
      if (rank > 64) return inside_->invalid("pytorch-tar-record", "a tensor has more than 64 dimensions, or its record is cut", byte);
      session.input.pass(8);
      const std::size_t length = 16 * static_cast<std::size_t>(rank) + 8;
      const auto body = session.input.peek(length);
      if (body.size() < length) return inside_->invalid("pytorch-tar-record", "the record of a tensor is cut", byte, ErrorKind::Truncated);
      StoredTensor tensor;
      tensor.storage = text_of(session, (*items)[1]);
      for (std::size_t k = 0; k < rank; ++k) tensor.size.push_back(load_le<std::uint64_t>(body.data() + 8 * k));
      for (std::size_t k = 0; k < rank; ++k) tensor.stride.push_back(load_le<std::uint64_t>(body.data() + 8 * (rank + k)));
      tensor.offset = load_le<std::uint64_t>(body.data() + 16 * static_cast<std::size_t>(rank));
      session.input.pass(length);
      if (storages_.find(tensor.storage) == nullptr) inside_->invalid("pytorch-storage-missing", "a tensor is of a storage that the archive does not hold", byte);
      if (tensors_.size() < limits::kArchiveMembers / 8) tensors_.emplace(text_of(session, (*items)[0]), std::move(tensor));
    }
  }

  void read_object(Session& session) {
    if (const auto root = session.run_next(true)) TensorWalk(session.machine, storages_, *inside_, 0, &tensors_).run(*root);
  }

  ByteSource& bytes_;
  const TarArchive& archive_;
  Examination& examination_;
  Examination* inside_ = nullptr;
  std::uint64_t member_bytes_ = 0;
  Storages storages_;
  StoredTensors tensors_;
  std::vector<std::size_t> done_;
};

}  // namespace

bool is_pytorch_tar(const TarArchive& archive) {
  const auto has = [&](std::string_view name) {
    return std::any_of(archive.members.begin(), archive.members.end(), [&](const TarMember& member) { return to_lower(plain_name(member.name)) == name; });
  };
  return has("pickle") && has("tensors") && has("storages");
}

std::vector<std::size_t> read_pytorch_tar(ByteSource& bytes, const TarArchive& archive, Examination& examination) {
  return TarReader(bytes, archive, examination).run();
}

}  // namespace aboveboard::format
