#include "format/pickle/pickle.h"

#include <algorithm>

#include "base/limits.h"
#include "format/pickle/arrays.h"
#include "format/pickle/describe.h"
#include "format/pickle/machine.h"
#include "format/pickle/nested.h"
#include "format/pickle/probe.h"

namespace aboveboard::format {
namespace {

using namespace pickle;

constexpr std::size_t kPeek = 4096;           // of what follows a pickle
constexpr std::uint64_t kRunsOn = 64;         // opcodes that an array's bytes may happen to make

// Pickles one behind the other, with the arrays between their opcodes.
class PickleReader {
 public:
  PickleReader(ByteStream& stream, Examination& examination)
      : examination_(examination), input_(stream), nested_(examination), machine_(input_, recorder_, {}, &nested_) {}

  void run() {
    while (run_one(machine_, 0) && another_follows(input_, recorder_)) machine_.start(!machine_.structure().keeps());
    if (examination_.depth() == 0) examination_.contents().header_bytes += input_.position() - array_bytes_;
    recorder_.flush(examination_);
  }
  bool saw_arrays() const { return arrays_ > 0; }
  Recorder& recorder() { return recorder_; }

 private:
  bool run_one(Machine& machine, int depth) {
    while (true) {
      const Outcome outcome = machine.run();
      if (outcome == Outcome::Stopped) return true;
      if (outcome != Outcome::Array || !pass_array(machine, depth)) return false;
    }
  }

  bool pass_array(Machine& machine, int depth) {
    const auto state = array_state(machine);
    const std::uint64_t at = input_.position();
    if (!state) {
      recorder_.limit("pickle-array", "the shape or type of an array cannot be told: what follows was not looked at", at);
      if (std::string* const detail = recorder_.unresolved("what follows an array of unknown size cannot be told", at)) *detail = "joblib array";
      return false;
    }
    ++arrays_;
    if (state->objects) return objects(machine, depth);
    check_ambiguity(*state);
    if (state->padded) {
      const std::string_view padding = input_.peek(1);
      if (padding.empty() || !input_.skip(1 + static_cast<std::uint64_t>(static_cast<unsigned char>(padding[0])))) return cut(at);
    }
    const std::uint64_t begin = input_.position();
    if (!input_.skip(state->bytes)) return cut(at);
    array_bytes_ += state->bytes;
    Contents& contents = examination_.contents();
    if (contents.tensors.size() < limits::kTensorsKept) contents.tensors.add("arrays." + std::to_string(arrays_ - 1), state->dtype, state->shape, begin, state->bytes, at);
    ++contents.tensor_count;
    contents.data_bytes += state->bytes;
    machine.replace_top(Value::of_object(0, 0));
    return true;
  }

  // An array of objects is a pickle of its own in the middle of this one.
  bool objects(Machine& machine, int depth) {
    machine.replace_top(Value::of_object(0, 0));
    if (depth >= limits::kPickleNesting) {
      recorder_.limit("limit-pickle-nested", "arrays of objects are nested deeper than is read", input_.position());
      recorder_.unresolved("a limit ended the reading: what follows may import and call anything", input_.position());
      return false;
    }
    MachineOptions options;
    options.stack /= 8;
    options.memo /= 8;
    options.text /= 8;
    options.structure /= 8;
    Machine inner(input_, recorder_, options, &nested_);
    if (machine.structure().keeps()) inner.structure().keep();
    return run_one(inner, depth + 1);
  }

  // pickle.load does not know of the raw bytes: it would run them.
  void check_ambiguity(const ArrayState& state) {
    const std::uint64_t bytes = state.bytes + (state.padded ? 1 : 0);
    const std::string_view head = input_.peek(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, kPeek)));
    const ProbeResult result = probe(head, nullptr, UINT64_MAX, true);
    if (result.imports || result.opcodes >= kRunsOn) recorder_.unresolved("ambiguous: the bytes of an array run as opcodes where joblib does not load them", input_.position());
  }

  bool cut(std::uint64_t at) {
    recorder_.broken("pickle-array-truncated", "the bytes end within an array", at, ErrorKind::Truncated);
    return false;
  }

  Examination& examination_;
  PickleInput input_;
  Recorder recorder_;
  NestedPickles nested_;
  Machine machine_;
  std::uint64_t arrays_ = 0;
  std::uint64_t array_bytes_ = 0;
};

// Names that come up only where the bytes of arrays run as opcodes are hidden from whoever loads the file as joblib does.
void run_without_arrays(ByteStream& stream, Examination& examination) {
  PickleInput input(stream);
  Recorder recorder;
  MachineOptions options;
  options.arrays = false;
  Machine machine(input, recorder, options);
  machine.run();
  for (std::uint32_t i = 0; i < recorder.names(); ++i) {
    const Recorder::Name& name = recorder.name(i);
    const auto& known = examination.contents().constructs;
    const bool listed = std::any_of(known.begin(), known.end(), [&](const Construct& construct) {
      return construct.name == name.shown && construct.member == examination.member_name() && (name.calls == 0 || construct.kind == ConstructKind::Call);
    });
    if (listed) continue;
    examination.found(ConstructKind::Unresolved, "ambiguous: the bytes of an array run as opcodes where joblib does not load them", name.shown, name.byte);
    examination.found(name.calls > 0 ? ConstructKind::Call : ConstructKind::Import, name.shown, name.detail, name.byte);
  }
}

}  // namespace

void read_pickle(ByteStream& stream, Examination& examination) {
  examination.recognize("pickle");
  PickleReader reader(stream, examination);
  reader.run();
}

void read_pickle(ByteSource& bytes, Examination& examination) {
  examination.recognize("pickle");
  const auto stream = bytes.stream();
  if (!stream) {
    examination.not_examined("pickle-unreadable", stream.error().kind, stream.error().message, 0);
    return;
  }
  PickleReader reader(**stream, examination);
  reader.run();
  if (!reader.saw_arrays()) return;
  // Once more as pickle.load would run it, which knows nothing of arrays between opcodes: usually up to the first byte of the first array.
  if (const auto again = bytes.stream()) run_without_arrays(**again, examination);
}

}  // namespace aboveboard::format
