// Sightings of one file become findings: joined by rule and member, told in one sentence.
#include <algorithm>
#include <map>
#include <utility>

#include "base/text.h"
#include "danger/sighting.h"
#include "data/embedded.h"
#include "data/value.h"

namespace aboveboard::danger {
namespace {

constexpr std::size_t kNamesTold = 4;     // of a finding that joins many
constexpr std::size_t kPlacesKept = 12;   // evidence of such a finding
constexpr std::size_t kDetailTold = 80;   // bytes of arguments in a sentence

struct Joined {
  Verdict verdict;
  std::vector<const Sighting*> sightings;
  std::vector<std::string> effects;
};

// Printable, and short enough for a sentence.
std::string shown(std::string_view text, std::size_t limit) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  const std::string clean = sanitize_utf8(clip_utf8(text, limit));
  for (const char c : clean) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      out.push_back(c);
    } else {
      out += "\\x";
      out.push_back(kDigits[byte >> 4]);
      out.push_back(kDigits[byte & 15]);
    }
  }
  if (text.size() > limit) out += "...";
  return out;
}

std::string place_of(const Sighting& sighting) {
  if (sighting.in_text) return "line " + std::to_string(sighting.line);
  return "byte " + std::to_string(sighting.construct.byte);
}

// "posix.system ("echo hi"), byte 17"
std::string told(const Sighting& sighting) {
  const Construct& construct = sighting.construct;
  std::string words;
  switch (construct.kind) {
    case ConstructKind::Template:
      words = construct.name + (construct.detail.empty() ? "" : " \"" + shown(construct.detail, kDetailTold) + "\"");
      break;
    case ConstructKind::RemoteCode:
      words = shown(construct.name, kDetailTold) + (construct.detail.empty() ? "" : ": " + shown(construct.detail, kDetailTold));
      break;
    case ConstructKind::OpensPath:
      words = "\"" + shown(construct.name, 120) + "\"" + (construct.detail.empty() ? "" : " (" + shown(construct.detail, kDetailTold) + ")");
      break;
    case ConstructKind::Program:
      return shown(construct.name, 120) + (construct.member.empty() ? "" : " in " + shown(construct.member, 200));
    default:
      words = shown(construct.name, 120);
      if (!construct.detail.empty()) words += " (" + shown(construct.detail, kDetailTold) + ")";
  }
  return words + " at " + place_of(sighting);
}

std::string_view opening(ConstructKind kind, std::string_view rule) {
  switch (kind) {
    case ConstructKind::Call: return rule == "loads-code/pickle-library" ? "unpickling it makes " : "unpickling it calls ";
    case ConstructKind::Import: return "unpickling it imports ";
    case ConstructKind::Unresolved: return "what unpickling it calls cannot be told: ";
    case ConstructKind::BrokenProgram: return "its pickle breaks behind an import or call: ";
    case ConstructKind::Operator: return "its graph holds ";
    case ConstructKind::Layer: return "its configuration names ";
    case ConstructKind::Program: return "it holds program text: ";
    case ConstructKind::OpensPath: return "it names the path ";
    case ConstructKind::RemoteCode: return "it names code: ";
    case ConstructKind::Target: return "it names for a call: ";
    case ConstructKind::Template: return "its chat template holds: ";
  }
  return "it holds ";
}

std::string sentence(const ScannedFile& file, const Joined& joined) {
  const Construct& first = joined.sightings.front()->construct;
  // Programs come in many small members, which the sentence lists.
  const bool whole = first.member.empty() || first.kind == ConstructKind::Program;
  std::string text = shown(file.path, 200) + (whole ? "" : "!" + shown(first.member, 200)) + ": " + std::string(opening(first.kind, joined.verdict.rule));
  std::vector<std::string> names;
  for (const Sighting* sighting : joined.sightings) {
    if (names.size() < kNamesTold) names.push_back(told(*sighting));
  }
  if (joined.sightings.size() > names.size()) names.push_back(std::to_string(joined.sightings.size() - names.size()) + " more");
  return text + join_and(names) + "; " + (joined.sightings.size() == 1 ? "it " : "they ") + join_and(joined.effects) + ".";
}

// "it runs", "they run": effects are written for one thing.
std::string agreeing(std::string effect, bool many) {
  if (!many) return effect;
  for (const auto& [one, several] : {std::pair<std::string_view, std::string_view>{"runs ", "run "}, {"reads ", "read "}, {"needs ", "need "}, {"breaks ", "break "}, {"asks ", "ask "}, {"is ", "are "}, {"holds ", "hold "}}) {
    if (effect.starts_with(one)) return std::string(several) + effect.substr(one.size());
  }
  return effect;
}

Evidence evidence_of(const ScannedSource& source, const ScannedFile& file, const Sighting& sighting, const std::string& rule) {
  if (sighting.in_text) return quote_bytes(source, file, sighting.begin, sighting.end, rule, EvidenceKind::Text);
  Evidence evidence = listing(source, file, rule);
  evidence.member = sighting.construct.member;
  evidence.byte = sighting.construct.byte;
  evidence.kind = EvidenceKind::Bytes;
  return evidence;
}

const std::map<std::string, std::string, std::less<>>& fixes() {
  static const auto kFixes = [] {
    std::map<std::string, std::string, std::less<>> known;
    for (const data::EmbeddedFile& file : data::embedded_below("findings/danger.yaml")) {
      Diagnostics notes;
      const auto value = data::parse_json(file.json, {std::string(file.path), 1}, notes);
      const data::Value* rules = value ? value->find("rules") : nullptr;
      if (rules == nullptr) continue;
      for (const data::Value& rule : rules->items) known[text_of(rule, "id")] = text_of(rule, "fix");
    }
    return known;
  }();
  return kFixes;
}

}  // namespace

std::vector<Sighting> sightings_in_bytes(const ScannedFile& file) {
  std::vector<Sighting> all;
  for (const Construct& construct : file.contents.constructs) all.push_back({construct});
  return all;
}

std::vector<Finding> join_findings(const ScannedSource& source, const ScannedFile& file, const std::vector<Sighting>& sightings, const Surroundings& around) {
  std::vector<Joined> all;
  std::map<std::pair<std::string, std::string>, std::size_t> known;  // rule and kind with member -> where in `all`
  for (const Sighting& sighting : sightings) {
    Verdict verdict = judge_construct(sighting.construct, around);
    if (verdict.rule.empty()) continue;
    const Construct& construct = sighting.construct;
    const std::string member = construct.kind == ConstructKind::Program ? "" : construct.member;
    const auto [at, is_new] = known.try_emplace({std::string(verdict.rule) + ' ' + std::to_string(static_cast<int>(construct.kind)), member}, all.size());
    if (is_new) all.push_back({verdict, {}, {}});
    Joined& joined = all[at->second];
    joined.verdict.level = std::min(joined.verdict.level, verdict.level);
    joined.sightings.push_back(&sighting);
    if (std::find(joined.effects.begin(), joined.effects.end(), verdict.effect) == joined.effects.end()) joined.effects.push_back(std::move(verdict.effect));
  }
  std::vector<Finding> findings;
  for (Joined& joined : all) {
    for (std::string& effect : joined.effects) effect = agreeing(std::move(effect), joined.sightings.size() > 1);
    Finding finding;
    finding.rule = joined.verdict.rule;
    finding.level = joined.verdict.level;
    finding.message = sentence(file, joined);
    if (const auto fix = fixes().find(finding.rule); fix != fixes().end()) finding.help = fix->second;
    for (const Sighting* sighting : joined.sightings) {
      if (finding.evidence.size() >= kPlacesKept) break;
      finding.evidence.push_back(evidence_of(source, file, *sighting, finding.rule));
    }
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace aboveboard::danger
