// Where the tests find the checkout, the program, and the shared material beside the checkout.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace aboveboard::testing {

std::filesystem::path project_root();
std::filesystem::path program();                       // the built binary
std::optional<std::filesystem::path> shared_material();  // ../shared, where it is there

// A folder of its own for one test, removed when this goes out of scope.
class ScratchDir {
 public:
  ScratchDir();
  ~ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;
  const std::filesystem::path& path() const { return path_; }
  // Writes a file, with its folders.
  void write(std::string_view relative, std::string_view bytes) const;

 private:
  std::filesystem::path path_;
};

std::string read_file(const std::filesystem::path& path);

struct RunResult {
  int exit_code = -1;
  std::string out, err;
};
// Runs a shell command in `directory`.
RunResult run(const std::string& command, const std::filesystem::path& directory);

}  // namespace aboveboard::testing
