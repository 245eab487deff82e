// Is it a pickle? By what the bytes do when they run as one.
#include "format/pickle/pickle.h"
#include "format/pickle/probe.h"

namespace aboveboard::format {
namespace {

using pickle::ProbeResult;

constexpr std::uint64_t kEnoughOpcodes = 200;  // that ran without anything wrong, up to where the probe stops looking
constexpr unsigned kEnoughKinds = 5;
constexpr int kPickles = 8;  // one behind the other

// STOP stands at the end of the bytes, or before another pickle.
bool ends_well(const Sniff& sniff, ProbeResult result) {
  std::uint64_t opcodes = 0;
  for (int i = 0; i < kPickles && result.stops; ++i) {
    opcodes += result.opcodes;
    if (result.end >= sniff.size || (sniff.size - result.end <= 2 && opcodes >= 4)) return opcodes >= 3;
    if (result.end >= sniff.head.size()) return opcodes >= kEnoughOpcodes;
    const std::uint64_t end = result.end;
    result = pickle::probe(sniff.head.substr(static_cast<std::size_t>(end)), nullptr, sniff.head.size() - end);
    result.end += end;
    if (result.calls || (result.proto && (result.imports || result.stops))) return true;
  }
  return false;
}

}  // namespace

bool looks_like_pickle(const Sniff& sniff) {
  // A persistent id that comes first is asked of an unpickler that has not begun to read a model: it fails. ("P" begins zip archives, too.)
  if (sniff.head.starts_with('P') || sniff.head.starts_with('Q')) return false;
  const ProbeResult result = pickle::probe(sniff.head, &sniff.bytes, sniff.size);
  if (result.calls || (result.imports && (result.proto || result.stops))) return true;
  if (result.proto) return result.stops || result.opcodes >= 8 || (result.cut && result.opcodes >= 2);
  if (result.imports && !pickle::is_readable_text(sniff.head)) return true;
  if (result.cut && result.opcodes >= kEnoughOpcodes && result.different >= kEnoughKinds) return true;
  return ends_well(sniff, result);
}

bool text_runs_as_pickle(const Sniff& sniff) {
  const ProbeResult result = pickle::probe(sniff.head, &sniff.bytes, sniff.size);
  return result.calls || (result.imports && result.stops);
}

}  // namespace aboveboard::format
