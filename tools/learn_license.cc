// Makes the fingerprint of a license text that is not copied into the project.
//   learn_license TEXT ID [--policy] [--anchor "WORDS"]... > data/licenses/fingerprints/NAME.fingerprint
// Without --anchor the text's title line is the anchor that every modified copy must still have.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "license/fingerprint.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: learn_license TEXT ID [--policy] [--anchor WORDS]...\n");
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", argv[1]);
    return 1;
  }
  std::ostringstream text;
  text << in.rdbuf();
  bool policy = false;
  std::vector<std::string> anchors;
  for (int i = 3; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--policy") {
      policy = true;
    } else if (option == "--anchor" && i + 1 < argc) {
      anchors.emplace_back(argv[++i]);
    } else {
      std::fprintf(stderr, "unknown option %s\n", argv[i]);
      return 2;
    }
  }
  const auto print = aboveboard::license::learn(text.str(), argv[2], policy, anchors);
  std::fputs(aboveboard::license::write_fingerprint(print).c_str(), stdout);
  return 0;
}
