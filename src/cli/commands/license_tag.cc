#include "cli/commands/license_tag.h"

#include <utility>

#include "format/document.h"
#include "license/license.h"

namespace aboveboard::cli {
namespace {

Evidence tag_line(const Text& text, std::uint64_t line) {
  const std::string_view rest = std::string_view(text.bytes).substr(text.lines.start_of(line));
  Evidence evidence;
  evidence.source = text.source.info().name;
  evidence.path = text.path;
  evidence.line = line;
  evidence.quote = trim(rest.substr(0, rest.find_first_of("\r\n")));
  evidence.extractor = "license/tag";
  evidence.kind = EvidenceKind::Tag;
  return evidence;
}

License record_of(const std::string& tag, const std::string& name, const std::string& link, Evidence evidence) {
  const license::TagMeaning meaning = license::read_tag(tag, name, link);
  const license::Info* info = meaning.id.empty() ? nullptr : license::find(meaning.id);
  License record;
  record.name = info != nullptr ? info->name : meaning.other && !name.empty() ? name : tag;
  record.id = info != nullptr ? info->id : license::license_ref(record.name);
  record.family = info != nullptr ? info->family : meaning.family;
  if (info != nullptr) {
    record.spdx = info->spdx;
    record.version = info->version;
    record.terms = info->terms;
  }
  record.classes = meaning.classes;
  record.declared = true;
  record.evidence = {std::move(evidence)};
  return record;
}

}  // namespace

std::vector<License> read_tags(const Text& text, Diagnostics& notes) {
  if (file_extension(text.path) != "md") return {};
  const Document document = parse_document(text.path, text.bytes, notes);
  if (!document.front_matter) return {};
  const data::Value& card = document.front_matter->value;
  const auto text_of = [&](std::string_view key) { return std::string(card.find(key) == nullptr ? "" : card.find(key)->as_text()); };
  std::vector<License> records;
  for (const data::Member& member : card.members) {
    if (member.key != "license" || member.line == 0 || member.line > text.lines.line_count()) continue;
    for (const std::string& tag : member.value.as_texts()) {
      records.push_back(record_of(tag, text_of("license_name"), text_of("license_link"), tag_line(text, member.line)));
    }
  }
  return records;
}

}  // namespace aboveboard::cli
