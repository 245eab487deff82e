// libarchive, loaded when it is first needed: the functions that are used of it, and a locale in which names stay what they are. Internal to this folder.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

#include "base/result.h"

struct archive;
struct archive_entry;

namespace aboveboard {

struct ArchiveLibrary {
  using Read = ssize_t(struct archive*, void* data, const void** buffer);
  using Seek = std::int64_t(struct archive*, void* data, std::int64_t offset, int whence);
  using Skip = std::int64_t(struct archive*, void* data, std::int64_t request);
  using Close = int(struct archive*, void* data);

  struct archive* (*read_new)() = nullptr;
  int (*read_free)(struct archive*) = nullptr;
  int (*support_format_tar)(struct archive*) = nullptr;
  int (*support_format_7zip)(struct archive*) = nullptr;
  int (*support_format_zip_seekable)(struct archive*) = nullptr;
  int (*append_filter)(struct archive*, int code) = nullptr;
  int (*set_read_callback)(struct archive*, Read*) = nullptr;
  int (*set_seek_callback)(struct archive*, Seek*) = nullptr;
  int (*set_skip_callback)(struct archive*, Skip*) = nullptr;
  int (*set_callback_data)(struct archive*, void*) = nullptr;
  int (*open1)(struct archive*) = nullptr;
  int (*next_header)(struct archive*, struct archive_entry**) = nullptr;
  int (*read_data_block)(struct archive*, const void** buffer, std::size_t* size, std::int64_t* offset) = nullptr;
  std::int64_t (*filter_bytes)(struct archive*, int filter) = nullptr;
  const char* (*format_name)(struct archive*) = nullptr;
  const char* (*entry_pathname)(struct archive_entry*) = nullptr;
  mode_t (*entry_filetype)(struct archive_entry*) = nullptr;
  std::int64_t (*entry_size)(struct archive_entry*) = nullptr;
  int (*entry_size_is_set)(struct archive_entry*) = nullptr;
  const char* (*entry_hardlink)(struct archive_entry*) = nullptr;
  const char* (*entry_symlink)(struct archive_entry*) = nullptr;
  int (*entry_is_data_encrypted)(struct archive_entry*) = nullptr;
  int (*entry_sparse_count)(struct archive_entry*) = nullptr;
};

// The same table for all. Unsupported where this machine has no libarchive, or one that lacks a function.
Result<const ArchiveLibrary*> archive_library();

// Names come through libarchive as text of the thread's locale. While one of these lives that is UTF-8, so that they come as they are stored.
class Utf8Locale {
 public:
  Utf8Locale();
  ~Utf8Locale();
  Utf8Locale(const Utf8Locale&) = delete;
  Utf8Locale& operator=(const Utf8Locale&) = delete;

 private:
  void* before_;
};

}  // namespace aboveboard
