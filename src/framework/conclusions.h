// The result of a framework, for each form that its conclusion may have.
#pragma once

#include "framework/rulebook.h"

namespace aboveboard {

FrameworkResult ladder_result(const Framework& framework, const Facts& facts);
FrameworkResult verdict_result(const Framework& framework, const std::string& mode, const Facts& facts);
FrameworkResult classes_result(const Framework& framework, const std::string& mode, const Facts& facts);
FrameworkResult scale_result(const Framework& framework, const Facts& facts);
FrameworkResult checklist_result(const Framework& framework, const Facts& facts);

}  // namespace aboveboard
