#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "data/embedded.h"
#include "detect/claims_rules.h"
#include "detect/detect.h"

namespace aboveboard {
namespace {

struct TextFile {
  std::string path, text;
};

// A release of one source with these documents.
class Release {
 public:
  explicit Release(std::vector<TextFile> files) {
    SourceInfo info;
    info.name = "release";
    std::vector<MemoryFile> memory;
    for (const TextFile& file : files) memory.push_back({file.path, file.text});
    source_ = memory_source(std::move(info), std::move(memory));
    ScannedSource scanned;
    scanned.source = source_.get();
    Diagnostics notes;
    for (TextFile& file : files) {
      ScannedFile one;
      one.path = file.path;
      one.kind = FileKind::Markdown;
      one.document = parse_document(file.path, std::move(file.text), notes);
      scanned.files.push_back(std::move(one));
    }
    sources_.push_back(std::move(scanned));
  }

  std::vector<Claim> claims() const { return detect_claims({sources_, false}); }

 private:
  std::unique_ptr<Source> source_;
  std::vector<ScannedSource> sources_;
};

std::vector<Claim> claims_in(const std::string& card) { return Release({{"README.md", card}}).claims(); }

std::string card_of(const std::string& example) {
  return example.rfind("# ", 0) == 0 ? example + "\n" : "# Example-7B\n\n" + example + "\n";
}

std::string shown(const std::vector<Claim>& claims) {
  std::string all;
  for (const Claim& claim : claims) all += claim.kind + " by " + claim.evidence.extractor + ": " + claim.words + "\n";
  return all;
}

TEST(ClaimRules, AreRead) {
  ASSERT_EQ(data::embedded_below("phrases/claims.yaml").size(), 1U);
  Diagnostics notes;
  const auto value = data::parse_json(data::embedded_below("phrases/claims.yaml")[0].json, {}, notes);
  ASSERT_TRUE(value);
  const auto rules = detect::read_claim_rules(*value);
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_GT(rules->rules.size(), 10U);
  for (const detect::ClaimRule& rule : rules->rules) {
    EXPECT_TRUE(rule.pattern.valid()) << rule.id;
    EXPECT_FALSE(rule.pass.empty()) << rule.id;
    EXPECT_FALSE(rule.fail.empty()) << rule.id;
  }
  for (const detect::SetAside& aside : rules->set_aside) {
    EXPECT_TRUE(aside.pattern.valid()) << aside.id;
    EXPECT_FALSE(aside.pass.empty()) << aside.id;
  }
}

TEST(ClaimRules, FindTheirPassExamples) {
  for (const detect::ClaimRule& rule : detect::claim_rules().rules) {
    for (const std::string& example : rule.pass) {
      const auto claims = claims_in(card_of(example));
      EXPECT_EQ(claims.size(), 1U) << rule.id << ": " << example << "\n" << shown(claims);
    }
  }
}

TEST(ClaimRules, LeaveTheirFailExamplesAlone) {
  for (const detect::ClaimRule& rule : detect::claim_rules().rules) {
    for (const std::string& example : rule.fail)
      EXPECT_EQ(shown(claims_in(card_of(example))), "") << rule.id << ": " << example;
  }
}

TEST(ClaimRules, SetAsideWhatSpeaksOfOthers) {
  for (const detect::SetAside& aside : detect::claim_rules().set_aside) {
    for (const std::string& example : aside.pass)
      EXPECT_EQ(shown(claims_in(card_of(example))), "") << aside.id << ": " << example;
  }
}

TEST(ClaimRules, RefuseUnknownClasses) {
  Diagnostics notes;
  const auto value = data::parse_json(
      R"({"classes": {"we": ["we"]}, "kinds": [], "rules": [{"id": "x", "kind": "y", "patterns": ["we nothing"]}]})",
      {}, notes);
  ASSERT_TRUE(value);
  EXPECT_FALSE(detect::read_claim_rules(*value));
}

TEST(Claims, QuoteTheSentenceAndItsLine) {
  const auto claims = claims_in(
      "# Example-7B\n\nSome words first.\n\n* **It is the best open-source model there is.** It beats others.\n");
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims[0].kind, "open-source");
  EXPECT_EQ(claims[0].words, "is the best open-source model");
  EXPECT_EQ(claims[0].evidence.path, "README.md");
  EXPECT_EQ(claims[0].evidence.line, 5U);
  EXPECT_EQ(claims[0].evidence.quote, "**It is the best open-source model there is.**");
}

TEST(Claims, KeepTheOrderOfFilesAndLines) {
  const Release release(
      {{"MODEL_CARD.md", "# Example-7B\n\nWe open-source Example-7B.\n\nExample-7B is an open-source model.\n"},
       {"README.md", "# Example-7B\n\nThis open-source model is small.\n"}});
  const auto claims = release.claims();
  ASSERT_EQ(claims.size(), 3U);
  EXPECT_EQ(claims[0].evidence.line, 3U);
  EXPECT_EQ(claims[1].evidence.line, 5U);
  EXPECT_EQ(claims[2].evidence.path, "README.md");
}

TEST(Claims, FullyOpenIsAKindOfItsOwn) {
  const auto claims = claims_in("# Example-7B\n\nExample-7B is a fully open-source language model.\n");
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_EQ(claims[0].kind, "fully-open");
}

TEST(Claims, LicensesAndPoliciesClaimNothing) {
  const std::string text = "# Example License\n\nThis is an open-source model. The model is open source.\n";
  EXPECT_TRUE(Release({{"LICENSE.md", text}, {"USE_POLICY.md", text}, {"LICENSE-MODEL", text}}).claims().empty());
}

TEST(Claims, CodeTablesAndBibliographiesClaimNothing) {
  EXPECT_TRUE(claims_in("# Example-7B\n\n```\n# Example-7B is an open-source model\n```\n\n| Name | Access |\n| --- | "
                        "--- |\n| Example-7B is an open-source model | yes |\n")
                  .empty());
  EXPECT_TRUE(claims_in("# Example-7B\n\n## Citation\n\nExample-7B: an open-source language model. 2024.\n").empty());
}

TEST(Claims, TheNameIsLearnedFromTheTitleAndTheFrontMatter) {
  EXPECT_EQ(claims_in("---\nmodel_name: Quux-3B\n---\nQuux is an open-source model.\n").size(), 1U);
  EXPECT_EQ(claims_in("# Quux-3B-Chat\n\nQuux-3B is an open-source model.\n").size(), 1U);
  EXPECT_TRUE(claims_in("# Quux-3B-Chat\n\nFrob-3B is an open-source model.\n").empty());
}

TEST(Claims, TheNameIsLearnedFromTheSubjectsOfSentences) {
  EXPECT_EQ(claims_in("QuuxNet-3 supports long texts. QuuxNet-3 achieves much.\n\nQuuxNet-3 is an open-source model.\n")
                .size(),
            1U);
}

TEST(Claims, ABaseModelIsNotTheRelease) {
  EXPECT_TRUE(
      claims_in(
          "---\nbase_model: lab/Frobnix-7B\n---\n# Quuxify: Frobnix-7B tuned\n\nFrobnix is an open-source model.\n")
          .empty());
}

TEST(Claims, TagsAndDescriptionsClaimToo) {
  const auto claims = claims_in(
      "---\ntags:\n- text-generation\n- open-source\ndescription: Quux is an open-source language model.\n---\n# "
      "Quux\n");
  ASSERT_EQ(claims.size(), 2U);
  EXPECT_EQ(claims[0].evidence.line, 4U);
  EXPECT_EQ(claims[0].evidence.kind, EvidenceKind::Tag);
  EXPECT_EQ(claims[1].evidence.line, 5U);
}

TEST(Claims, ALaterClaimInALongSentenceIsQuotedWhereItStands) {
  std::string longest = "Example-7B";
  std::string filler;
  for (int i = 0; i < 60; ++i) filler += " it,";
  const auto claims =
      claims_in("# Example-7B\n\nAfter long work on" + filler + filler + " we present an open-source model for law.\n");
  ASSERT_EQ(claims.size(), 1U);
  EXPECT_NE(claims[0].evidence.quote.find("open-source model"), std::string::npos);
}

TEST(Claims, HostileLengthStaysCheap) {
  std::string text = "# Example-7B\n\n";
  for (int i = 0; i < 20000; ++i) text += "our open-source (, and the first of ";
  EXPECT_LE(claims_in(text).size(), 1U);
}

}  // namespace
}  // namespace aboveboard
