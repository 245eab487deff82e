#include "license/license.h"
namespace aboveboard::license {
std::vector<NameInText> names_in(std::string_view) { return {}; }
}
