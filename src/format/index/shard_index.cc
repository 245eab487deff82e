#include "format/index/shard_index.h"
namespace aboveboard::format {
void read_shard_index(std::string_view, ScannedFile&, Diagnostics&) {}
}
