#include "detect/claims_rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <utility>

#include "data/embedded.h"
#include "data/packed.h"
#include "data/pattern.h"

namespace aboveboard::detect {

namespace {

constexpr unsigned kFirstByte = 0x21;  // class 0; the bytes of classes are printable or Latin-1, never a line feed
constexpr std::size_t kMostClasses = 200;

std::string escaped(WordClass word_class) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(row_byte(word_class));
  return std::string("\\x") + kDigits[byte >> 4U] + kDigits[byte & 15U];
}

bool is_name_byte(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '-'; }

std::vector<std::string> texts(const data::Value& value, std::string_view key) {
  const data::Value* found = value.find(key);
  return found == nullptr ? std::vector<std::string>{} : found->as_texts();
}

std::string text(const data::Value& value, std::string_view key) {
  const data::Value* found = value.find(key);
  return found == nullptr ? std::string() : std::string(found->as_text());
}

// Turns patterns over names into expressions over bytes.
class PatternReader {
 public:
  Status add_classes(const data::Value* classes, Lexicon& lexicon);
  Status add_sets(const data::Value* sets);
  Status add_phrases(const data::Value* phrases);
  Result<std::string> translate(std::string_view pattern) const;
  Result<WordClass> word_class(std::string_view name) const;

 private:
  Status append_name(std::string_view name, bool in_brackets, std::string& out) const;

  std::map<std::string, WordClass, std::less<>> classes_;
  std::map<std::string, std::string, std::less<>> sets_;     // what stands between the brackets
  std::map<std::string, std::string, std::less<>> phrases_;  // in (?: )
};

tl::unexpected<Error> unknown(std::string_view what, std::string_view name) {
  return fail(ErrorKind::Malformed, std::string(what) + " \"" + std::string(name) + "\" in phrases/claims.yaml");
}

Status PatternReader::add_classes(const data::Value* classes, Lexicon& lexicon) {
  for (WordClass i = 0; i < kBuiltinClasses; ++i) classes_.emplace(std::string(kBuiltinNames[i]), i);
  if (classes == nullptr) return unknown("no", "classes");
  for (const data::Member& member : classes->members) {
    if (classes_.size() >= kMostClasses) return unknown("too many classes at", member.key);
    const auto id = static_cast<WordClass>(classes_.size());
    if (!classes_.emplace(member.key, id).second) return unknown("repeated class", member.key);
    for (const std::string& phrase : member.value.as_texts()) lexicon.add(phrase, id);
  }
  return {};
}

Status PatternReader::add_sets(const data::Value* sets) {
  if (sets == nullptr) return {};
  for (const data::Member& member : sets->members) {
    std::string all;
    for (const std::string& name : member.value.as_texts()) {
      const auto found = classes_.find(name);
      if (found == classes_.end()) return unknown("unknown class", name);
      all += escaped(found->second);
    }
    sets_.emplace(member.key, std::move(all));
  }
  return {};
}

Status PatternReader::add_phrases(const data::Value* phrases) {
  if (phrases == nullptr) return {};
  for (const data::Member& member : phrases->members) {
    ABOVEBOARD_ASSIGN(std::string expression, translate(member.value.as_text()));
    phrases_.emplace(member.key, "(?:" + expression + ")");
  }
  return {};
}

Result<WordClass> PatternReader::word_class(std::string_view name) const {
  const auto found = classes_.find(name);
  if (found == classes_.end()) return unknown("unknown class", name);
  return found->second;
}

Status PatternReader::append_name(std::string_view name, bool in_brackets, std::string& out) const {
  if (const auto found = classes_.find(name); found != classes_.end()) {
    out += escaped(found->second);
  } else if (const auto set = sets_.find(name); set != sets_.end()) {
    out += in_brackets ? set->second : "[" + set->second + "]";
  } else if (const auto phrase = phrases_.find(name); phrase != phrases_.end() && !in_brackets) {
    out += phrase->second;
  } else {
    return unknown("unknown name", name);
  }
  return {};
}

Result<std::string> PatternReader::translate(std::string_view pattern) const {
  std::string out;
  bool in_brackets = false;
  for (std::size_t at = 0; at < pattern.size();) {
    const char c = pattern[at];
    if (is_name_byte(c)) {
      std::size_t end = at;
      while (end < pattern.size() && is_name_byte(pattern[end])) ++end;
      ABOVEBOARD_TRY(append_name(pattern.substr(at, end - at), in_brackets, out));
      at = end;
      continue;
    }
    ++at;
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
    if (c == ' ') continue;
    if (c == '(')
      out += "(?:";
    else if (c == '<')
      out += '(';
    else if (c == '>')
      out += ')';
    else
      out += c;
  }
  return out;
}

Result<std::optional<WordClass>> read_needs(const data::Value& item, const PatternReader& reader) {
  const std::string needs = text(item, "needs");
  if (needs.empty()) return std::optional<WordClass>();
  ABOVEBOARD_ASSIGN(const WordClass needed, reader.word_class(needs));
  return std::optional<WordClass>(needed);
}

Result<ClaimPlace> read_place(const data::Value& item) {
  const std::vector<std::string> where = texts(item, "where");
  if (where.empty() || where[0] == "prose") return ClaimPlace::Prose;
  if (where[0] == "list") return ClaimPlace::ListItem;
  if (where[0] == "tagline") return ClaimPlace::Tagline;
  if (where[0] == "title") return ClaimPlace::Title;
  return unknown("unknown place", where[0]);
}

Result<SetAside> read_set_aside(const data::Value& item, const PatternReader& reader) {
  SetAside aside{text(item, "id"), {}, {}, kOther, texts(item, "pass")};
  ABOVEBOARD_ASSIGN(aside.needs, read_needs(item, reader));
  ABOVEBOARD_ASSIGN(aside.as, reader.word_class(text(item, "as")));
  ABOVEBOARD_ASSIGN(std::string expression, reader.translate(text(item, "pattern")));
  aside.pattern = RowPattern(std::move(expression));
  return aside;
}

Result<ClaimRule> read_rule(const data::Value& item, const PatternReader& reader) {
  ClaimRule rule{text(item, "id"),    text(item, "kind"), {}, ClaimPlace::Prose, {},
                 texts(item, "pass"), texts(item, "fail")};
  ABOVEBOARD_ASSIGN(rule.needs, read_needs(item, reader));
  ABOVEBOARD_ASSIGN(rule.place, read_place(item));
  std::string all;
  for (const std::string& pattern : texts(item, "patterns")) {
    ABOVEBOARD_ASSIGN(std::string expression, reader.translate(pattern));
    all += (all.empty() ? "(?:" : "|(?:") + expression + ")";
  }
  rule.pattern = RowPattern(std::move(all));
  return rule;
}

Status read_kinds(const data::Value* kinds, const PatternReader& reader, ClaimRules& rules) {
  if (kinds == nullptr) return unknown("no", "kinds");
  for (const data::Value& item : kinds->items) {
    ClaimKind kind{text(item, "id"), text(item, "instead-of"), kOther};
    if (!kind.instead_of.empty()) {
      ABOVEBOARD_ASSIGN(kind.where_class, reader.word_class(text(item, "where-class")));
    }
    rules.kinds.push_back(std::move(kind));
  }
  return {};
}

Result<ClaimRules> load() {
  for (const data::EmbeddedFile& file : data::embedded_below("phrases/claims.yaml")) {
    return read_claim_rules(data::unpack(file.packed));
  }
  return unknown("no", "file");
}

WordRange range_in(std::string_view row, std::string_view part) {
  const auto begin = static_cast<std::size_t>(part.data() - row.data());
  return {begin, begin + part.size()};
}

}  // namespace

char row_byte(WordClass word_class) { return static_cast<char>(kFirstByte + word_class); }

struct RowPattern::Impl {
  data::LazyPattern expression;
};

RowPattern::RowPattern(std::string expression)
    : impl_(std::make_shared<Impl>(Impl{data::LazyPattern(std::move(expression), data::PatternUnit::Byte)})) {}

std::optional<WordRange> RowPattern::find(std::string_view row, std::size_t from) const {
  std::array<std::string_view, 1> match;
  if (!impl_ || !impl_->expression.find(row, from, match)) return std::nullopt;
  return range_in(row, match[0]);
}

std::optional<WordRange> RowPattern::find(std::string_view row, WordRange& marked) const {
  if (!impl_) return std::nullopt;
  std::vector<std::string_view> groups(impl_->expression.groups() + 1);
  if (!impl_->expression.find(row, 0, groups)) return std::nullopt;
  marked = range_in(row, groups[0]);
  for (std::size_t i = 1; i < groups.size(); ++i) {
    if (!groups[i].empty()) marked = range_in(row, groups[i]);
  }
  return range_in(row, groups[0]);
}

bool RowPattern::valid() const { return impl_ && impl_->expression.valid(); }

Result<ClaimRules> read_claim_rules(const data::Value& value) {
  ClaimRules rules;
  PatternReader reader;
  rules.triggers = texts(value, "triggers");
  rules.other_sections = texts(value, "other-sections");
  rules.names = {texts(value, "not-names"), texts(value, "variant-words")};
  ABOVEBOARD_TRY(reader.add_classes(value.find("classes"), rules.lexicon));
  ABOVEBOARD_TRY(reader.add_sets(value.find("sets")));
  ABOVEBOARD_TRY(reader.add_phrases(value.find("phrases")));
  ABOVEBOARD_TRY(read_kinds(value.find("kinds"), reader, rules));
  ABOVEBOARD_ASSIGN(rules.first_person, reader.word_class("we"));
  if (const data::Value* list = value.find("set-aside")) {
    for (const data::Value& item : list->items) {
      ABOVEBOARD_ASSIGN(SetAside aside, read_set_aside(item, reader));
      rules.set_aside.push_back(std::move(aside));
    }
  }
  if (const data::Value* list = value.find("rules")) {
    for (const data::Value& item : list->items) {
      ABOVEBOARD_ASSIGN(ClaimRule rule, read_rule(item, reader));
      rules.rules.push_back(std::move(rule));
    }
  }
  return rules;
}

const ClaimRules& claim_rules() {
  static const ClaimRules& rules = *[] {
    auto loaded = load();
    return loaded ? new ClaimRules(std::move(*loaded)) : new ClaimRules();  // kept to the end: taking it down costs and serves nobody
  }();
  return rules;
}

}  // namespace aboveboard::detect
