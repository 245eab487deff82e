#include "detect/license_statements.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "detect/license_mentions.h"

namespace aboveboard {
namespace {

using Context = StatementContext;

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Only sentences with one of these words can give a license.
bool may_license(std::string_view lower) {
  static constexpr std::array<std::string_view, 8> kWords = {"licen", "许可", "协议", "governed by", "subject to", "terms", "released under", "授权"};
  return has_any(lower, kWords);
}

// Sentences about where something comes from, what others own, or what was or will be: they govern nothing of this release.
bool speaks_of_others(std::string_view lower) {
  static constexpr std::array<std::string_view, 18> kOthers = {
      "derived from", "originally", "third-party", "third party", "adapted from", "forked from", "borrow", "originates from", "some code", "parts of the code",
      "respective licen", "their own licen", "will be released", "intend to", "previous version", "you can license", "we thank", "acknowledg"};
  return has_any(lower, kOthers);
}

// The words from which the licensed thing is read: before the mention, or behind it after "for" ("LICENSE for the released models").
std::string subject_words(const std::string& lower, const std::vector<LicenseMention>& mentions, std::size_t i) {
  const std::size_t from = i == 0 ? 0 : mentions[i - 1].end;
  const std::size_t to = std::max(from, mentions[i].begin);
  const std::size_t behind = std::min(mentions[i].end, lower.size());
  const std::size_t next = i + 1 < mentions.size() ? std::max(mentions[i + 1].begin, behind) : lower.size();
  const std::string after(trim(std::string_view(lower).substr(behind, next - behind)));
  return after.starts_with("for ") ? after : lower.substr(std::min(from, lower.size()), to - std::min(from, lower.size()));
}

// Registers what a mention names. Empty where it names nothing.
LicenseStatement resolve(const Context& context, FileRef where, const Sentence& sentence, const LicenseMention& mention) {
  LicenseStatement statement;
  statement.where = where;
  statement.evidence = quote_sentence(context.sources[where.source], context.sources[where.source].files[where.file], sentence, "card/license-sentence");
  for (const std::string& id : mention.known) {
    if (const license::Info* info = license::find(id)) statement.ids.push_back(context.registry.add_declared(*info, statement.evidence));
  }
  if (!statement.ids.empty()) return statement;
  if (mention.local != nullptr && !mention.local->ids.empty()) {
    statement.ids = mention.local->ids;
    statement.from_text = true;
    statement.resolved = !mention.local->unread;
    if (mention.local->covers != Covers::General) statement.covers = {mention.local->covers};
    return statement;
  }
  statement.resolved = false;
  if (!mention.family.empty()) {
    statement.ids = {context.registry.add_named(mention.family, mention.family, {LicenseClass::Unknown}, statement.evidence)};
  } else if (!mention.name.empty()) {
    statement.ids = {context.registry.add_named(mention.name, "", {LicenseClass::Unknown}, statement.evidence)};
  }
  return statement;
}

bool governs_models(const LicenseStatement& statement) {
  return std::any_of(statement.ids.begin(), statement.ids.end(), [](const std::string& id) {
    const license::Info* info = license::find(id);
    return info != nullptr && info->model_license;
  });
}

// "The following license applies to ...": the license stands below, as a text or notice.
void read_announced(const Context& context, FileRef where, const Document& document, const Sentence& sentence, const std::string& lower) {
  constexpr std::size_t kReach = 20'000;
  const std::size_t end = std::min(document.text.size(), sentence.end + kReach);
  for (const license::Match& match : license::identify(std::string_view(document.text).substr(sentence.end, end - sentence.end))) {
    const license::Info* info = match.id.empty() ? nullptr : license::find(match.id);
    if (info == nullptr || match.verdict == MatchVerdict::Modified || match.policy) continue;
    LicenseStatement statement;
    statement.where = where;
    statement.evidence = quote_sentence(context.sources[where.source], context.sources[where.source].files[where.file], sentence, "card/license-sentence");
    statement.covers = covered_by_words(lower);
    statement.ids = {context.registry.add_declared(*info, statement.evidence)};
    context.statements.push_back(std::move(statement));
    return;
  }
}

void read_sentence(const Context& context, FileRef where, const Document& document, const Sentence& sentence) {
  const std::string lower = to_lower(sentence.text);
  const bool licensing = may_license(lower);
  if (!licensing && sentence.kind != BlockKind::TableRow && !under_heading(document, sentence, "license")) return;
  const bool of_others = speaks_of_others(lower);
  if (lower.find("following licen") != std::string::npos) return read_announced(context, where, document, sentence, lower);
  const std::vector<LicenseMention> mentions = find_mentions(document, sentence, where.source, context.texts);
  std::vector<Covers> inherited;
  for (std::size_t i = 0; i < mentions.size(); ++i) {
    if (!licensing && mentions[i].local == nullptr && sentence.kind == BlockKind::TableRow) continue;
    LicenseStatement statement = resolve(context, where, sentence, mentions[i]);
    if (statement.ids.empty()) continue;
    statement.words = lower;
    if (of_others) {
      statement.of_a_part = true;
      statement.covers.clear();
      context.statements.push_back(std::move(statement));
      continue;
    }
    std::vector<Covers> covers = covered_by_words(subject_words(lower, mentions, i));
    if (covers.empty() && statement.covers.empty()) covers = inherited;
    if (covers.empty() && statement.covers.empty() && governs_models(statement)) covers = {Covers::Model};
    if (!covers.empty()) statement.covers = covers;
    inherited = statement.covers;
    context.statements.push_back(std::move(statement));
  }
}

// "badge/Code_License-MIT-blue" says "Code License": "MIT".
void read_badge(const Context& context, FileRef where, const Link& link) {
  const std::size_t at = link.target.find("badge/");
  const std::string lower = to_lower(link.target);
  if (!link.image || at == std::string::npos || lower.find("licen", at) == std::string::npos) return;
  std::string words = link.target.substr(at + 6);
  std::replace(words.begin(), words.end(), '_', ' ');
  for (std::size_t space = words.find("%20"); space != std::string::npos; space = words.find("%20")) words.replace(space, 3, " ");
  const auto names = license::names_in(words);
  LicenseStatement statement;
  statement.where = where;
  statement.kind = StatementKind::Badge;
  statement.evidence = cite(context.sources, where, link.begin, link.end, "card/license-badge", EvidenceKind::Text);
  for (const auto& named : names) {
    const license::Info* info = named.id.empty() ? nullptr : license::find(named.id);
    if (info != nullptr) statement.ids.push_back(context.registry.add_declared(*info, statement.evidence));
  }
  if (statement.ids.empty()) return;
  statement.covers = covered_by_words(to_lower(words.substr(0, names.front().begin)));
  context.statements.push_back(std::move(statement));
}

const data::Value* first_of(const data::Value& map, std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    if (const data::Value* value = map.find(key)) return value;
  }
  return nullptr;
}

// All licenses of an AND govern; of an OR the user picks one, so that it is a record of its own.
void read_expression(const Context& context, const std::string& text, LicenseStatement& statement) {
  const auto expression = license::parse_expression(text);
  if (!expression) return;
  if (expression->has_or) {
    statement.ids = {context.registry.add_choice(*expression, statement.evidence)};
    return;
  }
  for (const std::string& id : expression->ids) {
    const license::Info* info = license::find(id);
    statement.resolved = statement.resolved && info != nullptr;
    statement.ids.push_back(info != nullptr ? context.registry.add_declared(*info, statement.evidence) : context.registry.add_named(id, "", {LicenseClass::Unknown}, statement.evidence));
  }
  License* only = expression->ids.size() == 1 ? context.registry.find(statement.ids.front()) : nullptr;
  if (only == nullptr) return;
  only->spdx = expression->normalized;
  // An addition that is not on the list may take something away.
  for (const LicenseClass c : expression->classes) {
    if (std::find(only->classes.begin(), only->classes.end(), c) == only->classes.end()) only->classes.push_back(c);
  }
}

// One tag, with the name and link that stand beside it.
void add_tag(const Context& context, FileRef where, const std::string& tag, const std::string& name, const std::string& link, std::vector<Covers> covers, Evidence evidence) {
  LicenseStatement statement;
  statement.where = where;
  statement.kind = StatementKind::Tag;
  statement.covers = std::move(covers);
  statement.evidence = evidence;
  const license::TagMeaning meaning = license::read_tag(tag, name, link);
  const license::Info* info = meaning.id.empty() ? nullptr : license::find(meaning.id);
  const LicenseText* local = link.empty() ? nullptr : resolve_link(link, context.sources[where.source].files[where.file].path, where.source, context.texts);
  if (!meaning.expression.empty()) {
    read_expression(context, meaning.expression, statement);
  } else if (info != nullptr) {
    statement.ids = {context.registry.add_declared(*info, std::move(evidence))};
  } else if (local != nullptr && !local->ids.empty()) {
    statement.ids = local->ids;
    statement.from_text = true;
    statement.resolved = !local->unread;
  } else {
    statement.resolved = false;
    constexpr std::size_t kNameBytes = 120;
    const std::string called = !name.empty() ? name : !meaning.family.empty() ? meaning.family : tag;
    statement.ids = {context.registry.add_named(std::string(clip_utf8(called, kNameBytes)), meaning.family, meaning.classes, std::move(evidence))};
  }
  context.statements.push_back(std::move(statement));
}

void read_front_matter(const Context& context, FileRef where, const ScannedSource& source, const ScannedFile& file) {
  const data::Value& map = file.document->front_matter->value;
  const data::Value* license = first_of(map, {"license", "licence", "licenses"});
  const std::vector<Covers> covers = {is_dataset_card(source, *file.document) ? Covers::Data : Covers::Model};
  const std::string name = text_of(map, "license_name"), link = text_of(map, "license_link");
  read_gating(context, where, covers);
  if (license == nullptr) return;
  const std::vector<std::string> tags = license->as_texts();
  for (const std::string& tag : tags) {
    const std::uint64_t line = license->is_list() ? license->items[static_cast<std::size_t>(&tag - tags.data())].line : license->line;
    add_tag(context, where, tag, name, link, covers, quote_line(source, file, line, "card/front-matter", EvidenceKind::Tag));
  }
}

// general.license of a GGUF file, license keys of safetensors metadata.
void read_metadata(const Context& context, FileRef where, const ScannedSource& source, const ScannedFile& file) {
  std::string tag, name, link;
  std::uint64_t byte = 0;
  for (const MetadataEntry& entry : file.contents.metadata) {
    if (entry.key == "general.license" || entry.key == "modelspec.license" || entry.key == "license") tag = entry.value, byte = entry.byte;
    if (entry.key == "general.license.name") name = entry.value;
    if (entry.key == "general.license.link") link = entry.value;
  }
  if (tag.empty()) return;
  Evidence evidence = listing(source, file, "weights/metadata");
  evidence.kind = EvidenceKind::Tag;
  evidence.byte = byte;
  add_tag(context, where, tag, name, link, {Covers::Model}, std::move(evidence));
}

void read_file(const Context& context, FileRef where) {
  const ScannedSource& source = context.sources[where.source];
  const ScannedFile& file = source.files[where.file];
  if (!file.contents.metadata.empty()) read_metadata(context, where, source, file);
  if (!file.document || is_license_file(file.path) || !speaks_for_release(file)) return;
  if (file.document->front_matter) read_front_matter(context, where, source, file);
  for (const Link& link : file.document->links) read_badge(context, where, link);
  for (const Sentence& sentence : file.document->sentences) {
    if (sentence.kind != BlockKind::Code) read_sentence(context, where, *file.document, sentence);
  }
}

}  // namespace

bool speaks_for_release(const ScannedFile& file) {
  const std::string name = to_lower(file_name(file.path));
  const auto depth = std::count(file.path.begin(), file.path.end(), '/');
  const std::string folder = to_lower(parent_path(file.path));
  if (folder.find("third_party") != std::string::npos || folder.find("node_modules") != std::string::npos || folder.starts_with(".")) return false;
  if (name.find("card") != std::string::npos || folder.find("model_card") != std::string::npos) return depth <= 3;
  if (name.starts_with("readme")) return depth <= 2;
  static constexpr std::array<std::string_view, 5> kAside = {"contributing", "changelog", "code_of_conduct", "security", "requirements"};
  return depth == 0 && !has_any(name, kAside);
}

bool is_dataset_card(const ScannedSource& source, const Document& document) {
  if (document.front_matter) {
    const data::Value& map = document.front_matter->value;
    if (first_of(map, {"dataset_info", "configs", "size_categories", "annotations_creators", "task_categories", "source_datasets"}) != nullptr) return true;
    if (first_of(map, {"pipeline_tag", "library_name", "base_model", "model-index"}) != nullptr) return false;
  }
  return source.source->info().role == Role::Data;
}

std::vector<LicenseStatement> collect_license_statements(const std::vector<ScannedSource>& sources, const std::vector<LicenseText>& texts, LicenseRegistry& registry) {
  std::vector<LicenseStatement> statements;
  const Context context{sources, texts, registry, statements};
  for (std::size_t s = 0; s < sources.size(); ++s) {
    for (std::size_t f = 0; f < sources[s].files.size(); ++f) read_file(context, {s, f});
  }
  return statements;
}

}  // namespace aboveboard
