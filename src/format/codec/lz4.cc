// lz4 frames, by liblz4. Its memory is two blocks and 64 KiB; a frame's blocks have 4 MiB at most.
#include <lz4frame.h>

#include <algorithm>

#include "base/bytes.h"
#include "format/codec/decompressor.h"

namespace aboveboard::format {
namespace {

class Lz4Decoder final : public Decompressor {
 public:
  Lz4Decoder() {
    if (LZ4F_isError(LZ4F_createDecompressionContext(&state_, LZ4F_VERSION)) != 0) state_ = nullptr;
  }
  ~Lz4Decoder() override { LZ4F_freeDecompressionContext(state_); }
  Lz4Decoder(const Lz4Decoder&) = delete;
  Lz4Decoder& operator=(const Lz4Decoder&) = delete;
  bool ready() const { return state_ != nullptr; }

  CodecStep step(std::span<const std::byte> in, std::span<std::byte> out, bool) override {
    // A block at a time: where one is broken, those before it have been given out.
    std::size_t taken = std::min(in.size(), wanted_), made = out.size();
    const std::size_t code = LZ4F_decompress(state_, out.data(), &made, in.data(), &taken, nullptr);
    if (LZ4F_isError(code) != 0) return {0, 0, CodecStep::kBroken};
    wanted_ = std::max<std::size_t>(code, 1);
    // The library says 0 also where it has been given nothing of a frame yet.
    return {taken, made, code == 0 && taken != 0 ? CodecStep::kEnd : CodecStep::kMore};
  }
  bool restart() override {
    LZ4F_resetDecompressionContext(state_);
    wanted_ = kStart;
    return true;
  }
  bool continues_with(std::string_view bytes) const override {
    const auto magic = load_le<std::uint32_t>(bytes.data());
    return magic == 0x184D2204u || (magic & 0xFFFFFFF0u) == 0x184D2A50u;
  }

 private:
  static constexpr std::size_t kStart = 7;  // bytes of the shortest frame header
  LZ4F_dctx* state_ = nullptr;
  std::size_t wanted_ = kStart;
};

}  // namespace

std::unique_ptr<Decompressor> make_lz4_decoder() {
  auto decoder = std::make_unique<Lz4Decoder>();
  return decoder->ready() ? std::move(decoder) : nullptr;
}

}  // namespace aboveboard::format
