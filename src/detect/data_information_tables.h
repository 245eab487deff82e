// Tables of data sources: a row is a source, and its columns say where it is, under what license, how much of it was used.
#pragma once

#include "detect/data_information_sources.h"

namespace aboveboard::detect {

void read_source_tables(const DataDocument& document, Mentions& mentions);

}  // namespace aboveboard::detect
