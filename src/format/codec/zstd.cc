// Zstandard frames, by libzstd.
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <bit>

#include "base/bytes.h"
#include "base/limits.h"
#include "format/codec/decompressor.h"

namespace aboveboard::format {
namespace {

class ZstdDecoder final : public Decompressor {
 public:
  ZstdDecoder() : state_(ZSTD_createDStream()) {
    constexpr int kWindowLog = std::bit_width(limits::kCodecMemory) - 1;
    if (state_ != nullptr) ZSTD_DCtx_setParameter(state_, ZSTD_d_windowLogMax, kWindowLog);
  }
  ~ZstdDecoder() override { ZSTD_freeDStream(state_); }
  ZstdDecoder(const ZstdDecoder&) = delete;
  ZstdDecoder& operator=(const ZstdDecoder&) = delete;
  bool ready() const { return state_ != nullptr; }

  CodecStep step(std::span<const std::byte> in, std::span<std::byte> out, bool) override {
    // A block at a time: where one is broken, those before it have been given out.
    ZSTD_inBuffer input{in.data(), std::min(in.size(), wanted_), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const std::size_t code = ZSTD_decompressStream(state_, &output, &input);
    CodecStep result{input.pos, output.pos};
    if (ZSTD_isError(code) != 0) {
      const ZSTD_ErrorCode error = ZSTD_getErrorCode(code);
      const bool large = error == ZSTD_error_frameParameter_windowTooLarge || error == ZSTD_error_memory_allocation;
      result.state = large ? CodecStep::kTooLarge : CodecStep::kBroken;
    } else if (code == 0) {
      result.state = CodecStep::kEnd;
    } else {
      wanted_ = code;
    }
    return result;
  }
  bool restart() override {
    wanted_ = kStart;
    return ZSTD_isError(ZSTD_DCtx_reset(state_, ZSTD_reset_session_only)) == 0;
  }
  bool continues_with(std::string_view bytes) const override {
    const auto magic = load_le<std::uint32_t>(bytes.data());
    return magic == 0xFD2FB528u || (magic & 0xFFFFFFF0u) == 0x184D2A50u;
  }

 private:
  static constexpr std::size_t kStart = 5;  // bytes that tell the length of the frame header
  ZSTD_DStream* state_;
  std::size_t wanted_ = kStart;
};

}  // namespace

std::unique_ptr<Decompressor> make_zstd_decoder() {
  auto decoder = std::make_unique<ZstdDecoder>();
  return decoder->ready() ? std::move(decoder) : nullptr;
}

}  // namespace aboveboard::format
