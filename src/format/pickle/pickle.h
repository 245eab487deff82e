// pickle: a machine that runs pickles of protocols 0 to 5 symbolically (Lib/pickletools.py has the opcodes). It keeps stack, memo and marks as the
// unpicklers do, imports nothing and calls nothing, and says what they would import and call.
#pragma once

#include "base/stream.h"
#include "format/examination.h"

namespace aboveboard::format {

// The bytes are, or may be taken for, a pickle: by the PROTO opcode, or because they run as one (protocols 0 and 1 have no mark) up to an import or to STOP.
bool looks_like_pickle(const Sniff& sniff);
// Text that would call something if it were unpickled: a stricter sniff for files that are readable text.
bool text_runs_as_pickle(const Sniff& sniff);

// All pickles in the bytes, one behind the other, and what joblib puts between them. Imports, calls and what breaks go to `examination` as constructs.
void read_pickle(ByteSource& bytes, Examination& examination);
// The same for bytes that can only be read from the front on.
void read_pickle(ByteStream& stream, Examination& examination);

}  // namespace aboveboard::format
