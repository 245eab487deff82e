// Prints precision and recall of the terms read from license texts: terms_table GOLD FOLDER [--differences]
#include <cstdio>
#include <cstring>

#include "license/terms_score.h"

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: terms_table GOLD.tsv FOLDER [--differences]\n");
    return 2;
  }
  using namespace aboveboard::testing;
  const TermTable table = score_terms(read_gold(argv[1]), argv[2]);
  std::fputs(printed(table).c_str(), stdout);
  if (argc > 3 && std::strcmp(argv[3], "--differences") == 0) std::fputs(table.differences.c_str(), stdout);
  return 0;
}
