// Writers of the card: what it says now with what the files show, and the card as it should be. They see the model only.
#pragma once

#include <string>
#include <vector>

#include "model/report.h"
#include "report/report.h"

namespace aboveboard {

// A page: each key of the front matter with its value, and what to do.
std::string write_card_page(const Report& report, const std::vector<CardAdvice>& advice, const TerminalOptions& options);

// Front matter in YAML and a section on openness in Markdown, for the publisher to put into README.md. Whatever the release holds stays text in both.
std::string write_card(const Report& report, const std::vector<CardAdvice>& advice);

}  // namespace aboveboard
