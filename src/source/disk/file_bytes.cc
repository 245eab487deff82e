#include "source/disk/file_bytes.h"

#include <algorithm>
#include <cerrno>

namespace aboveboard {

Status FileBytes::read_at(std::uint64_t offset, std::span<std::byte> out) {
  // Both numbers may come from the file; off_t is signed, and size_ came from one.
  if (offset > size_ || out.size() > size_ - offset) {
    return fail(ErrorKind::Truncated,
                "the file has " + std::to_string(size_) + " bytes and ends before what is announced",
                {.path = path_, .line = {}, .byte = offset});
  }
  constexpr std::size_t kAtOnce = 1u << 30;  // the system reads at most about 2 GiB a call
  std::size_t done = 0;
  while (done < out.size()) {
    const ssize_t got = ::pread(file_->get(), out.data() + done, std::min(kAtOnce, out.size() - done),
                                static_cast<off_t>(offset + done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      Error error = system_error(errno, path_);
      error.place.byte = offset + done;
      return fail(std::move(error));
    }
    if (got == 0) {
      return fail(ErrorKind::Truncated, "the file became shorter while it was read",
                  {.path = path_, .line = {}, .byte = offset + done});
    }
    done += static_cast<std::size_t>(got);
  }
  return {};
}

}  // namespace aboveboard
