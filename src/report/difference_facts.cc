// What the files show: licenses and their terms, components, weights, lineage, data.
#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "report/compare_values.h"
#include "report/difference_parts.h"
#include "report/words.h"

namespace aboveboard::diff {
namespace {

const EvidenceList kNoEvidence;

// 2 open, 1 cannot be told (no license, or one of unknown class), 0 restricts.
int openness(const Facts& facts, const std::vector<std::string>& ids) {
  const std::vector<LicenseClass> classes = classes_of(facts, ids);
  return has_restriction(classes) ? 0 : all_open(classes) ? 2 : 1;
}

// To or from an open license; what cannot be told and what restricts are both not open, and between them nothing is gained or lost.
Direction license_direction(int before, int after) { return before == 2 || after == 2 ? by_rank(before, after) : Direction::Neither; }

// Where the licenses stand, first of those that the other report does not have.
EvidenceList evidence_of(const Facts& facts, std::vector<std::string> ids, const std::vector<std::string>& others) {
  std::stable_partition(ids.begin(), ids.end(), [&](const std::string& id) { return std::find(others.begin(), others.end(), id) == others.end(); });
  EvidenceList out;
  for (const std::string& id : ids) {
    const License* license = find_license(facts, id);
    if (license != nullptr && !license->evidence.empty()) out.push_back(license->evidence.front());
  }
  return out;
}

std::string names_of(const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& id : ids) names.push_back(short_license_id(id));
  return names.empty() ? "none stated" : join_and(names);
}

// Components whose licenses went from the same to the same, together.
void compare_governing(Changes& changes) {
  changes.group("governing");
  using Ids = std::vector<std::string>;
  std::map<std::pair<Ids, Ids>, std::vector<ComponentId>> moved;
  std::vector<std::pair<Ids, Ids>> order;
  for (const ComponentId id : all_components()) {
    const Component &before = component(changes.before().facts, id), &after = component(changes.after().facts, id);
    const bool in_both = before.presence >= Presence::Referenced && after.presence >= Presence::Referenced;
    const bool linked = before.presence == Presence::Referenced || after.presence == Presence::Referenced;
    const bool unlicensed = before.licenses.empty() || after.licenses.empty();
    // Of what is only linked nobody expects the license here: that one is stated now, or no more, is a change of presence.
    if (!in_both || before.licenses == after.licenses || (linked && unlicensed)) continue;
    const std::pair key(before.licenses, after.licenses);
    if (moved[key].empty()) order.push_back(key);
    moved[key].push_back(id);
  }
  const auto has_weights = [&](const auto& key) { return std::find(moved[key].begin(), moved[key].end(), ComponentId::Parameters) != moved[key].end(); };
  std::stable_partition(order.begin(), order.end(), has_weights);
  for (const auto& key : order) {
    std::vector<std::string> names;
    for (const ComponentId id : moved[key]) names.emplace_back(display_name(id));
    const Facts &before = changes.before().facts, &after = changes.after().facts;
    const bool weights = has_weights(key);
    changes.add(std::string(to_string(weights ? ComponentId::Parameters : moved[key].front())), join_and(names), license_direction(openness(before, key.first), openness(after, key.second)),
                changes.old_side(names_of(key.first), evidence_of(before, key.first, key.second)), changes.new_side(names_of(key.second), evidence_of(after, key.second, key.first)));
  }
}

std::string standing_of(const License& license) {
  std::string text = license.detected ? std::string(terminal::verdict_name(license.verdict)) : "no text here";
  if (license.declared) text += ", declared";
  if (license.conflict) text += ", tag and text disagree";
  return text;
}

// `threshold` 700 -> 100 takes more away; a term that was free and is conditional now, too.
Direction changed_term(const Term& before, const Term& after) {
  if (before.kind == TermKind::UserThreshold || before.kind == TermKind::RevenueThreshold) {
    const auto old_number = parse_decimal(before.value), new_number = parse_decimal(after.value);
    if (old_number && new_number) return *old_number == *new_number ? Direction::Neither : *new_number > *old_number ? Direction::MoreOpen : Direction::LessOpen;
  }
  const auto rank = [](const Term& term) { return !restricts(term) ? 2 : term.value == "no" || term.value.starts_with("no ") || term.value == "forbidden" ? 0 : 1; };
  return by_rank(rank(before), rank(after));
}

// The terms of one component's licenses.
void compare_terms_of(Changes& changes, ComponentId id) {
  static const std::vector<GoverningTerm> kNoTerms;
  const Governing *before = find_governing(changes.before().facts, id), *after = find_governing(changes.after().facts, id);
  const auto key = [](const GoverningTerm& governed) { return std::string(to_string(governed.term.kind)); };
  match(before != nullptr ? before->terms : kNoTerms, after != nullptr ? after->terms : kNoTerms, key, [&](const GoverningTerm* was, const GoverningTerm* is) {
    const Term& one = was != nullptr ? was->term : is->term;
    Direction direction = Direction::Neither;
    if (was != nullptr && is != nullptr) {
      direction = changed_term(was->term, is->term);
    } else if (restricts(one)) {
      // A restriction that is gone, because what governs can no longer be told, is not lifted.
      // Nor is one taken on, that was not known before.
      direction = was == nullptr && tells_terms(before) ? Direction::LessOpen : was != nullptr && tells_terms(after) ? Direction::MoreOpen : Direction::Neither;
    }
    const std::string gone = tells_terms(after) ? "" : "cannot be told";
    ChangeSide old_side = was != nullptr ? changes.old_side(term_text(was->term), was->term.evidence) : ChangeSide{};
    ChangeSide new_side = is != nullptr ? changes.new_side(term_text(is->term), is->term.evidence) : changes.new_side(gone, kNoEvidence);
    changes.add_once(std::string(to_string(one.kind)), std::string(terminal::term_name(one.kind)) + " (" + std::string(display_name(id)) + ")", direction, std::move(old_side), std::move(new_side));
  });
}

int presence_rank(Presence presence) {
  return presence == Presence::DeclaredAbsent ? 0 : presence <= Presence::NotFound ? 1 : static_cast<int>(presence);
}

// "4 files: a, b, c ..."
std::string some_of(const std::vector<std::string>& paths) {
  constexpr std::size_t kNamed = 3;
  std::string text = terminal::count_of(paths.size(), "file", "files");
  for (std::size_t i = 0; i < paths.size() && i < kNamed; ++i) text += (i == 0 ? ": " : ", ") + paths[i];
  return paths.size() > kNamed ? text + " ..." : text;
}

// What is known of the bytes of each weight file.
std::map<std::string, std::string> digests_of(const Facts& facts) {
  std::map<std::string, std::string> digests;
  for (const WeightsFile& file : facts.weights.files) {
    if (!file.digest.empty()) digests[file.path] = file.digest;
  }
  for (const FileDigest& digest : facts.digests) digests[digest.path] = digest.algorithm + ":" + digest.value;
  return digests;
}

void compare_files(Changes& changes) {
  const Facts &before = changes.before().facts, &after = changes.after().facts;
  const auto old_digests = digests_of(before), new_digests = digests_of(after);
  std::vector<std::string> gone, added;
  match(before.weights.files, after.weights.files, [](const WeightsFile& file) { return file.path; }, [&](const WeightsFile* was, const WeightsFile* is) {
    if (was == nullptr) added.push_back(is->path);
    if (is == nullptr) gone.push_back(was->path);
    if (was == nullptr || is == nullptr || was->bytes == is->bytes) return;
    const auto bytes = [](const WeightsFile& file) { return terminal::count_of(file.bytes, "byte", "bytes"); };
    changes.add(is->path, "size of " + is->path, Direction::Neither, changes.old_side(bytes(*was), was->evidence), changes.new_side(bytes(*is), is->evidence));
  });
  for (const auto& [path, digest] : new_digests) {
    const auto found = old_digests.find(path);
    const std::string_view algorithm = std::string_view(digest).substr(0, digest.find(':') + 1);
    if (found == old_digests.end() || !found->second.starts_with(algorithm)) continue;
    changes.add(path, "bytes of " + path, Direction::Neither, {found->second, "", {}}, {digest, "", {}});
  }
  if (!gone.empty()) changes.add("files-gone", "files", Direction::Neither, changes.old_side(some_of(gone), before.weights.evidence), {});
  if (!added.empty()) changes.add("files-new", "files", Direction::Neither, {}, changes.new_side(some_of(added), after.weights.evidence));
}

int depth_rank(Depth depth) { return depth == Depth::Withheld ? 0 : depth == Depth::NotFound ? 1 : static_cast<int>(depth); }

// Open, public, obtainable, unshareable; unknown may be any of them.
Direction access_direction(DataAccess before, DataAccess after) {
  if (before == DataAccess::Unknown || after == DataAccess::Unknown) return Direction::Neither;
  return by_rank(static_cast<int>(after), static_cast<int>(before));
}

std::string source_text(const DataSource& source) {
  std::string text = std::string(to_string(source.depth)) + ", access " + std::string(to_string(source.access));
  return source.license.empty() ? text : text + ", license " + source.license;
}

std::string dashless(std::string_view word) {
  std::string text(word);
  std::replace(text.begin(), text.end(), '-', ' ');
  return text;
}

}  // namespace

void compare_licenses(Changes& changes) {
  compare_governing(changes);
  changes.group("licenses");
  match(changes.before().facts.licenses, changes.after().facts.licenses, [](const License& license) { return license.id; }, [&](const License* was, const License* is) {
    const License& one = is != nullptr ? *is : *was;
    Direction direction = Direction::Neither;  // of those that come and go, what they govern tells it
    if (was != nullptr && is != nullptr) direction = by_rank(was->detected ? 1 : 0, is->detected ? 1 : 0);
    changes.add(one.id, short_license_id(one.id), direction, was != nullptr ? changes.old_side(standing_of(*was), was->evidence) : ChangeSide{},
                is != nullptr ? changes.new_side(standing_of(*is), is->evidence) : ChangeSide{});
  });
}

void compare_terms(Changes& changes) {
  changes.group("terms");
  for (const ComponentId id : {ComponentId::Parameters, ComponentId::Datasets, ComponentId::TrainingCode}) compare_terms_of(changes, id);
}

void compare_components(Changes& changes) {
  changes.group("components");
  for (const ComponentId id : all_components()) {
    const Component &before = component(changes.before().facts, id), &after = component(changes.after().facts, id);
    const bool recanted = before.presence == Presence::DeclaredAbsent && after.presence <= Presence::NotFound;  // no text says so any more
    const Direction direction = recanted ? Direction::Neither : by_rank(presence_rank(before.presence), presence_rank(after.presence));
    changes.add(std::string(to_string(id)), std::string(display_name(id)), direction, changes.old_side(std::string(terminal::presence_name(before.presence)), before.evidence),
                changes.new_side(std::string(terminal::presence_name(after.presence)), after.evidence));
  }
}

void compare_weights(Changes& changes) {
  changes.group("weights");
  const Weights &before = changes.before().facts.weights, &after = changes.after().facts.weights;
  const auto row = [&](const char* id, const char* title, std::string was, std::string is, Direction direction = Direction::Neither) {
    changes.add(id, title, direction, changes.old_side(std::move(was), before.evidence), changes.new_side(std::move(is), after.evidence));
  };
  const auto count = [](const std::optional<std::uint64_t>& number) { return number ? terminal::group_digits(*number) : std::string("not counted"); };
  row("parameters", "parameters", count(before.parameters), count(after.parameters));
  row("formats", "formats", join_and(before.formats), join_and(after.formats));
  row("dtypes", "types of numbers", dtypes_text(before), dtypes_text(after));
  row("quantization", "quantization", before.quantization, after.quantization);
  row("architecture", "architecture", before.architecture, after.architecture);
  row("bytes", "size", terminal::group_digits(before.bytes) + " bytes", terminal::group_digits(after.bytes) + " bytes");
  const auto whole = [](Completeness complete) { return complete == Completeness::Yes ? 1 : 0; };
  row("complete", "complete", std::string(to_string(before.complete)), std::string(to_string(after.complete)), by_rank(whole(before.complete), whole(after.complete)));
  compare_files(changes);
}

void compare_lineage(Changes& changes) {
  changes.group("lineage");
  match(changes.before().facts.lineage, changes.after().facts.lineage, [](const Lineage& line) { return line.of + "\n" + line.relation + "\n" + line.base; },
        [&](const Lineage* was, const Lineage* is) {
          const Lineage& one = is != nullptr ? *is : *was;
          const auto text = [](const Lineage& line) { return line.terms_inherited.empty() ? line.relation : line.relation + ", terms: " + line.terms_inherited; };
          changes.add(one.base, one.base, Direction::Neither, was != nullptr ? changes.old_side(text(*was), was->evidence) : ChangeSide{},
                      is != nullptr ? changes.new_side(text(*is), is->evidence) : ChangeSide{});
        });
}

void compare_data(Changes& changes) {
  changes.group("data");
  match(changes.before().facts.data_aspects, changes.after().facts.data_aspects, [](const DataAspect& aspect) { return aspect.id; }, [&](const DataAspect* was, const DataAspect* is) {
    if (was == nullptr || is == nullptr) return;  // the list is closed: another version of it
    const bool recanted = was->depth == Depth::Withheld && is->depth == Depth::NotFound;
    changes.add(was->id, dashless(was->id), recanted ? Direction::Neither : by_rank(depth_rank(was->depth), depth_rank(is->depth)),
                changes.old_side(dashless(to_string(was->depth)), was->evidence), changes.new_side(dashless(to_string(is->depth)), is->evidence));
  });
  match(changes.before().facts.data_sources, changes.after().facts.data_sources, [](const DataSource& source) { return source.name; }, [&](const DataSource* was, const DataSource* is) {
    Direction direction = was == nullptr ? Direction::MoreOpen : Direction::LessOpen;
    if (was != nullptr && is != nullptr) {
      direction = by_rank(depth_rank(was->depth), depth_rank(is->depth));
      if (direction == Direction::Neither) direction = access_direction(was->access, is->access);
    }
    const std::string& name = was != nullptr ? was->name : is->name;
    changes.add(name, "source " + quoted(name, 60), direction, was != nullptr ? changes.old_side(source_text(*was), was->evidence) : ChangeSide{},
                is != nullptr ? changes.new_side(source_text(*is), is->evidence) : ChangeSide{});
  });
}

}  // namespace aboveboard::diff
