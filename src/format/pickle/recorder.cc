#include "format/pickle/recorder.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "format/name_hash.h"

namespace aboveboard::format::pickle {
namespace {

constexpr std::uint64_t kNameBytes = 1u << 20;  // of all names
constexpr std::size_t kShownName = 500;  // bytes of a name; no module or class has a longer one

Role role_of(std::string_view name) {
  if (name.ends_with("joblib.numpy_pickle.NumpyArrayWrapper")) return Role::ArrayWrapper;
  if (name == "numpy.dtype") return Role::ArrayType;
  if (name == "builtins.getattr" || name == "__builtin__.getattr") return Role::Getter;
  for (const std::string_view known : {"copyreg._reconstructor", "copy_reg._reconstructor", "copyreg.__newobj__", "copyreg.__newobj_ex__", "torch._tensor._rebuild_from_type",
                                       "torch._tensor._rebuild_from_type_v2"}) {
    if (name == known) return Role::Reconstructor;
  }
  return name.starts_with("torch._utils._rebuild_") ? Role::TensorMaker : Role::None;
}

}  // namespace

std::string shown(std::string_view text, std::size_t limit) {
  const bool cut = text.size() > limit;
  std::string out;
  for (const char c : sanitize_utf8(clip_utf8(text, limit))) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      out += c;
      continue;
    }
    if (c == '\n' || c == '\t') {
      out += c == '\n' ? "\\n" : "\\t";
      continue;
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    out += "\\x";
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  if (cut) out += "…";
  return out;
}

std::size_t Recorder::Hash::operator()(std::string_view text) const { return hash_name(text); }

std::uint32_t Recorder::import(std::string_view key, std::uint64_t byte) {
  // What is longer than a name can be is known by its beginning and its length; it is not equal to any name.
  std::string longer;
  if (key.size() > 2 * kShownName) {
    longer = std::string(key.substr(0, kShownName)) + "… (" + std::to_string(key.size()) + " bytes)";
    key = longer;
  }
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    ++names_[known->second].imports;
    return known->second;
  }
  name_bytes_ += key.size();
  if (names_.size() >= limits::kConstructs || name_bytes_ > kNameBytes) {
    limit("limit-constructs", "more different names are imported than are kept", byte);
    return kTooMany;
  }
  Name name;
  std::string text(key);
  if (const std::size_t feed = text.find('\n'); feed != std::string::npos) text[feed] = '.';
  name.shown = shown(text, kShownName);
  name.key = key;
  name.byte = byte;
  name.imports = 1;
  name.role = role_of(name.shown);
  const auto index = static_cast<std::uint32_t>(names_.size());
  names_.push_back(std::move(name));
  by_key_.emplace(std::string(key), index);
  return index;
}

std::string* Recorder::event(EventKind kind, const char* rule, const char* what, std::uint64_t byte) {
  for (Event& known : events_) {
    if (known.what != what || known.kind != kind) continue;
    ++known.count;
    return nullptr;
  }
  Event added{kind, rule, what, byte};
  added.behind_import = does_something();
  events_.push_back(std::move(added));
  if (kind == EventKind::Unresolved) unresolved_ = true;
  return &events_.back().detail;
}

void Recorder::broken(const char* rule, const char* how, std::uint64_t byte, ErrorKind error) {
  if (std::string* const first = event(EventKind::Broken, rule, how, byte)) {
    events_.back().error = error;
    first->clear();
    return;
  }
  // The same break again, in a later pickle: now there may be an import before it.
  for (Event& known : events_) {
    if (known.what == how && known.kind == EventKind::Broken && !known.behind_import && does_something()) {
      known.behind_import = true;
      known.byte = byte;
    }
  }
}

void Recorder::flush_event(const Event& event, Examination& examination) const {
  switch (event.kind) {
    case EventKind::Unresolved:
      examination.found(ConstructKind::Unresolved, event.what, event.detail, event.byte);
      return;
    case EventKind::Broken:
      examination.invalid(event.rule, event.what, event.byte, event.error);
      if (event.behind_import) examination.found(ConstructKind::BrokenProgram, event.what, "", event.byte);
      return;
    case EventKind::Note:
      examination.note(event.rule, event.what, event.byte);
      return;
    case EventKind::Limit:
      examination.not_examined(event.rule, ErrorKind::LimitReached, event.what, event.byte);
      return;
  }
}

void Recorder::flush(Examination& examination) {
  std::vector<std::uint32_t> order(names_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return names_[a].byte < names_[b].byte; });
  for (const std::uint32_t i : order) {
    const Name& name = names_[i];
    const std::size_t before = examination.contents().constructs.size();
    const bool called = name.calls > 0;
    if (!called && name.resolved > 0) continue;  // every use of it became an import
    examination.found(called ? ConstructKind::Call : ConstructKind::Import, name.shown, name.detail, name.byte);
    if (examination.contents().constructs.size() > before) examination.contents().constructs.back().count = called ? name.calls : name.imports;
  }
  for (const Event& event : events_) flush_event(event, examination);
  names_.clear();
  name_bytes_ = 0;
  by_key_.clear();
  events_.clear();
  unresolved_ = false;
}

}  // namespace aboveboard::format::pickle
