// Parts of a release that lie elsewhere: data sets and bases that it names, from the hub or from where the caller says.
#include <algorithm>

#include "audit/examined.h"
#include "base/limits.h"
#include "base/text.h"
#include "lineage/lineage.h"

namespace aboveboard {
namespace {

// "owner/name" as it stands in a link to the Hub; "" for what is none.
std::string hub_location(const Lineage& line) { return is_repository_id(line.base) || line.base.starts_with("datasets/") ? "hf:" + line.base : ""; }

bool is_data(const Lineage& line) { return line.relation == "dataset"; }

void note_not_followed(const Lineage& line, const Error& error, Diagnostics& notes) {
  notes.add(DiagnosticKind::NotExamined, "source/not-followed", Error{error.kind == ErrorKind::Unsupported ? ErrorKind::Unreadable : error.kind, line.base + ": " + error.message, {line.base, {}, {}}});
}

// "lab/Some-Model_7B" and "some model 7b" end in the same name.
std::string bare(std::string_view name) { return letters_and_digits(name.substr(name.find_last_of('/') + 1)); }

// The edge that a base resolves which the caller gave: by what a hub calls it, by its name, or because there is but one.
Lineage* edge_for(const Examined& base, std::vector<Lineage>& lineage, bool only_one_given) {
  const SourceInfo& info = base.sources.front()->info();
  std::vector<Lineage*> open;
  for (Lineage& line : lineage) {
    if (!is_data(line) && line.of.empty() && line.resolved.empty()) open.push_back(&line);
  }
  for (Lineage* line : open)
    if (!info.identity.empty() && to_lower(info.identity) == to_lower(line->base)) return line;
  for (Lineage* line : open)
    if (bare(line->base) == bare(info.identity) || bare(line->base) == bare(info.name) || bare(line->base) == bare(base.report.facts.release.name)) return line;
  return open.size() == 1 && only_one_given ? open.front() : nullptr;
}

Lineage edge_of_caller(const Examined& base) {
  const SourceInfo& info = base.sources.front()->info();
  Evidence evidence;
  evidence.source = info.name;
  evidence.path = ".";
  evidence.extractor = "lineage/user";
  evidence.kind = EvidenceKind::User;
  return {"unknown", info.identity.empty() ? info.name : info.identity, "the caller", "unknown", {evidence}};
}

// What governs the weights of a base, and how open it is.
KnownBase known_base(const Examined& base) {
  const Report& report = base.report;
  const SourceInfo& info = base.sources.front()->info();
  KnownBase known{info.name, info.revision, info.identity, {}, {"", report.label.at_least, report.label.at_most, report.label.apparent}};
  for (const std::string& id : component(report.facts, ComponentId::Parameters).licenses) {
    if (const License* license = find_license(report.facts, id)) known.licenses.push_back(*license);
  }
  return known;
}

void link(Examined& release, const KnownBase& known, Lineage& line) {
  line.resolved = known.source;
  line.revision = known.revision;
  line.identity = known.identity;
  release.linked.push_back({line.base, known.licenses});
  release.labels.push_back(known.label);
  release.labels.back().base = line.base;
}

void add_base(Examined& release, Examined base, Lineage& line, Progress& progress) {
  for (auto& source : base.sources) source->info().role = Role::Base;
  for (SourceInfo& info : base.report.facts.release.sources) info.role = Role::Base;
  link(release, progress.known[to_lower(line.base)] = known_base(base), line);
  base.base = line.base;
  release.bases.push_back(std::move(base));
}

}  // namespace

std::string source_name(const std::string& location, Progress& progress) {
  std::string base = short_name(location, progress.options.places);
  if (base.empty() || base == "." || base == "..") base = "release";
  base = sanitize_utf8(base);
  std::string name = base;
  for (int number = 2; progress.names.contains(name); ++number) name = base + "-" + std::to_string(number);
  progress.names.insert(name);
  return name;
}

Result<std::unique_ptr<Source>> open_target(const Target& target, Progress& progress, Diagnostics& notes) {
  const std::string name = source_name(target.location, progress);
  notes.set_source(name);
  auto source = open_place(target.location, name, progress.options.places, notes);
  if (source && target.role) {
    (*source)->info().role = *target.role;
    (*source)->info().role_given = true;
  }
  return source;
}

void follow_data(Examined& release, Progress& progress, Diagnostics& notes) {
  if (!progress.options.follow) return;
  std::size_t followed = 0;
  for (Lineage& line : release.lineage) {
    if (!is_data(line)) continue;
    const std::string location = hub_location(line);
    if (location.empty()) {
      note_not_followed(line, {ErrorKind::Unsupported, "this names no data set on the hub; give it with --data, if it is here", {}}, notes);
      continue;
    }
    if (++followed > limits::kFollowed) {
      note_not_followed(line, {ErrorKind::LimitReached, "more data sets than are followed", {}}, notes);
      continue;
    }
    auto source = open_target({location, Role::Data}, progress, notes);
    if (!source) {
      note_not_followed(line, source.error(), notes);
      continue;
    }
    line.resolved = (*source)->info().name;
    line.revision = (*source)->info().revision;
    line.identity = (*source)->info().identity;
    release.scanned.push_back(scan(**source, notes));
    release.sources.push_back(std::move(*source));
  }
}

void follow_bases(Examined& release, const std::vector<Target>& given, Progress& progress, ExamineRelease examine, Diagnostics& notes) {
  for (const Target& target : given) {
    Diagnostics theirs;
    ++progress.depth;
    auto base = examine({{target.location, std::nullopt}}, progress, theirs);
    --progress.depth;
    if (!base) {
      notes.add(DiagnosticKind::NotExamined, "source/not-followed", base.error());
      continue;
    }
    Lineage* line = edge_for(*base, release.lineage, given.size() == 1);
    if (line == nullptr) line = &release.lineage.emplace_back(edge_of_caller(*base));
    progress.visited.insert(to_lower(line->base));
    add_base(release, std::move(*base), *line, progress);
  }
  if (!progress.options.follow) return;
  for (Lineage& line : release.lineage) {
    const std::string location = hub_location(line);
    if (is_data(line) || !line.resolved.empty() || location.empty()) continue;
    if (const auto known = progress.known.find(to_lower(line.base)); known != progress.known.end()) {
      link(release, known->second, line);
      continue;
    }
    if (progress.visited.contains(to_lower(line.base))) continue;  // what is made from itself
    if (progress.depth >= limits::kLineageDepth || release.bases.size() >= limits::kFollowed) {
      note_not_followed(line, {ErrorKind::LimitReached, "more bases than are followed", {}}, notes);
      continue;
    }
    progress.visited.insert(to_lower(line.base));
    Diagnostics theirs;
    ++progress.depth;
    auto base = examine({{location, std::nullopt}}, progress, theirs);
    --progress.depth;
    if (base) add_base(release, std::move(*base), line, progress);
    else note_not_followed(line, base.error(), notes);
  }
}

}  // namespace aboveboard
