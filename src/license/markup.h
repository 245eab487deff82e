// What stands between the words of a text and is none: addresses, HTML, Markdown links, blanks in brackets.
#pragma once

#include <string_view>

namespace aboveboard::license {

// Does an address begin at `at` ("http://", "https://", "www.", in any case)? Its end.
bool starts_address(std::string_view text, std::size_t at);
std::size_t address_end(std::string_view text, std::size_t at);

// The end of the HTML tag, comment or entity at `at`, or `at` where there is none. <placeholders> are words, not tags.
std::size_t markup_end(std::string_view text, std::size_t at);

// The end of the target of a Markdown link, "](...)", at `at`, or `at` where there is none.
std::size_t link_target_end(std::string_view text, std::size_t at);

// The end of the blank in brackets, "<name of author>", "[year]", that opens at `at`, without its bracket; or `at` where none does.
std::size_t placeholder_end(std::string_view text, std::size_t at);

}  // namespace aboveboard::license
