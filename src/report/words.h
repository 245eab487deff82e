// What the page calls things: places, numbers, answers, terms.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"
#include "report/page.h"

namespace aboveboard::terminal {

// 8,030,261,248
std::string group_digits(std::uint64_t number);
// "16.1 GB", in powers of 1000.
std::string human_bytes(std::uint64_t bytes);
// "1 file", "14 files"
std::string count_of(std::uint64_t number, std::string_view singular, std::string_view plural);
// "LICENSE:41", "README.md:3-5", "model.gguf (byte 120)"; with the name of the source before it where there are several.
std::string place_text(const Facts& facts, const Evidence& evidence);
// The first `most` different places of a list.
std::vector<std::string> places(const Facts& facts, const EvidenceList& evidence, std::size_t most);
// " (LICENSE:41, README.md:2)" with those of the first `most` places that `sentence` does not already give; nothing where there are none.
Spans places_after(const Facts& facts, const EvidenceList& evidence, std::size_t most, std::string_view sentence);

std::string_view term_name(TermKind kind);
// "use policy": who adds a term, where it is not the license.
std::string_view origin_name(TermOrigin origin);
// A term's value for reading: digits grouped.
std::string value_text(std::string_view value);
std::string_view class_name(LicenseClass license_class);
std::string_view presence_name(Presence presence);
std::string_view scope_name(LicenseScope scope);
std::string_view verdict_name(MatchVerdict verdict);
// "a product or service"
std::string use_name(const Use& use);
// What kind of thing a rule finds: "open-washing", "danger"; for licenses what it is: "tag text conflict".
std::string finding_family(std::string_view rule);

Style style_of(Presence presence);
Style style_of(Truth truth);
Style style_of(Answer answer);
Style style_of(UseAnswer answer);
Style style_of(FindingLevel level);
Style style_of(Label label);

}  // namespace aboveboard::terminal
