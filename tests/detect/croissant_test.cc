// Croissant files: what their properties say of aspects, sources and statements.
#include <gtest/gtest.h>

#include <algorithm>

#include "detect/release_of.h"
#include "format/croissant/croissant.h"

namespace aboveboard {
namespace {

using testing::ReleaseOf;

constexpr const char* kCompact = R"({
  "@context": {"sc": "https://schema.org/", "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/"},
  "@type": "sc:Dataset",
  "dct:conformsTo": "http://mlcommons.org/croissant/1.1",
  "name": "River letters",
  "license": "https://creativecommons.org/licenses/by/4.0/",
  "url": "https://example.org/letters",
  "creator": {"@type": "Person", "name": "River Lab"},
  "isBasedOn": {"name": "Old letters", "url": "https://example.org/old"},
  "rai:dataCollection": "Letters were collected from the archive by three students over a summer.",
  "rai:dataAnnotationProtocol": "Two students marked the year of each letter.",
  "rai:dataPreprocessingProtocol": "Repeated letters were removed.",
  "rai:personalSensitiveInformation": "None.",
  "rai:dataCollectionTimeframe": "2021-05/2021-08",
  "distribution": [{"@type": "cr:FileObject", "name": "letters.zip", "contentUrl": "https://example.org/letters.zip", "contentSize": "3 MB", "encodingFormat": "application/zip", "sha256": "AB"}],
  "recordSet": [{"@type": "cr:RecordSet", "field": [{"name": "text"}, {"name": "year"}]}]
})";

constexpr const char* kExpanded = R"([{
  "@type": ["https://schema.org/Dataset"],
  "http://purl.org/dc/terms/conformsTo": [{"@id": "http://mlcommons.org/croissant/1.0"}],
  "https://schema.org/name": [{"@value": "River letters"}],
  "https://schema.org/license": [{"@id": "https://creativecommons.org/licenses/by/4.0/"}],
  "http://mlcommons.org/croissant/RAI/dataCollection": [{"@value": "Letters were collected from the archive by three students."}],
  "https://schema.org/distribution": [{"https://schema.org/contentUrl": [{"@value": "https://example.org/letters.zip"}]}]
}])";

std::optional<format::Croissant> read(const char* text) {
  Diagnostics notes;
  const auto value = data::parse_json(text, {"croissant.json", 1}, notes);
  return value ? format::read_croissant(*value) : std::nullopt;
}

DataInformation told(const std::string& path, const char* text) {
  const ReleaseOf release(Role::Data, {{path, text}});
  Diagnostics notes;
  return detect_data_information(release.scope(), {}, detect_components(release.scope()), notes);
}

Depth depth(const DataInformation& data, std::string_view id) {
  return std::find_if(data.aspects.begin(), data.aspects.end(), [&](const DataAspect& one) { return one.id == id; })->depth;
}

const Statement* statement(const DataInformation& data, std::string_view id) {
  const auto found = std::find_if(data.statements.begin(), data.statements.end(), [&](const Statement& one) { return one.id == id; });
  return found == data.statements.end() ? nullptr : &*found;
}

TEST(Croissant, CompactKeysAreRead) {
  const auto croissant = read(kCompact);
  ASSERT_TRUE(croissant);
  EXPECT_EQ(croissant->name.text, "River letters");
  EXPECT_EQ(croissant->name.line, 5u);
  EXPECT_EQ(croissant->creator.text, "River Lab");
  EXPECT_EQ(croissant->fields, 2u);
  ASSERT_EQ(croissant->distribution.size(), 1u);
  EXPECT_EQ(croissant->distribution[0].sha256, "ab");
  ASSERT_EQ(croissant->based_on.size(), 1u);
  EXPECT_EQ(croissant->based_on[0].name, "Old letters");
  EXPECT_EQ(croissant->responsible_ai.size(), 5u);
}

TEST(Croissant, ExpandedKeysMeanTheSame) {
  const auto croissant = read(kExpanded);
  ASSERT_TRUE(croissant);
  EXPECT_EQ(croissant->name.text, "River letters");
  EXPECT_EQ(croissant->license.text, "https://creativecommons.org/licenses/by/4.0/");
  ASSERT_EQ(croissant->distribution.size(), 1u);
  EXPECT_EQ(croissant->distribution[0].content_url, "https://example.org/letters.zip");
  ASSERT_EQ(croissant->responsible_ai.size(), 1u);
  EXPECT_EQ(croissant->responsible_ai[0].key, "dataCollection");
}

TEST(Croissant, OtherJsonIsNone) {
  EXPECT_FALSE(read(R"({"@type": "sc:Dataset", "name": "Letters"})"));
  EXPECT_FALSE(read(R"({"name": "Letters", "conformsTo": "http://mlcommons.org/croissant/1.0"})"));
  EXPECT_FALSE(read("[]"));
  EXPECT_FALSE(read("3"));
}

TEST(Croissant, WrongTypesAreNoTexts) {
  const auto croissant = read(R"({"@type": "Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": {"a": [[[[["x"]]]]]}, "license": 7, "distribution": "x", "recordSet": [1, {"field": 3}], "isBasedOn": [[], {}, null]})");
  ASSERT_TRUE(croissant);
  EXPECT_EQ(croissant->name.text, "");
  EXPECT_EQ(croissant->license.text, "7");
  EXPECT_TRUE(croissant->distribution.empty());
  EXPECT_TRUE(croissant->based_on.empty());
}

TEST(Croissant, PropertiesTellAspectsSourcesAndStatements) {
  const DataInformation data = told("croissant.json", kCompact);
  for (const char* id : {"provenance", "scope", "obtained", "labeling", "processing"}) EXPECT_EQ(depth(data, id), Depth::Described) << id;
  ASSERT_EQ(data.sources.size(), 2u);
  EXPECT_EQ(data.sources[0].name, "River letters");
  EXPECT_EQ(data.sources[0].location, "https://example.org/letters");
  EXPECT_EQ(data.sources[0].access, DataAccess::Open);
  EXPECT_EQ(data.sources[1].access, DataAccess::Public);
  for (const char* id : {"data.personal", "data.collection-period", "data.cleaning", "data.copyright", "data.size", "data.modalities", "data.obtained"}) EXPECT_NE(statement(data, id), nullptr) << id;
  EXPECT_EQ(statement(data, "data.personal")->evidence.front().line, 13u);
  EXPECT_EQ(statement(data, "data.synthetic"), nullptr);
}

TEST(Croissant, EvaluationDataIsNotTrainingData) {
  EXPECT_TRUE(told("eval/croissant.json", kCompact).sources.empty());
}

TEST(Croissant, JsonLdFilesAreReadAsJson) { EXPECT_EQ(told("letters.jsonld", kCompact).sources.size(), 2u); }

TEST(Croissant, ListsAreBounded) {
  std::string text = R"({"@type": "Dataset", "conformsTo": "http://mlcommons.org/croissant/1.0", "name": "x", "distribution": [)";
  for (int i = 0; i < 3'000; ++i) text += R"({"name":"f"},)";
  const auto croissant = read((text + "{}]}").c_str());
  ASSERT_TRUE(croissant);
  EXPECT_EQ(croissant->distribution.size(), 2'000u);
  EXPECT_TRUE(croissant->cut);
}

}  // namespace
}  // namespace aboveboard
