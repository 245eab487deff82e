// names_in(): license names in sentences, badges and links. The table of names is built from data/licenses and the SPDX list at first use.
#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "license/links.h"
#include "license/names.h"
#include "license/registry.h"
#include "license/words.h"

namespace aboveboard::license {
namespace {

// A name, as hashes of its words in Table::words.
struct Alias {
  std::uint64_t first = 0;
  std::uint32_t begin = 0, count = 0;
  const std::string* id = nullptr;      // of the registry; "" where only the family is named
  const std::string* family = nullptr;
  bool needs_context = false;  // a bare id that is also an ordinary name: only near the word "license"
  bool needs_notice = false;   // a full name of few or ordinary words: only where a notice says that something is licensed
};

struct Table {
  std::vector<Alias> aliases;  // by first word, the longest first
  std::vector<std::uint64_t> words;
};

const std::string kNoId;

Alias* add(Table& table, std::string_view name, const std::string& id, const std::string& family) {
  Alias alias;
  alias.begin = static_cast<std::uint32_t>(table.words.size());
  for (const Word& word : words_of(name)) table.words.push_back(hash64(word.text));
  alias.count = static_cast<std::uint32_t>(table.words.size()) - alias.begin;
  if (alias.count == 0) return nullptr;
  alias.first = table.words[alias.begin];
  alias.id = &id;
  alias.family = &family;
  table.aliases.push_back(alias);
  return &table.aliases.back();
}

bool is_well_known(const std::string& id) {
  for (const std::string_view start : {"CC-", "CC0-", "GPL-", "LGPL-", "AGPL-", "GFDL-", "BSD-", "Apache-", "MPL-", "ODC-", "ODbL-", "CDLA-", "EUPL-", "OpenMDW-"}) {
    if (id.starts_with(start)) return true;
  }
  return false;
}

bool is_telling(std::string_view name, std::size_t words) {
  return words >= 3 && (contains_ignoring_case(name, "license") || contains_ignoring_case(name, "licence") ||
                                        contains_ignoring_case(name, "creative commons"));
}

// "... v3.0 only" -> "... v3.0": what prose says.
std::string without_suffix(std::string name) {
  for (const std::string_view suffix : {" only", " or later"}) {
    if (name.size() > suffix.size() && name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  }
  return name;
}

// The id and the full name of a license of the SPDX list.
void add_spdx_names(Table& table, const Info& info) {
  if (Alias* id = add(table, info.id, info.id, info.family)) id->needs_context = !is_well_known(info.id);
  Alias* name = add(table, info.name, info.id, info.family);
  if (name == nullptr) return;
  const bool telling = is_telling(info.name, name->count);
  name->needs_notice = !telling;
  const std::string plain = without_suffix(info.name);
  if (telling && plain != info.name && !info.id.ends_with("-or-later")) add(table, plain, info.id, info.family);
}

Table build_table() {
  Table table;
  for (const Family& family : registry().families) {
    for (const std::string& alias : family.aliases) add(table, alias, kNoId, family.id);
  }
  for (const Entry& entry : registry().entries) {
    const Info& info = entry.info;
    if (entry.policy) continue;
    for (const std::string& alias : entry.aliases) add(table, alias, info.id, info.family);
    if (!info.spdx.empty()) add_spdx_names(table, info);
  }
  std::stable_sort(table.aliases.begin(), table.aliases.end(), [](const Alias& a, const Alias& b) { return a.first != b.first ? a.first < b.first : a.count > b.count; });
  return table;
}

const Table& table() {
  static const Table& kTable = *new Table(build_table());  // kept to the end: taking it down would cost as much as it saved
  return kTable;
}

bool is_license_word(const std::string& word) { return word == "license" || word == "licenses" || word == "licensed" || word == "licensing"; }

bool near_license(const std::vector<Word>& words, std::size_t first, std::size_t last, std::size_t reach) {
  const std::size_t low = first - std::min(first, reach), high = std::min(words.size(), last + reach);
  for (std::size_t i = low; i < high; ++i) {
    if (is_license_word(words[i].text)) return true;
  }
  return false;
}

// "a modified version of the ...", "based on ...", "...-style", "...-compatible": not this license.
bool is_comparison(const std::vector<Word>& words, std::size_t first, std::size_t last) {
  for (std::size_t i = first - std::min<std::size_t>(first, 4); i < first; ++i) {
    for (const std::string_view word : {"modified", "custom", "similar", "inspired", "derived", "adapted", "unlike", "than"}) {
      if (words[i].text == word) return true;
    }
  }
  if (last >= words.size()) return false;
  for (const std::string_view word : {"style", "like", "compatible", "type", "inspired", "based"}) {
    if (words[last].text == word) return true;
  }
  return false;
}

// "Apache 2" in "Apache 2.4", "3" in "3.1": the name goes on.
bool goes_on(std::string_view prose, const Word& last) {
  const auto digit = [&prose](std::size_t at) { return at < prose.size() && prose[at] >= '0' && prose[at] <= '9'; };
  if (!digit(last.end - 1)) return false;
  return digit(last.end) || (last.end < prose.size() && prose[last.end] == '.' && digit(last.end + 1));
}

bool stands_alone(std::string_view prose, const std::vector<Word>& words, std::size_t at, const Alias& alias) {
  const std::size_t last = at + alias.count;
  const bool short_name = alias.count == 1;
  const char first = prose[words[at].begin];
  if (short_name && !(first >= 'A' && first <= 'Z')) return false;
  if (!near_license(words, at, last, short_name ? 3 : 5)) return false;
  return !short_name || words[at].text.size() >= 6 || words[at].text == "mit" || words[at].text == "isc";
}

// The longest name that begins with word `at`. `notice`: something was just said to be licensed under what stands here.
const Alias* longest_at(std::string_view prose, const std::vector<Word>& words, std::size_t at, bool notice) {
  const std::uint64_t first = hash64(words[at].text);
  const Table& names = table();
  auto found = std::lower_bound(names.aliases.begin(), names.aliases.end(), first, [](const Alias& alias, std::uint64_t hash) { return alias.first < hash; });
  for (; found != names.aliases.end() && found->first == first; ++found) {
    const Alias& alias = *found;
    if (at + alias.count > words.size()) continue;
    bool same = true;
    for (std::uint32_t i = 1; same && i < alias.count; ++i) same = hash64(words[at + i].text) == names.words[alias.begin + i];
    if (!same || goes_on(prose, words[at + alias.count - 1])) continue;
    if (alias.needs_notice && !notice) continue;
    if (alias.needs_context && !notice && !stands_alone(prose, words, at, alias)) continue;
    return &alias;
  }
  return nullptr;
}

// "GPL v2" in "GPL v2 or later", "version 2 or (at your option) any later version".
std::string with_later(std::string_view prose, const std::string& id, std::size_t end) {
  if (!id.ends_with("-only")) return id;
  std::vector<Word> words = words_of(prose.substr(end, 60));
  words.resize(std::min<std::size_t>(words.size(), 8));
  bool later = end < prose.size() && prose[end] == '+';
  for (std::size_t i = 0; i < words.size(); ++i) later = later || ((words[i].text == "later" || words[i].text == "newer" || words[i].text == "above") && i > 0);
  const std::string other = id.substr(0, id.size() - 5) + "-or-later";
  return later && find_entry(other) != nullptr ? other : id;
}

}  // namespace

std::optional<NameInText> first_name(std::string_view prose, std::size_t reach) {
  const std::vector<Word> words = words_of(prose);
  for (std::size_t i = 0; i < std::min(reach, words.size()); ++i) {
    const Alias* alias = longest_at(prose, words, i, true);
    if (alias == nullptr) continue;
    const std::size_t last = i + alias->count;
    if (is_comparison(words, i, last)) return std::nullopt;
    const std::size_t end = words[last - 1].end;
    return NameInText{with_later(prose, *alias->id, end), *alias->family, words[i].begin, end};
  }
  return std::nullopt;
}

std::vector<NameInText> names_in(std::string_view prose) {
  std::vector<NameInText> names;
  const std::vector<Word> words = words_of(prose);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Alias* alias = longest_at(prose, words, i, false);
    if (alias == nullptr) continue;
    const std::size_t last = i + alias->count;
    if (!is_comparison(words, i, last)) names.push_back({with_later(prose, *alias->id, words[last - 1].end), *alias->family, words[i].begin, words[last - 1].end});
    i = last - 1;
  }
  // An address says more than the words that happen to stand in it.
  std::vector<NameInText> linked;
  add_link_names(prose, linked);
  const auto within = [&linked](const NameInText& name) {
    return std::any_of(linked.begin(), linked.end(), [&name](const NameInText& l) { return name.begin < l.end && l.begin < name.end; });
  };
  names.erase(std::remove_if(names.begin(), names.end(), within), names.end());
  names.insert(names.end(), linked.begin(), linked.end());
  std::stable_sort(names.begin(), names.end(), [](const NameInText& a, const NameInText& b) { return a.begin < b.begin; });
  return names;
}

}  // namespace aboveboard::license
