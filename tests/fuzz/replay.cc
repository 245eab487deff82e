// Runs a fuzz target without a fuzzer: over every file of its corpus, and over fixed mutations of each (cut short at many lengths, bytes
// changed at many places). A crash, a hang or a sanitizer's report fails the test. Nothing here is random: the same corpus gives the same run.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {
namespace fs = std::filesystem;

constexpr std::size_t kPlaces = 192;                // places of each file that are mutated
constexpr std::size_t kByteBudget = 48u << 20;      // bytes fed as mutations, over the whole corpus
std::size_t inputs = 0;
std::size_t bytes_fed = 0;

void feed(const std::string& bytes) {
  // A copy of the exact size, so that a read beyond the end is one beyond the allocation too.
  const std::vector<std::uint8_t> exact(bytes.begin(), bytes.end());
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
  ++inputs;
  bytes_fed += bytes.size();
}

// At most kPlaces places spread over [0, size), dense at the start, where headers lie.
std::vector<std::size_t> places(std::size_t size) {
  std::vector<std::size_t> out;
  const std::size_t dense = std::min<std::size_t>(size, kPlaces / 2);
  for (std::size_t i = 0; i < dense; ++i) out.push_back(i);
  const std::size_t rest = size - dense;
  const std::size_t sparse = std::min<std::size_t>(rest, kPlaces / 2);
  for (std::size_t i = 0; i < sparse; ++i) out.push_back(dense + i * rest / sparse);
  return out;
}

void mutate(const std::string& bytes, std::size_t budget) {
  const std::size_t begin = bytes_fed;
  for (const std::size_t place : places(bytes.size())) {
    if (bytes_fed - begin > budget) return;
    feed(bytes.substr(0, place));
    for (const unsigned mask : {0x01u, 0x80u, 0xffu}) {
      std::string changed = bytes;
      changed[place] = static_cast<char>(static_cast<unsigned char>(changed[place]) ^ mask);
      feed(changed);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: %s CORPUS_DIR\n", argv[0]);
    return 2;
  }
  std::vector<fs::path> files;
  if (fs::is_directory(argv[1])) {
    for (const auto& entry : fs::recursive_directory_iterator(argv[1])) {
      if (entry.is_regular_file()) files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  if (files.empty()) {
    std::fprintf(stderr, "%s: no corpus\n", argv[1]);
    return 1;
  }
  feed("");
  for (const fs::path& file : files) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    feed(bytes.str());
    mutate(bytes.str(), kByteBudget / files.size());
  }
  std::printf("%zu files, %zu inputs, %zu bytes\n", files.size(), inputs, bytes_fed);
  return 0;
}
