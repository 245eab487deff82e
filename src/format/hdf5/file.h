// The bytes of an HDF5 file by address, and numbers of the widths that its superblock chose. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace aboveboard::format::hdf5 {

inline constexpr std::uint64_t kUndefined = UINT64_MAX;  // an address that leads nowhere

// How many bytes an address and a length take: 2, 4 or 8.
struct Widths {
  unsigned address = 8;
  unsigned length = 8;
};

// Reads numbers one behind the other. Beyond the end it gives zeros, and ok() is false from then on.
class Cursor {
 public:
  Cursor(std::string_view bytes, Widths widths) : bytes_(bytes), widths_(widths) {}
  bool ok() const { return ok_; }
  std::size_t position() const { return at_; }
  std::size_t remaining() const { return bytes_.size() - at_; }
  std::uint64_t number(unsigned width);  // at most 8 bytes, least significant first; what is longer must be zero beyond
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t length() { return number(widths_.length); }
  std::uint64_t address();  // kUndefined where all bits are set
  std::string_view take(std::uint64_t count);
  std::string_view text();  // up to a NUL, which is passed over
  void skip(std::uint64_t count) { take(count); }
  Widths widths() const { return widths_; }

 private:
  std::string_view bytes_;
  Widths widths_;
  std::size_t at_ = 0;
  bool ok_ = true;
};

// Bytes by address, kept in small pages: structures are small and lie close to each other. All that is read counts against a limit.
class File {
 public:
  explicit File(ByteSource& source);
  // Addresses count from here: where the signature was found.
  void set_base(std::uint64_t base) { base_ = base; }
  std::uint64_t base() const { return base_; }
  void set_widths(Widths widths) { widths_ = widths; }
  Widths widths() const { return widths_; }
  std::uint64_t size() const { return size_; }
  // How many bytes lie behind an address; 0 for one that is not in the file.
  std::uint64_t room(std::uint64_t address) const { return address <= size_ - base_ ? size_ - base_ - address : 0; }
  Result<std::string> read(std::uint64_t address, std::uint64_t length);
  // The structure at `address` is read for the first time. Trees do not share nodes: reading one again means that they run in circles.
  Status enter(std::uint64_t address);
  // While it lives, structures may be entered that were entered before: for trees and headers that are looked into more than once.
  class Pass {
   public:
    explicit Pass(File& file) : file_(file) { file_.entered_.swap(before_); }
    ~Pass() { file_.entered_.swap(before_); }
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;

   private:
    File& file_;
    std::unordered_set<std::uint64_t> before_;
  };
  // Counts work that is not reading; false where the limit is reached.
  bool spend(std::uint64_t bytes) { return (spent_ += bytes) <= limit_; }
  std::uint64_t spent() const { return spent_; }
  void set_limit(std::uint64_t limit) { limit_ = limit; }
  std::uint64_t limit() const { return limit_; }
  Cursor cursor(std::string_view bytes) const { return {bytes, widths_}; }

 private:
  struct Page {
    std::uint64_t index = UINT64_MAX;
    std::string bytes;
  };
  Status copy(std::uint64_t begin, std::uint64_t length, std::string& out);

  ByteSource& source_;
  std::uint64_t size_;
  std::uint64_t base_ = 0;
  Widths widths_;
  std::uint64_t spent_ = 0;
  std::uint64_t limit_;
  std::vector<Page> pages_;
  std::unordered_set<std::uint64_t> entered_;
};

// Jenkins' lookup3 over `bytes`, as all structures of the newer kind end in it.
std::uint32_t checksum(std::string_view bytes);

// `message` at `address`: the error of a broken structure.
tl::unexpected<Error> broken(std::string message, std::uint64_t address, ErrorKind kind = ErrorKind::Malformed);

}  // namespace aboveboard::format::hdf5
