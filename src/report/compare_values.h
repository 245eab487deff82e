// What `compare` and `diff` say of one release, as short texts of equal form, so that equal things have equal texts.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/report.h"

namespace aboveboard {

// "Open Weights AI"; what else where nothing is known.
std::string label_text(const std::optional<Label>& label, std::string_view otherwise);
inline constexpr std::string_view kNothingShown = "not even weights shown";  // at_least
inline constexpr std::string_view kCannotBeTold = "cannot be told";          // apparent

// An id without the prefix that our own ids have.
std::string short_license_id(std::string_view id);
// "Apache-2.0 (text), llama3 (tag only)"; "" for none.
std::string licenses_text(const Facts& facts, const std::vector<std::string>& ids);
// The classes of the licenses of these ids, together.
std::vector<LicenseClass> classes_of(const Facts& facts, const std::vector<std::string>& ids);

// "700,000,000, monthly active users".
std::string term_text(const Term& term);
// Does what governs a component tell all that there is to tell, so that a term that it lacks is not there? Not so where nothing governs it, where a license could
// not be classed, or where one restricts in a way that none of its terms says.
bool tells_terms(const Governing* governing);

// "OSAID 1.0 (faq)".
std::string framework_title(const FrameworkResult& framework);
// Are its results labels, which the report's label tells already?
bool is_ladder_of_labels(const FrameworkResult& framework);
// "class II (class III to class I)", "0.43 (0.20 to 0.80)".
std::string framework_text(const FrameworkResult& framework);

// "yes", "yes, on 3 conditions", "license needed".
std::string use_text(const Use& use);
// "BF16, F32"; "" for none.
std::string dtypes_text(const Weights& weights);

}  // namespace aboveboard
