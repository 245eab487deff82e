// as_source(): a prefix and a moving window of a stream, in chunks.
#include <algorithm>
#include <deque>
#include <limits>
#include <memory>
#include <optional>

#include "base/limits.h"
#include "format/codec/codec.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kChunk = 256u << 10;
constexpr std::uint64_t kKept = limits::kMemberBytes / 2 / kChunk;  // chunks of the prefix, and as many of the window
constexpr std::uint64_t kFirstChunk = 16u << 10;                    // most members are only sniffed at
constexpr int kReopenings = 8;
constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

class StreamSource final : public ByteSource {
 public:
  StreamSource(StreamOpener open, std::unique_ptr<ByteStream> stream, std::uint64_t size)
      : open_(std::move(open)), stream_(std::move(stream)), announced_(size) {}

  bool random_access() const override { return false; }

  std::uint64_t size() const override {
    if (announced_ != kUnknown) return announced_;
    if (!size_) size_ = find_size();
    return *size_;
  }

  Status read_at(std::uint64_t offset, std::span<std::byte> out) override {
    if (const std::uint64_t known = announced_ != kUnknown ? announced_ : size_.value_or(kUnknown); offset > known || out.size() > known - offset) return ends();
    while (!out.empty()) {
      ABOVEBOARD_ASSIGN(const std::span<const std::byte> held, at(offset));
      const std::size_t count = std::min(held.size(), out.size());
      std::copy_n(held.begin(), count, out.begin());
      out = out.subspan(count);
      offset += count;
    }
    return {};
  }

  std::optional<std::uint64_t> known_size() const override { return announced_ != kUnknown ? std::optional(announced_) : size_; }

  Result<std::string> head(std::uint64_t limit) override {
    std::string out;
    limit = std::min(limit, known_size().value_or(kUnknown));
    while (out.size() < limit) {
      const auto held = at(out.size());
      if (!held) break;  // the end, or a break: what comes before it may be looked at
      out.append(reinterpret_cast<const char*>(held->data()), static_cast<std::size_t>(std::min<std::uint64_t>(held->size(), limit - out.size())));
    }
    return out;
  }

  Result<std::unique_ptr<ByteStream>> stream() override { return open_ ? open_() : ByteSource::stream(); }

 private:
  struct Chunk {
    std::unique_ptr<std::byte[]> bytes;  // not initialized: `used` of them are written
    std::size_t room = 0, used = 0;

    void make_room(std::size_t bytes_wanted) {
      if (room >= bytes_wanted) return;
      auto larger = std::make_unique_for_overwrite<std::byte[]>(bytes_wanted);
      std::copy_n(bytes.get(), used, larger.get());
      bytes = std::move(larger);
      room = bytes_wanted;
    }
  };

  static Status ends() { return fail(ErrorKind::Truncated, "the bytes end before what was asked for"); }

  // What is held from `offset` on, at least one byte of it.
  Result<std::span<const std::byte>> at(std::uint64_t offset) const {
    while (true) {
      if (const Chunk* chunk = held(offset / kChunk); chunk != nullptr && chunk->used > offset % kChunk)
        return std::span<const std::byte>(chunk->bytes.get(), chunk->used).subspan(static_cast<std::size_t>(offset % kChunk));
      if (offset < position_) ABOVEBOARD_TRY(reopen());
      ABOVEBOARD_ASSIGN(const bool more, advance(offset));
      if (!more) return fail(ends().error());
    }
  }

  const Chunk* held(std::uint64_t index) const {
    if (index < prefix_.size()) return &prefix_[static_cast<std::size_t>(index)];
    if (index < window_begin_ || index - window_begin_ >= window_.size()) return nullptr;
    return &window_[static_cast<std::size_t>(index - window_begin_)];
  }

  Status reopen() const {
    if (!open_ || reopened_ >= kReopenings) return fail(ErrorKind::LimitReached, "a reader goes back further in decompressed bytes than they are kept");
    ++reopened_;
    ABOVEBOARD_ASSIGN(stream_, open_());
    window_.clear();
    window_begin_ = kKept;
    ABOVEBOARD_ASSIGN(position_, stream_->skip(prefix_bytes()));  // what the prefix holds already
    return position_ == prefix_bytes() ? Status() : ends();
  }

  std::uint64_t prefix_bytes() const { return prefix_.empty() ? 0 : (prefix_.size() - 1) * kChunk + prefix_.back().used; }

  // The chunk that the next byte of the stream goes to.
  Chunk& growing() const {
    const std::uint64_t index = position_ / kChunk;
    if (index < kKept) {
      if (index == prefix_.size()) prefix_.emplace_back();
      return prefix_[static_cast<std::size_t>(index)];
    }
    if (window_.empty()) window_begin_ = index;
    if (index - window_begin_ == window_.size()) {
      Chunk chunk;
      if (window_.size() == kKept) {  // the oldest one's memory goes on
        chunk = std::move(window_.front());
        chunk.used = 0;
        window_.pop_front();
        ++window_begin_;
      }
      window_.push_back(std::move(chunk));
    }
    return window_.back();
  }

  // Reads a little on towards `offset`; false at the end.
  Result<bool> advance(std::uint64_t offset) const {
    if (!stream_) {
      ABOVEBOARD_ASSIGN(stream_, open_());
    }
    Chunk& chunk = growing();
    const bool sniffing = offset < kFirstChunk && position_ < kFirstChunk;
    chunk.make_room(static_cast<std::size_t>(sniffing ? kFirstChunk : kChunk));
    const auto got = stream_->read(std::span(chunk.bytes.get() + chunk.used, chunk.room - chunk.used));
    if (!got) return fail(got.error());
    chunk.used += *got;
    position_ += *got;
    return *got != 0;
  }

  // Where the stream ends, or breaks: what comes before a break may be used by who does not see it.
  std::uint64_t find_size() const {
    if (position_ < prefix_bytes() && !reopen()) return prefix_bytes();
    while (true) {
      const auto more = advance(kUnknown);
      if (!more || !*more) return position_;
    }
  }

  StreamOpener open_;
  mutable std::unique_ptr<ByteStream> stream_;
  std::uint64_t announced_;
  mutable std::optional<std::uint64_t> size_;
  mutable std::deque<Chunk> prefix_;
  mutable std::deque<Chunk> window_;
  mutable std::uint64_t window_begin_ = kKept;  // index of the window's first chunk
  mutable std::uint64_t position_ = 0;          // of stream_
  mutable int reopened_ = 0;
};

}  // namespace

std::unique_ptr<ByteSource> as_source(StreamOpener open, std::uint64_t size) {
  return std::make_unique<StreamSource>(std::move(open), nullptr, size);
}

std::unique_ptr<ByteSource> as_source(std::unique_ptr<ByteStream> stream, std::uint64_t size) {
  return std::make_unique<StreamSource>(nullptr, std::move(stream), size);
}

}  // namespace aboveboard::format
