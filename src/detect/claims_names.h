// What a release calls itself: learned from its own titles, metadata and sentences, never from a list.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detect/phrases_context.h"

namespace aboveboard::detect {

struct OwnNames {
  std::vector<std::string> keys;      // in lower case, without version and size: of "Name-2.5-7B-Chat" it is "name"
  std::vector<std::string> exact;     // names of two or three letters, which count only as they are spelled
  std::vector<std::string> versions;  // "v2": the part of a name that may stand for the whole
  std::vector<std::string> variants;  // NameRules::variant_words

  bool is_own(std::string_view word) const;
  // Does this word look like a model's name with its version ("Name-4", "Name2.5") without being ours? Never where no
  // name of ours is known.
  bool is_name_of_another(std::string_view word) const;
  bool empty() const { return keys.empty() && exact.empty(); }
};

struct NameRules {
  std::vector<std::string> not_names;      // words of titles that name nothing
  std::vector<std::string> variant_words;  // parts of names that tell members of a family apart
};

// From titles, front matter and the subjects of sentences of all documents; a base model's name is not its
// descendant's.
OwnNames own_names(const std::vector<DocumentView>& views, const NameRules& rules);

}  // namespace aboveboard::detect
