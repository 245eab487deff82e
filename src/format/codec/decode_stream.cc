#include "format/codec/decode_stream.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "format/codec/decompressor.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kInput = 64u << 10;
// Empty members cost time and make nothing.
constexpr std::uint64_t kEmptyMembers = 10'000;

std::unique_ptr<Decompressor> make_decompressor(Codec codec) {
  switch (codec) {
    case Codec::Deflate:
    case Codec::Zlib:
    case Codec::Gzip: return make_inflater(codec);
    case Codec::Bzip2: return make_bunzipper();
    case Codec::Xz:
    case Codec::Lzma: return make_lzma_decoder(codec);
    case Codec::Lz4: return make_lz4_decoder();
    case Codec::Zstd: return make_zstd_decoder();
  }
  return nullptr;
}

class DecodeStream final : public ByteStream {
 public:
  DecodeStream(Codec codec, std::unique_ptr<ByteStream> input, Budget& budget, std::uint64_t limit, DecodeOutcome* outcome)
      : decompressor_(make_decompressor(codec)), input_(std::move(input)), budget_(budget), limit_(limit), outcome_(outcome) {}

  Result<std::size_t> read(std::span<std::byte> out) override {
    if (error_) return fail(*error_);
    if (ended_ || out.empty()) return std::size_t{0};
    if (later_) return note_error(fail(*later_));
    const auto result = made_ < limit_ ? read_some(out.first(static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), limit_ - made_))))
                                       : read_behind_limit();
    if (outcome_ != nullptr) {
      outcome_->made = std::max(outcome_->made, made_);
      outcome_->taken = ended_ ? taken_ : std::max(outcome_->taken, taken_);
      outcome_->ended = outcome_->ended || ended_;
    }
    return result ? result : note_error(fail(result.error()));
  }

 private:
  Result<std::size_t> note_error(tl::unexpected<Error> error) {
    error_ = error.value();
    if (outcome_ != nullptr && !outcome_->error) outcome_->error = error_;
    return error;
  }

  std::span<const std::byte> pending() const { return std::span<const std::byte>(buffer_).subspan(at_); }

  // Moves what is pending to the front of the buffer and reads more behind it.
  Status fill() {
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(at_));
    at_ = 0;
    const std::size_t have = buffer_.size();
    buffer_.resize(kInput);
    const auto got = input_->read(std::span(buffer_).subspan(have));
    buffer_.resize(have + (got ? *got : 0));
    if (!got) return fail(got.error());
    if (*got == 0) last_ = true;
    return {};
  }

  Result<std::size_t> read_some(std::span<std::byte> out) {
    if (!decompressor_) return fail(ErrorKind::LimitReached, "no memory for decompressing");
    if (budget_.inflated >= limits::kInflatedTotal) return fail(ErrorKind::LimitReached, "more bytes decompressed from one file than the limit");
    while (true) {
      if (pending().empty() && !last_) ABOVEBOARD_TRY(fill());
      const CodecStep step = decompressor_->step(pending(), out, last_);
      at_ += step.taken;
      taken_ += step.taken;
      made_ += step.made;
      made_by_member_ += step.made;
      budget_.inflated += step.made;
      if (step.state == CodecStep::kTooLarge) return fail(ErrorKind::LimitReached, "decompressing takes more memory than the limit");
      Status status;
      if (step.state == CodecStep::kBroken) status = fail(ErrorKind::Malformed, "the compressed data is broken");
      if (step.state == CodecStep::kEnd) status = go_on();
      if (!status && step.made != 0) {  // what was made before a break is given first: a loader may use it before it sees the break
        later_ = status.error();
        return step.made;
      }
      if (!status) return fail(status.error());
      if (step.state == CodecStep::kMore && step.made == 0) {
        if (step.taken == 0 && last_ && pending().empty()) return fail(ErrorKind::Truncated, "the compressed data ends too early");
        if (step.taken == 0 && !pending().empty()) ABOVEBOARD_TRY(unstick());
      }
      if (step.made != 0 || ended_) return step.made;
    }
  }

  // A step that neither took nor made anything: it may want more bytes than are pending.
  Status unstick() {
    const std::size_t had = pending().size();
    if (!last_ && had < kInput) ABOVEBOARD_TRY(fill());
    if (pending().size() > had) return {};
    return fail(last_ ? ErrorKind::Truncated : ErrorKind::Malformed, "the compressed data is broken");
  }

  // Behind the end of a member: the next one begins, or the stream has ended.
  Status go_on() {
    empty_members_ += made_by_member_ == 0 ? 1 : 0;
    made_by_member_ = 0;
    const std::uint64_t end = taken_;
    while (true) {
      while (pending().size() < 4 && !last_) ABOVEBOARD_TRY(fill());
      const auto rest = pending();
      const auto zeros = static_cast<std::size_t>(std::find_if(rest.begin(), rest.end(), [](std::byte b) { return b != std::byte{0}; }) - rest.begin());
      if (zeros == 0 || !decompressor_->zeros_may_follow()) break;
      at_ += zeros;
      taken_ += zeros;
    }
    const auto rest = pending();
    if (rest.size() >= 4 && decompressor_->continues_with({reinterpret_cast<const char*>(rest.data()), rest.size()})) {
      if (empty_members_ > kEmptyMembers) return fail(ErrorKind::LimitReached, "more empty members than are decompressed");
      if (!decompressor_->restart()) return fail(ErrorKind::LimitReached, "no memory for decompressing");
      return {};
    }
    if (!rest.empty()) taken_ = end;  // zeros and then something else: all of it lies behind the end
    ended_ = true;
    return {};
  }

  Result<std::size_t> read_behind_limit() {
    std::array<std::byte, 1> more;  // NOLINT: only written to
    ABOVEBOARD_ASSIGN(const std::size_t got, read_some(more));
    if (got == 0) return std::size_t{0};
    return fail(ErrorKind::LimitReached, "more than " + std::to_string(limit_) + " bytes decompressed");
  }

  std::unique_ptr<Decompressor> decompressor_;
  std::unique_ptr<ByteStream> input_;
  Budget& budget_;
  std::uint64_t limit_;
  DecodeOutcome* outcome_;
  std::vector<std::byte> buffer_;
  std::size_t at_ = 0;  // in the buffer
  bool last_ = false;   // nothing follows the buffer
  bool ended_ = false;
  std::uint64_t taken_ = 0, made_ = 0, made_by_member_ = 0, empty_members_ = 0;
  std::optional<Error> error_;
  std::optional<Error> later_;  // error of the next read
};

}  // namespace

std::unique_ptr<ByteStream> decode(Codec codec, std::unique_ptr<ByteStream> input, Budget& budget, std::uint64_t limit, DecodeOutcome* outcome) {
  return std::make_unique<DecodeStream>(codec, std::move(input), budget, limit, outcome);
}

std::unique_ptr<ByteStream> decode(Codec codec, std::unique_ptr<ByteStream> input, Budget& budget, std::uint64_t limit) {
  return decode(codec, std::move(input), budget, limit, nullptr);
}

}  // namespace aboveboard::format
