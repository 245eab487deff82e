// What looks like a clause and is none, and clauses that are easily overlooked.
#include <gtest/gtest.h>

#include <algorithm>

#include "license/license.h"

namespace aboveboard::license {
namespace {

std::string classes(const std::string& text) {
  std::string out;
  for (const LicenseClass c : classes_of(read_clauses(text))) out += std::string(to_string(c)) + " ";
  return out;
}

const LocatedTerm* find_kind(const std::vector<LocatedTerm>& terms, TermKind kind) {
  const auto found = std::find_if(terms.begin(), terms.end(), [kind](const LocatedTerm& t) { return t.term.kind == kind; });
  return found == terms.end() ? nullptr : &*found;
}

std::string value_of(const std::string& text, TermKind kind) {
  const auto terms = read_clauses(text);
  const LocatedTerm* term = find_kind(terms, kind);
  return term == nullptr ? "" : term->term.value;
}

std::string section_of(const std::string& text, TermKind kind) {
  const auto terms = read_clauses(text);
  const LocatedTerm* term = find_kind(terms, kind);
  return term == nullptr ? "nothing read" : term->term.section;
}

TEST(Traps, FreedomsThatSpeakOfCommerceAreNoRestriction) {
  for (const char* text : {
           "You receive a royalty-free, non-exclusive, worldwide license to use the weights.",
           "The files may be used for commercial and non-commercial purposes alike.",
           "This covers research and commercial use.",
           "It is offered for academic, personal or commercial use without a fee.",
           "Nothing in this license prohibits commercial use.",
           "Nothing in these terms restricts you from using the model for commercial purposes.",
           "Use is not limited to non-commercial purposes.",
           "You need not ask for a license before commercial use.",
           "Whether for commercial or non-commercial use, the same terms hold.",
       }) {
    EXPECT_EQ(classes(text), "") << text;
  }
}

TEST(Traps, DisclaimersRestrictNothing) {
  for (const char* text : {
           "In no event will the authors be liable for a lost reputation or for commercial damages of another kind.",
           "The model is provided as is, without warranty of fitness for medical, military or any other purpose.",
           "The software is not designed for use in nuclear facilities or weapons systems.",
           "You agree to indemnify the authors against claims that arise from illegal use.",
       }) {
    EXPECT_EQ(classes(text), "") << text;
  }
}

TEST(Traps, DefinitionsAloneRestrictNothing) {
  for (const char* text : {
           "\"Non-commercial\" means not aimed at an income.",
           "\xe2\x80\x9c" "Research Purposes\xe2\x80\x9d means study only. \xe2\x80\x9cResearch Purposes\xe2\x80\x9d does not include commercial work.",
           "\"Commercial Entity\" shall mean an entity that sells products for commercial purposes only.",
           "\"You\" means whoever runs the model, for any purpose, in any field of use.",
       }) {
    EXPECT_EQ(classes(text), "") << text;
  }
  EXPECT_EQ(classes("\"Research\" means study. You may use the model for research purposes only."), "noncommercial ");
}

TEST(Traps, ExceptionsKeepTheirClause) {
  EXPECT_EQ(value_of("You may use outputs for any purpose, except that you may not use outputs to train a competing model.", TermKind::OutputTraining), "no");
  EXPECT_EQ(value_of("Nobody may use the outputs to improve another language model, the model itself and its derivatives excluded.", TermKind::OutputTraining), "no");
  EXPECT_EQ(value_of("You may use the outputs for any purpose, including commercial purposes, except as forbidden below.", TermKind::CommercialUse), "");
  EXPECT_EQ(value_of("You may not distribute the model except under this license.", TermKind::Redistribution), "");
}

TEST(Traps, ThresholdsInManyShapes) {
  const std::pair<const char*, const char*> kCases[] = {
      {"A license is needed if you have more than 700\nmillion monthly\nactive users.", "700000000"},
      {"A license is needed above 100,000,000 monthly active users.", "100000000"},
      {"If the monthly active users of your products exceed one hundred million, ask us.", "100000000"},
      {"Services with over 1 million monthly active users must ask.", "1000000"},
      {"Products beyond 10M MAU must ask for a license.", "10000000"},
      {"MAU greater than 2.5 million: ask for a license.", "2500000"},
      {"Whoever serves at least seven hundred thousand unique daily users must write to us.", "700000"},
      {"\xe6\x9c\x88\xe6\xb4\xbb\xe8\xb7\x83\xe7\x94\xa8\xe6\x88\xb7\xe8\xb6\x85\xe8\xbf\x87\xef\xbc\x91\xef\xbc\x90\xef\xbc\x90\xe4\xb8\x87\xe9\xa1\xbb\xe7\x94\xb3\xe8\xaf\xb7\xe3\x80\x82", "1000000"},
  };
  for (const auto& [text, number] : kCases) EXPECT_EQ(value_of(text, TermKind::UserThreshold), number) << text;
  const auto terms = read_clauses("It ends for firms with an annual revenue above EUR 3 million, which need a license.");
  const LocatedTerm* revenue = find_kind(terms, TermKind::RevenueThreshold);
  ASSERT_NE(revenue, nullptr);
  EXPECT_EQ(revenue->term.value, "3000000");
  EXPECT_EQ(revenue->term.condition, "euros a year; another license is needed above it");
}

TEST(Traps, TerritoryIsNoBanOnRedistribution) {
  const std::string text =
      "This license does not apply in the European Union. You must not use, copy, modify or distribute the model outside the Territory, and any such use is unlicensed.";
  EXPECT_EQ(value_of(text, TermKind::Geography), "restricted");
  EXPECT_EQ(value_of(text, TermKind::Redistribution), "");
  EXPECT_EQ(classes(text), "territory-restricted ");
}

TEST(Traps, PolicyHoldsTheExclusion) {
  const std::string policy =
      "# Use policy\n\nYou promise not to use the model, and not to help others, in order to:\n\n1. Break the law\n2. Harm people, in these ways:\n   1. military or warfare\n   2. bullying\n\n"
      "Companies that have their seat in the European Union are given no rights in the multimodal models.\n";
  EXPECT_EQ(classes(policy), "conduct-restricted territory-restricted ");
  EXPECT_EQ(value_of(policy, TermKind::FieldOfUse), "no");
}

TEST(Traps, NonCommercialStandsAgainstAGeneralGrant) {
  // The more restrictive reading governs, in whichever order they stand.
  EXPECT_EQ(value_of("You may use the model for any purpose. Commercial use is not permitted.", TermKind::CommercialUse), "no");
  EXPECT_EQ(value_of("Any non-commercial purpose is permitted. You may do everything that the copyright covers.", TermKind::CommercialUse), "no");
  EXPECT_EQ(value_of("You may use the model for research purposes. You may also use the model for commercial purposes.", TermKind::CommercialUse), "yes");
}

TEST(Sections, FollowTheNumbering) {
  const std::string nested =
      "ORCHID LICENSE\n\n1. Rights\n\na. Grant. You may use the model.\n\nb. Duties.\n\ni. Keep all copyright notices; you must retain them.\n\nii. You will not use the model for military "
      "purposes.\n\n2. End\n\nYour rights under this license terminate automatically if you fail to comply.\n";
  EXPECT_EQ(section_of(nested, TermKind::Attribution), "1.b.i");
  EXPECT_EQ(section_of(nested, TermKind::FieldOfUse), "1.b.ii");
  EXPECT_EQ(section_of(nested, TermKind::Termination), "2");
  EXPECT_EQ(section_of("## 3. Limits\n\n3.1 General\n\n3.2 Commercial use of the weights is prohibited.\n", TermKind::CommercialUse), "3.2");
  EXPECT_EQ(section_of("1\\. **Uses.** Fine.\n\n2\\. **Trade.** Commercial use is prohibited.\n", TermKind::CommercialUse), "2");
  EXPECT_EQ(section_of("# Orchid\n\n## Trade\n\nCommercial use is prohibited.\n", TermKind::CommercialUse), "Trade");
  EXPECT_EQ(section_of("1. Use\n\nAttachment A\n\nYou agree not to use the model:\n(a) to harm minors;\n(b) in warfare;\n", TermKind::FieldOfUse), "Attachment A.b");
  EXPECT_EQ(section_of("SECTION IV: LIMITS\n\n(c) Commercial use is prohibited.\n", TermKind::CommercialUse), "IV.c");
  EXPECT_EQ(section_of("第一条 定义\n模型是指参数。\n第二条 限制\n您不得将模型用于商业用途。\n", TermKind::CommercialUse), "第二条");
  EXPECT_EQ(section_of("제1조 (정의)\n모델은 매개변수이다.\n제2조 (제한)\n상업적 이용은 금지된다.\n", TermKind::CommercialUse), "제2조");
  EXPECT_EQ(section_of("Commercial use is prohibited.", TermKind::CommercialUse), "");
}

TEST(Sections, WrappedLinesBeginNoSection) {
  const std::string text = "4. Terms\nEverything set out in Section\n3.2. holds here as well, and commercial use is\n2. class matter: commercial use is prohibited.\n";
  EXPECT_EQ(section_of(text, TermKind::CommercialUse), "4");
}

TEST(Sections, ListsGoOnUnderTheirWords) {
  EXPECT_EQ(value_of("You may not:\n\n- copy it for fun\n- distribute the weights to anybody\n", TermKind::Redistribution), "no");
  EXPECT_EQ(value_of("You may:\n\n- copy it for fun\n- distribute the weights to anybody\n", TermKind::Redistribution), "");
  EXPECT_EQ(value_of("The following is not allowed:\n\n1. Bullying\n2. Weapons of any kind\n\n3. Other\n", TermKind::FieldOfUse), "no");
  // What follows the list stands by itself again.
  EXPECT_EQ(value_of("You may not do these things:\n\n- shout\n\nYou are welcome to distribute the weights to anybody.\n", TermKind::Redistribution), "");
}

TEST(Sections, CommentsAndMarkupAreSeenThrough) {
  EXPECT_EQ(classes("# Orchid license\n#\n# You may use the model for non-commercial\n# purposes only.\n#\n# Keep this.\n"), "noncommercial ");
  EXPECT_EQ(classes("// You may use the model for\n// non-commercial purposes only.\n"), "noncommercial ");
  EXPECT_EQ(classes("<p>Commercial <b>use</b> is <em>strictly</em> prohibited.</p>"), "noncommercial ");
}

TEST(Clauses, QuotesLieInTheText) {
  const std::string text = "1. You may not use the model for commercial purposes.\r\n2. Keep all copyright notices: you must retain them.\r\n";
  for (const LocatedTerm& term : read_clauses(text)) EXPECT_EQ(text.substr(term.begin, term.end - term.begin), term.term.quote);
}

}  // namespace
}  // namespace aboveboard::license
