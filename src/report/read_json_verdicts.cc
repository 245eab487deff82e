#include "report/read_json_records.h"

namespace aboveboard::json {
namespace {

void read_blocking(ObjectReader& in, Blocking& blocking) {
  in.text("requirement", blocking.requirement);
  in.text("missing", blocking.missing);
  in.list("evidence", blocking.evidence);
}

void read_requirement(ObjectReader& in, RequirementResult& requirement) {
  in.text("id", requirement.id);
  in.text("title", requirement.title, Need::Optional);
  in.word("result", requirement.result);
  in.flag("decides", requirement.decides, Need::Optional);
  in.text("grade", requirement.grade, Need::Optional);
  in.text("grade_min", requirement.grade_min, Need::Optional);
  in.text("grade_max", requirement.grade_max, Need::Optional);
  in.texts("missing", requirement.missing, Need::Optional);
  in.list("evidence", requirement.evidence);
}

void read_careful_text(ObjectReader& in, CarefulText& text) {
  in.one_of("for", text.reader, {"card", "procurement", "paper"});
  in.text("id", text.id);
  in.text("question", text.question, Need::Optional);
  in.text("answer", text.answer, Need::Optional);
  in.text("sentence", text.sentence);
  in.list("evidence", text.evidence);
}

void read_instead(ObjectReader& in, InsteadOf& instead) {
  in.text("claim", instead.claim);
  in.text("say", instead.say);
  in.text("say_zh", instead.say_zh, Need::Optional);
  in.list("evidence", instead.evidence);
}

void read_aspect(ObjectReader& in, DataAspect& aspect) {
  in.text("id", aspect.id);
  in.word("depth", aspect.depth);
  in.list("evidence", aspect.evidence);
}

void read_data_source(ObjectReader& in, DataSource& source) {
  in.text("name", source.name);
  in.word("depth", source.depth);
  in.word("access", source.access);
  in.text("location", source.location, Need::Optional);
  in.text("license", source.license, Need::Optional);
  in.list("evidence", source.evidence);
}

}  // namespace

void read(ObjectReader& in, LabelVerdict& label) {
  in.word_or_null("at_least", label.at_least);
  in.word("at_most", label.at_most);
  in.word_or_null("apparent", label.apparent);
  in.text("sentence", label.sentence);
  in.list("blocking", label.blocking, Need::Required, read_blocking);
  in.list("evidence", label.evidence);
}

void read(ObjectReader& in, Asked& asked) {
  in.number("users", asked.users);
  in.number("revenue", asked.revenue);
  in.text("region", asked.region, Need::Optional);
}

void read(ObjectReader& in, Question& question) {
  in.one_of("id", question.id, {"run", "inspect", "data", "share"});
  in.text("question", question.text);
  in.word("answer", question.answer);
  in.text("sentence", question.sentence);
  in.list("evidence", question.evidence);
}

void read(ObjectReader& in, FrameworkResult& framework) {
  in.text("id", framework.id);
  in.text("name", framework.name, Need::Optional);
  in.one_of("kind", framework.kind, {"ladder", "verdict", "classes", "scale", "checklist"}, Need::Optional);
  in.text("mode", framework.mode, Need::Optional);
  in.text("result", framework.result);
  in.text("result_min", framework.result_min, Need::Optional);
  in.text("result_max", framework.result_max, Need::Optional);
  in.real("score", framework.score);
  in.real("score_min", framework.score_min);
  in.real("score_max", framework.score_max);
  in.text("sentence", framework.sentence, Need::Optional);
  in.list("requirements", framework.requirements, Need::Required, read_requirement);
}

void read(ObjectReader& in, Use& use) {
  in.text("id", use.id);
  in.text("title", use.title, Need::Optional);
  in.word("answer", use.answer);
  in.texts("conditions", use.conditions);
  in.list("evidence", use.evidence);
}

void read(ObjectReader& in, Capability& capability) {
  in.text("id", capability.id);
  in.text("title", capability.title);
  in.word("answer", capability.answer);
  in.text("sentence", capability.sentence);
  in.list("evidence", capability.evidence);
}

void read(ObjectReader& in, Step& step) {
  in.text("framework", step.framework);
  in.text("requirement", step.requirement);
  in.text("reaches", step.reaches, Need::Optional);
  in.word("effort", step.effort);
  in.text("sentence", step.sentence);
  in.list("evidence", step.evidence);
}

void read(ObjectReader& in, Language& language) {
  in.texts("say", language.say);
  in.list("texts", language.texts, Need::Required, read_careful_text);
  in.list("instead_of", language.instead_of, Need::Required, read_instead);
}

void read(ObjectReader& in, Measure& measure) {
  in.text("id", measure.id);
  in.real("low", measure.low);
  in.real("high", measure.high);
  in.text("unit", measure.unit);
  in.flag("estimated", measure.estimated);
  in.text("how", measure.how, Need::Optional);
  in.list("evidence", measure.evidence);
}

void read_data(ObjectReader& in, Facts& facts) {
  in.list("aspects", facts.data_aspects, Need::Required, read_aspect);
  in.list("sources", facts.data_sources, Need::Required, read_data_source);
}

}  // namespace aboveboard::json
