#include "net/cache_folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <memory>

#include "base/bytes.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "net/headers.h"

namespace aboveboard::cache {
namespace {

constexpr std::string_view kMagic = "aboveboard response 1\n";
constexpr std::size_t kDigits = 64;           // of a SHA-256
constexpr std::uint64_t kHeadBytes = 64u << 10;
constexpr std::string_view kTemporary = ".writing-";
constexpr int kNames = 1000;                  // for temporary files, until one is free

std::string sha256(std::string_view bytes) {
  MemorySource source(bytes);
  return digest_of(source, DigestKind::Sha256).value_or("");
}

bool has_line_break(std::string_view text) { return text.find('\n') != std::string_view::npos; }

// Takes a line off the front of `bytes`; nothing where none ends.
std::optional<std::string_view> take_line(std::string_view& bytes) {
  const std::size_t end = bytes.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end + 1);
  return line;
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t done = ::write(file, bytes.data(), bytes.size());
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(done));
  }
  return true;
}

// A name that nobody else uses at this moment. Processes in different containers may share a number, hence O_EXCL and another try.
std::string next_temporary_name() {
  static std::atomic<std::uint64_t> count = 0;
  return std::string(kTemporary) + std::to_string(::getpid()) + "-" + std::to_string(count++);
}

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

// Calls tell(name) for every name in an open folder but "." and "..".
template <typename Tell>
void each_name(const FileHandle& folder, const Tell& tell) {
  FileHandle again(::openat(folder.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!again) return;
  const std::unique_ptr<DIR, CloseFolder> stream(::fdopendir(again.get()));
  if (!stream) return;
  again.release();  // the stream closes it
  while (const dirent* entry = ::readdir(stream.get())) {
    const std::string name = entry->d_name;
    if (name != "." && name != "..") tell(name);
  }
}

// Gives a file without a name its name: at once where that is free, else over a temporary one, since only a rename replaces.
bool give_name(const FileHandle& shard, int file, const std::string& name) {
  const std::string open_file = "/proc/self/fd/" + std::to_string(file);
  if (::linkat(AT_FDCWD, open_file.c_str(), shard.get(), name.c_str(), AT_SYMLINK_FOLLOW) == 0) return true;
  if (errno != EEXIST) return false;
  for (int i = 0; i < kNames; ++i) {
    const std::string temporary = next_temporary_name();
    if (::linkat(AT_FDCWD, open_file.c_str(), shard.get(), temporary.c_str(), AT_SYMLINK_FOLLOW) != 0) {
      if (errno == EEXIST) continue;
      return false;
    }
    if (::renameat(shard.get(), temporary.c_str(), shard.get(), name.c_str()) == 0) return true;
    ::unlinkat(shard.get(), temporary.c_str(), 0);
    return false;
  }
  return false;
}

// For file systems that have no files without names.
bool write_beside(const FileHandle& shard, const std::string& name, std::string_view bytes) {
  for (int i = 0; i < kNames; ++i) {
    const std::string temporary = next_temporary_name();
    const FileHandle file(::openat(shard.get(), temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600));
    if (!file && errno == EEXIST) continue;
    if (!file) return false;
    if (write_all(file.get(), bytes) && ::renameat(shard.get(), temporary.c_str(), shard.get(), name.c_str()) == 0) return true;
    ::unlinkat(shard.get(), temporary.c_str(), 0);
    return false;
  }
  return false;
}

void make_folders(const std::string& folder) {
  for (std::size_t slash = folder.find('/', 1); slash != std::string::npos; slash = folder.find('/', slash + 1)) {
    ::mkdir(folder.substr(0, slash).c_str(), 0700);
  }
  ::mkdir(folder.c_str(), 0700);
}

}  // namespace

Name name_of(std::string_view key) {
  const std::string digest = sha256(key);
  return {digest.substr(0, 2), digest};
}

// The digest stands first and is of everything behind it, so that no bit of an entry goes unchecked.
std::string encode(std::string_view key, const CachedResponse& response) {
  if (has_line_break(key) || has_line_break(response.etag) || key.size() + response.etag.size() > kHeadBytes / 2) return "";
  std::string bytes;
  bytes.reserve(kMagic.size() + kDigits + key.size() + response.etag.size() + response.body.size() + 32);
  bytes += kMagic;
  (bytes += std::string(kDigits, '0')) += '\n';
  const std::size_t rest = bytes.size();
  ((bytes += key) += '\n') += response.etag;
  (((bytes += '\n') += std::to_string(response.body.size())) += '\n') += response.body;
  return bytes.replace(kMagic.size(), kDigits, sha256(std::string_view(bytes).substr(rest)));
}

std::optional<Decoded> decode(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) return std::nullopt;
  bytes.remove_prefix(kMagic.size());
  const auto digest = take_line(bytes);
  if (!digest || digest->size() != kDigits || sha256(bytes) != *digest) return std::nullopt;
  const auto key = take_line(bytes), etag = take_line(bytes), length = take_line(bytes);
  if (!key || !etag || !length || parse_decimal(*length) != bytes.size()) return std::nullopt;
  return Decoded{std::string(*key), {std::string(*etag), std::string(bytes)}};
}

Result<FileHandle> open_root(const std::string& folder, bool make) {
  if (folder.empty()) return FileHandle();
  FileHandle above(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!above && errno == ENOENT && make) {
    make_folders(folder);
    above = FileHandle(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  }
  if (!above && errno == ENOENT) return FileHandle();
  if (!above) return fail(ErrorKind::Unreadable, "the cache cannot be opened", {.path = folder, .line = {}, .byte = {}});
  if (make) ::mkdirat(above.get(), "v1", 0700);
  FileHandle root(::openat(above.get(), "v1", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!root && errno != ENOENT) return fail(ErrorKind::Unreadable, "this is no folder of a cache", {.path = folder + "/v1", .line = {}, .byte = {}});
  return root;
}

FileHandle open_shard(const FileHandle& root, const std::string& shard, bool make) {
  if (make) ::mkdirat(root.get(), shard.c_str(), 0700);
  return FileHandle(::openat(root.get(), shard.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

std::optional<Bytes> read_entry(const FileHandle& shard, const std::string& name) {
  Bytes entry;
  entry.file = FileHandle(::openat(shard.get(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  if (!entry.file) return errno == ELOOP ? std::optional(std::move(entry)) : std::nullopt;
  struct stat info{};
  if (::fstat(entry.file.get(), &info) != 0) return std::nullopt;
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (!S_ISREG(info.st_mode) || size > limits::kCachedBytes + kHeadBytes) return entry;
  std::string text(static_cast<std::size_t>(size), '\0');
  std::size_t done = 0;
  while (done < text.size()) {
    const ssize_t got = ::pread(entry.file.get(), text.data() + done, text.size() - done, static_cast<off_t>(done));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return std::nullopt;
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  text.resize(done);
  entry.text = std::move(text);
  return entry;
}

bool write_entry(const FileHandle& shard, const std::string& name, std::string_view bytes) {
  const FileHandle file(::openat(shard.get(), ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600));
  if (file) {
    if (!write_all(file.get(), bytes)) return false;
    if (give_name(shard, file.get(), name)) return true;
  }
  return write_beside(shard, name, bytes);
}

void visit(const FileHandle& root, const std::function<void(const FileHandle& shard, const Found&)>& tell) {
  each_name(root, [&](const std::string& shard_name) {
    if (shard_name.size() != 2 || !is_lower_hex(shard_name)) return;
    const FileHandle shard = open_shard(root, shard_name, false);
    if (!shard) return;
    each_name(shard, [&](const std::string& name) {
      const bool entry = name.size() == kDigits && is_lower_hex(name) && name.starts_with(shard_name);
      struct stat info{};
      if ((!entry && !name.starts_with(kTemporary)) || ::fstatat(shard.get(), name.c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISREG(info.st_mode)) return;
      const std::int64_t used = std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
      tell(shard, {shard_name, name, entry, static_cast<std::uint64_t>(info.st_size), used});
    });
  });
}

}  // namespace aboveboard::cache
