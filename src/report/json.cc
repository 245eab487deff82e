// The JSON report: the keys of data/schema/report.schema.json, in its order. A member that is not known is left out or null, as the schema says.
#include <algorithm>

#include "report/json_records.h"
#include "report/json_verdicts.h"
#include "report/report.h"

namespace aboveboard {
namespace {

using data::JsonWriter;
using namespace json;

void write_release(JsonWriter& out, const ReleaseInfo& release) {
  out.begin_object();
  out.member("name", release.name);
  out.key("complete");
  out.boolean(release.complete);
  list(out, "sources", release.sources, [&](const SourceInfo& source) {
    out.begin_object();
    out.member("name", source.name);
    out.member("role", to_string(source.role));
    out.key("role_given");
    out.boolean(source.role_given);
    out.member("kind", source.kind);
    out.member("location", source.location);
    optional_text(out, "revision", source.revision);
    optional_text(out, "identity", source.identity);
    number(out, "files", source.files);
    number(out, "bytes", source.bytes);
    optional_text(out, "partial", source.partial);
    if (!source.proven_absent.empty()) texts(out, "proven_absent", source.proven_absent);
    if (!source.stored.empty()) {
      list(out, "stored", source.stored, [&](const StoredAs& stored) {
        out.begin_object();
        out.member("path", stored.path);
        out.member("place", stored.place);
        out.end_object();
      });
    }
    out.end_object();
  });
  out.end_object();
}

void write_label_or_null(JsonWriter& out, std::string_view key, const std::optional<Label>& label) {
  out.key(key);
  label ? out.string(to_string(*label)) : out.null();
}

void write_label(JsonWriter& out, const LabelVerdict& label) {
  out.begin_object();
  write_label_or_null(out, "at_least", label.at_least);
  write_label_or_null(out, "at_most", label.at_most);
  write_label_or_null(out, "apparent", label.apparent);
  out.member("sentence", label.sentence);
  list(out, "blocking", label.blocking, [&](const Blocking& blocking) {
    out.begin_object();
    out.member("requirement", blocking.requirement);
    out.member("missing", blocking.missing);
    evidence(out, blocking.evidence);
    out.end_object();
  });
  evidence(out, label.evidence);
  out.end_object();
}

void write_component(JsonWriter& out, const Component& component) {
  out.begin_object();
  out.member("id", to_string(component.id));
  out.member("name", display_name(component.id));
  out.member("presence", to_string(component.presence));
  texts(out, "licenses", component.licenses);
  out.member("scope", to_string(component.scope));
  evidence(out, component.evidence);
  out.end_object();
}

void write_governing(JsonWriter& out, const Governing& governing) {
  out.begin_object();
  list(out, "components", governing.components, [&](ComponentId id) { out.string(to_string(id)); });
  texts(out, "licenses", governing.licenses);
  list(out, "classes", governing.classes, [&](LicenseClass item) { out.string(to_string(item)); });
  list(out, "terms", governing.terms, [&](const GoverningTerm& governed) {
    out.begin_object();
    out.member("license", governed.license);
    term_members(out, governed.term);
    if (!governed.also.empty()) evidence(out, governed.also, "also");
    out.end_object();
  });
  out.end_object();
}

void write_lineage(JsonWriter& out, const Facts& facts, const Lineage& lineage) {
  out.begin_object();
  out.member("relation", lineage.relation);
  out.member("base", lineage.base);
  out.member("declared_by", lineage.declared_by);
  out.member("terms_inherited", lineage.terms_inherited);
  texts(out, "licenses", lineage.licenses);
  optional_text(out, "of", lineage.of);
  optional_text(out, "resolved", lineage.resolved);
  optional_text(out, "revision", lineage.revision);
  optional_text(out, "identity", lineage.identity);
  const auto same = [&](const BaseLabel& base) { return base.base == lineage.base && base.apparent; };
  const auto base = std::find_if(facts.bases.begin(), facts.bases.end(), same);
  if (lineage.of.empty() && base != facts.bases.end()) out.member("label", to_string(*base->apparent));
  if (!lineage.proofs.empty()) {
    list(out, "proofs", lineage.proofs, [&](const LineageProof& proof) {
      out.begin_object();
      out.member("kind", proof.kind);
      number(out, "equal", proof.equal);
      number(out, "compared", proof.compared);
      out.member("sentence", proof.sentence);
      evidence(out, proof.evidence);
      out.end_object();
    });
  }
  evidence(out, lineage.evidence);
  out.end_object();
}

void write_clarifications(JsonWriter& out, const std::vector<ClarificationOutcome>& outcomes) {
  if (outcomes.empty()) return;
  list(out, "clarifications", outcomes, [&](const ClarificationOutcome& outcome) {
    out.begin_object();
    out.member("path", outcome.given.path);
    out.member("sha256", outcome.given.sha256);
    out.member("license", outcome.given.license);
    out.member("reason", outcome.given.reason);
    out.member("state", to_string(outcome.state));
    optional_text(out, "found", outcome.found);
    evidence(out, outcome.evidence);
    out.end_object();
  });
}

void write_what_texts_say(JsonWriter& out, const Facts& facts) {
  list(out, "statements", facts.statements, [&](const Statement& statement) {
    out.begin_object();
    out.member("id", statement.id);
    evidence(out, statement.evidence);
    out.end_object();
  });
  list(out, "claims", facts.claims, [&](const Claim& claim) {
    out.begin_object();
    out.member("kind", claim.kind);
    out.member("words", claim.words);
    evidence(out, {claim.evidence});
    out.end_object();
  });
}

}  // namespace

void json::report(JsonWriter& out, const Report& report, const ToolInfo& tool) {
  const Facts& facts = report.facts;
  out.begin_object();
  preamble(out, tool);
  out.key("release");
  write_release(out, facts.release);
  out.key("label");
  write_label(out, report.label);
  json::asked(out, facts.asked);
  list(out, "questions", report.questions, [&](const Question& question) { json::question(out, question); });
  list(out, "components", facts.components, [&](const Component& component) { write_component(out, component); });
  list(out, "licenses", facts.licenses, [&](const License& item) { license(out, item); });
  list(out, "governing", facts.governing, [&](const Governing& governing) { write_governing(out, governing); });
  out.key("weights");
  weights(out, facts.weights);
  digests(out, facts.digests);
  write_clarifications(out, facts.clarifications);
  list(out, "lineage", facts.lineage, [&](const Lineage& lineage) { write_lineage(out, facts, lineage); });
  list(out, "frameworks", report.frameworks, [&](const FrameworkResult& framework) { json::framework(out, framework); });
  list(out, "uses", report.uses, [&](const Use& use) { json::use(out, use); });
  list(out, "capabilities", report.capabilities, [&](const Capability& capability) { json::capability(out, capability); });
  list(out, "next_steps", report.next_steps, [&](const Step& step) { json::step(out, step); });
  out.key("language");
  json::language(out, report.language);
  write_what_texts_say(out, facts);
  list(out, "measures", facts.measures, [&](const Measure& measure) { json::measure(out, measure); });
  json::data(out, facts);
  findings(out, report.findings);
  not_examined(out, facts.not_examined);
  out.end_object();
}

std::string write_json(const Report& report, const ToolInfo& tool) {
  JsonWriter out;
  json::report(out, report, tool);
  return escape_invisible(out.take());
}

std::string write_json_records(const Facts& facts, const ToolInfo& tool, bool with_licenses, bool with_weights) {
  JsonWriter out;
  out.begin_object();
  preamble(out, tool);
  if (with_licenses) list(out, "licenses", facts.licenses, [&](const License& item) { license(out, item); });
  if (with_weights) {
    out.key("weights");
    weights(out, facts.weights);
    digests(out, facts.digests);
  }
  findings(out, facts.findings);
  not_examined(out, facts.not_examined);
  out.end_object();
  return escape_invisible(out.take());
}

}  // namespace aboveboard
