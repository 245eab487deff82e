#include "format/examine.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "base/limits.h"
#include "base/text.h"
#include "format/archive/flavor.h"
#include "format/classify.h"
#include "format/codec/codec.h"
#include "format/coreml/coreml.h"
#include "format/executorch/executorch.h"
#include "format/flax/flax.h"
#include "format/ggml/ggml.h"
#include "format/gguf/gguf.h"
#include "format/hdf5/hdf5.h"
#include "format/keras/keras.h"
#include "format/member_name.h"
#include "format/numpy/numpy.h"
#include "format/onnx/onnx.h"
#include "format/openvino/openvino.h"
#include "format/other/other.h"
#include "format/pickle/pickle.h"
#include "format/pytorch/pytorch.h"
#include "format/safetensors/safetensors.h"
#include "format/tar/tar.h"
#include "format/tensorflow/tensorflow.h"
#include "format/tflite/tflite.h"
#include "format/zip/zip.h"

namespace aboveboard::format {
namespace {

// Readers of one family take the same bytes for the same thing: of each family the first that takes them is run, of containers all (an archive may end in
// another one, stored). Readers of different families that take the same bytes contradict each other.
enum class Family { Header, Container, Pickle, Numpy, Hdf5, Flax, Protobuf, Table, Blobs, Flatbuffer, Ggml, Text };

struct Reader {
  std::string_view format;  // as a name promises it; "" where none is held to a promise
  bool (*takes)(const Sniff& sniff);
  void (*read)(ByteSource& bytes, Examination& examination);
  Family family;
  bool in_text = false;   // also looked for in readable text
  bool by_range = false;  // what it needs is at the beginning, or where a directory says: worth reading over a network
};

void read_zip(ByteSource& bytes, Examination& examination);
void read_tar(ByteSource& bytes, Examination& examination);

constexpr std::array kReaders = {
    Reader{"safetensors", looks_like_safetensors, read_safetensors, Family::Header, false, true},
    Reader{"gguf", looks_like_gguf, read_gguf, Family::Header, false, true},
    Reader{"", looks_like_zip, read_zip, Family::Container, false, true},
    Reader{"", looks_like_tar, read_tar, Family::Container},
    Reader{"", looks_compressed, read_compressed, Family::Container},
    Reader{"", looks_like_legacy_pytorch, read_legacy_pytorch, Family::Pickle, false, true},
    Reader{"", looks_like_pickle, read_pickle, Family::Pickle, false, true},
    Reader{"", looks_like_numpy, read_numpy, Family::Numpy},
    Reader{"", looks_like_hdf5, read_hdf5, Family::Hdf5},
    Reader{"", looks_like_flax, read_flax, Family::Flax},
    Reader{"", looks_like_onnx, read_onnx, Family::Protobuf},
    Reader{"", looks_like_saved_model, read_saved_model, Family::Protobuf},
    Reader{"", looks_like_meta_graph, read_meta_graph, Family::Protobuf},
    Reader{"", looks_like_graph_def, read_graph_def, Family::Protobuf},
    Reader{"", looks_like_keras_metadata, read_keras_metadata, Family::Protobuf},
    Reader{"", looks_like_coreml, read_coreml, Family::Protobuf},
    Reader{"", looks_like_checkpoint_index, read_checkpoint_index, Family::Table},
    Reader{"", looks_like_coreml_blobs, read_coreml_blobs, Family::Blobs},
    Reader{"", looks_like_tflite, read_tflite, Family::Flatbuffer},
    Reader{"", looks_like_executorch, read_executorch, Family::Flatbuffer},
    Reader{"", looks_like_ggml, read_ggml, Family::Ggml},
    Reader{"", looks_like_openvino, read_openvino, Family::Text, true},
    Reader{"", looks_like_pmml, read_pmml, Family::Text, true},
    Reader{"", looks_like_zarr_array, read_zarr_array, Family::Text, true},
    Reader{"", text_runs_as_pickle, read_pickle, Family::Pickle, true},
};

// A file whose first and last bytes have been read already: readers do not read them again.
class SniffedSource final : public ByteSource {
 public:
  SniffedSource(ByteSource& source, std::string_view head, std::string_view tail) : source_(source), head_(head), tail_(tail) {}
  std::uint64_t size() const override { return source_.size(); }
  Result<std::string> head(std::uint64_t limit) override { return limit <= head_.size() ? std::string(head_.substr(0, static_cast<std::size_t>(limit))) : source_.head(limit); }
  std::optional<std::uint64_t> known_size() const override { return source_.known_size(); }
  bool random_access() const override { return source_.random_access(); }
  bool remote() const override { return source_.remote(); }
  void expect(std::uint64_t offset, std::uint64_t length) override { source_.expect(offset, length); }
  Result<std::unique_ptr<ByteStream>> stream() override { return source_.stream(); }
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override {
    const std::uint64_t tail_begin = tail_.empty() ? 0 : size() - tail_.size();
    if (!tail_.empty() && offset >= tail_begin && offset <= size() && out.size() <= size() - offset) {
      std::memcpy(out.data(), tail_.data() + (offset - tail_begin), out.size());
      return {};
    }
    std::size_t known = 0;
    if (offset < head_.size()) {
      known = std::min<std::size_t>(out.size(), head_.size() - static_cast<std::size_t>(offset));
      std::memcpy(out.data(), head_.data() + offset, known);
    }
    return known == out.size() ? Status{} : source_.read_at(offset + known, out.subspan(known));
  }

 private:
  ByteSource& source_;
  std::string_view head_;
  std::string_view tail_;
};

// The formats whose every file begins alike: a name that promises one is held to it.
bool has_one_beginning(std::string_view format) { return format == "safetensors" || format == "gguf"; }

// "module.name", as something could be imported by; white space round the parts hides a name from who only looks at it.
bool is_importable(std::string_view name) {
  const std::vector<std::string> parts = split(name.substr(0, 200), '.');  // no module has a longer one
  return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    const std::string_view word = trim(part);
    const auto in_word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; };
    return !word.empty() && std::all_of(word.begin(), word.end(), in_word);
  });
}

// A pickle does not have to look like one, and what it calls is called before its first fault. Where a loader may unpickle the bytes, they are run as one
// in a trial; numbers and words that run by chance import nothing that could be a name, or at least call it not.
bool runs_as_pickle(ByteSource& bytes, std::string_view head) {
  Contents contents;
  Diagnostics notes;
  Budget budget;
  const bool binary = std::any_of(head.begin(), head.end(), [](char c) { return static_cast<unsigned char>(c) < '\t'; });
  Examination trial("", contents, notes, budget, {});
  read_pickle(bytes, trial);
  const bool whole = contents.valid && !contents.constructs.empty();  // it ran to its end, and names are not in its bytes
  if (whole && contents.constructs.front().kind == ConstructKind::Unresolved) return true;
  return std::any_of(contents.constructs.begin(), contents.constructs.end(), [binary](const Construct& construct) {
    return (construct.kind == ConstructKind::Call || (binary && construct.kind == ConstructKind::Import)) && is_importable(construct.name);
  });
}

void run_readers(ByteSource& bytes, const Sniff& sniff, const ExamineOptions& options, Examination& examination) {
  std::vector<Family> taken;
  for (const Reader& reader : kReaders) {
    if ((options.text && !reader.in_text) || (bytes.remote() && !reader.by_range && !options.text) || !reader.takes(sniff)) continue;
    const bool first = std::find(taken.begin(), taken.end(), reader.family) == taken.end();
    if (!first && reader.family != Family::Container) continue;
    if (first) taken.push_back(reader.family);
    reader.read(bytes, examination);
  }
  if (taken.size() > 1)
    examination.invalid("ambiguous", "the same bytes are a file of " + std::to_string(taken.size()) + " formats: what is loaded depends on who loads it", 0);
  if (!taken.empty()) return;
  if (bytes.remote() && !has_one_beginning(options.named)) {
    if (options.named.empty() && !options.pickled) return;
    examination.contents().left_out = true;
    return examination.not_examined("remote-weights", ErrorKind::Unsupported, "over a network only the headers of safetensors, GGUF and PyTorch files are read; download the file to have it examined", 0);
  }
  if (looks_like_other(sniff)) return read_other(sniff, examination);
  if (has_one_beginning(options.named)) {
    for (const Reader& reader : kReaders)
      if (reader.format == options.named) reader.read(bytes, examination);
  } else if (options.pickled && runs_as_pickle(bytes, sniff.head)) {
    read_pickle(bytes, examination);
  }
}

// Configurations and programs in archives, for those who judge them.
void keep_text(ByteSource& bytes, std::string_view head, Examination& member) {
  constexpr std::array<std::string_view, 5> kKept = {"yaml", "yml", "json", "py", "cfg"};
  const std::string extension = file_extension(member.member_name());
  auto& texts = member.contents().texts;
  const bool kept_kind = is_template(member.member_name()) || std::find(kKept.begin(), kKept.end(), extension) != kKept.end();
  if (!kept_kind || head.find('\0') != std::string_view::npos) return;
  constexpr std::uint64_t kBesides = 256;
  std::uint64_t& kept = member.budget().texts;
  if (bytes.size() > limits::kMemberTexts || kept + bytes.size() + kBesides > limits::kMemberTexts)
    return member.not_examined("limit-member-texts", ErrorKind::LimitReached, "more text in this archive than is read", 0);
  Result<std::string> text = read_all(bytes, limits::kMemberTexts);
  if (!text) return member.unreadable(text.error());
  kept += text->size() + kBesides;
  texts.push_back({member.member_name(), std::move(*text)});
}

constexpr std::uint64_t kCheapBytes = 1u << 20;  // decompressed bytes that are read to their end for the sake of the last ones

// The last bytes of what readers are chosen by. Of compressed bytes they cost all of them: there only short files have theirs looked at.
Result<std::string> read_tail(ByteSource& bytes, std::string_view head, std::uint64_t size) {
  if (size <= kHeadBytes || (!bytes.random_access() && size > kCheapBytes)) return std::string();
  // Over a network only for what begins as an archive; that no other file ends in one is not looked at there.
  if (bytes.remote() && !head.starts_with("PK")) return std::string();
  const std::uint64_t length = std::min(size, kTailBytes);
  return read_range(bytes, size - length, length);
}

// UINT64_MAX where it could be told only by decompressing more than is cheap.
std::uint64_t size_for_sniffing(ByteSource& bytes) {
  if (const auto known = bytes.known_size()) return *known;
  const Result<std::string> read = bytes.head(kCheapBytes + 1);
  return read && read->size() <= kCheapBytes ? read->size() : UINT64_MAX;
}

void examine_with_head(ByteSource& bytes, std::string_view head, const ExamineOptions& options, Examination& examination) {
  const std::uint64_t size = size_for_sniffing(bytes);
  Result<std::string> read = options.text ? std::string() : read_tail(bytes, head, size);
  if (!read) return examination.unreadable(read.error());
  const std::string_view tail = head.size() >= size ? head : std::string_view(*read);
  SniffedSource sniffed(bytes, head, tail);
  run_readers(sniffed, Sniff{head, tail, size, sniffed}, options, examination);
}

void examine_member(ByteSource& bytes, Examination& member) {
  const Result<std::string> head = bytes.head(kHeadBytes);
  if (!head) return member.unreadable(head.error());
  examine_with_head(bytes, *head, {.pickled = may_be_unpickled(member.member_name())}, member);
  keep_text(bytes, *head, member);
}

// Which members need no further look.
class Handled {
 public:
  explicit Handled(std::size_t members) : handled_(members) {}
  void add(const std::vector<std::size_t>& indices) {
    for (const std::size_t index : indices) handled_[index] = true;
  }
  bool operator[](std::size_t index) const { return handled_[index]; }

 private:
  std::vector<bool> handled_;
};

template <typename Member>
void recognize_flavor(const std::vector<Member>& members, Examination& examination) {
  std::vector<std::string> names;
  for (const Member& member : members) names.push_back(member.name);
  if (const std::string_view flavor = archive_flavor(names); !flavor.empty()) examination.recognize(flavor);
}

// What an archive is follows from its members. All that take it read it, and whatever they leave is examined by its own bytes.
void read_zip(ByteSource& bytes, Examination& examination) {
  const std::optional<ZipArchive> archive = open_zip(bytes, examination);
  if (!archive) return;
  Handled handled(archive->members.size());
  if (is_pytorch_zip(*archive)) handled.add(read_pytorch_zip(bytes, *archive, examination));
  if (is_keras_zip(*archive)) handled.add(read_keras_zip(bytes, *archive, examination));
  if (is_npz(*archive)) handled.add(read_npz(bytes, *archive, examination));
  recognize_flavor(archive->members, examination);
  for (std::size_t i = 0; i < archive->members.size(); ++i) {
    if (handled[i]) continue;
    const ZipMember& member = archive->members[i];
    if (member.located) examine_zip_member(bytes, member, examination);
    else examination.not_examined("remote-member", ErrorKind::Unsupported, "over a network this member, which no tensor refers to, is not looked into: " + shown(member.name), member.header);
  }
}

void read_tar(ByteSource& bytes, Examination& examination) {
  const std::optional<TarArchive> archive = open_tar(bytes, examination);
  if (!archive) return;
  Handled handled(archive->members.size());
  if (is_pytorch_tar(*archive)) handled.add(read_pytorch_tar(bytes, *archive, examination));
  recognize_flavor(archive->members, examination);
  for (std::size_t i = 0; i < archive->members.size(); ++i)
    if (!handled[i]) examine_tar_member(bytes, archive->members[i], examination);
}

}  // namespace

void examine(ByteSource& bytes, const ExamineOptions& options, Contents& contents, Diagnostics& notes) {
  Budget budget;
  budget.file_bytes = bytes.size();
  Examination examination(options.path, contents, notes, budget, examine_member);
  std::string first;
  std::string_view head = options.head;
  if (head.size() < std::min(bytes.size(), kHeadBytes)) {
    Result<std::string> read = bytes.head(kHeadBytes);
    if (!read) return examination.unreadable(read.error());
    first = std::move(*read);
    head = first;
  }
  examine_with_head(bytes, head, options, examination);
}

}  // namespace aboveboard::format
