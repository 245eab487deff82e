#include <gtest/gtest.h>

#include "license/compose.h"

namespace aboveboard::license {
namespace {

Term term(TermKind kind, std::string value, std::string path = "LICENSE", std::string condition = "") {
  Evidence evidence;
  evidence.path = std::move(path);
  evidence.line = 1;
  return {kind, std::move(value), std::move(condition), "", "", {evidence}};
}

Part part(TermOrigin origin, std::vector<Term> terms, std::vector<LicenseClass> classes = {}, bool binding = true) {
  Evidence evidence;
  evidence.path = "head";
  return {origin, "LicenseRef-orchid", std::move(classes), std::move(terms), {evidence}, binding};
}

TEST(Compose, TheStrictestOfAKindGovernsAndTheOthersAreSaidToo) {
  const Composition composed = compose({part(TermOrigin::License, {term(TermKind::CommercialUse, "yes", "LICENSE")}),
                                        part(TermOrigin::Policy, {term(TermKind::CommercialUse, "no", "POLICY")}),
                                        part(TermOrigin::Card, {term(TermKind::CommercialUse, "conditional", "README.md")})});
  ASSERT_EQ(composed.terms.size(), 1u);
  EXPECT_EQ(composed.terms[0].term.value, "no");
  EXPECT_EQ(composed.terms[0].term.evidence[0].path, "POLICY");
  ASSERT_EQ(composed.terms[0].also.size(), 2u);
  EXPECT_EQ(composed.terms[0].also[0].path, "LICENSE");
  EXPECT_EQ(composed.terms[0].also[1].path, "README.md");
}

TEST(Compose, OrderOfThePartsDecidesNothing) {
  const Part a = part(TermOrigin::License, {term(TermKind::UserThreshold, "700000000"), term(TermKind::OutputTraining, "yes")});
  const Part b = part(TermOrigin::Base, {term(TermKind::UserThreshold, "1000000"), term(TermKind::OutputTraining, "no")});
  for (const std::vector<Part>& parts : {std::vector<Part>{a, b}, std::vector<Part>{b, a}}) {
    const Composition composed = compose(parts);
    ASSERT_EQ(composed.terms.size(), 2u);
    EXPECT_EQ(composed.terms[0].term.value, "1000000") << "of thresholds the lower is the stricter";
    EXPECT_EQ(composed.terms[1].term.value, "no");
  }
}

TEST(Compose, ConditionsThatDifferStandSideBySide) {
  const Composition composed = compose({part(TermOrigin::License, {term(TermKind::Naming, "required", "LICENSE", "begin with Orchid")}),
                                        part(TermOrigin::Base, {term(TermKind::Naming, "required", "BASE", "begin with Heron")})});
  EXPECT_EQ(composed.terms.size(), 2u);
  EXPECT_EQ(compose({part(TermOrigin::License, {term(TermKind::RevenueThreshold, "1 M EUR"), term(TermKind::RevenueThreshold, "2000000")})}).terms.size(), 2u)
      << "amounts in words or currencies of their own cannot be compared";
}

TEST(Compose, ADenialNeedsNoCondition) {
  EXPECT_TRUE(outdoes(term(TermKind::CommercialUse, "no"), term(TermKind::CommercialUse, "conditional", "LICENSE", "ask us")));
  EXPECT_FALSE(outdoes(term(TermKind::CommercialUse, "conditional", "LICENSE", "ask us"), term(TermKind::CommercialUse, "no")));
  EXPECT_FALSE(outdoes(term(TermKind::CommercialUse, "no"), term(TermKind::Redistribution, "yes"))) << "kinds are not compared";
}

TEST(Compose, PowersOfTheLicensorTakeAwayWhereTheyAreAllowed) {
  EXPECT_EQ(strictness(term(TermKind::RemoteCutoff, "allowed")), 1);
  EXPECT_EQ(strictness(term(TermKind::Modification, "allowed")), 0);
  EXPECT_EQ(strictness(term(TermKind::Redistribution, "no, but to affiliates")), 2);
  EXPECT_EQ(strictness(term(TermKind::AcceptableUse, "required")), 1);
  EXPECT_EQ(strictness(term(TermKind::FieldOfUse, "none")), 0);
}

TEST(Compose, ClassesAreThoseOfAllBindingParts) {
  const Composition composed = compose({part(TermOrigin::License, {}, {LicenseClass::Osi}), part(TermOrigin::GatingPrompt, {}, {LicenseClass::Noncommercial}),
                                        part(TermOrigin::Policy, {}, {LicenseClass::ConductRestricted}, false)});
  EXPECT_EQ(composed.classes, (std::vector<LicenseClass>{LicenseClass::Osi, LicenseClass::Noncommercial}));
}

TEST(Compose, AnOpenLicensePermitsWhatAPolicyDenies) {
  const Composition composed = compose({part(TermOrigin::License, {}, {LicenseClass::Osi}), part(TermOrigin::Policy, {term(TermKind::CommercialUse, "no", "POLICY"), term(TermKind::Geography, "restricted", "POLICY")})});
  ASSERT_EQ(composed.contradictions.size(), 2u);
  EXPECT_EQ(composed.contradictions[0].permits, 0u);
  EXPECT_EQ(composed.contradictions[0].denies, 1u);
  EXPECT_EQ(composed.contradictions[0].denial.evidence[0].path, "POLICY");
  EXPECT_EQ(composed.contradictions[0].permission[0].path, "head");
}

TEST(Compose, APolicyThatNothingBindsIsComparedAndAddsNothing) {
  const Composition composed = compose({part(TermOrigin::License, {term(TermKind::CommercialUse, "yes")}), part(TermOrigin::Policy, {term(TermKind::CommercialUse, "no")}, {}, false)});
  ASSERT_EQ(composed.terms.size(), 1u);
  EXPECT_EQ(composed.terms[0].term.value, "yes");
  EXPECT_EQ(composed.contradictions.size(), 1u);
}

TEST(Compose, ALicenseThatLimitsAKindItselfDoesNotPermitIt) {
  EXPECT_TRUE(compose({part(TermOrigin::License, {term(TermKind::AcceptableUse, "required")}, {LicenseClass::ConductRestricted}), part(TermOrigin::Policy, {term(TermKind::AcceptableUse, "required")})})
                  .contradictions.empty());
  EXPECT_TRUE(compose({part(TermOrigin::License, {}, {LicenseClass::Unknown}), part(TermOrigin::Policy, {term(TermKind::CommercialUse, "no")})}).contradictions.empty())
      << "an unknown license permits nothing that could be contradicted";
  EXPECT_TRUE(compose({part(TermOrigin::License, {}, {LicenseClass::Osi}), part(TermOrigin::License, {term(TermKind::CommercialUse, "no")}, {LicenseClass::Noncommercial})}).contradictions.empty())
      << "two licenses are two grants, not a contradiction of terms";
}

TEST(Compose, NothingGivesNothing) {
  const Composition composed = compose({});
  EXPECT_TRUE(composed.terms.empty() && composed.classes.empty() && composed.contradictions.empty());
}

}  // namespace
}  // namespace aboveboard::license
