#include "report/markdown.h"

#include <algorithm>

#include "base/text.h"
#include "data/yaml_writer.h"
#include "report/card.h"
#include "report/display.h"
#include "report/words.h"

namespace aboveboard {
namespace markdown {

std::string escape(std::string_view text) {
  std::string out;
  const std::string clean = terminal::neutralize(text);
  for (std::size_t i = 0; i < clean.size(); ++i) {
    const char c = clean[i];
    // A colon before slashes, an "at" and "www." make links of their own in GitHub's Markdown.
    const bool link = (c == ':' && clean.compare(i, 3, "://") == 0) || c == '@' || (c == '.' && i >= 3 && equals_ignoring_case(std::string_view(clean).substr(i - 3, 3), "www"));
    if (std::string_view("\\`*_[]<>|#~&$!").find(c) != std::string_view::npos || link) out += '\\';
    out += c;
  }
  return out;
}

std::string code(std::string_view text) {
  std::string clean = terminal::neutralize(text);
  std::size_t run = 0, longest = 0;
  for (const char c : clean) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
  const std::string fence(longest + 1, '`');
  const std::string pad = longest > 0 ? " " : "";
  // Inside a table a bar ends the cell, even in code.
  for (std::size_t at = 0; (at = clean.find('|', at)) != std::string::npos; at += 2) clean.insert(at, 1, '\\');
  return fence + pad + clean + pad + fence;
}

}  // namespace markdown

namespace {

// A comment stays on its line.
std::string comment(std::string_view text) { return "  # " + terminal::neutralize(text); }

void write_member(std::string& out, const CardAdvice& advice) {
  out += advice.key + ":";
  const std::string why = advice.why.empty() ? "" : comment(advice.why);
  if (!advice.list) {
    out += " " + data::yaml_scalar(advice.values.empty() ? "" : advice.values.front()) + why + "\n";
    return;
  }
  out += why + "\n";
  for (const std::string& value : advice.values) out += "  - " + data::yaml_scalar(value) + "\n";
}

void write_field(std::string& out, const CardAdvice& advice) {
  switch (advice.state) {
    case CardState::Kept:
      if (!advice.why.empty()) out += "# " + terminal::neutralize(advice.key + ": " + advice.why) + "\n";
      out += advice.yaml;
      return;
    case CardState::Changed: out += "# changed:\n"; return write_member(out, advice);
    case CardState::Added: out += "# added:\n"; return write_member(out, advice);
    case CardState::Removed: out += "# removed: " + terminal::neutralize(advice.key + ": " + advice.why) + "\n"; return;
    case CardState::Unknown: out += "# " + advice.key + ":" + comment(advice.why) + "\n"; return;
  }
}

std::string escaped_places(const Facts& facts, const EvidenceList& evidence, std::size_t most) {
  std::string text;
  for (const std::string& place : terminal::places(facts, evidence, most)) text += (text.empty() ? "" : ", ") + markdown::code(place);
  return text;
}

std::string_view presence_word(Presence presence) {
  switch (presence) {
    case Presence::Present: return "in the release";
    case Presence::Partial: return "in part";
    case Presence::Referenced: return "named or linked";
    case Presence::DeclaredAbsent: return "not released";
    default: return "";
  }
}

// Where the licenses of a component stand. Not what they are called: a table of names would itself be read as a grant, of more than the release gives.
std::string license_places(const Facts& facts, const Component& component) {
  EvidenceList evidence;
  for (const std::string& id : component.licenses) {
    const License* license = find_license(facts, id);
    if (license != nullptr && !license->evidence.empty()) evidence.push_back(license->evidence.front());
  }
  return escaped_places(facts, evidence, 2);
}

// A row for each component that is there, linked or withheld.
void write_components(std::string& out, const Facts& facts) {
  out += "| Component | Released | License stands at | Evidence |\n| --- | --- | --- | --- |\n";
  for (const Component& component : facts.components) {
    const std::string_view word = presence_word(component.presence);
    if (word.empty()) continue;
    const std::string licenses = license_places(facts, component);
    out += "| " + std::string(display_name(component.id)) + " | " + std::string(word) + " | " + (licenses.empty() ? "-" : licenses) + " | " + escaped_places(facts, component.evidence, 1) + " |\n";
  }
  out += "\n";
}

void write_texts(std::string& out, const Report& report, std::initializer_list<std::string_view> ids) {
  for (const CarefulText& text : report.language.texts) {
    if (text.reader != "card" || std::find(ids.begin(), ids.end(), text.id) == ids.end()) continue;
    out += markdown::escape(text.sentence) + "\n\n";
  }
}

void write_terms(std::string& out, const Report& report) {
  const Governing* governing = find_governing(report.facts, ComponentId::Parameters);
  if (governing == nullptr || governing->terms.empty()) return;
  for (const GoverningTerm& governed : governing->terms) {
    const Term& term = governed.term;
    out += "- " + std::string(terminal::term_name(term.kind)) + ": " + markdown::escape(terminal::value_text(term.value));
    if (!term.condition.empty()) out += ", " + markdown::escape(term.condition);
    if (const std::string places = escaped_places(report.facts, term.evidence, 1); !places.empty()) out += " (" + places + ")";
    out += "\n";
  }
  out += "\n";
}

void write_data(std::string& out, const Report& report) {
  write_texts(out, report, {"data"});
  for (const DataAspect& aspect : report.facts.data_aspects) {
    out += "- " + markdown::escape(aspect.id) + ": " + std::string(aspect.depth == Depth::NotFound ? "not told" : to_string(aspect.depth));
    if (const std::string places = escaped_places(report.facts, aspect.evidence, 1); !places.empty()) out += " (" + places + ")";
    out += "\n";
  }
  if (!report.facts.data_aspects.empty()) out += "\n";
}

}  // namespace

std::string write_card(const Report& report, const std::vector<CardAdvice>& advice) {
  std::string out = "---\n";
  for (const CardAdvice& one : advice) write_field(out, one);
  out += "---\n\n## Openness\n\n";
  write_texts(out, report, {"label"});
  write_components(out, report.facts);
  out += "### License of the weights\n\n";
  write_texts(out, report, {"license"});
  write_terms(out, report);
  out += "### Data\n\n";
  write_data(out, report);
  out += "### Not released, or not shown\n\n";
  write_texts(out, report, {"linked", "withheld", "absent", "not-shown"});
  return out;
}

}  // namespace aboveboard
