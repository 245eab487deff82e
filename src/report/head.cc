#include "report/head.h"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "report/display.h"
#include "report/words.h"

namespace aboveboard::terminal {
namespace {

constexpr std::string_view kCannotTell = "cannot be told from these files";
constexpr int kQuestionColumns = 38;  // the longest question
constexpr int kAnswerColumns = 7;
constexpr int kSideBySide = 110;      // the width from which a question and its explanation share a line

Span label_span(std::optional<Label> label, std::string_view otherwise) {
  return label ? styled(display_name(*label), style_of(*label)) : styled(otherwise, Style::Warn);
}

// What would settle the next rung, each thing once.
std::string missing_text(const LabelVerdict& label) {
  std::vector<std::string> missing;
  for (const Blocking& blocking : label.blocking) {
    if (!blocking.missing.empty() && std::find(missing.begin(), missing.end(), blocking.missing) == missing.end()) {
      missing.push_back(blocking.missing);
    }
  }
  return join_and(missing);
}

void write_title(Page& page, const Report& report) {
  const std::optional<Label> apparent = report.label.apparent;
  const std::string label(apparent ? display_name(*apparent) : kCannotTell);
  const int label_columns = static_cast<int>(display_width(label));
  const int room = page.width() - label_columns - 2;
  const std::string name = neutralize(report.facts.release.name);
  constexpr int kReadableName = 16;
  if (static_cast<int>(display_width(name)) <= room || room >= kReadableName + 8) {
    const Span title = strong(elide_middle(name, static_cast<std::size_t>(room)));
    page.row(0, {{{title}, room}, {{label_span(apparent, kCannotTell)}, 0}});
    return;
  }
  page.text(0, {strong(elide_middle(name, static_cast<std::size_t>(page.width())))});
  page.text(2, {label_span(apparent, kCannotTell)});
}

// The readings that the title does not give: at least, where less is proved than it looks like; at most, where more is not ruled out.
void write_readings(Page& page, const Report& report) {
  const LabelVerdict& label = report.label;
  constexpr int kReading = 8;
  const bool plainly_closed = !label.at_least && label.apparent == Label::Closed;
  if (label.at_least != label.apparent && !plainly_closed) {
    Spans spans{plain("no label: the weights themselves are not here")};
    if (label.at_least) spans = {label_span(label.at_least, ""), plain(", which the files prove")};
    page.row(2, {{{plain("At least")}, kReading}, {spans, 0}});
  }
  if (label.apparent && *label.apparent >= label.at_most) return;
  const std::string_view highest = display_name(label.at_most);
  const std::string missing = missing_text(label);
  const bool told = label.sentence.find(missing) != std::string::npos;
  if (told && label.sentence.find(std::string(highest) + ",") != std::string::npos) return;
  Spans spans{plain(highest), plain(", which no line here rules out")};
  if (!told) spans.push_back(plain("; next to show: " + missing));
  page.row(2, {{{plain("At most")}, kReading}, {spans, 0}});
}

// Does the sentence name a place of its evidence already?
bool gives_a_place(const Facts& facts, const Question& question) {
  return std::any_of(question.evidence.begin(), question.evidence.end(), [&](Evidence item) {
    item.end_line.reset();  // a sentence may give the first line alone
    return question.sentence.find(place_text(facts, item)) != std::string::npos;
  });
}

void write_question(Page& page, const Report& report, std::size_t number) {
  const Question& question = report.questions[number];
  const Span answer = styled(to_string(question.answer), style_of(question.answer));
  Spans sentence{plain(question.sentence)};
  if (!gives_a_place(report.facts, question)) {
    for (Span& span : places_after(report.facts, question.evidence, 2, "")) sentence.push_back(std::move(span));
  }
  const Span numeral = dim(std::to_string(number + 1));
  if (page.width() >= kSideBySide) {
    page.row(2, {{{numeral}, 1}, {{plain(question.text)}, kQuestionColumns}, {{answer}, kAnswerColumns}, {sentence, 0}});
    return;
  }
  page.row(2, {{{numeral}, 1}, {{plain(question.text)}, std::min(kQuestionColumns, page.width() - 16)}, {{answer}, kAnswerColumns}});
  page.text(5, sentence);
}

std::string answer_text(const Use& use) {
  const auto conditions = static_cast<std::uint64_t>(use.conditions.size());
  if (use.answer == UseAnswer::LicenseNeeded) return "license needed";
  const bool with = use.answer == UseAnswer::Conditions && conditions > 0;
  return with ? "yes, with " + count_of(conditions, "condition", "conditions") : std::string(to_string(use.answer));
}

// The uses that most readers ask for. Who says how many users he has, or what he earns, asks for a commercial one.
std::vector<const Use*> main_uses(const Report& report) {
  const bool commercial = report.facts.asked.users || report.facts.asked.revenue;
  std::vector<const Use*> main;
  for (const std::string_view id : {std::string_view("private"), std::string_view(commercial ? "commercial" : "application"), std::string_view("redistribute"), std::string_view("fine-tune-and-release"), std::string_view("research")}) {
    const auto found = std::find_if(report.uses.begin(), report.uses.end(), [id](const Use& use) { return use.id == id; });
    if (found != report.uses.end()) main.push_back(&*found);
  }
  return main;
}

// Uses at a glance; neighbors with the same answer share it.
void write_uses_line(Page& page, const Report& report) {
  const std::vector<const Use*> uses = main_uses(report);
  if (uses.empty()) return;
  Spans spans;
  for (std::size_t i = 0; i < uses.size();) {
    const std::string answer = answer_text(*uses[i]);
    const Style style = style_of(uses[i]->answer);
    std::vector<std::string> titles;
    for (; i < uses.size() && answer_text(*uses[i]) == answer; ++i) titles.push_back(use_name(*uses[i]));
    if (!spans.empty()) spans.push_back(dim(" \u00b7 "));
    spans.push_back(plain(join_and(titles) + ": "));
    spans.push_back(styled(answer, style));
  }
  page.row(2, {{{strong("For ...")}, 8}, {spans, 0}});
}

struct Family {
  std::string name;
  FindingLevel level = FindingLevel::Note;
  std::uint64_t count = 0;
  const Finding* first = nullptr;
};

// Findings by kind, worst first; notes only as a number.
void write_findings_line(Page& page, const Report& report) {
  std::vector<Family> families;
  std::uint64_t notes = 0;
  for (const Finding& finding : report.findings) {
    if (finding.level == FindingLevel::Note) {
      ++notes;
      continue;
    }
    const std::string name = finding_family(finding.rule);
    const auto known = std::find_if(families.begin(), families.end(),
                                    [&](const Family& family) { return family.name == name && family.level == finding.level; });
    if (known == families.end()) {
      families.push_back({name, finding.level, 1, &finding});
    } else {
      ++known->count;
    }
  }
  Spans spans;
  for (const Family& family : families) {
    if (!spans.empty()) spans.push_back(dim(" \u00b7 "));
    spans.push_back(styled(group_digits(family.count) + " " + family.name, style_of(family.level)));
    for (Span& span : places_after(report.facts, family.first->evidence, 2, "")) spans.push_back(std::move(span));
  }
  if (notes > 0) {
    if (!spans.empty()) spans.push_back(dim(" \u00b7 "));
    spans.push_back(plain(count_of(notes, "note", "notes")));
  }
  if (spans.empty()) spans.push_back(plain("none"));
  page.row(2, {{{strong("Findings")}, 8}, {spans, 0}});
}

}  // namespace

void write_head(Page& page, const Report& report) {
  write_title(page, report);
  if (!report.label.sentence.empty()) {
    Spans spans{plain("\"" + report.label.sentence + "\"")};
    for (Span& span : places_after(report.facts, report.label.evidence, 3, report.label.sentence)) spans.push_back(std::move(span));
    page.text(2, spans, 1);
  }
  write_readings(page, report);
  page.blank();
  for (std::size_t i = 0; i < report.questions.size(); ++i) write_question(page, report, i);
  page.blank();
  write_uses_line(page, report);
  write_findings_line(page, report);
  const auto unseen = static_cast<std::uint64_t>(report.facts.not_examined.size());
  if (unseen > 0) {
    page.row(2, {{{strong("Unseen")}, 8}, {{styled(count_of(unseen, "thing was", "things were"), Style::Warn), plain(" not examined; see the end")}, 0}});
  }
}

}  // namespace aboveboard::terminal
