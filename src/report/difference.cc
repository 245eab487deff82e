#include "report/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/text.h"
#include "model/names.h"
#include "report/compare_values.h"
#include "report/difference_parts.h"
#include "report/words.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 3> kDirections = {"neither", "more-open", "less-open"};
constexpr std::size_t kEvidenceKept = 3;  // of each side of a change
constexpr std::size_t kCauses = 2;        // told in the sentence

// "the license of the model parameters changed from A to B": a change as a part of a sentence.
std::string cause_of(const Change& change) {
  if (change.group == "governing") {
    const auto first = component_from_string(change.id);
    const std::string_view name = first ? display_name(*first) : std::string_view(change.title);
    return fmt::format("the license of the {}{} changed from {} to {}", name, name == change.title ? "" : " and others", change.before.text, change.after.text);
  }
  if (change.group == "components") return fmt::format("{}: {} -> {}", change.title, change.before.text, change.after.text);
  if (change.before.text.empty()) return fmt::format("{} added: {}", change.title, change.after.text);
  if (change.after.text.empty()) return fmt::format("{} removed: {}", change.title, change.before.text);
  return fmt::format("{} changed from {} to {}", change.title, change.before.text, change.after.text);
}

// What a reader should hear first of the changes of one direction: the license of the weights, then other licenses, terms, components, data, answers, requirements.
std::string causes(const std::vector<Change>& changes, Direction direction) {
  constexpr std::array<std::string_view, 8> kFirst = {"governing", "terms", "components", "data", "licenses", "uses", "questions", "frameworks"};
  std::vector<std::string> told;
  for (const std::string_view group : kFirst) {
    for (const Change& change : changes) {
      if (change.group == group && change.direction == direction && told.size() < kCauses) told.push_back(cause_of(change));
    }
    if (!told.empty() && group != "components") break;  // terms follow from the license, answers and requirements from the rest
  }
  std::string text;
  for (const std::string& cause : told) text += "; " + cause;
  return text;
}

std::string_view words_of(Direction direction) {
  return direction == Direction::MoreOpen ? "more open" : direction == Direction::LessOpen ? "less open" : "neither more nor less open";
}

// "Open Weights AI -> Weights Available AI": the reading that moved, the apparent one first.
std::string label_move(const LabelVerdict& before, const LabelVerdict& after) {
  if (before.apparent != after.apparent) return label_text(before.apparent, kCannotBeTold) + " -> " + label_text(after.apparent, kCannotBeTold);
  if (before.at_most != after.at_most) return "at most " + label_text(before.at_most, "") + " -> " + label_text(after.at_most, "");
  if (before.at_least != after.at_least) return "at least " + label_text(before.at_least, kNothingShown) + " -> " + label_text(after.at_least, kNothingShown);
  return label_text(after.apparent, "a label that cannot be told") + " as before";
}

std::string sentence_of(const Difference& found, const LabelVerdict& before, const LabelVerdict& after) {
  if (found.changes.empty()) return "no difference";
  const std::string label = label_move(before, after);
  const auto count = [&](Direction direction) {
    return std::count_if(found.changes.begin(), found.changes.end(), [direction](const Change& change) { return change.direction == direction; });
  };
  if (found.direction == Direction::Neither && found.more_open && found.less_open) {
    return fmt::format("more open in {}, less open in {}: {}{}", count(Direction::MoreOpen), count(Direction::LessOpen), label, causes(found.changes, Direction::LessOpen));
  }
  std::string text = fmt::format("{}: {}{}", words_of(found.direction), label, found.direction == Direction::Neither ? "" : causes(found.changes, found.direction));
  if (found.direction == Direction::MoreOpen && found.less_open) text += fmt::format("; but less open in {}", terminal::count_of(static_cast<std::uint64_t>(count(Direction::LessOpen)), "thing", "things"));
  if (found.direction == Direction::LessOpen && found.more_open) text += fmt::format("; but more open in {}", terminal::count_of(static_cast<std::uint64_t>(count(Direction::MoreOpen)), "thing", "things"));
  return text;
}

std::string asked_text(const Asked& asked) {
  std::vector<std::string> parts;
  if (asked.users) parts.push_back(terminal::group_digits(*asked.users) + " users");
  if (asked.revenue) parts.push_back(terminal::group_digits(*asked.revenue) + " US dollars of revenue");
  if (!asked.region.empty()) parts.push_back("region " + asked.region);
  return parts.empty() ? "nobody in particular" : join_and(parts);
}

std::vector<std::string> notes_of(const DiffInput& before, const DiffInput& after) {
  std::vector<std::string> notes;
  const Facts &old_facts = before.report.facts, &new_facts = after.report.facts;
  if (before.tool.data_version != after.tool.data_version) {
    notes.push_back(fmt::format("The reports were made with other rules and licenses (data version {}, then {}): a change may be one of these, and not of the release.",
                                before.tool.data_version.substr(0, 12), after.tool.data_version.substr(0, 12)));
  }
  if (old_facts.release.complete != new_facts.release.complete) {
    notes.push_back(fmt::format("Only the {} report was made with --complete: what is not found counts as absent there, and as unknown in the other.", old_facts.release.complete ? "older" : "newer"));
  }
  if (asked_text(old_facts.asked) != asked_text(new_facts.asked)) notes.push_back(fmt::format("The uses are answered for {}, then for {}.", asked_text(old_facts.asked), asked_text(new_facts.asked)));
  if (old_facts.release.sources.size() != new_facts.release.sources.size()) {
    notes.push_back(fmt::format("The older report is of {}, the newer one of {}: what is gone may only lie outside of what was looked at.",
                                terminal::count_of(old_facts.release.sources.size(), "source", "sources"), terminal::count_of(new_facts.release.sources.size(), "source", "sources")));
  }
  return notes;
}

}  // namespace

namespace diff {

ChangeSide Changes::side(const Report& report, std::string text, const EvidenceList& evidence) {
  ChangeSide out{std::move(text), "", {}};
  const std::vector<std::string> places = terminal::places(report.facts, evidence, 1);
  const bool told = !evidence.empty() && !evidence.front().path.empty() && out.text.find(evidence.front().path) != std::string::npos;
  if (!places.empty() && !told) out.place = places.front();
  out.evidence.assign(evidence.begin(), evidence.begin() + static_cast<std::ptrdiff_t>(std::min(evidence.size(), kEvidenceKept)));
  return out;
}

void Changes::add(std::string id, std::string title, Direction direction, ChangeSide before, ChangeSide after) {
  if (before.text == after.text) return;
  out_.push_back({group_, std::move(id), std::move(title), within_, direction, std::move(before), std::move(after)});
}

void Changes::add_once(const std::string& id, std::string title, Direction direction, ChangeSide before, ChangeSide after) {
  if (told_.insert(fmt::format("{}\n{}\n{}\n{}", group_, id, before.text, after.text)).second) add(id, std::move(title), direction, std::move(before), std::move(after));
}

namespace {

int rank_of(const std::optional<Label>& label) { return label ? static_cast<int>(*label) : -1; }

// What cannot be told any more is less open; what could not be told before went neither way.
Direction apparent_direction(const std::optional<Label>& before, const std::optional<Label>& after) {
  return before ? by_rank(rank_of(before), rank_of(after)) : Direction::Neither;
}

}  // namespace

Direction label_direction(const LabelVerdict& before, const LabelVerdict& after) {
  if (const Direction apparent = apparent_direction(before.apparent, after.apparent); apparent != Direction::Neither) return apparent;
  const Direction most = by_rank(rank_of(before.at_most), rank_of(after.at_most)), least = by_rank(rank_of(before.at_least), rank_of(after.at_least));
  if (most == Direction::Neither || least == Direction::Neither || most == least) return most == Direction::Neither ? least : most;
  return Direction::Neither;  // the interval grew or shrank at both ends
}

void compare_labels(Changes& changes) {
  changes.group("label");
  const LabelVerdict &before = changes.before().label, &after = changes.after().label;
  const auto reading = [&](const char* id, const char* title, const std::optional<Label>& old_label, const std::optional<Label>& new_label, std::string_view otherwise, Direction direction) {
    changes.add(id, title, direction, changes.old_side(label_text(old_label, otherwise), before.evidence), changes.new_side(label_text(new_label, otherwise), after.evidence));
  };
  reading("apparent", "apparent", before.apparent, after.apparent, kCannotBeTold, apparent_direction(before.apparent, after.apparent));
  reading("at-least", "at least", before.at_least, after.at_least, kNothingShown, by_rank(rank_of(before.at_least), rank_of(after.at_least)));
  reading("at-most", "at most", before.at_most, after.at_most, "", by_rank(rank_of(before.at_most), rank_of(after.at_most)));
}

}  // namespace diff

std::string_view to_string(Direction direction) { return name_of(kDirections, direction); }

Difference difference(const DiffInput& before, const DiffInput& after) {
  Difference out;
  diff::Changes changes(before.report, after.report, out.changes);
  diff::compare_labels(changes);
  diff::compare_licenses(changes);
  diff::compare_terms(changes);
  diff::compare_components(changes);
  diff::compare_answers(changes);
  diff::compare_frameworks(changes);
  diff::compare_data(changes);
  diff::compare_weights(changes);
  diff::compare_lineage(changes);
  diff::compare_texts(changes);
  for (const Change& change : out.changes) {
    out.more_open = out.more_open || change.direction == Direction::MoreOpen;
    out.less_open = out.less_open || change.direction == Direction::LessOpen;
  }
  out.direction = diff::label_direction(before.report.label, after.report.label);
  if (out.direction == Direction::Neither && out.more_open != out.less_open) out.direction = out.more_open ? Direction::MoreOpen : Direction::LessOpen;
  out.sentence = sentence_of(out, before.report.label, after.report.label);
  out.notes = notes_of(before, after);
  return out;
}

}  // namespace aboveboard
