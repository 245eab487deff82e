#include <gtest/gtest.h>

#include <set>
#include <string>

#include "model/report.h"

namespace aboveboard {
namespace {

TEST(Model, NamesEveryComponentOnce) {
  std::set<std::string_view> ids, names;
  for (const ComponentId id : all_components()) {
    ids.insert(to_string(id));
    names.insert(display_name(id));
    EXPECT_EQ(component_from_string(to_string(id)), id);
  }
  EXPECT_EQ(ids.size(), kComponentCount);
  EXPECT_EQ(names.size(), kComponentCount);
  EXPECT_EQ(ids.count(""), 0u);
  EXPECT_EQ(to_string(ComponentId::FineTuningRecipes), "fine-tuning-recipes");
  EXPECT_EQ(to_string(ComponentId::SupportingLibraries), "supporting-libraries");
  EXPECT_EQ(to_string(ComponentId::DataInformation), "data-information");
  EXPECT_EQ(component_from_string("weights"), std::nullopt);
}

TEST(Model, OrdersPresenceFromLeastToMost) {
  EXPECT_LT(Presence::NotLooked, Presence::NotFound);
  EXPECT_LT(Presence::DeclaredAbsent, Presence::Referenced);
  for (const std::string_view id : {"not-looked", "not-found", "declared-absent", "referenced", "partial", "present"}) {
    ASSERT_TRUE(presence_from_string(id)) << id;
    EXPECT_EQ(to_string(*presence_from_string(id)), id);
  }
}

TEST(Model, SpellsLicenseClassesAndTermsBothWays) {
  for (int i = 0; i <= static_cast<int>(LicenseClass::Unknown); ++i) {
    const auto license_class = static_cast<LicenseClass>(i);
    EXPECT_EQ(license_class_from_string(to_string(license_class)), license_class);
  }
  for (int i = 0; i <= static_cast<int>(TermKind::RemoteCutoff); ++i) {
    const auto kind = static_cast<TermKind>(i);
    EXPECT_EQ(term_kind_from_string(to_string(kind)), kind);
  }
  EXPECT_EQ(to_string(TermKind::UserThreshold), "user-threshold");
  EXPECT_EQ(to_string(TermKind::ShareAlike), "share-alike");
  EXPECT_EQ(to_string(LicenseClass::ScaleRestricted), "scale-restricted");
  EXPECT_EQ(to_string(LicenseScope::FileHeader), "file-header");
  EXPECT_EQ(to_string(MatchVerdict::Equivalent), "equivalent");
}

TEST(Model, SpellsVerdicts) {
  EXPECT_EQ(to_string(Label::OpenSourceOpenData), "open-source-open-data");
  EXPECT_EQ(display_name(Label::WeightsAvailable), "Weights Available AI");
  EXPECT_EQ(label_from_string("open-weights"), Label::OpenWeights);
  EXPECT_EQ(label_from_string("open"), std::nullopt);
  EXPECT_EQ(to_string(Truth::Unmet), "unmet");
  EXPECT_EQ(to_string(Answer::Limits), "limits");
  EXPECT_EQ(to_string(UseAnswer::Conditions), "conditions");
  EXPECT_EQ(to_string(FindingLevel::Warning), "warning");
  EXPECT_EQ(to_string(Role::Docs), "docs");
  EXPECT_EQ(to_string(Completeness::Unknown), "unknown");
}

TEST(Model, CombinesTruthAsKleeneDid) {
  const Truth no = Truth::Unmet, maybe = Truth::Unknown, yes = Truth::Met;
  EXPECT_EQ(yes && maybe, maybe);
  EXPECT_EQ(no && maybe, no);
  EXPECT_EQ(yes || maybe, yes);
  EXPECT_EQ(no || maybe, maybe);
  EXPECT_EQ(!maybe, maybe);
  EXPECT_EQ(!yes, no);
}

TEST(Model, FindsFactsById) {
  Facts facts;
  for (const ComponentId id : all_components()) facts.components.push_back({.id = id, .licenses = {}, .evidence = {}});
  facts.components[1].presence = Presence::Present;
  facts.licenses.resize(1);
  facts.licenses[0].id = "MIT";
  facts.statements.push_back({"data.withheld", {}});
  EXPECT_EQ(component(facts, ComponentId::Parameters).presence, Presence::Present);
  EXPECT_EQ(find_license(facts, "MIT"), &facts.licenses[0]);
  EXPECT_EQ(find_license(facts, "mit"), nullptr);
  EXPECT_EQ(find_statement(facts, "data.withheld"), &facts.statements[0]);
  EXPECT_EQ(find_statement(facts, "data.shown"), nullptr);
}

TEST(Model, SaysThatNobodyLookedForWhatIsNotListed) {
  Facts facts;
  facts.components.push_back(
      {.id = ComponentId::Paper, .presence = Presence::Referenced, .licenses = {}, .evidence = {}});
  EXPECT_EQ(component(facts, ComponentId::Paper).presence, Presence::Referenced);
  EXPECT_EQ(component(facts, ComponentId::Datasets).presence, Presence::NotLooked);
  EXPECT_EQ(component(facts, ComponentId::Datasets).id, ComponentId::Datasets);
}

}  // namespace
}  // namespace aboveboard
