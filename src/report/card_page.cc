#include "report/card.h"

#include <algorithm>

#include "base/text.h"
#include "report/page.h"
#include "report/words.h"

namespace aboveboard {
namespace {

using namespace terminal;

constexpr int kState = 7;

Style style_of_state(CardState state) {
  switch (state) {
    case CardState::Kept: return Style::Good;
    case CardState::Unknown: return Style::Dim;
    default: return Style::Warn;
  }
}

// The words of the page: what to do with the key.
std::string_view state_name(CardState state) {
  switch (state) {
    case CardState::Kept: return "keep";
    case CardState::Changed: return "change";
    case CardState::Added: return "add";
    case CardState::Removed: return "remove";
    case CardState::Unknown: return "fill in";
  }
  return "";
}

void write_advice(Page& page, const Facts& facts, const CardAdvice& advice) {
  const CardField* now = find_field(facts.card, advice.key);
  constexpr std::size_t kShown = 6;
  std::vector<std::string> values = now == nullptr ? std::vector<std::string>{} : now->values;
  const std::size_t count = values.size();
  if (values.size() > kShown) values.resize(kShown);
  Spans says{strong(advice.key)};
  if (now != nullptr) {
    std::string text;
    for (const std::string& value : values) text += (text.empty() ? ": " : ", ") + value;
    if (count > kShown) text += " and " + std::to_string(count - kShown) + " more";
    if (count == 0) text = ": ...";
    says.push_back(plain(text));
    says.push_back(dim(" ("));
    says.push_back(place(place_text(facts, now->evidence)));
    says.push_back(dim(")"));
  }
  page.row(2, {{{styled(state_name(advice.state), style_of_state(advice.state))}, kState}, {says, 0}});
  Spans then;
  if (advice.state == CardState::Changed || advice.state == CardState::Added) then.push_back(strong(join_and(advice.values)));
  if (!advice.why.empty()) then.push_back(plain((then.empty() ? "" : ": ") + advice.why));
  if (!then.empty()) {
    then.insert(then.begin(), plain("-> "));
    page.text(2 + kState + 2, then, 3);
  }
}

// Places behind a sentence that does not give them itself, were it only by their first line.
Spans places_of(const Facts& facts, const CarefulText& text) {
  EvidenceList first_lines = text.evidence;
  for (Evidence& item : first_lines) item.end_line.reset();
  return places_after(facts, first_lines, 2, text.sentence);
}

void write_texts(Page& page, const Report& report, std::string_view reader) {
  for (const CarefulText& text : report.language.texts) {
    if (text.reader != reader) continue;
    Spans spans{plain(text.sentence)};
    for (Span& span : places_of(report.facts, text)) spans.push_back(std::move(span));
    page.text(2, spans, 2);
  }
}

// A form: each question with its answer and what stands behind it.
void write_form(Page& page, const Report& report) {
  std::size_t number = 0;
  for (const CarefulText& text : report.language.texts) {
    if (text.question.empty()) continue;
    const std::string numeral = std::to_string(++number);
    page.row(2, {{{dim(numeral)}, 2}, {{plain(text.question + " "), styled(text.answer, text.answer == "not shown" ? Style::Warn : Style::Strong)}, 0}});
    Spans spans{plain(text.sentence)};
    for (Span& span : places_of(report.facts, text)) spans.push_back(std::move(span));
    page.text(6, spans);
  }
}

}  // namespace

std::string write_card_page(const Report& report, const std::vector<CardAdvice>& advice, const TerminalOptions& options) {
  const Facts& facts = report.facts;
  Page page(options.width, options.color);
  page.text(0, {strong(facts.release.name), plain(facts.card.path.empty() ? ": no model card is here" : facts.card.front_matter ? "" : ": the card has no front matter")});
  page.section("Front matter");
  for (const CardAdvice& one : advice) write_advice(page, facts, one);
  page.section("What the card may say");
  write_texts(page, report, "card");
  for (const InsteadOf& instead : report.language.instead_of) {
    Spans spans{plain("instead of \"" + instead.claim + "\"")};
    for (Span& span : places_after(facts, instead.evidence, 1, "")) spans.push_back(std::move(span));
    spans.push_back(plain(": " + instead.say));
    page.text(2, spans, 2);
    if (!instead.say_zh.empty()) page.text(4, {plain(instead.say_zh)});
  }
  page.section("What a paper may say");
  write_texts(page, report, "paper");
  page.section("For a procurement form");
  write_form(page, report);
  page.blank();
  page.text(0, {dim("`aboveboard card --suggest` writes the card.")});
  return page.take();
}

}  // namespace aboveboard
