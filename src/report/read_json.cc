// A report read back, in the order in which json.cc writes it.
#include "report/read_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "data/json_stream.h"
#include "report/read_json_records.h"

namespace aboveboard {
namespace {

using json::Need;
using json::ObjectReader;
using json::Reading;

// Counts values, so that no tree is built that would take more memory than a report may.
class ValueCounter final : public data::JsonHandler {
 public:
  bool on_key(std::string_view, std::uint64_t) override { return true; }
  bool on_string(std::string_view, std::uint64_t) override { return more(); }
  bool on_number(std::string_view, std::uint64_t) override { return more(); }
  bool on_literal(std::string_view, std::uint64_t) override { return more(); }
  bool on_begin_object(std::uint64_t) override { return more(); }
  bool on_end_object(std::uint64_t) override { return true; }
  bool on_begin_array(std::uint64_t) override { return more(); }
  bool on_end_array(std::uint64_t) override { return true; }
  bool too_many() const { return values_ > limits::kReportValues; }

 private:
  bool more() { return ++values_ <= limits::kReportValues; }
  std::uint64_t values_ = 0;
};

Result<data::Value> parse(std::string_view json, const Place& place) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";  // an editor's
  if (json.starts_with(kByteOrderMark)) json.remove_prefix(kByteOrderMark.size());
  if (json.size() > limits::kReportBytes) return fail(ErrorKind::LimitReached, fmt::format("a report of more than {} bytes is not read", limits::kReportBytes), place);
  if (const std::size_t invalid = find_invalid_utf8(json); invalid != std::string_view::npos) {
    return fail(ErrorKind::Malformed, "this is no UTF-8, which a report always is", {place.path, LineIndex(json).line_of(invalid), invalid});
  }
  ValueCounter counter;
  const Status counted = data::parse_lenient_json_stream(json, counter);  // what is wrong with it, parse_json tells with its line
  if (!counted && counter.too_many()) return fail(ErrorKind::LimitReached, fmt::format("a report of more than {} values is not read", limits::kReportValues), place);
  Diagnostics notes;
  ABOVEBOARD_ASSIGN(data::Value root, data::parse_json(json, {.path = place.path}, notes));
  if (!notes.items().empty()) return fail(notes.items().front().error);
  return root;
}

// Is it a report at all, and of the version that is read here?
Status check_version(const data::Value& root, const Place& place) {
  const data::Value* version = root.find("schema_version");
  if (version == nullptr || root.find("tool") == nullptr) return fail(ErrorKind::Malformed, "this is no report of `aboveboard audit --format json`", {place.path, root.line, {}});
  if (version->integer == kSchemaVersion) return {};
  const std::string found = version->type == data::ValueType::Number ? version->text : "another kind";
  return fail(ErrorKind::Unsupported, fmt::format("made by version {} of the format; this program reads {}", found.substr(0, 20), kSchemaVersion), {place.path, version->line, {}});
}

void read_tool(ObjectReader& in, ToolInfo& tool) {
  in.text("name", tool.name);
  in.text("version", tool.version);
  in.text("data_version", tool.data_version);
}

void read_source(ObjectReader& in, SourceInfo& source) {
  in.text("name", source.name);
  in.word("role", source.role);
  in.flag("role_given", source.role_given);
  in.text("kind", source.kind);
  in.text("location", source.location);
  in.text("revision", source.revision, Need::Optional);
  in.text("identity", source.identity, Need::Optional);
  in.number("files", source.files);
  in.number("bytes", source.bytes);
  in.text("partial", source.partial, Need::Optional);
  in.texts("proven_absent", source.proven_absent, Need::Optional);
  in.list("stored", source.stored, Need::Optional, [](ObjectReader& item, StoredAs& stored) {
    item.text("path", stored.path);
    item.text("place", stored.place);
  });
}

void read_release(ObjectReader& in, ReleaseInfo& release) {
  in.text("name", release.name);
  in.flag("complete", release.complete);
  in.list("sources", release.sources, Need::Required, read_source);
}

void read_component(ObjectReader& in, Component& component) {
  in.word("id", component.id);
  in.derived_text("name");
  in.word("presence", component.presence);
  in.texts("licenses", component.licenses);
  in.word("scope", component.scope);
  in.list("evidence", component.evidence);
}

void read_proof(ObjectReader& in, LineageProof& proof) {
  in.one_of("kind", proof.kind, {"weights-file", "tensors", "norms", "tokenizer", "template"});
  in.number("equal", proof.equal);
  in.number("compared", proof.compared);
  in.text("sentence", proof.sentence);
  in.list("evidence", proof.evidence);
}

void read_lineage(ObjectReader& in, Lineage& lineage, std::vector<BaseLabel>& bases) {
  in.one_of("relation", lineage.relation, {"finetune", "adapter", "merge", "quantized", "distillation", "dataset", "unknown"});
  in.text("base", lineage.base);
  in.text("declared_by", lineage.declared_by);
  in.text("terms_inherited", lineage.terms_inherited);
  in.texts("licenses", lineage.licenses);
  in.text("of", lineage.of, Need::Optional);
  in.text("resolved", lineage.resolved, Need::Optional);
  in.text("revision", lineage.revision, Need::Optional);
  in.text("identity", lineage.identity, Need::Optional);
  std::optional<Label> label;
  in.word("label", label);
  const auto same = [&](const BaseLabel& known) { return known.base == lineage.base; };
  if (label && std::none_of(bases.begin(), bases.end(), same)) bases.push_back({.base = lineage.base, .at_least = {}, .apparent = label});
  in.list("proofs", lineage.proofs, Need::Optional, read_proof);
  in.list("evidence", lineage.evidence);
}

void read_clarification(ObjectReader& in, ClarificationOutcome& outcome) {
  in.text("path", outcome.given.path);
  in.text("sha256", outcome.given.sha256);
  in.text("license", outcome.given.license);
  in.text("reason", outcome.given.reason);
  in.word("state", outcome.state);
  in.text("found", outcome.found, Need::Optional);
  in.list("evidence", outcome.evidence);
}

void read_statement(ObjectReader& in, Statement& statement) {
  in.text("id", statement.id);
  in.list("evidence", statement.evidence);
}

void read_claim(ObjectReader& in, Claim& claim) {
  in.text("kind", claim.kind);
  in.text("words", claim.words);
  EvidenceList evidence;
  in.list("evidence", evidence);
  if (!evidence.empty()) claim.evidence = std::move(evidence.front());
}

void read_members(ObjectReader& in, StoredReport& stored) {
  Report& report = stored.report;
  Facts& facts = report.facts;
  std::uint64_t version = 0;
  in.number("schema_version", version);
  in.object_with("tool", Need::Required, [&](ObjectReader& item) { read_tool(item, stored.tool); });
  in.object_with("release", Need::Required, [&](ObjectReader& item) { read_release(item, facts.release); });
  in.object("label", report.label);
  in.object("asked", facts.asked, Need::Optional);
  in.list("questions", report.questions);
  in.list("components", facts.components, Need::Required, read_component);
  in.list("licenses", facts.licenses);
  in.list("governing", facts.governing);
  in.object("weights", facts.weights);
  in.list("digests", facts.digests, Need::Optional);
  in.list("clarifications", facts.clarifications, Need::Optional, read_clarification);
  in.list("lineage", facts.lineage, Need::Required, [&](ObjectReader& item, Lineage& line) { read_lineage(item, line, facts.bases); });
  in.list("frameworks", report.frameworks);
  in.list("uses", report.uses);
  in.list("capabilities", report.capabilities);
  in.list("next_steps", report.next_steps);
  in.object("language", report.language);
  in.list("statements", facts.statements, Need::Required, read_statement);
  in.list("claims", facts.claims, Need::Required, read_claim);
  in.list("measures", facts.measures);
  in.object_with("data", Need::Required, [&](ObjectReader& item) { json::read_data(item, facts); });
  in.list("findings", report.findings);
  in.list("not_examined", facts.not_examined);
}

}  // namespace

Result<StoredReport> read_report(std::string_view json, const Place& place) {
  ABOVEBOARD_ASSIGN(const data::Value root, parse(json, place));
  ABOVEBOARD_TRY(check_version(root, place));
  Reading reading(place.path);
  StoredReport stored;
  ObjectReader in(root, "the report", reading);
  read_members(in, stored);
  in.finish();
  if (reading.error()) return fail(*reading.error());
  return stored;
}

}  // namespace aboveboard
