// What a user and a hub may write, as any bytes: the first line as a location, the rest as what a hub says of a repository. What comes out of both must be safe to ask for and to show.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "base/limits.h"
#include "base/text.h"
#include "source/hub/info.h"
#include "source/hub/names.h"
#include "source/hub/target.h"

namespace {

using namespace aboveboard;

void require(bool condition) {
  if (!condition) std::abort();
}

void require_sound_path(std::string_view path) {
  require(!path.empty() && path.size() <= limits::kHubPathBytes && path.front() != '/' && path.back() != '/');
  require(find_invalid_utf8(path) == std::string_view::npos);
  for (const std::string& part : split(path, '/')) require(!part.empty() && part != "." && part != "..");
  for (const char c : path) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

void require_sound_message(const Error& error) {
  require(!error.message.empty() && find_invalid_utf8(error.message) == std::string_view::npos);
  for (const char c : error.message) require(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
}

void check_target(std::string_view location) {
  const auto target = parse_hub_target(location, "https://hub.example");
  if (!target) return require_sound_message(target.error());
  if (!*target) return;
  require(is_repository_id((*target)->id));
  if (!(*target)->path.empty()) require_sound_path((*target)->path);
  require((*target)->revision.size() <= limits::kHubRevisionBytes && (*target)->revision.find("..") == std::string::npos);
}

void check_info(std::string_view reply) {
  Diagnostics notes;
  const Result<HubInfo> info = parse_hub_info(reply, notes);
  for (const Diagnostic& note : notes.items()) require_sound_message(note.error);
  if (!info) return require_sound_message(info.error());
  require(is_hub_commit(info->commit));
  for (std::size_t i = 0; i < info->files.size(); ++i) {
    const FileEntry& file = info->files[i];
    require_sound_path(file.path);
    require(i == 0 || info->files[i - 1].path < file.path);
    require(file.bytes <= limits::kHubSizeBound);
    require(file.promised.empty() || file.promised.size() == 71 || file.promised.size() == 49);
  }
  for (std::size_t i = 0; i < info->unsized.size(); ++i) {
    require(info->unsized[i] < info->files.size() && (i == 0 || info->unsized[i - 1] < info->unsized[i]));
    require(info->files[static_cast<std::size_t>(info->unsized[i])].bytes == 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const std::size_t line = text.find('\n');
  check_target(text.substr(0, line));
  if (line != std::string_view::npos) check_info(text.substr(line + 1));
  return 0;
}
