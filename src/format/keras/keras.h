#pragma once
#include <vector>
#include "format/examination.h"
#include "format/zip/zip.h"
namespace aboveboard::format {
void read_keras_config(std::string_view json, std::uint64_t byte, Examination& examination);
}
