// The signs of documents as the sentence cutter sees them: typographic and full-width signs as plain ones, tags, rulers, comment leaders.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace aboveboard::license {

struct Folded {
  char plain = 0;
  std::size_t size = 0;  // bytes of the text; 0 where the sign stays as it is
};

// The plain form of the sign at the start of `text`.
Folded fold_sign(std::string_view text);
// The size of an HTML tag at the start of `text`; 0 where none stands there.
std::size_t tag_size(std::string_view text);
// Is the line a ruler ("-----", "=====")?
bool is_rule(std::string_view line);
// What nearly every line of a commented text begins with ("#", "*", "//", "--"); "" for none.
std::string_view comment_leader(std::string_view text);

// How a sentence ends that goes on in a list without a colon.
inline constexpr auto kIntroducing = std::to_array<std::string_view>({" to", " to -", " following", " that", " for", " by", " not", "下列", "以下", "다음과 같다."});
// Headings under which only what is forbidden is listed.
inline constexpr auto kForbiddingTitles = std::to_array<std::string_view>(
    {"prohibited", "disallowed", "forbidden", "restricted use", "use restrictions", "not permitted", "unacceptable", "you may not", "禁止", "금지"});

}  // namespace aboveboard::license
