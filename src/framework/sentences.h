// Every sentence that a verdict can say stands in data/phrases/sentences.yaml; this fills in the blanks.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aboveboard {

// The sentence with this id, with {name} replaced by each value. An id that is not there is a bug.
std::string sentence(std::string_view id, std::initializer_list<std::pair<std::string_view, std::string>> values = {});

// What a reader would have to find for a statement id to hold: "how the training data was selected".
std::string statement_wanted(const std::string& statement_id);
// What would tell a measure: "the parameters and the number of training tokens, or the compute that they took".
std::string measure_wanted(const std::string& measure_id);

}  // namespace aboveboard
