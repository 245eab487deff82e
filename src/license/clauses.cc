#include "license/license.h"
namespace aboveboard::license {
std::vector<LocatedTerm> read_clauses(std::string_view) { return {}; }
std::vector<LocatedTerm> locate_terms(const Info&, std::string_view) { return {}; }
std::vector<LicenseClass> classes_of(const std::vector<LocatedTerm>&) { return {}; }
}
