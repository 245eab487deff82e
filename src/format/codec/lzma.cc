// xz and lzma ("alone"), by liblzma.
#include <lzma.h>

#include "base/limits.h"
#include "format/codec/decompressor.h"

namespace aboveboard::format {
namespace {

// What liblzma keeps besides the dictionary: its own state, below one mebibyte, and as much again for good measure.
constexpr std::uint64_t kMemory = limits::kCodecMemory + (2u << 20);

class LzmaDecoder final : public Decompressor {
 public:
  explicit LzmaDecoder(bool xz) : xz_(xz) { ready_ = restart(); }
  ~LzmaDecoder() override { lzma_end(&state_); }
  LzmaDecoder(const LzmaDecoder&) = delete;
  LzmaDecoder& operator=(const LzmaDecoder&) = delete;
  bool ready() const { return ready_; }

  CodecStep step(std::span<const std::byte> in, std::span<std::byte> out, bool last) override {
    state_.next_in = reinterpret_cast<const std::uint8_t*>(in.data());
    state_.avail_in = in.size();
    state_.next_out = reinterpret_cast<std::uint8_t*>(out.data());
    state_.avail_out = out.size();
    const lzma_ret code = lzma_code(&state_, last ? LZMA_FINISH : LZMA_RUN);
    CodecStep result{in.size() - state_.avail_in, out.size() - state_.avail_out};
    if (code == LZMA_STREAM_END) result.state = CodecStep::kEnd;
    else if (code == LZMA_MEMLIMIT_ERROR || code == LZMA_MEM_ERROR) result.state = CodecStep::kTooLarge;
    else if (code != LZMA_OK && code != LZMA_BUF_ERROR) result.state = CodecStep::kBroken;
    return result;
  }
  bool restart() override {
    return (xz_ ? lzma_stream_decoder(&state_, kMemory, 0) : lzma_alone_decoder(&state_, kMemory)) == LZMA_OK;
  }
  bool continues_with(std::string_view bytes) const override { return xz_ && bytes.starts_with("\xfd" "7zX"); }
  bool zeros_may_follow() const override { return xz_; }

 private:
  lzma_stream state_ = LZMA_STREAM_INIT;
  bool xz_;
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_lzma_decoder(Codec codec) {
  auto decoder = std::make_unique<LzmaDecoder>(codec == Codec::Xz);
  return decoder->ready() ? std::move(decoder) : nullptr;
}

}  // namespace aboveboard::format
