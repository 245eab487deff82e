#include "license/reading.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/hash.h"
#include "base/text.h"

namespace aboveboard::license {
namespace {

// Words and pairs of words that grants, conditions and disclaimers are made of.
constexpr std::array kSigns = std::to_array<std::string_view>({
    "this license", "this agreement", "hereby granted", "hereby grants", "derivative works", "grants you", "grant of", "as is", "royalty free",
    "non exclusive", "nonexclusive", "no event", "governing law", "governed by", "you agree", "license agreement", "permission is", "is granted",
    "shall not", "liable for", "without warranty", "warranties of", "merchantability", "sublicense", "sublicensable", "licensor", "licensee",
    "redistribution", "redistributions", "indemnify", "terminate", "non transferable", "copyright notice", "third party", "intellectual property",
    "terms and", "you may", "may not", "you must", "limitation of", "to the", "permitted to", "effective date", "the software", "the licensed",
});

constexpr std::array kChineseSigns = std::to_array<std::string_view>({
    "许可", "协议", "授权", "条款", "不得", "著作权", "知识产权", "被许可", "使用者", "免责", "终止", "本协议", "商业", "遵守", "法律",
});

constexpr std::array kKoreanSigns = std::to_array<std::string_view>({
    "라이선스", "라이센스", "계약", "약관", "이용자", "사용자", "사용권", "허가", "허여", "조항", "금지", "저작권", "지식재산권", "지적재산권", "면책", "책임", "종료", "해지", "상업적", "준수", "법률", "배포", "재배포",
});

constexpr std::size_t kWindow = 300;

std::uint64_t pair_hash(std::uint64_t first, std::uint64_t second) { return mix64(first * 31 + second); }

const std::vector<std::uint64_t>& sign_hashes() {
  static const std::vector<std::uint64_t> kHashes = [] {
    std::vector<std::uint64_t> hashes;
    for (const std::string_view sign : kSigns) {
      const std::vector<Token> words = normalize(sign);
      hashes.push_back(words.size() == 1 ? words[0].hash : pair_hash(words[0].hash, words[1].hash));
    }
    std::sort(hashes.begin(), hashes.end());
    return hashes;
  }();
  return kHashes;
}

struct Signs {
  std::size_t distinct = 0, total = 0;
};

Signs count_signs(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  const auto& hashes = sign_hashes();
  std::set<std::uint64_t> seen;
  Signs signs;
  const auto look = [&](std::uint64_t hash) {
    if (!std::binary_search(hashes.begin(), hashes.end(), hash)) return;
    seen.insert(hash);
    ++signs.total;
  };
  for (std::size_t i = begin; i < end; ++i) {
    look(tokens[i].hash);
    if (i + 1 < end) look(pair_hash(tokens[i].hash, tokens[i + 1].hash));
  }
  signs.distinct = seen.size();
  return signs;
}

bool any_of_words(const std::vector<Token>& tokens, std::size_t begin, std::size_t end, std::initializer_list<std::string_view> words) {
  for (std::size_t i = begin; i < std::min(end, tokens.size()); ++i) {
    for (const std::string_view word : words) {
      if (tokens[i].hash == hash64(word)) return true;
    }
  }
  return false;
}

// The first line is short and calls the text a license.
bool titled_as_license(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  std::size_t stop = begin;
  while (stop < end && stop < begin + 14 && (stop == begin || (tokens[stop].flags & kLineStart) == 0)) ++stop;
  if (stop == begin || stop == begin + 14) return false;
  const std::uint64_t last = tokens[stop - 1].hash;
  const bool names_it = any_of_words(tokens, begin, stop, {"license", "agreement"});
  const bool terms = any_of_words(tokens, begin, stop, {"terms"}) && any_of_words(tokens, begin, stop, {"use", "conditions"});
  return stop - begin >= 2 && (names_it || terms) && last != hash64("file");
}

bool titled_as_policy(const std::vector<Token>& tokens, std::size_t begin, std::size_t end) {
  for (std::size_t i = begin; i + 1 < std::min(end, begin + 30); ++i) {
    const std::uint64_t word = tokens[i].hash, next = tokens[i + 1].hash;
    const bool use = word == hash64("use") || word == hash64("usage");
    if ((use && next == hash64("policy")) || (word == hash64("prohibited") && (next == hash64("uses") || next == hash64("use")))) return true;
  }
  return false;
}

bool is_bare_link(std::string_view text, std::size_t words) {
  const std::string_view lines = trim(text);
  if (words > 12 || lines.size() > 600 || lines.starts_with("---") || std::count(lines.begin(), lines.end(), '\n') > 3) return false;
  const bool link = text.find("http://") != std::string_view::npos || text.find("https://") != std::string_view::npos;
  return link && (words == 0 || contains_ignoring_case(text, "license") || contains_ignoring_case(text, "licence") || contains_ignoring_case(text, "terms"));
}

// Chinese and Korean texts have few words between blanks: they are known by their signs, of which a license has many kinds, close together.
template <std::size_t N>
bool has_signs(std::string_view text, const std::array<std::string_view, N>& signs, std::size_t least) {
  constexpr std::size_t kCounted = 50;
  std::size_t distinct = 0, total = 0;
  for (const std::string_view sign : signs) {
    std::size_t count = 0;
    for (std::size_t at = text.find(sign); at != std::string_view::npos && count < kCounted; at = text.find(sign, at + sign.size())) ++count;
    distinct += count != 0;
    total += count;
  }
  return distinct >= least && total * 150 >= text.size() / 3;
}

bool reads_like_eastern_license(std::string_view text) { return has_signs(text, kChineseSigns, 6) || has_signs(text, kKoreanSigns, 7); }

}  // namespace

Nature nature_of(std::string_view text, const std::vector<Token>& tokens, std::size_t begin, std::size_t end, bool alone) {
  const std::size_t words = end - begin;
  if (alone && is_bare_link(text, words)) return Nature::License;
  if (words < 12) return Nature::Prose;
  const std::string_view part = text.substr(tokens[begin].begin, tokens[end - 1].end - tokens[begin].begin);
  const Signs signs = count_signs(tokens, begin, end);
  if (alone && titled_as_policy(tokens, begin, end) && any_of_words(tokens, begin, end, {"agree", "prohibited", "not", "must"})) return Nature::Policy;
  if (alone && titled_as_license(tokens, begin, end) && signs.distinct >= 3 && signs.total * 60 >= words) return Nature::License;
  if (signs.distinct >= 8 && signs.total * 25 >= words) return Nature::License;
  if (words <= kWindow && signs.distinct >= 6 && signs.total * 16 >= words) return Nature::License;
  return reads_like_eastern_license(part) ? Nature::License : Nature::Prose;
}

}  // namespace aboveboard::license
