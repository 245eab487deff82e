// What the judges of one report share.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "policy/judge.h"

namespace aboveboard::policy {

struct Judging {
  const Policy& policy;
  const Report& report;
  const JudgeOptions& options;
  Check& check;
  std::set<const void*> used = {};  // entries that served something: allowed licenses, exceptions, waivers

  std::string say(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string>> values = {}) const { return options.say(id, values); }
  // Adds a violation of the entry on this line. The reference holds until the next one.
  Violation& violate(std::string rule, Line line, std::string subject, std::string message, EvidenceList evidence = {});
  // The same, where it cannot be told whether the requirement is kept.
  Violation& cannot_tell(std::string rule, Line line, std::string subject, std::string message, EvidenceList evidence = {});
};

// At most `most` of a list.
EvidenceList first_of(const EvidenceList& evidence, std::size_t most = 3);
// Does `glob` match what the release is called, or what a hub calls one of its sources? An empty glob matches.
bool is_release(const Facts& facts, const std::string& glob);
// A text of a stranger as it may stand in a message.
std::string plain_text(std::string_view text);
// Bases whose license reaches the release and is not told here.
std::vector<const Lineage*> untold_bases(const Facts& facts);

void judge_label(Judging& judging);
void judge_frameworks(Judging& judging);
void judge_components(Judging& judging);
void judge_uses(Judging& judging);
void judge_licenses(Judging& judging);
void judge_terms(Judging& judging);
void judge_formats(Judging& judging);
void judge_findings(Judging& judging);
void judge_digests(Judging& judging);
void judge_bases(Judging& judging);
void judge_incomplete(Judging& judging);

// Fingerprints, then what is waived and what was known.
void settle(Judging& judging);
// Entries that served nothing, and clarifications that lapsed.
void warn_of_unused(Judging& judging);

}  // namespace aboveboard::policy
