// Makes the fingerprint of a license text that is not copied into the project.
//   learn_license TEXT ID [--policy] [--must "WORDS"]... [--must-not "WORDS"]... > data/licenses/fingerprints/NAME.fingerprint
// Without --must the text's title line is the anchor that every modified copy must still have.
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "license/fingerprint.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: learn_license TEXT ID [--policy] [--must WORDS]... [--must-not WORDS]...\n");
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "%s: cannot be read\n", argv[1]);
    return 1;
  }
  std::ostringstream text;
  text << in.rdbuf();
  aboveboard::license::Lesson lesson{argv[2], false, {}, {}};
  for (int i = 3; i < argc; ++i) {
    const std::string option = argv[i];
    if (option == "--policy") {
      lesson.policy = true;
    } else if (option == "--must" && i + 1 < argc) {
      lesson.must_have.emplace_back(argv[++i]);
    } else if (option == "--must-not" && i + 1 < argc) {
      lesson.must_not_have.emplace_back(argv[++i]);
    } else {
      std::fprintf(stderr, "unknown option %s\n", argv[i]);
      return 2;
    }
  }
  const auto print = aboveboard::license::learn(text.str(), lesson);
  std::fputs(aboveboard::license::write_fingerprint(print).c_str(), stdout);
  return 0;
}
