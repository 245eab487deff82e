#include "format/examine.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "base/limits.h"
#include "base/text.h"
#include "format/codec/codec.h"
#include "format/gguf/gguf.h"
#include "format/safetensors/safetensors.h"
#include "format/zip/zip.h"

namespace aboveboard::format {
namespace {

// Readers of one family take the same bytes for the same thing; of each family the first that takes them is run. Any two others that do contradict each other.
enum class Family { Header, Archive, Pickle, Graph, Compressed };

struct Reader {
  std::string_view format;  // as a name promises it; "" for containers, which no name promises to be weights
  Family family;
  bool (*takes)(const Sniff& sniff);
  void (*read)(ByteSource& bytes, Examination& examination);
  bool in_text = false;  // also looked for in readable text
};

void read_zip(ByteSource& bytes, Examination& examination);

constexpr std::array kReaders = {
    Reader{"safetensors", Family::Header, looks_like_safetensors, read_safetensors},
    Reader{"gguf", Family::Header, looks_like_gguf, read_gguf},
    Reader{"", Family::Archive, looks_like_zip, read_zip},
    Reader{"", Family::Compressed, looks_compressed, read_compressed},
};

// A file whose first and last bytes have been read already: readers do not read them again.
class SniffedSource final : public ByteSource {
 public:
  SniffedSource(ByteSource& source, std::string_view head, std::string_view tail) : source_(source), head_(head), tail_(tail) {}
  std::uint64_t size() const override { return source_.size(); }
  bool random_access() const override { return source_.random_access(); }
  Result<std::unique_ptr<ByteStream>> stream() override { return source_.stream(); }
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override {
    const std::uint64_t tail_begin = size() - tail_.size();
    if (offset >= tail_begin && offset <= size() && out.size() <= size() - offset) {
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

void run_readers(ByteSource& bytes, const Sniff& sniff, std::string_view named, bool text, Examination& examination) {
  std::vector<const Reader*> taken;
  for (const Reader& reader : kReaders) {
    if ((text && !reader.in_text) || !reader.takes(sniff)) continue;
    const auto same_family = [&](const Reader* other) { return other->family == reader.family; };
    if (std::any_of(taken.begin(), taken.end(), same_family)) continue;
    taken.push_back(&reader);
    reader.read(bytes, examination);
  }
  if (taken.size() > 1)
    examination.invalid("ambiguous", "the same bytes are a file of " + std::to_string(taken.size()) + " formats: what is loaded depends on who loads it", 0);
  if (!taken.empty() || !has_one_beginning(named)) return;
  for (const Reader& reader : kReaders)
    if (reader.format == named) reader.read(bytes, examination);
}

// Configurations and programs in archives, for those who judge them.
void keep_text(ByteSource& bytes, std::string_view head, Examination& member) {
  constexpr std::array<std::string_view, 7> kKept = {"yaml", "yml", "json", "jinja", "jinja2", "py", "cfg"};
  const std::string extension = file_extension(member.member_name());
  auto& texts = member.contents().texts;
  if (std::find(kKept.begin(), kKept.end(), extension) == kKept.end() || head.find('\0') != std::string_view::npos) return;
  std::uint64_t kept = 0;
  for (const TextMember& text : texts) kept += text.text.size();
  if (bytes.size() > limits::kMemberTexts || kept + bytes.size() > limits::kMemberTexts)
    return member.not_examined("limit-member-texts", ErrorKind::LimitReached, "more text in this archive than is read", 0);
  Result<std::string> text = read_all(bytes, limits::kMemberTexts);
  if (!text) return member.unreadable(text.error());
  texts.push_back({member.member_name(), std::move(*text)});
}

// First and last bytes of what readers are chosen by. Of compressed bytes the last ones cost all of them.
Result<std::string> read_tail(ByteSource& bytes) {
  constexpr std::uint64_t kCheap = 1u << 20;
  const std::uint64_t size = bytes.size();
  if (size <= kHeadBytes || (!bytes.random_access() && size > kCheap)) return std::string();
  const std::uint64_t length = std::min(size, kTailBytes);
  return read_range(bytes, size - length, length);
}

void examine_with_head(ByteSource& bytes, std::string_view head, std::string_view named, bool text, Examination& examination) {
  Result<std::string> read = text ? std::string() : read_tail(bytes);
  if (!read) return examination.unreadable(read.error());
  const std::string_view tail = head.size() >= bytes.size() ? head : std::string_view(*read);
  SniffedSource sniffed(bytes, head, tail);
  run_readers(sniffed, Sniff{head, tail, bytes.size(), sniffed}, named, text, examination);
}

void examine_member(ByteSource& bytes, Examination& member) {
  const Result<std::string> head = read_range(bytes, 0, std::min(bytes.size(), kHeadBytes));
  if (!head) return member.unreadable(head.error());
  examine_with_head(bytes, *head, "", false, member);
  keep_text(bytes, *head, member);
}

void read_zip(ByteSource& bytes, Examination& examination) {
  const std::optional<ZipArchive> archive = open_zip(bytes, examination);
  if (!archive) return;
  examination.recognize("zip");
  for (const ZipMember& member : archive->members)
    if (!member.folder) examine_zip_member(bytes, member, examination);
}

}  // namespace

void examine(ByteSource& bytes, const ExamineOptions& options, Contents& contents, Diagnostics& notes) {
  Budget budget;
  Examination examination(options.path, contents, notes, budget, examine_member);
  std::string first;
  std::string_view head = options.head;
  if (const std::uint64_t wanted = std::min(bytes.size(), kHeadBytes); head.size() < wanted) {
    Result<std::string> read = read_range(bytes, 0, wanted);
    if (!read) return examination.unreadable(read.error());
    first = std::move(*read);
    head = first;
  }
  examine_with_head(bytes, head, options.named, options.text, examination);
}

}  // namespace aboveboard::format
