// What the front matter of a model card takes on the Hub (data/hub/card.yaml).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/license.h"

namespace aboveboard {

const std::vector<std::string>& hub_license_ids();
bool is_hub_license(std::string_view id);
// Does the id name a family without a version?
bool is_hub_family(std::string_view id);
bool is_hub_relation(std::string_view word);
// What `license` has to be for this record: an id of the Hub where the text is that license, word for word or in effect; "other" otherwise.
std::string hub_license(const License& license);
// A name for `license_name`: letters, digits, dots and dashes.
std::string hub_license_name(const License& license);

}  // namespace aboveboard
