#include "detect/data_information_sources.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "detect/data_information_names.h"
#include "detect/data_information_rules.h"
#include "detect/data_information_tables.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kListItems = 200;  // sentences below the words that announce a list

bool holds(const TextCondition& condition, const std::string& lower) { return find_in(condition, lower, lower).has_value(); }

class Reader {
 public:
  Reader(const DataDocument& document, const std::string& own_name, bool made_from_base, Mentions& mentions)
      : document_(document), view_(*document.view), own_name_(own_name), made_from_base_(made_from_base), mentions_(mentions) {}

  void run() {
    front_matter();
    links();
    read_source_tables(document_, mentions_);
    sentences();
  }

 private:
  bool is_own(std::string_view name) const {
    const std::string lower = to_lower(name);
    return !own_name_.empty() && lower.starts_with(own_name_) && !document_.about_data;
  }

  void front_matter() {
    if (!view_.document->front_matter || view_.standing != Standing::Primary) return;
    const data::Value& tags = view_.document->front_matter->value;
    for (const char* key : {"datasets", "source_datasets"}) {
      const data::Value* found = tags.find(key);
      if (found == nullptr) continue;
      if (found->is_string()) tag(*found);
      for (const data::Value& item : found->items) {
        if (item.is_string()) tag(item);
      }
    }
  }

  void tag(const data::Value& value) {
    std::string name(trim(value.as_text()));
    if (name.starts_with("extended|")) name.erase(0, 9);
    const std::string lower = to_lower(name);
    if (name.empty() || name.find('|') != std::string::npos || lower == "original" || lower == "extended" || holds(data_rules().sources.skip_rows, lower)) return;
    if (std::binary_search(data_rules().sources.not_names.begin(), data_rules().sources.not_names.end(), lower)) return;
    DataSource source{name, Depth::Named, DataAccess::Unknown, "", "", {quote_line(*view_.source, *view_.file, value.line, "data/front-matter", EvidenceKind::Tag)}};
    if (std::count(name.begin(), name.end(), '/') == 1 || lower.find("://") != std::string::npos) {
      source.location = name;
      source.depth = Depth::Shared;
      source.access = DataAccess::Public;
    }
    mentions_.add(std::move(source), true);
  }

  // A link to a data set on a hub, or to a named place in a sentence that says where data come from.
  void links() {
    const SourceRules& rules = data_rules().sources;
    const auto& all = view_.document->links;
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::size_t sentence = view_.link_sentence[i];
      if (sentence == kNone || all[i].image) continue;
      const std::string target = to_lower(all[i].target), words = to_lower(trim(all[i].text));
      const bool hub = holds(rules.hub, target);
      if (document_.topics[sentence] == Topic::None && !(hub && near_training(sentence))) continue;
      if (view_.document->sentences[sentence].kind == BlockKind::TableRow) continue;  // the table says what it is
      if (holds(rules.not_data, target) && !hub) continue;
      if (!hub && (target.find("://") == std::string::npos || holds(rules.none, view_.lower[sentence]) || !follows_cue(sentence, words) || holds(rules.generic, words))) continue;
      if (holds(rules.link_words_none, words)) continue;
      std::string name = all[i].text;
      const bool by_target = words.empty() || words.find("://") != std::string::npos || words.find(".co/") != std::string::npos || holds(rules.generic, words);
      if (by_target) name = location_key(all[i].target);
      else if (!hub && (!names_something(name) || is_own(name))) continue;
      add(name, sentence, all[i].target, by_target, quote_bytes(*view_.source, *view_.file, all[i].begin, all[i].end, "data/link", EvidenceKind::Link));
    }
  }

  // The words before speak of training, and neither they nor the headings of anything else.
  bool near_training(std::size_t sentence) const {
    const DataRules& rules = data_rules();
    const std::string& headings = view_.headings[view_.document->sentences[sentence].section];
    const std::string& said = view_.lower[sentence];
    if (!holds(rules.subject_section, headings) || holds(rules.other, said) || (!made_from_base_ && holds(rules.post_training, said))) return false;
    return holds(rules.near, words_around(view_, sentence));
  }

  static bool names_something(std::string_view words) {
    const bool capital = std::any_of(words.begin(), words.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return capital && std::count(words.begin(), words.end(), ' ') < 6;
  }

  bool follows_cue(std::size_t sentence, const std::string& words) const {
    const std::string& lower = view_.lower[sentence];
    const std::size_t at = lower.find(words);
    const auto cue = data_rules().sources.cue.find(lower, lower);
    return cue && at != std::string::npos && cue->end <= at;
  }

  void sentences() {
    const SourceRules& rules = data_rules().sources;
    const auto& all = view_.document->sentences;
    std::size_t list_until = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i].kind == BlockKind::Code) command(i);
      if (document_.topics[i] == Topic::None || all[i].kind == BlockKind::TableRow || all[i].kind == BlockKind::Heading) continue;
      const bool barred = holds(rules.none, view_.lower[i]);
      if (all[i].kind == BlockKind::ListItem && i < list_until && !barred) item(i);
      if (all[i].kind != BlockKind::ListItem) list_until = announces_list(i) ? i + 1 + kListItems : 0;
      if (!barred) names(i);
    }
  }

  bool announces_list(std::size_t i) const {
    const auto& all = view_.document->sentences;
    return i + 1 < all.size() && all[i + 1].kind == BlockKind::ListItem && all[i + 1].section == all[i].section && view_.lower[i].ends_with(':') &&
           holds(data_rules().sources.list_head, view_.lower[i]);
  }

  void item(std::size_t i) {
    const std::string name = name_at_begin(view_.document->sentences[i].text);
    if (!name.empty() && !is_own(name)) add(name, i, "", false, quote(i));
  }

  void names(std::size_t i) {
    const std::string& text = view_.document->sentences[i].text;
    std::vector<NameInText> found = names_of_kind(text);
    std::size_t from = 0;
    for (int cues = 0; cues < 4 && from < text.size(); ++cues) {
      const auto cue = data_rules().sources.cue.find(std::string_view(text).substr(from), std::string_view(view_.lower[i]).substr(from));
      if (!cue) break;
      from += cue->end;
      for (NameInText& name : names_after(text, from)) found.push_back(std::move(name));
    }
    if (const std::string name = name_defined(text, view_.lower[i]); !name.empty()) found.push_back({name, 0, 0});
    for (const NameInText& one : found) {
      if (!is_own(one.name) && !leads_elsewhere(i, one.name)) add(one.name, i, "", false, quote(i));
    }
  }

  // A name that is a link to a paper, to code or to a page of another kind is no source by its words alone.
  bool leads_elsewhere(std::size_t sentence, const std::string& name) const {
    const auto& links = view_.document->links;
    for (std::size_t i = first_link(sentence); i < links.size() && view_.link_sentence[i] == sentence; ++i) {
      const std::string target = to_lower(links[i].target);
      if (links[i].text.find(name) != std::string::npos && holds(data_rules().sources.not_data, target) && !holds(data_rules().sources.hub, target)) return true;
    }
    return false;
  }

  std::size_t first_link(std::size_t sentence) const {
    const auto& of = view_.link_sentence;
    return static_cast<std::size_t>(std::lower_bound(of.begin(), of.end(), sentence, [](std::size_t a, std::size_t b) { return (a == kNone ? 0 : a) < b; }) - of.begin());
  }

  // A line of a program or a shell that fetches what was trained on.
  void command(std::size_t i) {
    const SourceRules& rules = data_rules().sources;
    const Sentence& line = view_.document->sentences[i];
    const auto found = find_in(rules.command, line.text, view_.lower[i]);
    if (!found || holds(rules.none, view_.lower[i]) || !holds(rules.command_section, view_.headings[line.section])) return;
    const std::string part = line.text.substr(found->begin, found->end - found->begin);
    const std::size_t slash = part.find('/', part.find("datasets/") == std::string::npos ? 0 : part.find("datasets/") + 9);
    const auto in_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.'; };
    if (slash == std::string::npos) return;
    std::size_t begin = slash, end = slash + 1;
    while (begin > 0 && in_name(part[begin - 1])) --begin;
    while (end < part.size() && in_name(part[end])) ++end;
    const std::string name = part.substr(begin, end - begin);
    DataSource source{name, Depth::Shared, DataAccess::Public, name, "", {quote(i)}};
    mentions_.add(std::move(source), true);
  }

  Evidence quote(std::size_t sentence) const { return quote_sentence(*view_.source, *view_.file, view_.document->sentences[sentence], "data/sentence"); }

  void add(std::string name, std::size_t sentence, std::string location, bool tag, Evidence evidence) {
    DataSource source{std::string(trim(name)), Depth::Named, DataAccess::Unknown, std::move(location), license_in(view_.document->sentences[sentence].text), {std::move(evidence)}};
    const std::string& lower = view_.lower[sentence];
    source.access = access_of(source, lower);
    const auto& aspects = data_rules().aspects;
    const bool described = std::any_of(aspects.begin(), aspects.end(), [&](const AspectRule& rule) { return holds(rule.described, lower); });
    source.depth = !source.location.empty() ? Depth::Shared : described ? Depth::Described : Depth::Named;
    mentions_.add(std::move(source), tag);
  }

  const DataDocument& document_;
  const DocumentView& view_;
  const std::string& own_name_;
  bool made_from_base_;
  Mentions& mentions_;
};

}  // namespace

void find_sources(const DataContext& context, const std::string& own_name, Mentions& mentions) {
  for (const DataDocument& document : context.documents) Reader(document, own_name, context.made_from_base, mentions).run();
}

}  // namespace aboveboard::detect
