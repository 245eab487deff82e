// The third question: what data shaped it, told by sources and aspects.
#include <gtest/gtest.h>

#include "framework/data_told.h"
#include "framework/framework.h"
#include "framework/facts_builder.h"

namespace aboveboard {
namespace {

using testing::at;
using testing::no_facts;
using testing::show;

Facts aspects(std::initializer_list<Depth> depths) {
  Facts facts = no_facts();
  const char* ids[] = {"provenance", "scope", "obtained", "selection", "labeling", "processing"};
  std::size_t i = 0;
  for (const Depth depth : depths) {
    DataAspect aspect{ids[i], depth, {}};
    if (depth != Depth::NotFound) aspect.evidence = {at("DATA.md", 10 + i)};
    facts.data_aspects.push_back(std::move(aspect));
    ++i;
  }
  return facts;
}

constexpr Depth kNone = Depth::NotFound;

Facts silent() { return aspects({kNone, kNone, kNone, kNone, kNone, kNone}); }

DataSource source(const char* name, const char* location, std::uint64_t line) {
  return {name, location[0] == '\0' ? Depth::Named : Depth::Shared, DataAccess::Public, location, "", {at("README.md", line)}};
}

Question data(const Facts& facts) { return answer_questions(facts, {})[2]; }

TEST(DataAnswer, SourcesAreCountedAndAspectsToldApart) {
  Facts facts = aspects({Depth::Described, Depth::Named, kNone, Depth::Shared, kNone, Depth::Described});
  facts.data_sources = {source("Letters", "", 3), source("Pages", "riverlab/pages", 4)};
  const Question question = data(facts);
  EXPECT_EQ(question.answer, Answer::Limits);
  EXPECT_EQ(question.sentence,
            "2 sources named, 1 with a location (README.md:4); selection shown by the data or the code that is here (DATA.md:13); provenance and processing described "
            "(DATA.md:10); scope named, no more (DATA.md:11); how it was obtained and labeling not mentioned");
  EXPECT_FALSE(question.evidence.empty());
}

TEST(DataAnswer, OneSourceReadsAsOne) {
  Facts facts = silent();
  facts.data_sources = {source("Letters", "", 3)};
  EXPECT_EQ(data(facts).sentence.substr(0, 54), "1 source named, without a location (README.md:3); prov");
  facts.data_sources = {source("Letters", "riverlab/letters", 3)};
  EXPECT_EQ(data(facts).sentence.substr(0, 47), "1 source named, with its location (README.md:3)");
  facts.data_sources = {source("Letters", "", 3), source("Pages", "", 4)};
  EXPECT_EQ(data(facts).sentence.substr(0, 52), "2 sources named, none with a location (README.md:3);");
}

TEST(DataAnswer, ARefusalIsNoWhateverElseIsTold) {
  Facts facts = aspects({kNone, Depth::Described, Depth::Withheld, kNone, kNone, kNone});
  facts.statements.push_back({"data.withheld", {at("README.md", 8)}});
  const Question question = data(facts);
  EXPECT_EQ(question.answer, Answer::No);
  EXPECT_EQ(question.sentence.substr(0, 67), "the training data is withheld (README.md:8); no source named; scope");
  EXPECT_NE(question.sentence.find("how it was obtained withheld (DATA.md:12)"), std::string::npos);
  Facts bare = silent();
  bare.statements = facts.statements;
  EXPECT_EQ(data(bare).sentence, "the training data is withheld (README.md:8)");
}

TEST(DataAnswer, DataThatAreHereAreYes) {
  Facts facts = silent();
  show(facts, ComponentId::Datasets, Presence::Present);
  EXPECT_EQ(data(facts).answer, Answer::Yes);
}

TEST(DataAnswer, AllOfItElsewhereIsSaidWithWhatIsTold) {
  Facts facts = silent();
  show(facts, ComponentId::Datasets, Presence::Referenced);
  facts.statements.push_back({"data.shared", {at("README.md", 5)}});
  facts.data_sources = {source("Letters", "riverlab/letters", 3)};
  const Question question = data(facts);
  EXPECT_EQ(question.answer, Answer::Limits);
  EXPECT_EQ(question.sentence.substr(0, 92), "the release says where all of its training data can be had (README.md:5), unfollowed; 1 sour");
}

TEST(DataAnswer, WordsThatOnlyNameAKindAreNoAndSilenceIsUnknown) {
  Facts facts = aspects({Depth::Named, kNone, kNone, kNone, kNone, kNone});
  facts.statements.push_back({"data.vague", {at("README.md", 7)}});
  EXPECT_EQ(data(facts).answer, Answer::No);
  EXPECT_EQ(data(silent()).answer, Answer::Unknown);
  EXPECT_FALSE(names_data(silent()));
  EXPECT_FALSE(describes_data(silent()));
}

}  // namespace
}  // namespace aboveboard
