// Session: a pickle machine over one pickle file of a PyTorch release, with all that it needs around it.
#pragma once

#include "format/examination.h"
#include "format/pickle/machine.h"
#include "format/pickle/nested.h"
#include "format/pickle/probe.h"

namespace aboveboard::format::pytorch {

struct Session {
  Session(ByteStream& stream, Examination& member)
      : examination(member), input(stream), nested(member), machine(input, recorder, options(), &nested) {
    machine.structure().keep();
  }

  // The next pickle: its result, or nothing where it does not come to its STOP. What the ones before made stays known.
  std::optional<pickle::Value> run_next(bool first = false) {
    if (!first) machine.start(false);
    if (machine.run() != pickle::Outcome::Stopped) return std::nullopt;
    return machine.result();
  }

  // Runs what follows where pickles follow, and tells what they all import and call.
  void finish() {
    while (pickle::another_follows(input, recorder) && run_next()) {
    }
    tell();
  }
  void tell() { recorder.flush(examination); }

  Examination& examination;
  pickle::PickleInput input;
  pickle::Recorder recorder;
  pickle::NestedPickles nested;
  pickle::Machine machine;

 private:
  static pickle::MachineOptions options() {
    pickle::MachineOptions options;
    options.storages = true;
    options.arrays = false;
    return options;
  }
};

}  // namespace aboveboard::format::pytorch
