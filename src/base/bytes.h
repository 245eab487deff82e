// ByteSource: bounded positioned reads of one file, wherever its bytes come from. The only way that readers of formats see bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"

namespace aboveboard {

class ByteStream;  // base/stream.h

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Size in bytes when the source was opened.
  virtual std::uint64_t size() const = 0;
  // Fills all of `out` from `offset`, or fails with Truncated (the file is shorter than asked, or shrank) or Unreadable.
  virtual Status read_at(std::uint64_t offset, std::span<std::byte> out) = 0;
  // The same bytes once more from the front on; the source must outlive the stream. Where reads go back in a compressed file only as far as memory is
  // kept for it, the stream decompresses anew and goes on to the very end, also behind size(), should the container have announced too little.
  virtual Result<std::unique_ptr<ByteStream>> stream();
  // The first bytes, up to `limit` of them. In a compressed file they cost no more than themselves, where size() may cost all of it.
  virtual Result<std::string> head(std::uint64_t limit);
  // size(), where it is known without reading the bytes.
  virtual std::optional<std::uint64_t> known_size() const { return size(); }
  // False where a byte costs all those before it: bytes that are decompressed. Readers that need a part of the end only then think twice.
  virtual bool random_access() const { return true; }
  // True where every read costs a request to a server. Readers then look at what they need, leave out checks of the rest, and say so.
  virtual bool remote() const { return false; }
  // These bytes will be read piece by piece (both numbers may reach behind the end): a remote source asks for them at once. A failure shows when they are read.
  virtual void expect(std::uint64_t /*offset*/, std::uint64_t /*length*/) {}
};

// Bytes that are already in memory; the caller keeps them alive.
class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes) : bytes_(bytes) {}
  std::uint64_t size() const override { return bytes_.size(); }
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override;

 private:
  std::string_view bytes_;
};

// Reads the whole of `source` into a string; LimitReached beyond `limit` bytes.
Result<std::string> read_all(ByteSource& source, std::uint64_t limit);

// Reads `length` bytes from `offset`. The caller has bounded `length`: memory is only taken for bytes that are within size().
Result<std::string> read_range(ByteSource& source, std::uint64_t offset, std::uint64_t length);

// A little- or big-endian unsigned integer at the start of `bytes` (at least sizeof(T) long).
template <typename T>
T load_le(const char* bytes) {
  T value = 0;
  for (std::size_t i = sizeof(T); i-- > 0;) value = static_cast<T>((value << 8) | static_cast<unsigned char>(bytes[i]));
  return value;
}

}  // namespace aboveboard
