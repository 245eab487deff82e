#include "support/paths.h"

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace aboveboard::testing {
namespace fs = std::filesystem;

fs::path project_root() { return ABOVEBOARD_ROOT; }
fs::path program() { return ABOVEBOARD_BINARY; }

std::optional<fs::path> shared_material() {
  const fs::path path = project_root().parent_path() / "shared";
  return fs::is_directory(path) ? std::optional(path) : std::nullopt;
}

ScratchDir::ScratchDir() {
  std::string pattern = (fs::temp_directory_path() / "aboveboard-test-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data());
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void ScratchDir::write(std::string_view relative, std::string_view bytes) const {
  const fs::path target = path_ / relative;
  fs::create_directories(target.parent_path());
  std::ofstream(target, std::ios::binary) << bytes;
}

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

RunResult run(const std::string& command, const fs::path& directory) {
  const ScratchDir scratch;
  const fs::path out = scratch.path() / "out", err = scratch.path() / "err";
  const std::string line = "cd '" + directory.string() + "' && ( " + command + " ) >'" + out.string() + "' 2>'" + err.string() + "'";
  const int status = std::system(line.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read_file(out), read_file(err)};
}

}  // namespace aboveboard::testing
