// Regions of the world: the codes that --region takes, and the regions that terms leave out (data/uses/regions.yaml, ISO 3166-1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard {

// "DE" for "de" and "EU" for "eu"; nothing for what is no code.
std::optional<std::string> region_code(std::string_view text);
// "Germany" for "DE"; "" for what is no code.
std::string region_name(std::string_view code);
// The code of a region by a name that people and texts use, such as "the United Kingdom"; nothing where it is not known.
std::optional<std::string> region_by_name(std::string_view name);
// All names and codes, for suggestions.
std::vector<std::string> region_words();

enum class Excluded { No, Yes, Unknown };

// Does a geography term with this condition ("not in the European Union, the United Kingdom and South Korea") leave the region out? Unknown where the
// condition is worded otherwise, names a region that is not known, or only a part of the one that was asked for.
Excluded excludes(std::string_view condition, std::string_view region);

}  // namespace aboveboard
