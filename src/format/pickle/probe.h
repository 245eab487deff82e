// Probe: does a run of bytes hold together as a pickle? A small machine that knows depths and kinds only, and gives up at the first thing that no unpickler takes.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "format/pickle/input.h"
#include "format/pickle/recorder.h"

namespace aboveboard::format::pickle {

struct ProbeResult {
  std::uint64_t opcodes = 0;
  unsigned different = 0;     // opcodes of different kinds
  bool proto = false;         // begins with PROTO 2 to 5
  bool imports = false;       // a name that can be one
  bool calls = false;         // of an imported name
  bool stops = false;         // STOP was reached
  bool cut = false;           // the bytes, or what may be read of them, ended before anything was wrong
  std::uint64_t end = 0;      // behind STOP, or where it gave up
};

// Runs from the beginning of `head`. Of what follows it, a few more windows are read from `more` (where given; `size` is its length) if an argument leads there.
// `within`: in the middle of a pickle, with objects on the stack and in the memo.
ProbeResult probe(std::string_view head, ByteSource* more, std::uint64_t size, bool within = false);

// The first pickle in the bytes would import or call something if it were loaded, as far as the probe sees.
bool probe_imports(std::string_view bytes);

// Does another pickle follow, after STOP? Other bytes are noted.
bool another_follows(PickleInput& input, Recorder& recorder);

// Is `head` text: no control characters but white space?
bool is_readable_text(std::string_view head);

}  // namespace aboveboard::format::pickle
