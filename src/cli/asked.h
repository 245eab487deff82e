// What the asker says of himself (--users, --revenue, --region), for which uses are answered.
#pragma once

#include "base/result.h"
#include "cli/parse.h"
#include "model/verdict.h"

namespace aboveboard::cli {

// A number of users a month: "700M", "1.5B", "10k", "1,000,000". Usage errors say what is accepted.
Result<std::uint64_t> parse_users(std::string_view text);
// US dollars a year: the same, also with "$" or "USD".
Result<std::uint64_t> parse_revenue(std::string_view text);
// "DE", "eu"; ISO 3166-1 alpha-2 or EU. Names of regions are errors that give their code.
Result<std::string> parse_region(std::string_view text);

Result<Asked> read_asked(const Invocation& given);

}  // namespace aboveboard::cli
