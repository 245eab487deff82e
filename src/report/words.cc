#include "report/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace aboveboard::terminal {

std::string group_digits(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string human_bytes(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 7> kUnits = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  if (bytes < 1000) return count_of(bytes, "byte", "bytes");
  double value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < kUnits.size()) value /= 1000, ++unit;
  return value < 9.95 ? fmt::format("{:.1f} {}", value, kUnits[unit]) : fmt::format("{:.0f} {}", value, kUnits[unit]);
}

std::string count_of(std::uint64_t number, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", group_digits(number), number == 1 ? singular : plural);
}

std::string place_text(const Facts& facts, const Evidence& evidence) {
  std::string out = evidence.path;
  if (facts.release.sources.size() > 1 && !evidence.source.empty() && evidence.source != evidence.path) {
    out = out.empty() ? evidence.source : evidence.source + "/" + out;
  }
  if (out.empty()) return evidence.kind == EvidenceKind::User ? "as the caller says" : evidence.source;
  if (!evidence.member.empty()) out += "!" + evidence.member;
  if (evidence.line) {
    out += fmt::format(":{}", *evidence.line);
    if (evidence.end_line && *evidence.end_line != *evidence.line) out += fmt::format("-{}", *evidence.end_line);
  } else if (evidence.byte && *evidence.byte > 0) {
    out += fmt::format(" (byte {})", group_digits(*evidence.byte));
  }
  return out;
}

std::vector<std::string> places(const Facts& facts, const EvidenceList& evidence, std::size_t most) {
  std::vector<std::string> out;
  for (const Evidence& item : evidence) {
    if (out.size() == most) break;
    std::string text = place_text(facts, item);
    if (!text.empty() && std::find(out.begin(), out.end(), text) == out.end()) out.push_back(std::move(text));
  }
  return out;
}

namespace {

// Does a sentence give this place, with its first line alone or with its range?
bool gives_place(std::string_view sentence, std::string_view place) {
  if (sentence.find(place) != std::string_view::npos) return true;
  const std::size_t range = place.rfind('-'), colon = place.rfind(':');
  if (colon == std::string_view::npos || range == std::string_view::npos || range < colon) return false;
  const std::string_view first = place.substr(0, range);
  for (std::size_t at = sentence.find(first); at != std::string_view::npos; at = sentence.find(first, at + 1)) {
    const std::size_t end = at + first.size();
    if (end == sentence.size() || sentence[end] < '0' || sentence[end] > '9') return true;
  }
  return false;
}

}  // namespace

Spans places_after(const Facts& facts, const EvidenceList& evidence, std::size_t most, std::string_view sentence) {
  Spans spans;
  for (const std::string& text : places(facts, evidence, most)) {
    if (gives_place(sentence, text)) continue;
    spans.push_back(dim(spans.empty() ? " (" : ", "));
    spans.push_back(place(text));
  }
  if (!spans.empty()) spans.push_back(dim(")"));
  return spans;
}

std::string_view term_name(TermKind kind) {
  constexpr std::array<std::string_view, 17> kNames = {
      "use",          "commercial use", "user threshold", "revenue threshold", "acceptable use", "field of use",
      "redistribution", "modification", "attribution",    "naming",            "share alike",    "output training",
      "geography",    "patents",        "termination",    "unilateral change", "remote cutoff"};
  return kNames[static_cast<std::size_t>(kind)];
}

std::string_view origin_name(TermOrigin origin) {
  switch (origin) {
    case TermOrigin::License: return "";
    case TermOrigin::Policy: return "the use policy";
    case TermOrigin::GatingPrompt: return "the gating prompt";
    case TermOrigin::Card: return "the card";
    case TermOrigin::Base: return "the base";
  }
  return "";
}

std::string value_text(std::string_view value) {
  const bool digits = value.size() > 3 && value.size() < 20 && value.find_first_not_of("0123456789") == std::string_view::npos;
  if (!digits) return std::string(value);
  std::string grouped(value);
  for (std::size_t at = grouped.size(); at > 3;) grouped.insert(at -= 3, ",");
  return grouped;
}

std::string_view class_name(LicenseClass license_class) {
  constexpr std::array<std::string_view, 11> kNames = {
      "on the OSI's list", "free by the FSF's list, not on the OSI's", "open for data and documents", "open, but on no list",
      "restricts how it may be used", "restricted by scale", "restricted by territory", "non-commercial",
      "no redistribution or modification", "other restrictions", "of unknown class"};
  return kNames[static_cast<std::size_t>(license_class)];
}

std::string_view presence_name(Presence presence) {
  constexpr std::array<std::string_view, 6> kNames = {"not looked",     "not found", "declared absent",
                                                      "referenced only", "partial",  "present"};
  return kNames[static_cast<std::size_t>(presence)];
}

std::string_view scope_name(LicenseScope scope) {
  constexpr std::array<std::string_view, 5> kNames = {"", "inherited", "inferred", "file header", ""};
  return kNames[static_cast<std::size_t>(scope)];
}

std::string_view verdict_name(MatchVerdict verdict) {
  constexpr std::array<std::string_view, 4> kNames = {"its text, word for word", "its text", "its text, modified",
                                                      "a license text of no known kind"};
  return kNames[static_cast<std::size_t>(verdict)];
}

std::string use_name(const Use& use) { return use.title.empty() ? use.id : use.title; }

std::string finding_family(std::string_view rule) {
  const std::size_t slash = std::min(rule.find('/'), rule.size());
  const std::string_view family = rule.substr(0, slash);
  if (family == "openwashing") return "open-washing";
  if (family == "format") return "invalid or ambiguous file";
  std::string words(slash < rule.size() && family == "license" ? rule.substr(slash + 1) : family);
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

Style style_of(Presence presence) {
  switch (presence) {
    case Presence::Present: return Style::Good;
    case Presence::Partial:
    case Presence::Referenced: return Style::Warn;
    case Presence::DeclaredAbsent: return Style::Bad;
    default: return Style::Dim;
  }
}

Style style_of(Truth truth) {
  return truth == Truth::Met ? Style::Good : truth == Truth::Unmet ? Style::Bad : Style::Warn;
}

Style style_of(Answer answer) {
  switch (answer) {
    case Answer::Yes: return Style::Good;
    case Answer::No: return Style::Bad;
    default: return Style::Warn;
  }
}

Style style_of(UseAnswer answer) {
  switch (answer) {
    case UseAnswer::Yes: return Style::Good;
    case UseAnswer::No: return Style::Bad;
    default: return Style::Warn;
  }
}

Style style_of(FindingLevel level) {
  return level == FindingLevel::Error ? Style::Bad : level == FindingLevel::Warning ? Style::Warn : Style::Dim;
}

Style style_of(Label label) {
  return label >= Label::OpenSource ? Style::Good : label == Label::Closed ? Style::Bad : Style::Warn;
}

}  // namespace aboveboard::terminal
