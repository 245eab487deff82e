// The forms in which releases hold license texts, made from the texts themselves: what the accuracy table and the tests are run on.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aboveboard::testing {

// Paragraphs filled anew to `width` columns.
std::string rewrapped(const std::string& text, std::size_t width);
// Placeholders filled, and a copyright line before the text where it has none.
std::string copyright_filled(const std::string& text);
// Headings, bold words, bullets and escaped signs.
std::string as_markdown(const std::string& text);
// A comment block at the top of a source file; `style` 0: /* * */, 1: #, 2: //, 3: --.
std::string commented(const std::string& text, unsigned style);
// A chapter of a document that speaks of other things.
std::string in_prose(const std::string& text);
// `percent` of the words replaced, left out or doubled; the same for the same seed.
std::string noisy(const std::string& text, unsigned percent, std::uint64_t seed);
// A few words that restrict, put between two words of the text; the same for the same seed. `at` is set to the byte where they begin.
std::string restricted(const std::string& text, std::uint64_t seed, std::size_t& at);
// The first `percent` of the words, as they stand.
std::string head_of(const std::string& text, unsigned percent);

// Header notices: the text, and the id that it gives. Taken from the appendices of the texts, and written for each name.
struct HeaderNotice {
  std::string text, id;
};
using IdAndText = std::pair<std::string, std::string>;
// From "How to apply" chapters of the texts (id, text): what each tells licensors to put on their files.
std::vector<HeaderNotice> appendix_notices(const std::vector<IdAndText>& texts);
// A sentence about a license, by id and full name; `style` picks the sentence and the comment signs.
HeaderNotice written_notice(const std::string& id, const std::string& name, unsigned style);

}  // namespace aboveboard::testing
