// Names of data sources in sentences, by their shape and by the words round them: no list of names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::detect {

struct NameInText {
  std::string name;
  std::size_t begin = 0, end = 0;  // bytes of the sentence
};

// Names in an enumeration that begins at `from`: "1,000 B tokens of Alpha2, the Beta corpus (small) and GammaSet". Ends where the enumeration does. Taken
// where one of them has the shape of a name (a digit, or a capital inside), or is called a data set.
std::vector<NameInText> names_after(std::string_view sentence, std::size_t from);

// Names that a sentence calls data sets: "the Alpha corpus", "a dataset (ALP-12)".
std::vector<NameInText> names_of_kind(std::string_view sentence);

// The name with which a list item or a table cell begins: "Alpha2 (en) and parts of it". "" where it begins with none.
std::string name_at_begin(std::string_view text);

// "Alpha is an open corpus of letters": the name. "" where the sentence says no such thing.
std::string name_defined(std::string_view sentence, std::string_view lower);

// Is this a name, not a plain word: a digit behind a letter, a capital inside, capitals alone, a hyphen before a capital?
bool has_shape_of_name(std::string_view word);

}  // namespace aboveboard::detect
