#include <algorithm>
#include <array>

#include "base/text.h"
#include "detect/license_statements.h"

namespace aboveboard {
namespace {

constexpr const char* kExtractor = "card/gating-prompt";

// One text of the gate, and where it stands in the file.
struct GateText {
  std::string words;
  std::uint64_t line = 0;
  std::size_t begin = 0, end = 0;  // bytes of the file whose words are the same but for white space; equal where YAML escapes them
};

std::string without_space(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') kept += c;
  }
  return kept;
}

// The bytes from a key to the next one at the beginning of a line: what a value takes up in the front matter.
void place(const Document& document, GateText& text) {
  const std::string_view all = document.text;
  const std::uint64_t last = std::min(document.front_matter->end_line, document.lines.line_count());
  if (text.line == 0 || text.line > last) return;
  std::uint64_t next = text.line + 1;
  while (next <= last && std::string_view(" \t\r\n-").find(all[document.lines.start_of(next)]) != std::string_view::npos) ++next;
  const std::size_t from = document.lines.start_of(text.line);
  const std::size_t to = next <= document.lines.line_count() ? document.lines.start_of(next) : all.size();
  const std::string_view region = all.substr(from, to - from);
  if (without_space(region).find(without_space(text.words)) == std::string::npos) return;
  // Behind the key and the mark of a block: "extra_gated_prompt: >-".
  std::size_t skip = std::min(region.find(':') + 1, region.size());
  while (skip < region.size() && std::string_view(" |>+-\"'0123456789").find(region[skip]) != std::string_view::npos) ++skip;
  text.begin = from + skip;
  text.end = to;
}

// The prompt and its heading; the labels of the boxes that are ticked ("I will not use it for ..."): the keys of the fields.
std::vector<GateText> gate_texts(const Document& document) {
  static constexpr std::array<std::string_view, 3> kTexts = {"extra_gated_prompt", "extra_gated_heading", "extra_gated_description"};
  std::vector<GateText> texts;
  const data::Value& card = document.front_matter->value;
  for (const std::string_view key : kTexts) {
    const data::Value* value = card.find(key);
    if (value == nullptr || !value->is_string() || trim(value->text).empty()) continue;
    // A block begins on the line behind its key; its mark stands beside the key.
    GateText text{value->text, value->line, 0, 0};
    for (const data::Member& member : card.members) {
      if (member.key == key && member.line > 0) text.line = member.line;
    }
    place(document, text);
    texts.push_back(std::move(text));
  }
  const data::Value* fields = card.find("extra_gated_fields");
  for (const data::Member& field : fields == nullptr ? std::vector<data::Member>{} : fields->members) {
    GateText text{field.key, field.line, 0, 0};
    if (field.line > 0 && field.line <= document.lines.line_count()) {
      const std::size_t from = document.lines.start_of(field.line);
      const std::size_t at = document.text.find(field.key, from);
      if (at != std::string::npos && document.lines.line_of(at) == field.line) text.begin = at, text.end = at + field.key.size();
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

class GateReader {
 public:
  GateReader(const StatementContext& context, FileRef where, LicenseStatement& statement)
      : context_(context), where_(where), source_(context.sources[where.source]), file_(source_.files[where.file]), statement_(statement) {}

  void read(const GateText& text) {
    const bool placed = text.begin < text.end;
    const std::string_view words = placed ? std::string_view(file_.document->text).substr(text.begin, text.end - text.begin) : std::string_view(text.words);
    Evidence evidence = quote_line(source_, file_, text.line, kExtractor, EvidenceKind::Tag);
    if (statement_.evidence.path.empty()) statement_.evidence = evidence;
    std::vector<license::Match> texts = license::identify(words);
    std::erase_if(texts, [](const license::Match& match) { return match.policy; });
    for (license::Match match : texts) {
      if (placed) {
        match.begin += text.begin, match.end += text.begin;
        add(context_.registry.add_text(where_, match));
      } else {
        add_unplaced(match, evidence);
      }
    }
    if (texts.empty()) {
      for (const auto& named : license::names_in(words)) {
        const license::Info* info = named.id.empty() ? nullptr : license::find(named.id);
        if (info != nullptr) add(context_.registry.add_declared(*info, evidence));
      }
    }
    add_conditions(text, words, texts, evidence);
  }

 private:
  void add(const std::string& id) {
    if (std::find(statement_.ids.begin(), statement_.ids.end(), id) == statement_.ids.end()) statement_.ids.push_back(id);
  }

  // The words stand in the file in another spelling: what is known of the license is said of the line that begins them.
  void add_unplaced(const license::Match& match, const Evidence& evidence) {
    const license::Info* info = match.id.empty() || match.verdict == MatchVerdict::Modified ? nullptr : license::find(match.id);
    add(info != nullptr ? context_.registry.add_declared(*info, evidence) : context_.registry.add_unread("license in the gating prompt", evidence));
  }

  // What the gate asks beside the license that it holds or names.
  void add_conditions(const GateText& text, std::string_view words, const std::vector<license::Match>& texts, const Evidence& evidence) {
    auto terms = license::read_clauses(words);
    std::erase_if(terms, [&](const license::LocatedTerm& term) {
      return std::any_of(texts.begin(), texts.end(), [&](const license::Match& m) { return !m.notice && term.begin >= m.begin && term.begin < m.end; });
    });
    if (license::classes_of(terms).empty()) return;
    for (auto& term : terms) {
      if (text.begin < text.end) term.begin += text.begin, term.end += text.begin;
      else term.begin = term.end = 0;
    }
    const std::string id = context_.registry.add_named("terms of the gating prompt", "", {}, evidence);
    context_.registry.add_terms(id, where_, terms, kExtractor, TermOrigin::GatingPrompt);
    add(id);
  }

  const StatementContext& context_;
  FileRef where_;
  const ScannedSource& source_;
  const ScannedFile& file_;
  LicenseStatement& statement_;
};

}  // namespace

void read_gating(const StatementContext& context, FileRef where, const std::vector<Covers>& covers) {
  const Document& document = *context.sources[where.source].files[where.file].document;
  LicenseStatement statement;
  statement.where = where;
  statement.kind = StatementKind::Prompt;
  statement.covers = covers;
  GateReader reader(context, where, statement);
  for (const GateText& text : gate_texts(document)) reader.read(text);
  if (!statement.ids.empty()) context.statements.push_back(std::move(statement));
}

}  // namespace aboveboard
