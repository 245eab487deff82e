// Raw deflate, zlib and gzip, by zlib.
#include <zlib.h>

#include <algorithm>
#include <limits>

#include "format/codec/decompressor.h"

namespace aboveboard::format {
namespace {

class Inflater final : public Decompressor {
 public:
  explicit Inflater(Codec codec) : gzip_(codec == Codec::Gzip) {
    const int window = codec == Codec::Deflate ? -MAX_WBITS : gzip_ ? MAX_WBITS + 16 : MAX_WBITS;
    ready_ = inflateInit2(&state_, window) == Z_OK;
  }
  ~Inflater() override {
    if (ready_) inflateEnd(&state_);
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  bool ready() const { return ready_; }

  CodecStep step(std::span<const std::byte> in, std::span<std::byte> out, bool) override {
    constexpr std::size_t kMost = std::numeric_limits<uInt>::max();
    const auto given = static_cast<uInt>(std::min(in.size(), kMost));
    const auto room = static_cast<uInt>(std::min(out.size(), kMost));
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(in.data()));
    state_.avail_in = given;
    state_.next_out = reinterpret_cast<Bytef*>(out.data());
    state_.avail_out = room;
    const int code = inflate(&state_, Z_NO_FLUSH);
    CodecStep result{given - state_.avail_in, room - state_.avail_out};
    if (code == Z_STREAM_END) result.state = CodecStep::kEnd;
    else if (code != Z_OK && code != Z_BUF_ERROR) result.state = CodecStep::kBroken;
    return result;
  }
  bool restart() override { return inflateReset(&state_) == Z_OK; }
  bool continues_with(std::string_view bytes) const override { return gzip_ && bytes.starts_with("\x1f\x8b"); }
  bool zeros_may_follow() const override { return gzip_; }

 private:
  z_stream state_ = {};
  bool gzip_;
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_inflater(Codec codec) {
  auto inflater = std::make_unique<Inflater>(codec);
  return inflater->ready() ? std::move(inflater) : nullptr;
}

}  // namespace aboveboard::format
