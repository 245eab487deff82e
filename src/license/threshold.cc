#include "license/threshold.h"

#include <algorithm>
#include <array>
#include <utility>

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

}  // namespace

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
