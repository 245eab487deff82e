// The files of data/licenses hold what they must.
#include <gtest/gtest.h>
#include <re2/re2.h>

#include "data/embedded.h"
#include "data/value.h"
#include "license/exceptions.h"
#include "license/index.h"
#include "license/license.h"
#include "license/normalize.h"
#include "license/registry.h"

namespace aboveboard::license {
namespace {

TEST(LicenseData, EveryFingerprintHasItsFacts) {
  const Index& index = embedded_index();
  std::size_t prints = 0;
  for (const DocRecord& doc : index.docs) {
    if ((doc.flags & kIsFingerprint) == 0) continue;
    ++prints;
    const Entry* entry = find_entry(index.id(doc));
    ASSERT_NE(entry, nullptr) << index.id(doc);
    EXPECT_EQ(entry->policy, (doc.flags & kPolicy) != 0) << index.id(doc);
  }
  EXPECT_GE(prints, 55u);
}

TEST(LicenseData, KindsClassesAndAnchorsAreValid) {
  for (const data::EmbeddedFile& file : data::embedded_below("licenses/")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {std::string(file.path)}, notes);
    ASSERT_TRUE(value) << file.path;
    if (value->find("id") == nullptr) continue;
    for (const std::string& name : value->find("classes")->as_texts()) EXPECT_TRUE(license_class_from_string(name)) << file.path << " " << name;
    const data::Value* terms = value->find("terms");
    for (const data::Value& term : terms == nullptr ? std::vector<data::Value>() : terms->items) {
      EXPECT_TRUE(term_kind_from_string(term.find("kind")->text)) << file.path;
      const data::Value* anchors = term.find("anchors");
      for (const std::string& anchor : anchors == nullptr ? std::vector<std::string>() : anchors->as_texts()) {
        EXPECT_TRUE(re2::RE2(anchor, re2::RE2::Quiet).ok()) << file.path << " " << anchor;
        EXPECT_LT(anchor.size(), 120u) << file.path << ": an anchor is a trigger, not a sentence";
      }
    }
  }
}

TEST(LicenseData, ExceptionsFindTheirPassExamplesAndNotTheirFailExamples) {
  std::size_t count = 0;
  for (const data::EmbeddedFile& file : data::embedded_below("licenses/exceptions.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {std::string(file.path)}, notes);
    ASSERT_TRUE(value);
    for (const data::Value& item : value->find("exceptions")->items) {
      const std::string id = data::text_of(item, "id");
      EXPECT_EQ(exception_id(id), id) << "the SPDX list has no such exception";
      const std::string license = data::texts_of(item, "licenses")[0];
      for (const std::string& text : data::texts_of(item, "pass")) EXPECT_EQ(exception_in(text, license), id) << text;
      for (const std::string& text : data::texts_of(item, "fail")) EXPECT_EQ(exception_in(text, license), "") << text;
      EXPECT_FALSE(data::texts_of(item, "pass").empty() || data::texts_of(item, "fail").empty()) << id;
      ++count;
    }
  }
  EXPECT_GE(count, 10u);
}

TEST(LicenseData, ClassesAgreeWithTerms) {
  for (const Entry& entry : registry().entries) {
    if (!entry.info.id.starts_with("LicenseRef-") || entry.info.terms.empty()) continue;
    std::vector<LocatedTerm> terms;
    for (const Term& term : entry.info.terms) terms.push_back({term, 0, 0});
    for (const LicenseClass c : classes_of(terms)) {
      EXPECT_NE(std::find(entry.info.classes.begin(), entry.info.classes.end(), c), entry.info.classes.end())
          << entry.info.id << " has terms of class " << to_string(c);
    }
  }
}

TEST(Normalize, FoldsCaseMarkupSpellingAndAddresses) {
  const std::string a = "## The **Licence** of the work\n\nsee <https://example.org/x>, \"quoted\" non\xe2\x80\x91" "commercial\n";
  const std::string b = "the license OF THE WORK see quoted non-commercial";
  const auto x = normalize(a), y = normalize(b);
  ASSERT_EQ(x.size(), y.size());
  for (std::size_t i = 0; i < x.size(); ++i) EXPECT_EQ(x[i].hash, y[i].hash) << token_word(a, x[i]);
}

TEST(Normalize, TokensKnowTheirBytes) {
  const std::string text = "  \xe4\xbd\xa0\xe5\xa5\xbd Caf\xc3\xa9 (c) 2031";
  const auto tokens = normalize(text);
  ASSERT_EQ(tokens.size(), 5u);
  EXPECT_EQ(text.substr(tokens[0].begin, tokens[0].end - tokens[0].begin), "\xe4\xbd\xa0");
  EXPECT_EQ(token_word(text, tokens[2]), "cafe");
}

TEST(Normalize, MarksCopyrightLinesAndNumbering) {
  const auto tokens = normalize("Copyright (c) 2031 Orchid Makers\n1. First\n(b) second\ncopyright license to reproduce\n");
  EXPECT_TRUE(tokens[0].flags & kCopyright);
  EXPECT_TRUE(tokens[5].flags & kEnumerator);
  EXPECT_TRUE(tokens[7].flags & kEnumerator);
  EXPECT_FALSE(tokens.back().flags & kCopyright);
}

}  // namespace
}  // namespace aboveboard::license
