#include "source/archive/archive_library.h"

#include <archive.h>
#include <archive_entry.h>
#include <clocale>
#include <locale.h>

#include <type_traits>

#include "base/shared_library.h"

namespace aboveboard {
namespace {

// The types in the table are those of the library.
static_assert(std::is_same_v<std::int64_t, la_int64_t> && std::is_same_v<ssize_t, la_ssize_t>);
static_assert(std::is_same_v<ArchiveLibrary::Read, archive_read_callback> && std::is_same_v<ArchiveLibrary::Seek, archive_seek_callback>);
static_assert(std::is_same_v<ArchiveLibrary::Skip, archive_skip_callback> && std::is_same_v<ArchiveLibrary::Close, archive_close_callback>);

Result<ArchiveLibrary> load() {
  ABOVEBOARD_ASSIGN(const SharedLibrary library, SharedLibrary::load("libarchive.so.13"));
  ArchiveLibrary table;
  // Each name is checked against the header's own declaration.
#define ABOVEBOARD_FIND(member, symbol)                                                                 \
  static_assert(std::is_same_v<decltype(table.member), decltype(&::symbol)>, #symbol " has other types"); \
  if (!library.find(#symbol, table.member)) return fail(ErrorKind::Unsupported, "libarchive on this machine lacks " #symbol)
  ABOVEBOARD_FIND(read_new, archive_read_new);
  ABOVEBOARD_FIND(read_free, archive_read_free);
  ABOVEBOARD_FIND(support_format_tar, archive_read_support_format_tar);
  ABOVEBOARD_FIND(support_format_7zip, archive_read_support_format_7zip);
  ABOVEBOARD_FIND(support_format_zip_seekable, archive_read_support_format_zip_seekable);
  ABOVEBOARD_FIND(append_filter, archive_read_append_filter);
  ABOVEBOARD_FIND(set_read_callback, archive_read_set_read_callback);
  ABOVEBOARD_FIND(set_seek_callback, archive_read_set_seek_callback);
  ABOVEBOARD_FIND(set_skip_callback, archive_read_set_skip_callback);
  ABOVEBOARD_FIND(set_callback_data, archive_read_set_callback_data);
  ABOVEBOARD_FIND(open1, archive_read_open1);
  ABOVEBOARD_FIND(next_header, archive_read_next_header);
  ABOVEBOARD_FIND(read_data_block, archive_read_data_block);
  ABOVEBOARD_FIND(filter_bytes, archive_filter_bytes);
  ABOVEBOARD_FIND(format_name, archive_format_name);
  ABOVEBOARD_FIND(entry_pathname, archive_entry_pathname);
  ABOVEBOARD_FIND(entry_filetype, archive_entry_filetype);
  ABOVEBOARD_FIND(entry_size, archive_entry_size);
  ABOVEBOARD_FIND(entry_size_is_set, archive_entry_size_is_set);
  ABOVEBOARD_FIND(entry_hardlink, archive_entry_hardlink);
  ABOVEBOARD_FIND(entry_symlink, archive_entry_symlink);
  ABOVEBOARD_FIND(entry_is_data_encrypted, archive_entry_is_data_encrypted);
  ABOVEBOARD_FIND(entry_sparse_count, archive_entry_sparse_count);
#undef ABOVEBOARD_FIND
  return table;
}

locale_t utf8() {
  static const locale_t made = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", locale_t{});
  return made;
}

}  // namespace

Result<const ArchiveLibrary*> archive_library() {
  static const Result<ArchiveLibrary> table = load();
  if (!table) return fail(table.error());
  return &*table;
}

Utf8Locale::Utf8Locale() : before_(utf8() == locale_t{} ? nullptr : ::uselocale(utf8())) {}
Utf8Locale::~Utf8Locale() {
  if (before_ != nullptr) ::uselocale(static_cast<locale_t>(before_));
}

}  // namespace aboveboard
