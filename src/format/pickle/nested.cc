#include "format/pickle/nested.h"

#include <algorithm>
#include <cstring>
#include <optional>
#include <string>

#include "base/limits.h"
#include "format/pickle/probe.h"
#include "format/pickle/spelling.h"

namespace aboveboard::format::pickle {
namespace {

class TextStream final : public ByteStream {
 public:
  void set(std::string_view text) { rest_ = text; }
  Result<std::size_t> read(std::span<std::byte> out) override {
    const std::size_t count = std::min(out.size(), rest_.size());
    if (count > 0) std::memcpy(out.data(), rest_.data(), count);
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
};

// Small: three of them may stand inside of one another.
MachineOptions nested_options() {
  MachineOptions options;
  options.stack = 1u << 16;
  options.marks = 1u << 14;
  options.memo = 1u << 17;
  options.text = 1u << 18;
  options.structure = 0;
  return options;
}

}  // namespace

struct NestedPickles::Runner {
  explicit Runner(int depth) : input(stream), machine(input, recorder, nested_options(), depth < limits::kPickleNesting ? &constants : nullptr) {}
  TextStream stream;
  PickleInput input;
  Recorder recorder;
  // Constants of the nested pickle; where they belong is known while one runs.
  struct Inner final : Machine::ConstantReader {
    NestedPickles* nested = nullptr;
    void read(std::string_view constant, std::uint64_t byte) override {
      if (nested != nullptr) nested->read(constant, byte);
    }
  } constants;
  Machine machine;
};

NestedPickles::NestedPickles(Examination& examination, int depth) : examination_(examination), depth_(depth) {}
NestedPickles::~NestedPickles() = default;

void NestedPickles::read(std::string_view constant, std::uint64_t byte) {
  if (constant.size() > (1u << 20)) return;
  std::optional<std::string> decoded;
  if (constant.front() == 'g' && constant.size() >= 8 && constant[1] == 'A') {
    decoded = decode_base64(constant);
    if (!decoded) return;
    constant = *decoded;
  }
  if (!probe_imports(constant)) {
    // One that imports nothing may hold one that does.
    const ProbeResult result = probe(constant, nullptr, constant.size());
    if (!result.proto || (!result.stops && !result.cut)) return;
  }
  bytes_ += constant.size();
  if (bytes_ > limits::kPickleNestedBytes || runs_ > limits::kConstructs) {
    examination_.not_examined("limit-pickle-nested", ErrorKind::LimitReached, "more pickles stand in constants than are run", byte);
    return;
  }
  run(constant, byte);
}

void NestedPickles::run(std::string_view bytes, std::uint64_t byte) {
  if (!runner_) runner_ = std::make_unique<Runner>(depth_ + 1);
  Examination member = examination_.inside("(bytes at " + std::to_string(byte) + ")");
  NestedPickles inner(member, depth_ + 1);
  runner_->constants.nested = &inner;
  runner_->stream.set(bytes);
  runner_->input.restart();
  runner_->machine.start(true);
  while (runner_->machine.run() == Outcome::Array) {
  }
  runner_->constants.nested = nullptr;
  runs_ += runner_->recorder.does_something();
  runner_->recorder.flush(member);
}

}  // namespace aboveboard::format::pickle
