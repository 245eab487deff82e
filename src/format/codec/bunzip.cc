// bzip2, by libbz2.
#include <bzlib.h>

#include <algorithm>
#include <limits>

#include "format/codec/decompressor.h"

namespace aboveboard::format {
namespace {

class Bunzipper final : public Decompressor {
 public:
  Bunzipper() { ready_ = BZ2_bzDecompressInit(&state_, 0, 0) == BZ_OK; }
  ~Bunzipper() override {
    if (ready_) BZ2_bzDecompressEnd(&state_);
  }
  Bunzipper(const Bunzipper&) = delete;
  Bunzipper& operator=(const Bunzipper&) = delete;
  bool ready() const { return ready_; }

  CodecStep step(std::span<const std::byte> in, std::span<std::byte> out, bool) override {
    constexpr std::size_t kMost = std::numeric_limits<unsigned>::max();
    const auto given = static_cast<unsigned>(std::min(in.size(), kMost));
    const auto room = static_cast<unsigned>(std::min(out.size(), kMost));
    state_.next_in = reinterpret_cast<char*>(const_cast<std::byte*>(in.data()));
    state_.avail_in = given;
    state_.next_out = reinterpret_cast<char*>(out.data());
    state_.avail_out = room;
    const int code = BZ2_bzDecompress(&state_);
    CodecStep result{given - state_.avail_in, room - state_.avail_out};
    if (code == BZ_STREAM_END) result.state = CodecStep::kEnd;
    else if (code != BZ_OK) result.state = CodecStep::kBroken;
    return result;
  }
  bool restart() override {
    BZ2_bzDecompressEnd(&state_);
    state_ = {};
    ready_ = BZ2_bzDecompressInit(&state_, 0, 0) == BZ_OK;
    return ready_;
  }
  bool continues_with(std::string_view bytes) const override { return bytes.starts_with("BZh"); }

 private:
  bz_stream state_ = {};
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Decompressor> make_bunzipper() {
  auto bunzipper = std::make_unique<Bunzipper>();
  return bunzipper->ready() ? std::move(bunzipper) : nullptr;
}

}  // namespace aboveboard::format
