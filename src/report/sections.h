// What follows the head of the page, each with its evidence; a section with nothing to say is left out.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/report.h"
#include "report/page.h"

namespace aboveboard::terminal {

void write_components(Page& page, const Facts& facts);
void write_data(Page& page, const Facts& facts);
void write_weights(Page& page, const Facts& facts);
void write_digests(Page& page, const Facts& facts);
void write_licenses(Page& page, const Facts& facts);
void write_uses(Page& page, const Report& report);
void write_capabilities(Page& page, const Report& report);
void write_steps(Page& page, const Report& report);
// With `detail` every requirement of every framework; else in full only those that carry the label, and of the others what decides.
void write_frameworks(Page& page, const Report& report, bool detail);
void write_lineage(Page& page, const Facts& facts);
void write_findings(Page& page, const Facts& facts, const std::vector<Finding>& findings);
void write_language(Page& page, const Report& report);
void write_scope(Page& page, const Facts& facts);
void write_not_examined(Page& page, const Facts& facts);

// A list is cut here on the page; JSON has all of it.
inline constexpr std::size_t kListed = 40;
// "... and 12 more findings; --format json lists all" where a list was cut.
void write_rest(Page& page, int indent, std::size_t count, std::string_view what, std::size_t listed = kListed);

}  // namespace aboveboard::terminal
