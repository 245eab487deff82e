// A check as JSON: the keys of data/schema/check.schema.json, in its order.
#include "report/json_records.h"
#include "report/report.h"

namespace aboveboard {
namespace {

using data::JsonWriter;
using namespace json;

void write_place(JsonWriter& out, const PolicyPlace& place) {
  out.key("policy");
  out.begin_object();
  out.member("path", place.path);
  if (place.line != 0) number(out, "line", place.line);
  out.end_object();
}

void flag_if(JsonWriter& out, std::string_view key, bool value) {
  if (!value) return;
  out.key(key);
  out.boolean(true);
}

void write_violation(JsonWriter& out, const Violation& violation) {
  out.begin_object();
  out.member("rule", violation.rule);
  optional_text(out, "finding", violation.finding);
  out.member("level", to_string(violation.level));
  out.member("state", to_string(violation.state));
  out.member("message", violation.message);
  optional_text(out, "help", violation.help);
  flag_if(out, "unknown", violation.unknown);
  flag_if(out, "integrity", violation.integrity);
  out.member("fingerprint", violation.fingerprint);
  write_place(out, violation.policy);
  if (violation.waiver) {
    out.key("waiver");
    out.begin_object();
    out.member("reason", violation.waiver->reason);
    out.member("owner", violation.waiver->owner);
    out.member("expires", violation.waiver->expires);
    number(out, "line", violation.waiver->line);
    out.end_object();
  }
  evidence(out, violation.evidence);
  out.end_object();
}

void write_violations(JsonWriter& out, std::string_view key, const std::vector<Violation>& all, ViolationState state) {
  out.key(key);
  out.begin_array();
  for (const Violation& violation : all) {
    if (violation.state == state) write_violation(out, violation);
  }
  out.end_array();
}

void write_baseline(JsonWriter& out, const Check& check) {
  if (check.baseline_path.empty()) return;
  out.key("baseline");
  out.begin_object();
  out.member("path", check.baseline_path);
  list(out, "gone", check.gone, [&](const BaselineEntry& entry) {
    out.begin_object();
    out.member("rule", entry.rule);
    out.member("fingerprint", entry.fingerprint);
    out.member("message", entry.message);
    out.end_object();
  });
  out.end_object();
}

}  // namespace

std::string write_json_check(const Report& report, const Check& check, const ToolInfo& tool) {
  JsonWriter out;
  out.begin_object();
  preamble(out, tool);
  out.key("policy");
  out.begin_object();
  out.member("path", check.policy_path);
  out.member("sha256", check.policy_sha256);
  out.end_object();
  out.member("result", to_string(check.result));
  write_violations(out, "violations", check.violations, ViolationState::Violated);
  write_violations(out, "known", check.violations, ViolationState::Known);
  write_violations(out, "waived", check.violations, ViolationState::Waived);
  list(out, "warnings", check.warnings, [&](const PolicyWarning& warning) {
    out.begin_object();
    out.member("rule", warning.rule);
    out.member("message", warning.message);
    write_place(out, warning.policy);
    out.end_object();
  });
  write_baseline(out, check);
  out.member("seal", seal_of(check.violations));
  out.key("report");
  json::report(out, report, tool);
  out.end_object();
  return escape_invisible(out.take());
}

}  // namespace aboveboard
