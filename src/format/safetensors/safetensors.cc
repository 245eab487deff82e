#include "format/safetensors/safetensors.h"
namespace aboveboard::format {
void read_safetensors(ByteSource&, ScannedFile& file, Diagnostics&) { file.weights->format = "safetensors"; }
}
