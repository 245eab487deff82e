#include "format/examine.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <span>

#include "base/limits.h"
#include "format/gguf/gguf.h"
#include "format/safetensors/safetensors.h"

namespace aboveboard::format {
namespace {

struct Reader {
  std::string_view format;  // as a name promises it; "" for containers, which no name promises to be weights
  bool (*takes)(const Sniff& sniff);
  void (*read)(ByteSource& bytes, Examination& examination);
  bool in_text = false;  // also looked for in readable text
};

constexpr std::array kReaders = {
    Reader{"safetensors", looks_like_safetensors, read_safetensors},
    Reader{"gguf", looks_like_gguf, read_gguf},
};

// A file whose first and last bytes have been read already: readers do not read them again.
class SniffedSource final : public ByteSource {
 public:
  SniffedSource(ByteSource& source, std::string_view head, std::string_view tail) : source_(source), head_(head), tail_(tail) {}
  std::uint64_t size() const override { return source_.size(); }
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
  bool kept_promise = !has_one_beginning(named);
  for (const Reader& reader : kReaders) {
    if ((text && !reader.in_text) || !reader.takes(sniff)) continue;
    kept_promise = kept_promise || reader.format == named || has_one_beginning(reader.format);
    reader.read(bytes, examination);
  }
  if (kept_promise || !examination.contents().formats.empty()) return;
  for (const Reader& reader : kReaders)
    if (reader.format == named) reader.read(bytes, examination);
}

void examine_member(ByteSource& bytes, Examination& member) {
  const Result<std::string> head = read_range(bytes, 0, std::min(bytes.size(), kHeadBytes));
  if (!head) return member.unreadable(head.error());
  run_readers(bytes, Sniff{*head, {}, bytes.size(), bytes}, "", false, member);
}

}  // namespace

void examine(ByteSource& bytes, const ExamineOptions& options, Contents& contents, Diagnostics& notes) {
  Budget budget;
  Examination examination(options.path, contents, notes, budget, examine_member);
  const std::uint64_t size = bytes.size();
  std::string first;
  std::string_view head = options.head;
  if (head.size() < std::min(size, kHeadBytes)) {
    Result<std::string> read = read_range(bytes, 0, std::min(size, kHeadBytes));
    if (!read) return examination.unreadable(read.error());
    first = std::move(*read);
    head = first;
  }
  std::string last;
  std::string_view tail = head.size() >= size ? head : std::string_view();
  if (!options.text && size > head.size()) {
    const std::uint64_t length = std::min(size, kTailBytes);
    Result<std::string> read = read_range(bytes, size - length, length);
    if (!read) return examination.unreadable(read.error());
    last = std::move(*read);
    tail = last;
  }
  SniffedSource sniffed(bytes, head, tail);
  run_readers(sniffed, Sniff{head, tail, size, sniffed}, options.named, options.text, examination);
}

}  // namespace aboveboard::format
