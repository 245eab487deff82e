// The clauses that careful sentences are put together from: the license with what it restricts, what is here, linked, withheld, not shown.
#pragma once

#include <string>
#include <vector>

#include "model/report.h"

namespace aboveboard {

enum class Tongue { English, Chinese };

// What the terms that govern the weights take away, each once: "forbid commercial use"; empty where nothing does.
std::vector<std::string> restrictions(const Facts& facts, Tongue tongue);
// "under the Example License, whose terms forbid commercial use"; says so where the license is only declared, or its terms or those of a base are not known.
std::string license_clause(const Facts& facts);

// Is every license that governs the weights a known one, word for word or in effect, whose text is here, and so are those of what it was made from? Then what their terms do not say, they do not ask.
bool terms_are_known(const Facts& facts);

// What a label calls a release in running text: "an open-weights model".
std::string noun_of(const LabelVerdict& label);
// What stands between the release and the next label, besides the license of the weights: "training code and datasets".
std::string missing_words(const LabelVerdict& label);
// How a component stands: "here", "named or linked, not here", "withheld, as the release says", "not shown".
std::string standing(const Component& component);
std::string data_standing(const Facts& facts);

}  // namespace aboveboard
