// Each sentence of phrasings.tsv states its term; none of the sentences that grant freedom states a limit.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/text.h"
#include "license/license.h"
#include "support/paths.h"

namespace aboveboard::license {
namespace {

TEST(Phrasings, AreReadInWhateverWords) {
  std::size_t sentences = 0;
  for (const std::string& line : split(testing::read_file(testing::project_root() / "tests/license/phrasings.tsv"), '\n')) {
    const std::vector<std::string> fields = split(line, '\t');
    if (fields.size() != 3 || line.starts_with('#')) continue;
    ++sentences;
    const auto terms = read_clauses(fields[2]);
    if (fields[0] == "none") {
      EXPECT_TRUE(terms.empty()) << (terms.empty() ? "" : to_string(terms[0].term.kind)) << ": " << fields[2];
      continue;
    }
    EXPECT_TRUE(std::any_of(terms.begin(), terms.end(), [&](const LocatedTerm& t) { return to_string(t.term.kind) == fields[0] && t.term.value == fields[1]; }))
        << fields[0] << " = " << fields[1] << ": " << fields[2];
  }
  EXPECT_GE(sentences, 500u);
}

TEST(Phrasings, FreedomsStateNoLimit) {
  for (const char* text : {
           "You may copy, change, publish and sell the weights, alone or in products.",
           "There is no limit on the number of users or on revenue.",
           "This license neither restricts fields of use nor regions.",
           "The model was trained on texts from the European Union and the United Kingdom.",
           "We report results on medical, legal and military exam questions.",
           "Outputs may contain errors; check them before medical use.",
           "More than 3 million users have downloaded the model, among them many commercial users.",
           "You may, but need not, publish your changes under this license.",
           "Derivative works are welcome, and so are competing products.",
           "The training data excludes commercial websites.",
           "The weights are not an official product of any company.",
           "Commercial support is available from several companies.",
           "You do not need permission to redistribute the weights.",
           "If you use the model in your research, we would be happy to hear about it.",
       }) {
    EXPECT_TRUE(classes_of(read_clauses(text)).empty()) << text;
  }
}

}  // namespace
}  // namespace aboveboard::license
