// The releases on this machine, each audited.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "model/listing.h"
#include "source/places.h"

namespace aboveboard {

// Finds releases in the stores and below `folders`, and audits every one; no request is made. In the order of find_releases().
std::vector<ListedRelease> list_releases(const Stores& stores, const std::vector<std::string>& folders, Diagnostics& notes);

}  // namespace aboveboard
