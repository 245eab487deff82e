// How true and how fast the license engine is: one table, made from the SPDX texts of the npm package and from a folder of AI license texts.
//   license_accuracy [--every N] [--check] [--missed] [--ordinary DIR]... [--texts DIR]
// --every N takes each N-th text; --check fails where a figure is below what it must reach; --missed lists what was not named.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/text.h"
#include "license/fingerprint.h"
#include "license/identify.h"
#include "license/registry.h"
#include "support/left_out.h"
#include "support/license_forms.h"
#include "support/paths.h"
#include "support/spdx_texts.h"
#include "support/terms_score.h"

namespace {

using namespace aboveboard;
using namespace aboveboard::testing;
namespace fs = std::filesystem;
using license::Match;

struct Options {
  std::size_t every = 1;
  bool check = false, missed = false;
  std::vector<fs::path> ordinary;
  fs::path texts;
};

struct Text {
  std::string id, name, text;
};

// One line of the table.
struct Row {
  std::string what;
  double must = 0;           // percent
  std::size_t right = 0, other = 0, total = 0;  // other: not named, but another license was
  double seconds = 0;
  std::string missed;

  explicit Row(std::string what_, double must_ = 0) : what(std::move(what_)), must(must_) {}
};

double percent(std::size_t part, std::size_t whole) { return whole == 0 ? 100 : 100.0 * static_cast<double>(part) / static_cast<double>(whole); }

// "GPL-2.0+", "GPL-2.0-only" and "GPL-2.0-or-later" have one text: which of them holds is said in notices alone.
std::string_view stem_of(std::string_view id) {
  for (const std::string_view end : {"-or-later", "-only", "+"}) {
    if (id.ends_with(end)) return id.substr(0, id.size() - end.size());
  }
  return id;
}

std::uint64_t whole_of(std::string_view id) {
  static const std::map<std::string, std::uint64_t, std::less<>> kWholes = [] {
    std::map<std::string, std::uint64_t, std::less<>> wholes;
    const license::Index& index = license::embedded_index();
    for (const license::DocRecord& doc : index.docs) wholes.emplace(std::string(index.id(doc)), doc.whole);
    return wholes;
  }();
  const auto found = kWholes.find(id);
  return found == kWholes.end() ? 0 : found->second;
}

// Ids whose texts share all their words cannot be told apart by a text.
bool same_text(std::string_view a, std::string_view b) {
  return a == b || a == license::current_spdx_id(b) || stem_of(a) == stem_of(b) || (whole_of(a) != 0 && whole_of(a) == whole_of(b));
}

struct Judgment {
  bool right = false, other = false;
};

using Accept = std::function<bool(const Match&)>;

Judgment judge(const std::vector<Match>& matches, const std::string& id, const Accept& accept, bool notice) {
  Judgment judgment;
  for (const Match& match : matches) {
    if (match.id.empty() || !accept(match)) continue;
    const bool same = notice ? match.id == license::current_spdx_id(id) : same_text(match.id, id);
    (same ? judgment.right : judgment.other) = true;
  }
  return judgment;
}

std::vector<Match> timed(Row& row, const std::string& text) {
  const auto start = std::chrono::steady_clock::now();
  std::vector<Match> matches = license::identify(text);
  row.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return matches;
}

// Counts `matches` as a text that should be named `id`. Was it?
bool count(Row& row, const std::string& id, const std::vector<Match>& matches, const Accept& accept) {
  const Judgment judgment = judge(matches, id, accept, row.what == "header notices");
  ++row.total;
  row.right += judgment.right;
  if (judgment.right) return true;
  row.other += judgment.other;
  row.missed += " " + id;
  for (const Match& match : matches) {
    if (accept(match) && !match.id.empty()) row.missed += "(" + match.id + ")";
  }
  return false;
}

void measure(Row& row, const std::string& id, const std::string& text, const Accept& accept) { count(row, id, timed(row, text), accept); }

bool unchanged(const Match& match) { return !match.notice && match.verdict != MatchVerdict::Modified; }
bool any_text(const Match& match) { return !match.notice; }

std::vector<Text> each_of_list(std::size_t every) {
  std::vector<Text> texts;
  std::size_t count = 0;
  for (const auto& [id, entry] : spdx_list()) {
    if (count++ % every == 0) texts.push_back({id, entry.name, entry.text});
  }
  return texts;
}

std::vector<Text> ai_list(const fs::path& folder) {
  std::vector<Text> texts;
  if (!fs::is_directory(folder)) return texts;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() == ".txt") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) texts.push_back({"", path.filename().string(), read_file(path)});
  return texts;
}

std::vector<Row> spdx_rows(const std::vector<Text>& texts) {
  struct Form {
    const char* what;
    double must;
    Accept accept;
    std::function<std::string(const std::string&, std::size_t)> make;
  };
  const std::vector<Form> forms = {
      {"verbatim", 99.5, unchanged, [](const std::string& t, std::size_t) { return t; }},
      {"re-wrapped", 99.5, unchanged, [](const std::string& t, std::size_t i) { return rewrapped(t, 50 + i % 50); }},
      {"copyright filled", 99.5, unchanged, [](const std::string& t, std::size_t) { return copyright_filled(t); }},
      {"markdown", 99.5, unchanged, [](const std::string& t, std::size_t) { return as_markdown(t); }},
      {"comment block", 99.5, unchanged, [](const std::string& t, std::size_t i) { return commented(t, static_cast<unsigned>(i)); }},
      {"wrapped in prose", 99.5, unchanged, [](const std::string& t, std::size_t) { return in_prose(t); }},
      {"5 % word noise", 98, any_text, [](const std::string& t, std::size_t i) { return noisy(t, 5, i); }},
      {"first 40 %", 92, any_text, [](const std::string& t, std::size_t) { return head_of(t, 40); }},
  };
  std::vector<Row> rows;
  for (const Form& form : forms) {
    Row row{form.what, form.must};
    for (std::size_t i = 0; i < texts.size(); ++i) measure(row, texts[i].id, form.make(texts[i].text, i), form.accept);
    rows.push_back(std::move(row));
  }
  return rows;
}

Row notice_row(const std::vector<Text>& texts) {
  std::vector<IdAndText> pairs;
  for (const Text& text : texts) pairs.emplace_back(text.id, text.text);
  std::vector<HeaderNotice> notices = appendix_notices(pairs);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (license::current_spdx_id(texts[i].id) == texts[i].id) notices.push_back(written_notice(texts[i].id, texts[i].name, static_cast<unsigned>(i)));
  }
  Row row{"header notices", 95};
  for (const HeaderNotice& notice : notices) measure(row, notice.id, notice.text, [](const Match&) { return true; });
  return row;
}

Row pair_row(const std::vector<Text>& texts) {
  Row row{"two licenses in one file", 99};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Text& other = texts[(i * 7 + 3) % texts.size()];
    if (same_text(other.id, texts[i].id)) continue;
    const std::string both = texts[i].text + "\n\n----------------------------------------\nThe files in lib/ come from elsewhere:\n\n" + other.text;
    const std::vector<Match> matches = timed(row, both);
    Row one{""}, two{""};
    const bool first = count(one, texts[i].id, matches, unchanged), second = count(two, other.id, matches, unchanged);
    ++row.total;
    row.right += first && second;
    row.missed += one.missed + two.missed;
  }
  return row;
}

// What each AI text is, by its own words: learned into the index under one id.
std::string id_of(const std::string& text) {
  const license::Index& index = license::embedded_index();
  const auto same = index.find_whole(license::learn(text, {}).whole);
  return same.empty() ? "" : std::string(index.id(index.docs[same[0].doc]));
}

std::vector<Row> ai_rows(std::vector<Text> texts) {
  Row present{"AI texts in the index, all forms", 100}, absent{"AI texts left out: no sibling", 100};
  for (Text& text : texts) {
    text.id = id_of(text.text);
    const std::vector<std::string> forms = {text.text, rewrapped(text.text, 64), as_markdown(text.text), commented(text.text, 1), in_prose(text.text)};
    if (text.id.empty()) text.id = "Apache-2.0";  // the copies of it that have their blanks filled
    for (const std::string& form : forms) measure(present, text.id, form, unchanged);
    const LeftOut without([&text](std::string_view id) { return id == text.id; });
    for (const std::string& form : {forms[0], forms[1], forms[4]}) {
      ++absent.total;
      bool sibling = false;
      for (const Match& match : license::identify_in(without.index(), form)) sibling = sibling || (match.verdict != MatchVerdict::Modified && !match.id.empty() && !same_text(match.id, text.id));
      if (sibling) absent.missed += " " + text.name;
      absent.right += !sibling;
    }
  }
  return {present, absent};
}

// Each text while it and what shares its words or its stem are not known: nothing else may be named over most of it.
Row left_out_row(const std::vector<Text>& texts) {
  Row row{"SPDX texts left out: no sibling", 98};
  for (const Text& text : texts) {
    const LeftOut without([&text](std::string_view id) { return same_text(id, text.id); });
    ++row.total;
    bool sibling = false;
    for (const Match& match : license::identify_in(without.index(), text.text)) {
      sibling = sibling || (unchanged(match) && !match.id.empty() && 2 * (match.end - match.begin) > text.text.size());
    }
    row.right += !sibling;
    if (sibling) row.missed += " " + text.id;
  }
  return row;
}

// Terms read from the texts alone, as if no license were known, against what careful readers found there.
std::vector<Row> term_rows(const fs::path& folder) {
  const TermTable table = score_terms(read_gold(project_root() / "tests/license/terms_gold.tsv"), folder);
  Row precision{"terms of left-out AI texts: right", 95}, recall{"terms of left-out AI texts: found", 90};
  precision.right = recall.right = table.all.right;
  precision.total = table.all.right + table.all.extra;
  recall.total = table.all.right + table.all.missed;
  precision.missed = table.differences;
  return {precision, recall};
}

// A restriction put into a text, anywhere: no license may be said to stand there unchanged.
Row restricted_row(const std::vector<Text>& texts) {
  constexpr std::uint64_t kTimes = 3;
  Row row{"a restriction put in: not unchanged", 99.5};
  for (std::size_t i = 0; i < kTimes * texts.size(); ++i) {
    const Text& text = texts[i % texts.size()];
    std::size_t at = 0;
    const std::string changed = restricted(text.text, 17 * i, at);
    bool unseen = false;
    for (const Match& match : license::identify(changed)) unseen = unseen || (unchanged(match) && !match.id.empty() && match.begin <= at && at < match.end);
    ++row.total;
    row.right += !unseen;
    if (unseen) row.missed += " " + text.id + "[" + changed.substr(at - std::min<std::size_t>(at, 25), 70) + "]";
  }
  return row;
}

// Files that speak of no license at all, in words or by name.
bool is_ordinary(const std::string& text) {
  const std::string low = to_lower(text);
  for (const char* word : {"licens", "licenc", "copyright", "copying", "permission", "warrant", "agreement", "gpl", "spdx", "bsd", "mit ", "creative commons", "public domain", "(c)"}) {
    if (low.find(word) != std::string::npos) return false;
  }
  return text.size() > 200;
}

Row ordinary_row(const std::vector<fs::path>& folders) {
  Row row{"no license in ordinary files", 100};
  for (const fs::path& folder : folders) {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied)) {
      const std::string end = entry.path().extension().string();
      const bool kind = end == ".py" || end == ".h" || end == ".cc" || end == ".c" || end == ".md" || end == ".js" || end == ".txt" || end == ".rst" || end == ".json" || end == ".yaml" || end == ".sh";
      if (kind && entry.is_regular_file() && entry.file_size() < 1'000'000) paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());
    for (const fs::path& path : paths) {
      const std::string text = read_file(path);
      if (!is_ordinary(text)) continue;
      const auto start = std::chrono::steady_clock::now();
      const bool none = license::identify(text).empty();
      row.seconds += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      ++row.total;
      row.right += none;
      if (!none) row.missed += " " + path.string();
    }
  }
  return row;
}

bool print(const Row& row, const Options& options) {
  const double share = percent(row.right, row.total);
  std::printf("%-34s %8zu %8.2f %8.1f %8zu", row.what.c_str(), row.total, share, row.must, row.other);
  if (row.seconds > 0) std::printf(" %10.0f", static_cast<double>(row.total) / row.seconds);
  std::printf("\n");
  if (options.missed && !row.missed.empty()) std::printf("   %s\n", row.missed.c_str());
  return share >= row.must;
}

Options read_options(int argc, char** argv) {
  Options options;
  if (const auto shared = shared_material()) options.texts = *shared / "license-texts";
  for (int i = 1; i < argc; ++i) {
    const std::string argument = argv[i];
    if (argument == "--check") options.check = true;
    else if (argument == "--missed") options.missed = true;
    else if (argument == "--every" && i + 1 < argc) options.every = std::max<std::size_t>(1, std::strtoul(argv[++i], nullptr, 10));
    else if (argument == "--ordinary" && i + 1 < argc) options.ordinary.emplace_back(argv[++i]);
    else if (argument == "--texts" && i + 1 < argc) options.texts = argv[++i];
    else std::fprintf(stderr, "license_accuracy: %s is not known\n", argv[i]), std::exit(2);
  }
  return options;
}

// What the first question of a process costs: mapping the index, and reading a license in it.
double first_question() {
  const auto texts = spdx_list().find("MIT");
  if (texts == spdx_list().end()) return 0;
  const std::string text = copyright_filled(texts->second.text);
  const auto start = std::chrono::steady_clock::now();
  const bool found = !license::identify(text).empty();
  return found ? std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() : 0;
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = read_options(argc, argv);
  const double first = first_question();
  const std::vector<Text> texts = each_of_list(options.every);
  std::vector<Row> rows = spdx_rows(texts);
  rows.push_back(notice_row(texts));
  rows.push_back(pair_row(texts));
  rows.push_back(left_out_row(texts));
  rows.push_back(restricted_row(texts));
  for (Row& row : ai_rows(ai_list(options.texts))) rows.push_back(std::move(row));
  for (Row& row : term_rows(options.texts)) rows.push_back(std::move(row));
  if (!options.ordinary.empty()) rows.push_back(ordinary_row(options.ordinary));
  std::printf("%-34s %8s %8s %8s %8s %10s\n", "", "texts", "right %", "must", "other", "texts/s");
  bool reached = !texts.empty();
  double seconds = 0;
  std::size_t total = 0;
  for (const Row& row : rows) {
    reached = print(row, options) && reached;
    seconds += row.seconds;
    total += row.seconds > 0 ? row.total : 0;
  }
  std::printf("%-34s %8zu %8s %8s %8s %10.0f\n", "all timed", total, "", "", "", static_cast<double>(total) / seconds);
  std::printf("start-up cost of the index: %.2f ms (under 3)\n", first * 1e3);
  return options.check && !reached ? 1 : 0;
}
