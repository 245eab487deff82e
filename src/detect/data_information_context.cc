#include "detect/data_information_context.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "detect/data_information_rules.h"

namespace aboveboard::detect {

namespace {

constexpr std::array kDataCards = {"*data*card*", "*datasheet*", "*data*statement*", "*training*content*summary*", "*training*data*summary*"};
// Documents below the top that speak for the release all the same.
constexpr std::array kPapers = {"*paper*.md", "*report*.md", "*data*.md"};
constexpr std::array kDatasetKeys = {"task_categories", "size_categories", "dataset_info", "annotations_creators", "source_datasets", "language_creators", "multilinguality"};
constexpr std::array kModelKeys = {"pipeline_tag", "library_name", "base_model"};

bool named_like(const auto& globs, std::string_view path) {
  return std::any_of(globs.begin(), globs.end(), [&](const char* glob) { return glob_match(glob, file_name(path)); });
}

bool has_key(const DocumentView& view, const auto& keys) {
  if (!view.document->front_matter) return false;
  const data::Value& tags = view.document->front_matter->value;
  return std::any_of(keys.begin(), keys.end(), [&](const char* key) { return tags.find(key) != nullptr; });
}

bool is_of_data_source(const DocumentView& view) {
  return view.standing == Standing::Primary && view.source->source != nullptr && view.source->source->info().role == Role::Data;
}

bool holds(const TextCondition& condition, const std::string& lower) { return find_in(condition, lower, lower).has_value(); }

// Of each section: do its headings satisfy the condition?
std::vector<bool> sections_that(const DocumentView& view, const TextCondition& condition) {
  std::vector<bool> hold(view.headings.size());
  for (std::size_t i = 0; i < hold.size(); ++i) hold[i] = holds(condition, view.headings[i]);
  return hold;
}

// "Pretrained on ... tokens, followed by fine-tuning" is of the pretraining; "fine-tuned on ..." is not.
bool is_of_tuning(const std::string& lower) {
  const auto tuning = find_in(data_rules().post_training, lower, lower);
  if (!tuning) return false;
  const auto before = find_in(data_rules().pretraining, lower, lower);
  return !before || before->begin > tuning->begin;
}

DataDocument read_document(const DocumentView& view, bool made_from_base) {
  const DataRules& rules = data_rules();
  DataDocument document{&view, named_like(kDataCards, view.file->path) || is_dataset_card(view) || is_of_data_source(view), {}, {}};
  document.data_section = sections_that(view, rules.section);
  const std::vector<bool> allowed = sections_that(view, document.about_data ? rules.document_section : rules.subject_section);
  const auto& sentences = view.document->sentences;
  document.topics.assign(sentences.size(), Topic::None);
  bool announced = false;  // by "the following data was used for training:"
  for (std::size_t i = 0; i < sentences.size(); ++i) {
    const Sentence& sentence = sentences[i];
    if (sentence.kind == BlockKind::Code) continue;
    Topic topic = announced && sentence.kind == BlockKind::ListItem && sentence.section == sentences[i - 1].section ? Topic::Sentence : Topic::None;
    announced = topic != Topic::None;
    const bool whole = document.about_data && allowed[sentence.section];
    if (whole || document.data_section[sentence.section]) topic = Topic::Section;
    else if (sentence.kind != BlockKind::Heading && allowed[sentence.section] && holds(rules.subject, view.lower[i])) topic = Topic::Sentence;
    if (topic == Topic::None || holds(rules.other, view.lower[i])) continue;
    if (!made_from_base && !document.about_data && is_of_tuning(view.lower[i])) continue;
    document.topics[i] = topic;
    announced = announced || view.lower[i].ends_with(':');
  }
  return document;
}

}  // namespace

bool is_dataset_card(const DocumentView& view) { return has_key(view, kDatasetKeys) && !has_key(view, kModelKeys); }

DataContext read_data_context(const std::vector<DocumentView>& views) {
  DataContext context;
  constexpr std::array kBase = {"base_model"};
  context.made_from_base = std::any_of(views.begin(), views.end(), [&](const DocumentView& view) { return view.standing == Standing::Primary && has_key(view, kBase); });
  for (const DocumentView& view : views) {
    if (view.standing == Standing::Primary || named_like(kPapers, view.file->path)) context.documents.push_back(read_document(view, context.made_from_base));
  }
  return context;
}

}  // namespace aboveboard::detect
