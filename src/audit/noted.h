// What readers noted, as records of the report.
#pragma once

#include <memory>
#include <vector>

#include "base/diagnostics.h"
#include "base/result.h"
#include "model/report.h"
#include "source/places.h"

namespace aboveboard {

// Diagnostics become findings and entries of not_examined, behind those that are there; findings are sorted, worst first. `all_named`: the caller named each file, so that whatever was not
// examined leaves the result incomplete; else what no version of this program reads is listed only.
void add_noted(const Diagnostics& notes, bool all_named, Facts& facts);

// Opens a file or folder that the caller named, which is also the name of the source. What cannot be opened is listed in facts.not_examined.
// A file that is an archive stays one: what is in it is looked at, not taken for the release.
Result<std::unique_ptr<Source>> open_named(const std::string& location, const Places& places, Diagnostics& notes, Facts& facts);

// For targets that are files: evidence calls them what the caller called them. Lists the sources in facts.release.
void name_as_given(const std::vector<std::unique_ptr<Source>>& sources, Facts& facts);

}  // namespace aboveboard
