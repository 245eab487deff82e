// Mentions: places in one sentence that name a license or link to one, with the words around them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detect/license_texts.h"

namespace aboveboard {

struct LicenseMention {
  std::size_t begin = 0, end = 0;   // bytes of Sentence::text
  std::vector<std::string> known;   // license::Info ids named in the words
  std::string family;               // named without version
  const LicenseText* local = nullptr;  // a license file of the release that is linked
  std::string name;                 // what a link calls it, where nothing is known about it
};

// Mentions in the order of the sentence. `links` are those that stand inside it.
std::vector<LicenseMention> find_mentions(const Document& document, const Sentence& sentence, std::size_t source, const std::vector<LicenseText>& texts);

// The license file that a link target means: a relative path, or the path behind /blob/, /raw/, /resolve/ or /tree/ and a revision.
const LicenseText* resolve_link(std::string_view target, std::string_view from_path, std::size_t source, const std::vector<LicenseText>& texts);

// What the words say is licensed: model, code, data words, in English and Chinese. Empty where none stands there.
std::vector<Covers> covered_by_words(std::string_view lower_case_words);

}  // namespace aboveboard
