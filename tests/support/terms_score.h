// Terms read from license texts, counted against what the texts say: for the test and for bench/license_table.
#pragma once

#include <cstdio>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "license/license.h"
#include "support/paths.h"

namespace aboveboard::testing {

using KindAndValue = std::pair<std::string, std::string>;
using Gold = std::map<std::string, std::set<KindAndValue>>;  // by file name

// "file <tab> kind <tab> value" lines; '#' begins a comment.
inline Gold read_gold(const std::filesystem::path& path) {
  Gold gold;
  for (const std::string& line : split(read_file(path), '\n')) {
    const std::vector<std::string> fields = split(line, '\t');
    if (fields.size() == 3 && !line.starts_with('#')) gold[fields[0]].insert({fields[1], std::string(trim(fields[2]))});
  }
  return gold;
}

struct TermScore {
  std::size_t right = 0, missed = 0, extra = 0;
  double precision() const { return right + extra == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + extra); }
  double recall() const { return right + missed == 0 ? 1 : static_cast<double>(right) / static_cast<double>(right + missed); }
};

struct TermTable {
  std::map<std::string, TermScore> kinds;
  TermScore all;
  std::string differences;  // a line for each term missed or read too much
};

// Each different (kind, value) counts once per text.
inline void count_terms(const std::string& file, const std::string& text, const std::set<KindAndValue>& expected, TermTable& table) {
  std::set<KindAndValue> read;
  for (const license::LocatedTerm& located : license::read_clauses(text)) {
    const KindAndValue term{to_string(located.term.kind), located.term.value};
    if (!read.insert(term).second) continue;
    const bool right = expected.count(term) != 0;
    ++(right ? table.kinds[term.first].right : table.kinds[term.first].extra);
    ++(right ? table.all.right : table.all.extra);
    if (!right) table.differences += "extra  " + file + " " + term.first + " = " + term.second + " (" + located.term.section + "): " + located.term.quote + "\n";
  }
  for (const KindAndValue& term : expected) {
    if (read.count(term) != 0) continue;
    ++table.kinds[term.first].missed;
    ++table.all.missed;
    table.differences += "missed " + file + " " + term.first + " = " + term.second + "\n";
  }
}

// The texts below `folder` against their gold; files that are not there are left out.
inline TermTable score_terms(const Gold& gold, const std::filesystem::path& folder) {
  TermTable table;
  for (const auto& [file, expected] : gold) {
    if (std::filesystem::is_regular_file(folder / file)) count_terms(file, read_file(folder / file), expected, table);
  }
  return table;
}

inline std::string printed(const TermTable& table) {
  std::string out = "kind                  right  missed  extra  precision  recall\n";
  const auto row = [&out](const std::string& name, const TermScore& score) {
    char line[128];
    std::snprintf(line, sizeof line, "%-20s %6zu %7zu %6zu %10.3f %7.3f\n", name.c_str(), score.right, score.missed, score.extra, score.precision(), score.recall());
    out += line;
  };
  for (const auto& [kind, score] : table.kinds) row(kind, score);
  row("all", table.all);
  return out;
}

}  // namespace aboveboard::testing
