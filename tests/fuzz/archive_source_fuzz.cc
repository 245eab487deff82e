// Any bytes as an archive that is a source: what is listed can be opened and read within its size, and nothing of it leads out.
#include <algorithm>

#include "require_sound.h"
#include "source/archive/archive_source.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aboveboard;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  Diagnostics notes;
  const auto opened = open_archive(std::make_shared<MemorySource>(bytes), {}, notes);
  for (const Diagnostic& note : notes.items()) fuzz::require(!note.error.message.empty() && note.rule.starts_with("source/"));
  if (!opened || !*opened) return 0;
  const std::vector<FileEntry>& files = (*opened)->files();
  std::string_view before;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string& path = files[i].path;
    fuzz::require(!path.empty() && path.front() != '/' && path.find('\0') == std::string::npos);
    fuzz::require(path != ".." && !path.starts_with("../") && path.find("/../") == std::string::npos && !path.ends_with("/.."));
    fuzz::require(i == 0 || before < path);
    before = path;
    if (i >= 8) continue;
    const auto file = (*opened)->open(path);
    fuzz::require(file && (*file)->size() == files[i].bytes);
    std::string end(static_cast<std::size_t>(std::min<std::uint64_t>(files[i].bytes, 64)), '\0');
    const Status read = (*file)->read_at(files[i].bytes - end.size(), std::as_writable_bytes(std::span(end)));
    fuzz::require(read || !read.error().message.empty());
  }
  return 0;
}
