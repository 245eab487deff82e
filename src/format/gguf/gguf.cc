#include "format/gguf/gguf.h"
namespace aboveboard::format {
void read_gguf(ByteSource&, ScannedFile& file, Diagnostics&) { file.weights->format = "gguf"; }
}
