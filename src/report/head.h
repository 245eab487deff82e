// The head of the page: name and label, the careful sentence, the three readings, the four questions, uses and findings at a glance.
#pragma once

#include "model/report.h"
#include "report/page.h"

namespace aboveboard::terminal {

void write_head(Page& page, const Report& report);

}  // namespace aboveboard::terminal
