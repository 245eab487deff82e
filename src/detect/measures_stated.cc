#include "detect/measures_stated.h"

#include <algorithm>
#include <array>
#include <span>

#include "base/limits.h"
#include "base/text.h"
#include "detect/measures_number.h"

namespace aboveboard::detect {

namespace {

constexpr std::size_t kGroups = 5;  // the match, and two numbers of two groups each

// Every number that the expression captures in the text.
std::vector<double> captured(const data::LazyPattern& pattern, std::string_view text) {
  std::vector<double> numbers;
  std::array<std::string_view, kGroups> found;
  const std::size_t groups = std::min(kGroups, 1 + pattern.groups());
  for (std::size_t at = 0; at < text.size() && pattern.find(text, at, std::span(found).first(groups));) {
    const std::string_view second_scale = groups == kGroups ? found[4] : std::string_view();
    for (std::size_t group = 1; group + 1 < groups; group += 2) {
      const std::string_view scale = found[group + 1];
      if (const auto number = spelled_number(found[group], scale.empty() && group == 1 ? second_scale : scale)) numbers.push_back(*number);
    }
    at = static_cast<std::size_t>(found[0].data() - text.data()) + std::max<std::size_t>(found[0].size(), 1);
  }
  return numbers;
}

double product(const std::vector<data::LazyPattern>& patterns, std::string_view text) {
  for (const data::LazyPattern& pattern : patterns) {
    const std::vector<double> factors = captured(pattern, text);
    if (!factors.empty()) return std::max(1.0, factors.front());
  }
  return 1;
}

class Reader {
 public:
  Reader(const MeasureRule& rule, std::string_view own_name) : rule_(rule), own_name_(own_name) {}
  std::vector<StatedNumber> take() { return std::move(numbers_); }

  void read(const DocumentView& document) {
    const auto& sentences = document.document->sentences;
    for (std::size_t i = 0; i < sentences.size() && numbers_.size() < limits::kMeasureMentions; ++i) {
      if (sentences[i].kind == BlockKind::Code) continue;
      for (const NumberRule& rule : rule_.sentences) read_sentence(document, i, rule);
      if (!rule_.columns.empty() && sentences[i].kind == BlockKind::TableRow) read_row(document, i);
    }
  }

  void read(const ScannedSource& source, const ScannedFile& file) {
    for (const std::string& key : rule_.keys) {
      const data::Value* found = file.value->find(key);
      if (found == nullptr || found->type != data::ValueType::Number || numbers_.size() >= limits::kMeasureMentions) continue;
      add(found->number, found->number, quote_line(source, file, found->line, "measure/" + rule_.id, EvidenceKind::Bytes));
    }
  }

 private:
  void add(double low, double high, Evidence evidence) {
    if (!(low >= rule_.least) || !(low <= rule_.most)) return;
    numbers_.push_back({low, std::min(high, rule_.most), std::move(evidence)});
  }

  Evidence place(const DocumentView& document, std::size_t i) const {
    return quote_sentence(*document.source, *document.file, document.document->sentences[i], "measure/" + rule_.id);
  }

  void read_sentence(const DocumentView& document, std::size_t i, const NumberRule& rule) {
    const std::string& lower = document.lower[i];
    if (!may_hold_any(document.pairs[i], rule.text) || !find_in(rule.text, document.document->sentences[i].text, lower)) return;
    const std::string& chain = document.headings[document.document->sentences[i].section];
    if (!rule.under.empty() && !find_in(rule.under, chain, chain)) return;
    if (!rule.around.empty()) {
      const std::string words = words_around(document, i);
      if (!find_in(rule.around, words, words)) return;
    }
    const double times = product(rule.times, lower), perhaps = product(rule.perhaps, lower);
    for (const data::LazyPattern& pattern : rule.numbers) {
      for (const double number : captured(pattern, lower)) add(number * times, number * times * perhaps, place(document, i));
    }
  }

  // A cell below a head that asks for this number, in a row that names the release itself: tables compare.
  void read_row(const DocumentView& document, std::size_t i) {
    const std::size_t head = document.table_head[i];
    if (head == kNone || head == i || own_name_.empty() || document.lower[i].find(own_name_) == std::string::npos) return;
    const std::vector<std::string> heads = split(document.lower[head], '|'), cells = split(document.lower[i], '|');
    for (std::size_t cell = 1; cell < std::min(heads.size(), cells.size()); ++cell) {
      const auto asks = [&](const Pattern& column) { return column.matches(heads[cell], heads[cell]); };
      if (std::none_of(rule_.columns.begin(), rule_.columns.end(), asks)) continue;
      for (const data::LazyPattern& pattern : rule_.cells) {
        for (const double number : captured(pattern, trim(cells[cell]))) add(number, number, place(document, i));
      }
    }
  }

  const MeasureRule& rule_;
  std::string_view own_name_;
  std::vector<StatedNumber> numbers_;
};

bool may_state(const ScannedSource& source) { return source.source == nullptr || source.source->info().role != Role::Data; }

}  // namespace

std::vector<StatedNumber> stated_numbers(const MeasureRule& rule, const std::vector<ScannedSource>& sources, const std::vector<DocumentView>& documents,
                                         std::string_view own_name) {
  Reader reader(rule, own_name);
  for (const DocumentView& document : documents) {
    if (document.standing == Standing::Primary && may_state(*document.source)) reader.read(document);
  }
  if (!rule.keys.empty()) {
    for (const ScannedSource& source : sources) {
      if (!may_state(source)) continue;
      for (const ScannedFile& file : source.files) {
        if (file.value && file.value->is_map()) reader.read(source, file);
      }
    }
  }
  return reader.take();
}

}  // namespace aboveboard::detect
