#include "weights/check_index.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "format/name_hash.h"
#include "format/safetensors/header.h"
#include "weights/text_at.h"
#include "weights/wording.h"

namespace aboveboard::weights {
namespace {

using format::parse_safetensors_header;
using format::TensorEntry;

// Where the tensor of this hash is named in the header of a safetensors file, read again for a message.
std::uint64_t name_byte(const ScannedSource& source, const ScannedFile& file, std::uint64_t hash) {
  if (source.source == nullptr || file.kind != FileKind::Safetensors || !file.weights->evidence.front().bytes) return 0;
  auto bytes = source.source->open(file.path);
  if (!bytes) return 0;
  const auto json = read_range(**bytes, 8, *file.weights->evidence.front().bytes - 8);
  if (!json) return 0;
  for (const TensorEntry& tensor : parse_safetensors_header(*json).tensors)
    if (tensor.name == hash) return 8 + tensor.key - 1;
  return 0;
}

class IndexChecker {
 public:
  IndexChecker(const ScannedSource& source, const ScannedFile& file, Diagnostics& notes)
      : source_(source), file_(file), notes_(notes) {}

  IndexCheck run();

 private:
  void find_shards();
  void compare_tensors();
  void compare_shard(const ScannedFile& shard, std::vector<ShardIndex::Entry>& entries);
  void invalid(std::string_view rule, std::string message, const std::string& path, std::uint64_t byte) {
    notes_.add(DiagnosticKind::Invalid, "format/index-" + std::string(rule),
               Error{ErrorKind::Malformed, std::move(message), {path, std::nullopt, byte}});
  }

  const ScannedSource& source_;
  const ScannedFile& file_;
  Diagnostics& notes_;
  IndexCheck check_;
  std::vector<const ScannedFile*> shards_;  // beside ShardIndex::shards; nullptr where the file is not here
};

void IndexChecker::find_shards() {
  const std::string_view folder = parent_path(file_.path);
  check_.named = file_.index->shards.size();
  for (const std::string& name : file_.index->shards) {
    const std::string path = folder.empty() ? name : std::string(folder) + "/" + name;
    const auto found =
        std::lower_bound(source_.files.begin(), source_.files.end(), path,
                         [](const ScannedFile& file, const std::string& value) { return file.path < value; });
    const bool here = found != source_.files.end() && found->path == path;
    shards_.push_back(here ? &*found : nullptr);
    if (here) continue;
    if (check_.missing++ == 0) check_.first_missing = name;
  }
}

IndexCheck IndexChecker::run() {
  find_shards();
  if (check_.missing != 0 && check_.missing == check_.named) {
    // Nothing that it names: the weights lie outside of what was given, which is no contradiction.
    notes_.add(DiagnosticKind::Note, "format/index-without-files",
               Error{ErrorKind::NotFound,
                     "none of the " + std::to_string(check_.named) + " files that the index names is here",
                     {file_.path, std::nullopt, 0}});
  } else if (check_.missing != 0) {
    invalid("missing-shard",
            std::to_string(check_.missing) + " of the " + std::to_string(check_.named) +
                " files that the index names are not here, such as " + quoted_name(check_.first_missing),
            file_.path, 0);
  }
  compare_tensors();
  return check_;
}

void IndexChecker::compare_tensors() {
  const auto read = [](const ScannedFile* shard) {
    return shard != nullptr && shard->weights && shard->weights->valid && !shard->weights->pointer &&
           shard->kind == FileKind::Safetensors;
  };
  std::vector<std::vector<ShardIndex::Entry>> by_shard(shards_.size());
  for (const ShardIndex::Entry& entry : file_.index->entries) by_shard[entry.shard].push_back(entry);
  check_.tensors_compared = !shards_.empty() && std::all_of(shards_.begin(), shards_.end(), read);
  std::uint64_t data = 0;
  for (std::size_t i = 0; i < shards_.size(); ++i) {
    if (!read(shards_[i])) continue;
    compare_shard(*shards_[i], by_shard[i]);
    data += shards_[i]->contents.data_bytes;
  }
  const auto total = file_.index->total_size;
  if (!check_.tensors_compared || !total || *total == data) return;
  // Writers count a tensor that has two names once or twice, so this alone proves nothing.
  notes_.add(DiagnosticKind::Note, "format/index-total-size",
             Error{ErrorKind::Malformed,
                   "the index announces " + std::to_string(*total) + " bytes of tensors; the files hold " +
                       std::to_string(data),
                   {file_.path, std::nullopt, file_.index->total_size_byte}});
}

// Both lists are sorted by hash; the first difference of each sort is told, with the number of all.
void IndexChecker::compare_shard(const ScannedFile& shard, std::vector<ShardIndex::Entry>& entries) {
  std::uint64_t absent = 0;
  std::uint64_t unlisted = 0;
  std::uint64_t absent_byte = 0;
  std::uint64_t unlisted_name = 0;
  auto name = shard.contents.names.begin();
  for (const ShardIndex::Entry& entry : entries) {
    for (; name != shard.contents.names.end() && *name < entry.name; ++name)
      if (unlisted++ == 0) unlisted_name = *name;
    if (name != shard.contents.names.end() && *name == entry.name)
      ++name;
    else if (absent++ == 0 || entry.byte < absent_byte)
      absent_byte = entry.byte;
  }
  for (; name != shard.contents.names.end(); ++name)
    if (unlisted++ == 0) unlisted_name = *name;
  const std::string shown = sanitize_utf8(shard.path);
  if (absent != 0) {
    invalid("absent-tensor",
            std::to_string(absent) + " of the tensors that the index places in " + shown +
                " are not in its header, such as \"" + text_at(source_, file_.path, absent_byte) + "\"",
            file_.path, absent_byte);
  }
  if (unlisted != 0) {
    const std::uint64_t byte = name_byte(source_, shard, unlisted_name);
    invalid("unlisted-tensor",
            std::to_string(unlisted) + " of its tensors are not in this file by the index " +
                sanitize_utf8(file_.path) + ", such as \"" + text_at(source_, shard.path, byte) + "\"",
            shard.path, byte);
  }
  if (absent != 0 || unlisted != 0) check_.tensors_agree = false;
}

}  // namespace

IndexCheck check_index(const ScannedSource& source, const ScannedFile& file, Diagnostics& notes) {
  return IndexChecker(source, file, notes).run();
}

}  // namespace aboveboard::weights
