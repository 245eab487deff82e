// `aboveboard license FILE...`
#include "license/license.h"

#include <algorithm>
#include <set>

#include "base/limits.h"
#include "base/text.h"
#include "cli/commands/given_licenses.h"
#include "cli/commands/license_tag.h"
#include "cli/commands/records.h"
#include "cli/output.h"
#include "format/classify.h"
#include "license/exceptions.h"

namespace aboveboard::cli {
namespace {

using license::Info;
using license::LocatedTerm;
using license::Match;

// The bytes [begin, end) of a text, quoted as far as a quote goes.
Evidence quote(const Text& text, std::size_t begin, std::size_t end, std::string extractor) {
  const std::string_view all = text.bytes;
  const std::string_view clipped = clip_utf8(all.substr(begin, end - begin), limits::kQuoteBytes);
  const std::string_view shown = trim(clipped);
  const auto first = static_cast<std::size_t>(shown.data() - all.data());
  Evidence evidence;
  evidence.source = text.source.info().name;
  evidence.path = text.path;
  evidence.line = text.lines.line_of(first);
  const std::uint64_t last = text.lines.line_of(shown.empty() ? first : first + shown.size() - 1);
  if (last != *evidence.line) evidence.end_line = last;
  evidence.byte = begin;
  evidence.bytes = end - begin;
  evidence.quote = shown;
  evidence.extractor = std::move(extractor);
  return evidence;
}

// What a text of no known kind is called: its title.
std::string title_of(const Evidence& title) {
  constexpr std::string_view kMarkup = "#*_=-<> ";
  std::string_view text = title.quote;
  while (!text.empty() && kMarkup.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
  while (!text.empty() && kMarkup.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
  constexpr std::size_t kLongest = 100;
  return std::string(clip_utf8(text, kLongest));
}

// The first line of a match that is not blank.
Evidence title_line(const Text& text, const Match& match) {
  const std::string_view body = std::string_view(text.bytes).substr(match.begin, match.end - match.begin);
  const std::size_t start = std::min(body.find_first_not_of(" \t\r\n"), body.size());
  const std::size_t end = std::min(body.find_first_of("\r\n", start), body.size());
  Evidence evidence = quote(text, match.begin + start, match.begin + end, "license/text");
  evidence.byte = match.begin;
  evidence.bytes = match.end - match.begin;
  return evidence;
}

void add_terms(License& record, const Text& text, const Match& match) {
  license::MatchTerms found = license::terms_of(match, text.bytes);
  record.classes = std::move(found.classes);
  for (LocatedTerm& located : found.terms) {
    if (located.end > located.begin) {
      Evidence evidence = quote(text, located.begin, located.end, "license/clause");
      if (located.term.quote.empty()) located.term.quote = evidence.quote;
      located.term.evidence = {std::move(evidence)};
    }
    record.terms.push_back(std::move(located.term));
  }
}

License record_of(const Text& text, const Match& match) {
  const Info* info = match.id.empty() ? nullptr : license::find(match.id);
  License record;
  record.evidence = {title_line(text, match)};
  record.id = match.id;
  record.name = info != nullptr ? info->name : title_of(record.evidence.front());
  if (record.id.empty()) record.id = license::license_ref(record.name);
  if (info != nullptr) {
    record.spdx = info->spdx;
    if (!record.spdx.empty()) record.spdx = license::with_exception(match.id.starts_with(record.spdx + " WITH ") ? match.id : record.spdx, license::around(text.bytes, match));
    record.family = info->family;
    record.version = info->version;
  }
  record.verdict = match.verdict;
  record.detected = !match.notice;
  record.declared = match.notice;
  record.residue = match.residue;
  add_terms(record, text, match);
  return record;
}

// Why a file is not read as a text; nullptr where it is.
const char* unreadable(std::string_view bytes) {
  constexpr std::size_t kSniffed = 4096;
  const format::ContentHint content = format::classify_content(bytes.substr(0, kSniffed), bytes.size());
  if (bytes.empty() || content.utf16 || content.kind == FileKind::Code) return nullptr;
  if (content.kind == FileKind::Pdf) return "the text of PDF files is not read";
  if (content.kind == FileKind::LfsPointer) return "a git-LFS pointer: the bytes of the file are not here";
  return "not a text: nothing was read from it";
}

void read_licenses(const Source& source, Facts& facts, Diagnostics& notes) {
  const auto refuse = [&](Error error) {
    error.place.path = source.info().location;
    notes.add(DiagnosticKind::NotExamined, "", std::move(error));
  };
  if (source.info().kind != "file" || source.files().empty()) {
    return refuse({ErrorKind::Usage, "not a file; `aboveboard audit` reads folders", {}});
  }
  const std::string& path = source.files().front().path;
  auto opened = source.open(path);
  if (!opened) return refuse(opened.error());
  auto bytes = read_all(**opened, limits::kDocumentBytes);
  if (!bytes) return refuse(bytes.error());
  if (const char* why = unreadable(*bytes)) return refuse({ErrorKind::Unsupported, why, {}});
  if (auto decoded = utf8_from_utf16(*bytes)) {
    notes.add(DiagnosticKind::Note, "format/utf16-text", {ErrorKind::Malformed, "the text is encoded in UTF-16; it was read as such", {path, 1, 0}});
    *bytes = std::move(*decoded);
  }
  const LineIndex lines(*bytes);
  if (const std::size_t invalid = find_invalid_utf8(*bytes); invalid != std::string::npos) {
    notes.add(DiagnosticKind::Note, "format/invalid-utf8", {ErrorKind::Malformed, "the text is not valid UTF-8; the bytes that are not stand as U+FFFD", {path, lines.line_of(invalid), invalid}});
  }
  const Text text{source, path, std::move(*bytes), lines};
  const std::size_t before = facts.licenses.size();
  for (License& tag : read_tags(text, notes)) facts.licenses.push_back(std::move(tag));
  std::set<std::string> noticed;
  for (const Match& match : license::identify(text.bytes)) {
    // The same notice over and over says nothing more.
    if (match.notice && !match.id.empty() && !noticed.insert(match.id).second) continue;
    facts.licenses.push_back(record_of(text, match));
  }
  if (facts.licenses.size() > before) return;
  const char* what = trim(text.bytes).empty() ? "the file is empty: it grants nothing" : "no license text here";
  notes.add(DiagnosticKind::Note, "license/no-text", {ErrorKind::NotFound, what, {path, {}, {}}});
}

}  // namespace

int run_license(const Call& call) {
  if (!know_given_licenses(call)) return kUsage;
  return run_records(call, {.licenses = true, .weights = false, .nothing = "no license text here"}, read_licenses, [](Facts&, Diagnostics&) {});
}

}  // namespace aboveboard::cli
