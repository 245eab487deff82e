#include "report/json_verdicts.h"

#include "report/json_records.h"

namespace aboveboard::json {
namespace {

using aboveboard::data::JsonWriter;

void optional_real(JsonWriter& out, std::string_view key, const std::optional<double>& value) {
  if (!value) return;
  out.key(key);
  out.real(*value);
}

}  // namespace

void asked(JsonWriter& out, const Asked& asked) {
  if (!asked.users && !asked.revenue && asked.region.empty()) return;
  out.key("asked");
  out.begin_object();
  if (asked.users) number(out, "users", *asked.users);
  if (asked.revenue) number(out, "revenue", *asked.revenue);
  optional_text(out, "region", asked.region);
  out.end_object();
}

void question(JsonWriter& out, const Question& question) {
  out.begin_object();
  out.member("id", question.id);
  out.member("question", question.text);
  out.member("answer", to_string(question.answer));
  out.member("sentence", question.sentence);
  evidence(out, question.evidence);
  out.end_object();
}

void framework(JsonWriter& out, const FrameworkResult& framework) {
  out.begin_object();
  out.member("id", framework.id);
  optional_text(out, "name", framework.name);
  optional_text(out, "kind", framework.kind);
  optional_text(out, "mode", framework.mode);
  out.member("result", framework.result);
  optional_text(out, "result_min", framework.result_min);
  optional_text(out, "result_max", framework.result_max);
  optional_real(out, "score", framework.score);
  optional_real(out, "score_min", framework.score_min);
  optional_real(out, "score_max", framework.score_max);
  optional_text(out, "sentence", framework.sentence);
  list(out, "requirements", framework.requirements, [&](const RequirementResult& requirement) {
    out.begin_object();
    out.member("id", requirement.id);
    optional_text(out, "title", requirement.title);
    out.member("result", to_string(requirement.result));
    if (!requirement.decides) {
      out.key("decides");
      out.boolean(false);
    }
    optional_text(out, "grade", requirement.grade);
    optional_text(out, "grade_min", requirement.grade_min);
    optional_text(out, "grade_max", requirement.grade_max);
    if (!requirement.missing.empty()) texts(out, "missing", requirement.missing);
    evidence(out, requirement.evidence);
    out.end_object();
  });
  out.end_object();
}

void use(JsonWriter& out, const Use& use) {
  out.begin_object();
  out.member("id", use.id);
  optional_text(out, "title", use.title);
  out.member("answer", to_string(use.answer));
  texts(out, "conditions", use.conditions);
  evidence(out, use.evidence);
  out.end_object();
}

void language(JsonWriter& out, const Language& language) {
  out.begin_object();
  texts(out, "say", language.say);
  list(out, "texts", language.texts, [&](const CarefulText& text) {
    out.begin_object();
    out.member("for", text.reader);
    out.member("id", text.id);
    optional_text(out, "question", text.question);
    optional_text(out, "answer", text.answer);
    out.member("sentence", text.sentence);
    evidence(out, text.evidence);
    out.end_object();
  });
  list(out, "instead_of", language.instead_of, [&](const InsteadOf& instead) {
    out.begin_object();
    out.member("claim", instead.claim);
    out.member("say", instead.say);
    optional_text(out, "say_zh", instead.say_zh);
    evidence(out, instead.evidence);
    out.end_object();
  });
  out.end_object();
}

void capability(JsonWriter& out, const Capability& capability) {
  out.begin_object();
  out.member("id", capability.id);
  out.member("title", capability.title);
  out.member("answer", to_string(capability.answer));
  out.member("sentence", capability.sentence);
  evidence(out, capability.evidence);
  out.end_object();
}

void step(JsonWriter& out, const Step& step) {
  out.begin_object();
  out.member("framework", step.framework);
  out.member("requirement", step.requirement);
  optional_text(out, "reaches", step.reaches);
  out.member("effort", to_string(step.effort));
  out.member("sentence", step.sentence);
  evidence(out, step.evidence);
  out.end_object();
}

void measure(JsonWriter& out, const Measure& measure) {
  out.begin_object();
  out.member("id", measure.id);
  out.key("low");
  out.real(measure.low);
  out.key("high");
  out.real(measure.high);
  out.member("unit", measure.unit);
  out.key("estimated");
  out.boolean(measure.estimated);
  optional_text(out, "how", measure.how);
  evidence(out, measure.evidence);
  out.end_object();
}

void data(JsonWriter& out, const Facts& facts) {
  out.key("data");
  out.begin_object();
  list(out, "aspects", facts.data_aspects, [&](const DataAspect& aspect) {
    out.begin_object();
    out.member("id", aspect.id);
    out.member("depth", to_string(aspect.depth));
    evidence(out, aspect.evidence);
    out.end_object();
  });
  list(out, "sources", facts.data_sources, [&](const DataSource& source) {
    out.begin_object();
    out.member("name", source.name);
    out.member("depth", to_string(source.depth));
    out.member("access", to_string(source.access));
    optional_text(out, "location", source.location);
    optional_text(out, "license", source.license);
    evidence(out, source.evidence);
    out.end_object();
  });
  out.end_object();
}

}  // namespace aboveboard::json
