// Formats, findings, digests, bases, and what was not examined.
#include <algorithm>

#include "base/text.h"
#include "policy/judging.h"

namespace aboveboard::policy {
namespace {

Evidence file_evidence(const std::string& source, const std::string& path, EvidenceKind kind) {
  Evidence evidence;
  evidence.source = source;
  evidence.path = path;
  evidence.extractor = "policy/file";
  evidence.kind = kind;
  return evidence;
}

void judge_refused(Judging& judging, const FormatRules& rules) {
  const Facts& facts = judging.report.facts;
  const auto refusing = [&](const std::string& format) {
    return std::find_if(rules.refuse.begin(), rules.refuse.end(), [&](const PolicyWord& word) { return is_made_of(judging.options.words, format, word.text); });
  };
  const auto refuse = [&](const std::string& source, const std::string& path, const std::vector<std::string>& formats, bool named_only) {
    for (const std::string& format : formats) {
      const auto word = refusing(format);
      if (word == rules.refuse.end()) continue;
      const char* id = named_only ? "policy.format.named" : format == word->text ? "policy.format.refused" : "policy.format.made-of";
      judging.violate("policy/format", word->line, format, judging.say(id, {{"format", format}, {"refused", word->text}}), {file_evidence(source, path, named_only ? EvidenceKind::Pointer : EvidenceKind::Bytes)});
      return;
    }
    if (named_only) judging.cannot_tell("policy/format", rules.line, "pointer", judging.say("policy.format.pointer"), {file_evidence(source, path, EvidenceKind::Pointer)});
  };
  for (const FileFormat& file : facts.file_formats) refuse(file.source, file.path, file.formats, false);
  for (const WeightsFile& file : facts.weights.files) {
    const bool seen = std::any_of(facts.file_formats.begin(), facts.file_formats.end(), [&](const FileFormat& other) { return other.source == file.source && other.path == file.path; });
    if (!seen) refuse(file.source, file.path, {file.format}, file.pointer);
  }
}

void judge_allowed(Judging& judging, const FormatRules& rules) {
  for (const WeightsFile& file : judging.report.facts.weights.files) {
    const auto entry = std::find_if(rules.allow.begin(), rules.allow.end(), [&](const PolicyWord& word) { return word.text == file.format; });
    if (entry != rules.allow.end()) judging.used.insert(&*entry);
    const EvidenceList evidence{file_evidence(file.source, file.path, file.pointer ? EvidenceKind::Pointer : EvidenceKind::Bytes)};
    if (entry == rules.allow.end()) judging.violate("policy/format", rules.line, "not allowed " + file.format, judging.say("policy.format.not-allowed", {{"format", file.format.empty() ? "unknown" : file.format}}), evidence);
    else if (file.pointer && rules.refuse.empty()) judging.cannot_tell("policy/format", rules.line, "pointer", judging.say("policy.format.pointer"), evidence);
  }
}

bool is_refused(const FindingRule& rule, const Finding& finding) { return finding.level <= rule.level && glob_match(rule.rule, finding.rule); }

// Numbers of lines and sizes may change from one check to the next; what a finding is about does not.
std::string without_digits(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    const bool digit = c >= '0' && c <= '9';
    if (!digit) plain += c;
    else if (plain.empty() || plain.back() != '#') plain += '#';
  }
  return plain;
}

const FindingRule* refusing(const std::vector<FindingRule>& rules, const Finding& finding) {
  const auto rule = std::find_if(rules.begin(), rules.end(), [&](const FindingRule& one) { return is_refused(one, finding); });
  return rule == rules.end() ? nullptr : &*rule;
}

void judge_required(Judging& judging, const RequiredDigest& wanted) {
  const Facts& facts = judging.report.facts;
  const auto subject = wanted.path;
  bool found = false;
  for (const FileDigest& digest : facts.digests) {
    if (digest.path != wanted.path || digest.algorithm != "sha256") continue;
    found = true;
    if (digest.value == wanted.sha256) continue;
    judging.violate("policy/digest", wanted.line, subject, judging.say("policy.digest.differs", {{"path", plain_text(wanted.path)}, {"found", digest.value}, {"wanted", wanted.sha256}}), first_of(digest.evidence)).integrity = true;
  }
  if (found) return;
  const auto pointer = std::find_if(facts.weights.files.begin(), facts.weights.files.end(), [&](const WeightsFile& file) { return file.path == wanted.path; });
  if (pointer == facts.weights.files.end()) {
    judging.cannot_tell("policy/digest", wanted.line, subject, judging.say("policy.digest.no-file", {{"path", plain_text(wanted.path)}}));
  } else if (!pointer->digest.empty() && pointer->digest != "sha256:" + wanted.sha256) {
    judging.violate("policy/digest", wanted.line, subject, judging.say("policy.digest.promised", {{"path", plain_text(wanted.path)}, {"found", plain_text(pointer->digest)}, {"wanted", wanted.sha256}}), first_of(pointer->evidence));
  } else {
    judging.cannot_tell("policy/digest", wanted.line, subject, judging.say("policy.digest.no-bytes", {{"path", plain_text(wanted.path)}}), first_of(pointer->evidence));
  }
}

void judge_all_weights(Judging& judging, const DigestRules& rules) {
  const Facts& facts = judging.report.facts;
  for (const FileDigest& digest : facts.digests) {
    if (!broken(digest)) continue;
    judging.violate("policy/digest", rules.line, "broken " + digest.path, judging.say("policy.digest.broken", {{"path", plain_text(digest.path)}, {"by", digest.promised_by}, {"found", digest.value}, {"wanted", digest.promised}}), first_of(digest.evidence)).integrity = true;
  }
  for (const WeightsFile& file : facts.weights.files) {
    const auto proven = [&](const FileDigest& digest) {
      if (digest.source != file.source || digest.path != file.path) return false;
      return !digest.promised.empty() || std::any_of(rules.files.begin(), rules.files.end(), [&](const RequiredDigest& wanted) { return wanted.path == file.path; });
    };
    if (std::any_of(facts.digests.begin(), facts.digests.end(), proven)) continue;
    judging.cannot_tell("policy/digest", rules.line, file.path, judging.say(file.pointer ? "policy.digest.no-bytes" : "policy.digest.no-promise", {{"path", plain_text(file.path)}}), {file_evidence(file.source, file.path, EvidenceKind::Listing)});
  }
}

void judge_base(Judging& judging, const BaseRules& rules, const Lineage& line) {
  const auto matching = [&](const std::vector<PolicyWord>& globs) {
    return std::find_if(globs.begin(), globs.end(), [&](const PolicyWord& glob) { return glob_match(glob.text, line.base) || (!line.identity.empty() && glob_match(glob.text, line.identity)); });
  };
  const std::string base = plain_text(line.base);
  if (const auto refused = matching(rules.refuse); refused != rules.refuse.end()) judging.violate("policy/base", refused->line, line.base, judging.say("policy.base.refused", {{"base", base}, {"glob", refused->text}}), first_of(line.evidence));
  if (!rules.allow.empty()) {
    const auto allowed = matching(rules.allow);
    if (allowed != rules.allow.end()) judging.used.insert(&*allowed);
    else judging.violate("policy/base", rules.line, "not allowed " + line.base, judging.say("policy.base.not-allowed", {{"base", base}}), first_of(line.evidence));
  }
  if ((rules.require_audited || rules.require_revision) && line.resolved.empty()) judging.cannot_tell("policy/base", rules.line, "audited " + line.base, judging.say("policy.base.not-here", {{"base", base}}), first_of(line.evidence));
  else if (rules.require_revision && line.revision.empty()) judging.cannot_tell("policy/base", rules.line, "revision " + line.base, judging.say("policy.base.no-revision", {{"base", base}}), first_of(line.evidence));
}

}  // namespace

void judge_formats(Judging& judging) {
  if (!judging.policy.formats) return;
  // A release of which no weights are here shows no format either.
  if (judging.report.facts.weights.files.empty()) judging.cannot_tell("policy/format", judging.policy.formats->line, "weights", judging.say("policy.format.no-weights"));
  if (!judging.policy.formats->refuse.empty()) judge_refused(judging, *judging.policy.formats);
  if (!judging.policy.formats->allow.empty()) judge_allowed(judging, *judging.policy.formats);
}

void judge_findings(Judging& judging) {
  for (const Finding& finding : judging.report.findings) {
    const FindingRule* danger = refusing(judging.policy.dangers, finding);
    const FindingRule* rule = danger != nullptr ? danger : refusing(judging.policy.findings, finding);
    if (rule == nullptr) continue;
    Violation& violation = judging.violate(danger != nullptr ? "policy/danger" : "policy/finding", rule->line, without_digits(finding.message), finding.message, finding.evidence);
    violation.finding = finding.rule;
    violation.help = finding.help;
  }
}

void judge_digests(Judging& judging) {
  if (!judging.policy.digests) return;
  for (const RequiredDigest& wanted : judging.policy.digests->files) judge_required(judging, wanted);
  if (judging.policy.digests->require) judge_all_weights(judging, *judging.policy.digests);
}

void judge_bases(Judging& judging) {
  if (!judging.policy.bases) return;
  for (const Lineage& line : judging.report.facts.lineage) {
    if (inherits_terms(line) || line.relation == "distillation") judge_base(judging, *judging.policy.bases, line);
  }
}

void judge_incomplete(Judging& judging) {
  if (judging.policy.allow_incomplete) return;
  for (const NotExamined& item : judging.report.facts.not_examined) {
    if (!item.named) continue;
    judging.cannot_tell("policy/incomplete", judging.policy.incomplete_line, item.what + ": " + without_digits(item.why), judging.say("policy.incomplete", {{"what", plain_text(item.what)}, {"why", plain_text(item.why)}}), {file_evidence("", item.what, EvidenceKind::Listing)});
  }
}

}  // namespace aboveboard::policy
