// Numbers as licenses write them: "700 million", "100,000,000", "one hundred million", "10M", "1.5 bn", "1亿", "三千万", "백만".
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace aboveboard::license {

// `digits` (figures or number words in lower case) times `unit` ("million", "m", "万", "" ...). Nothing where that is no number of at least 1.
std::optional<std::int64_t> quantity(std::string_view digits, std::string_view unit);

}  // namespace aboveboard::license
