#include "license/threshold.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace aboveboard::license {
namespace {

using Sign = std::pair<std::string_view, std::string_view>;

constexpr auto kCurrencies = std::to_array<Sign>({
    {"hk$", "Hong Kong dollars"}, {"a$", "Australian dollars"}, {"us$", "US dollars"}, {"usd", "US dollars"}, {"us dollar", "US dollars"}, {"u.s. dollar", "US dollars"},
    {"united states dollar", "US dollars"}, {"美元", "US dollars"}, {"달러", "US dollars"}, {"€", "euros"}, {"euro", "euros"}, {"eur", "euros"},
    {"欧元", "euros"}, {"£", "pounds"}, {"gbp", "pounds"}, {"pounds", "pounds"}, {"rmb", "yuan"}, {"cny", "yuan"}, {"yuan", "yuan"}, {"人民币", "yuan"},
    {"元", "yuan"}, {"jpy", "yen"}, {"yen", "yen"}, {"日元", "yen"}, {"krw", "won"}, {"₩", "won"}, {"원", "won"}, {"inr", "rupees"}, {"₹", "rupees"},
    {"$", "dollars"}, {"dollar", "dollars"}, {"¥", "yuan or yen"},
});

constexpr auto kPeriods = std::to_array<Sign>({
    {"12 months", "a year"}, {"twelve", "a year"}, {"month", "a month"}, {"月", "a month"}, {"월", "a month"}, {"annual", "a year"}, {"year", "a year"}, {"年", "a year"}, {"연간", "a year"}, {"quarter", "a quarter"},
});

template <std::size_t N>
std::string_view first_of(const std::array<Sign, N>& signs, std::string_view text) {
  const auto found = std::find_if(signs.begin(), signs.end(), [text](const Sign& sign) { return text.find(sign.first) != std::string_view::npos; });
  return found == signs.end() ? std::string_view() : found->second;
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [text](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Longer names stand before the shorter ones that are part of them.
constexpr auto kRegions = std::to_array<Sign>({
    {"european union", "European Union"}, {"the eu", "European Union"}, {"eu member", "European Union"}, {"eu", "European Union"}, {"e.u.", "European Union"}, {"欧盟", "European Union"},
    {"歐盟", "European Union"}, {"유럽 연합", "European Union"}, {"european economic area", "European Economic Area"}, {"eea", "European Economic Area"},
    {"united kingdom", "United Kingdom"}, {"uk", "United Kingdom"}, {"great britain", "United Kingdom"}, {"英国", "United Kingdom"}, {"영국", "United Kingdom"},
    {"south korea", "South Korea"}, {"republic of korea", "South Korea"}, {"韩国", "South Korea"}, {"대한민국", "South Korea"}, {"한국", "South Korea"}, {"korea", "South Korea"},
    {"mainland china", "mainland China"}, {"中国大陆", "mainland China"}, {"中国境内", "mainland China"}, {"hong kong", "Hong Kong"}, {"china", "China"}, {"中华人民共和国", "China"}, {"中国", "China"}, {"중국", "China"},
    {"united states", "United States"}, {"u.s.", "United States"}, {"美国", "United States"}, {"미국", "United States"}, {"california", "California"}, {"canada", "Canada"}, {"japan", "Japan"}, {"日本", "Japan"},
    {"일본", "Japan"}, {"india", "India"}, {"印度", "India"}, {"brazil", "Brazil"}, {"switzerland", "Switzerland"}, {"russia", "Russia"}, {"belarus", "Belarus"}, {"iran", "Iran"}, {"taiwan", "Taiwan"},
    {"singapore", "Singapore"}, {"germany", "Germany"}, {"france", "France"}, {"europe", "Europe"}, {"欧洲", "Europe"}, {"유럽", "Europe"},
});

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

}  // namespace

std::string regions_named(std::string_view sentence) {
  std::string named;
  std::vector<std::string_view> known;
  for (std::size_t at = 0; at < sentence.size(); ++at) {
    if (at > 0 && letter(sentence[at]) && letter(sentence[at - 1])) continue;
    const Sign* found = nullptr;
    for (const Sign& region : kRegions) {
      const bool longer = found == nullptr || region.first.size() > found->first.size();
      if (!longer || !sentence.substr(at).starts_with(region.first)) continue;
      const std::size_t end = at + region.first.size();
      if (end < sentence.size() && letter(sentence[end]) && letter(sentence[end - 1])) continue;
      found = &region;
    }
    if (found == nullptr) continue;
    at += found->first.size() - 1;
    if (std::find(known.begin(), known.end(), found->second) != known.end()) continue;
    known.push_back(found->second);
    named += (named.empty() ? "" : ", ") + std::string(found->second);
  }
  return named;
}

std::string threshold_condition(TermKind kind, std::string_view sentence, std::size_t begin, std::size_t end) {
  std::string condition;
  // "annual" stands just before "revenue", "dollars" just behind the number.
  begin -= std::min<std::size_t>(begin, 10);
  const std::string_view words = sentence.substr(begin, std::min(end + 12, sentence.size()) - begin);
  if (kind == TermKind::RevenueThreshold) {
    const std::string_view currency = first_of(kCurrencies, words), period = first_of(kPeriods, words);
    condition = std::string(currency) + (currency.empty() || period.empty() ? "" : " ") + std::string(period);
    if (!condition.empty()) condition += "; ";
  } else if (has_any(words, {"dau", "daily", "日活", "일간"})) {
    condition = "counted by day; ";
  }
  if (has_any(sentence, {"display", "展示", "显示", "표시"})) return condition + "must be displayed above it";
  if (has_any(sentence, {"request", "licen", "contact", "agreement", "consent", "authoriz", "permission", "approval", "许可", "授权", "申请", "联系", "허가", "라이선스", "승인", "협의"})) {
    return condition + "another license is needed above it";
  }
  return condition + "other rules hold above it";
}

}  // namespace aboveboard::license
