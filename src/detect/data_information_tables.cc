#include "detect/data_information_tables.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "base/text.h"
#include "detect/data_information_rules.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kNameBytes = 100;
constexpr std::size_t kColumns = 32;

bool holds(const TextCondition& condition, const std::string& lower) { return find_in(condition, lower, lower).has_value(); }

// Cells as the reader of documents sets them apart.
std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::size_t at = 0;
  while (cells.size() < kColumns) {
    const std::size_t bar = row.find('|', at);
    cells.emplace_back(trim(std::string_view(row).substr(at, bar == std::string::npos ? bar : bar - at)));
    if (bar == std::string::npos) break;
    at = bar + 1;
  }
  return cells;
}

struct Columns {
  std::size_t name = kNone, location = kNone, license = kNone, kind = kNone;
};

// What the head of a table says its columns are; no name where it is no table of sources.
Columns read_head(const std::string& lower_head, bool about_data) {
  const TableRule& rule = data_rules().sources.table;
  Columns columns;
  std::size_t plain = kNone;
  const std::vector<std::string> cells = cells_of(lower_head);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    if (columns.location == kNone && holds(rule.location, cells[i])) columns.location = i;
    else if (columns.license == kNone && holds(rule.license, cells[i])) columns.license = i;
    else if (columns.name == kNone && holds(rule.name, cells[i])) columns.name = i;
    else if (columns.kind == kNone && holds(rule.kind, cells[i])) columns.kind = i;
    else if (plain == kNone && holds(rule.plain_name, cells[i])) plain = i;
    else if (holds(rule.none, cells[i])) return {};
  }
  // "data" or "name" is a source where the other columns say how to have it.
  if (columns.name == kNone && about_data && (columns.location != kNone || columns.license != kNone)) columns.name = plain;
  return columns;
}

std::string cell(const std::vector<std::string>& cells, std::size_t column) { return column < cells.size() ? cells[column] : std::string(); }

class Reader {
 public:
  Reader(const DataDocument& document, Mentions& mentions) : document_(document), view_(*document.view), mentions_(mentions) {}

  void run() {
    const auto& sentences = view_.document->sentences;
    std::size_t head = kNone;
    Columns columns;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (sentences[i].kind != BlockKind::TableRow) continue;
      if (view_.table_head[i] != head) {
        head = view_.table_head[i];
        columns = head != kNone && speaks_of_data(head) ? read_head(view_.lower[head], document_.about_data || document_.data_section[sentences[i].section]) : Columns{};
        continue;
      }
      if (columns.name != kNone && document_.topics[i] != Topic::None) row(i, columns);
    }
  }

 private:
  bool speaks_of_data(std::size_t head) const {
    const std::size_t section = view_.document->sentences[head].section;
    return document_.data_section[section] || document_.topics[head] != Topic::None;
  }

  // The link of a row that leads to the data: one in the name's cell, else any that is not about something else.
  std::string link_of(std::size_t row, const std::string& name) const {
    const auto& links = view_.document->links;
    const auto& row_of = view_.link_sentence;
    std::string found;
    for (auto at = std::lower_bound(row_of.begin(), row_of.end(), row, [](std::size_t a, std::size_t b) { return (a == kNone ? 0 : a) < b; }); at != row_of.end() && *at == row; ++at) {
      const Link& link = links[static_cast<std::size_t>(at - row_of.begin())];
      const std::string target = to_lower(link.target);
      const bool hub = holds(data_rules().sources.hub, target);
      if (link.image || (!hub && (holds(data_rules().sources.not_data, target) || target.find("://") == std::string::npos))) continue;
      if (name.find(link.text) != std::string::npos && !link.text.empty()) return link.target;
      if (found.empty() && hub) found = link.target;
    }
    return found;
  }

  void row(std::size_t i, const Columns& columns) {
    const SourceRules& rules = data_rules().sources;
    const std::string& text = view_.document->sentences[i].text;
    const std::vector<std::string> cells = cells_of(text);
    const std::string name = cell(cells, columns.name);
    if (name.empty() || name.size() > kNameBytes || holds(rules.skip_rows, to_lower(name)) || to_lower(text) == view_.lower[view_.table_head[i]]) return;
    if (std::none_of(name.begin(), name.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) || static_cast<unsigned char>(c) >= 0x80; })) return;
    DataSource source{name, Depth::Named, DataAccess::Unknown, link_of(i, name), "", {quote_sentence(*view_.source, *view_.file, view_.document->sentences[i], "data/table")}};
    const std::string place = cell(cells, columns.location);
    if (source.location.empty() && !holds(rules.skip_rows, to_lower(place))) source.location = place;
    source.license = columns.license == kNone ? license_in(text) : cell(cells, columns.license);
    source.access = access_of(source, view_.lower[i] + "\n" + cell(cells, columns.kind));
    const bool amounts = std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
    source.depth = !source.location.empty() ? Depth::Shared : amounts ? Depth::Described : Depth::Named;
    mentions_.add(std::move(source));
  }

  const DataDocument& document_;
  const DocumentView& view_;
  Mentions& mentions_;
};

}  // namespace

void read_source_tables(const DataDocument& document, Mentions& mentions) { Reader(document, mentions).run(); }

}  // namespace aboveboard::detect
