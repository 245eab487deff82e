#include <gtest/gtest.h>

#include <functional>

#include "data/value.h"
#include "report/report.h"
#include "report/samples.h"
#include "report/schema_check.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

const ToolInfo kTool{"aboveboard", "1.2.3", "0123abcd"};

data::Value parse(const std::string& json) {
  Diagnostics notes;
  auto value = data::parse_json(json, {.path = "test.json"}, notes);
  EXPECT_TRUE(value) << (value ? "" : to_string(value.error()));
  EXPECT_TRUE(notes.items().empty());
  return value ? *value : data::Value();
}

SchemaCheck schemas() {
  SchemaCheck check;
  for (const char* name : {"report.schema.json", "records.schema.json", "list.schema.json"}) {
    check.add(name, parse(read_file(project_root() / "data/schema" / name)));
  }
  return check;
}

std::vector<std::string> report_errors(const std::string& json) { return schemas().check("report.schema.json", parse(json)); }

// `json` with the first `from` replaced.
std::string with(std::string json, const std::string& from, const std::string& to) {
  const std::size_t at = json.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return at == std::string::npos ? json : json.replace(at, from.size(), to);
}

TEST(Json, EverySampleHoldsToTheSchema) {
  for (const Report& report : {open_release(), restricted_weights(), closed_api(), unreadable_release(), Report{}}) {
    EXPECT_EQ(report_errors(write_json(report, kTool)), std::vector<std::string>());
  }
}

// A release from a store, made from a base that is here.
Report derived_release() {
  Report report = restricted_weights();
  SourceInfo& source = report.facts.release.sources.front();
  source.kind = "ollama", source.identity = "otter:7b", source.partial = "the store may hold more", source.proven_absent = {"LICENSE"}, source.stored = {{"model.gguf", "blobs/sha256-00"}};
  SourceInfo base = source;
  base.name = "otter-7b", base.role = Role::Base;
  report.facts.release.sources.push_back(base);
  Lineage line{"quantized", "lakelab/otter-7b", "card", "Example License: naming", {}};
  line.resolved = "otter-7b";
  line.proofs = {{"norms", 64, 65, "64 of 65 norm tensors are equal, bit for bit", {}}};
  Lineage deeper{"finetune", "lakelab/otter", "card", "unknown", {}};
  deeper.of = "lakelab/otter-7b";
  report.facts.lineage = {line, deeper};
  report.facts.bases = {{"lakelab/otter-7b", Label::WeightsAvailable, Label::OpenWeights, Label::OpenWeights}};
  return report;
}

TEST(Json, LineageAndStoresHoldToTheSchema) {
  const std::string json = write_json(derived_release(), kTool);
  EXPECT_EQ(report_errors(json), std::vector<std::string>());
  const data::Value value = parse(json);
  const data::Value& line = value.find("lineage")->items[0];
  EXPECT_EQ(line.find("resolved")->text, "otter-7b");
  EXPECT_EQ(line.find("label")->text, "open-weights");
  EXPECT_EQ(line.find("proofs")->items[0].find("equal")->integer, 64);
  EXPECT_EQ(value.find("lineage")->items[1].find("of")->text, "lakelab/otter-7b");
  EXPECT_FALSE(report_errors(with(json, R"("kind": "norms")", R"("kind": "statistics")")).empty());
}

TEST(Json, ListsHoldToTheirSchema) {
  ListedRelease good, failed;
  good.name = "lakelab/otter-7b", good.store = "hub-cache", good.location = "cache/models--lakelab--otter-7b", good.revision = "0123", good.partial = "more may be there";
  good.apparent = good.at_least = Label::OpenWeights, good.licenses = {"MIT"}, good.files = 3, good.bytes = 12345;
  failed.name = "tern:latest", failed.store = "ollama", failed.location = "ollama:tern:latest", failed.failure = "the manifest is cut off";
  const std::string json = write_json_list({good, failed}, {{"cache", "may not be read", true}}, kTool);
  SchemaCheck check = schemas();
  EXPECT_EQ(check.check("list.schema.json", parse(json)), std::vector<std::string>());
  EXPECT_FALSE(check.check("list.schema.json", parse(with(json, R"("store": "ollama")", R"("store": "attic")"))).empty());
}

TEST(Json, RecordsHoldToTheirSchema) {
  SchemaCheck check = schemas();
  for (const Report& report : {open_release(), restricted_weights(), unreadable_release()}) {
    for (const bool licenses : {false, true}) {
      const data::Value records = parse(write_json_records(report.facts, kTool, licenses, !licenses));
      EXPECT_EQ(check.check("records.schema.json", records), std::vector<std::string>());
      EXPECT_EQ(records.find("licenses") != nullptr, licenses);
      EXPECT_EQ(records.find("weights") == nullptr, licenses);
    }
  }
}

TEST(Json, SchemaRejectsUnknownValuesOfClosedLists) {
  const std::string json = write_json(restricted_weights(), kTool);
  ASSERT_TRUE(report_errors(json).empty());
  const std::vector<std::pair<std::string, std::string>> changes = {
      {R"("at_most": "open-source")", R"("at_most": "open")"},
      {R"("at_least": "weights-available")", R"("at_least": "weights")"},
      {R"("answer": "limits")", R"("answer": "maybe")"},
      {R"("answer": "conditions")", R"("answer": "limits")"},
      {R"("presence": "declared-absent")", R"("presence": "absent")"},
      {R"("scope": "inherited")", R"("scope": "lent")"},
      {R"("verdict": "modified")", R"("verdict": "similar")"},
      {R"("kind": "user-threshold")", R"("kind": "users")"},
      {R"("result": "unmet")", R"("result": "false")"},
      {R"("level": "error")", R"("level": "fatal")"},
      {R"("kind": "listing")", R"("kind": "guess")"},
      {R"("relation": "finetune")", R"("relation": "child")"},
      {R"("complete": "yes")", R"("complete": "mostly")"},
      {R"("role": "weights")", R"("role": "model")"},
      {R"("scale-restricted")", R"("big")"},
      {R"("change": "added")", R"("change": "more")"},
      {R"("id": "training-code")", R"("id": "train")"},
      {R"("id": "inspect")", R"("id": "look")"},
      {R"("schema_version": 1)", R"("schema_version": 2)"},
  };
  for (const auto& [from, to] : changes) EXPECT_FALSE(report_errors(with(json, from, to)).empty()) << to;
}

TEST(Json, SchemaRejectsMissingAndUnknownMembers) {
  const std::string json = write_json(restricted_weights(), kTool);
  for (const char* key : {"at_least", "presence", "sources", "rule", "not_examined", "schema_version", "evidence", "quote"}) {
    const std::string quoted = std::string("\"") + key + "\":";
    EXPECT_FALSE(report_errors(with(json, quoted, "\"renamed\":")).empty()) << key;
  }
  EXPECT_FALSE(report_errors(with(json, R"("parameters": 8030261248)", R"("parameters": "8 B")")).empty());
  EXPECT_FALSE(report_errors(with(json, R"("line": 41)", R"("line": 0)")).empty());
}

TEST(Json, SchemaHoldsTheClosedListsOfTheModel) {
  const data::Value schema = parse(read_file(project_root() / "data/schema/report.schema.json"));
  const auto ids = [&](std::initializer_list<std::string_view> path) {
    const data::Value* at = schema.find("$defs");
    for (const std::string_view key : path) at = at == nullptr ? nullptr : at->find(key);
    return at == nullptr ? std::vector<std::string>() : at->as_texts();
  };
  std::vector<std::string> components, labels;
  for (const ComponentId id : all_components()) components.emplace_back(to_string(id));
  for (int i = 0; i <= static_cast<int>(Label::OpenSourceOpenData); ++i) labels.emplace_back(to_string(static_cast<Label>(i)));
  EXPECT_EQ(ids({"component_id", "enum"}), components);
  EXPECT_EQ(ids({"label_id", "enum"}), labels);
  const std::vector<std::string> kinds = ids({"term", "properties", "kind", "enum"});
  ASSERT_EQ(kinds.size(), static_cast<std::size_t>(TermKind::RemoteCutoff) + 1);
  for (std::size_t i = 0; i < kinds.size(); ++i) EXPECT_EQ(kinds[i], to_string(static_cast<TermKind>(i)));
  const std::vector<std::string> classes = ids({"license", "properties", "classes", "items", "enum"});
  ASSERT_EQ(classes.size(), static_cast<std::size_t>(LicenseClass::Unknown) + 1);
  for (std::size_t i = 0; i < classes.size(); ++i) EXPECT_EQ(classes[i], to_string(static_cast<LicenseClass>(i)));
}

TEST(Json, UnknownLabelsAreNullAndUnknownMembersAreLeftOut) {
  const data::Value closed = parse(write_json(closed_api(), kTool));
  EXPECT_EQ(closed.find("label")->find("at_least")->type, data::ValueType::Null);
  EXPECT_EQ(closed.find("weights")->find("parameters")->type, data::ValueType::Null);
  EXPECT_EQ(closed.find("release")->find("sources")->items.at(0).find("revision"), nullptr);
  const data::Value unreadable = parse(write_json(unreadable_release(), kTool));
  EXPECT_EQ(unreadable.find("label")->find("apparent")->type, data::ValueType::Null);
  const data::Value& evidence = unreadable.find("findings")->items.at(0).find("evidence")->items.at(0);
  EXPECT_EQ(evidence.find("line"), nullptr);
  EXPECT_EQ(evidence.find("byte")->integer, 4096);
}

TEST(Json, IsTheSameBytesEveryTime) { EXPECT_EQ(write_json(restricted_weights(), kTool), write_json(restricted_weights(), kTool)); }

TEST(Json, HostileTextCannotSteerATerminalAndStillReadsTheSame) {
  const std::string json = write_json(unreadable_release(), kTool);
  for (const unsigned char byte : json) EXPECT_TRUE(byte == '\n' || (byte >= 0x20 && byte != 0x7F)) << static_cast<int>(byte);
  for (const char* raw : {"\xc2\x9b", "\xe2\x80\xae", "\xe2\x80\x8b"}) EXPECT_EQ(json.find(raw), std::string::npos);
  const Report report = unreadable_release();
  EXPECT_EQ(parse(json).find("release")->find("name")->text, report.facts.release.name);
}

TEST(Json, InvalidUtf8BecomesTheReplacementCharacter) {
  const data::Value value = parse(write_json(unreadable_release(), kTool));
  const data::Value& evidence = value.find("findings")->items.at(0).find("evidence")->items.at(0);
  EXPECT_TRUE(evidence.find("quote")->text.starts_with("\xef\xbf\xbd\xef\xbf\xbd"));
}

TEST(Json, SchemaValidatorSeesWhatItShould) {
  const auto errors = [](const char* schema, const char* value) {
    SchemaCheck check;
    check.add("s", parse(schema));
    return check.check("s", parse(value)).size();
  };
  EXPECT_EQ(errors(R"({"type": "integer", "minimum": 2})", "2"), 0u);
  EXPECT_EQ(errors(R"({"type": "integer", "minimum": 2})", "1"), 1u);
  EXPECT_EQ(errors(R"({"type": "integer"})", "1.5"), 1u);
  EXPECT_EQ(errors(R"({"anyOf": [{"type": "null"}, {"enum": ["a"]}]})", "\"b\""), 1u);
  EXPECT_EQ(errors(R"({"anyOf": [{"type": "null"}, {"enum": ["a"]}]})", "\"a\""), 0u);
  EXPECT_EQ(errors(R"({"items": {"const": true}})", "[true, false]"), 1u);
  EXPECT_EQ(errors(R"({"maxProperties": 3})", "{}"), 1u);
  EXPECT_EQ(errors(R"({"additionalProperties": false})", R"({"a": 1})"), 1u);
  EXPECT_EQ(errors(R"({"$ref": "#/$defs/x", "$defs": {"x": {"type": "null"}}})", "1"), 1u);
}

}  // namespace
}  // namespace aboveboard::testing
