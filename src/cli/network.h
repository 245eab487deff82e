// What a user sees of requests while they run, and how they are stopped.
#pragma once

#include <iosfwd>

#include "net/http.h"

namespace aboveboard::cli {

// The first interrupt (Ctrl-C) ends the requests, after which the program ends as an interrupted one does; a second one kills it. Until this is called, the first does.
void watch_for_interrupt();
bool canceled();
// Ends the program by the interrupt that came, if one did.
void end_if_interrupted();

// One line on a terminal, written over and over.
void show_progress(std::ostream& err, const HttpProgress& progress);
// Takes the line away, if there is one.
void clear_progress(std::ostream& err);

}  // namespace aboveboard::cli
