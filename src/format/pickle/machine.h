// Machine: runs one pickle after the other symbolically, with the stack, memo and marks of the unpicklers (Lib/pickle.py and Modules/_pickle.c). Where the two
// would go on differently it follows both as far as names are concerned, and says so.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "format/pickle/input.h"
#include "format/pickle/memo.h"
#include "format/pickle/recorder.h"
#include "format/pickle/structure.h"
#include "format/pickle/text_store.h"
#include "format/pickle/value.h"

namespace aboveboard::format::pickle {

struct MachineOptions {
  std::uint64_t opcodes = limits::kPickleOpcodes;
  std::uint64_t stack = limits::kPickleStack;
  std::uint64_t marks = limits::kPickleMarks;
  std::uint64_t memo = limits::kPickleMemo;
  std::uint64_t text = limits::kPickleText;
  std::uint64_t structure = limits::kPickleStructure;  // bytes
  bool arrays = true;     // run() comes back at the raw arrays of joblib
  bool storages = false;  // persistent ids are storages: such objects are no containers, and what is made of them neither
};

// Why run() came back.
enum class Outcome : std::uint8_t {
  Stopped,  // STOP
  Array,    // joblib: behind the state of an array wrapper, whose raw bytes follow; run() goes on behind them
  Broken,   // a rule is broken: the recorder knows
  Limit,    // a limit ended it: the recorder knows
};

class Machine {
 public:
  // Sees a string or bytes constant as it stands in the input (at most PickleInput::kMost bytes), before it is cut. Only of constants that may be a pickle.
  class ConstantReader {
   public:
    virtual ~ConstantReader() = default;
    virtual void read(std::string_view constant, std::uint64_t byte) = 0;
  };

  Machine(PickleInput& in, Recorder& recorder, const MachineOptions& options, ConstantReader* constants = nullptr);

  // An empty stack and memo, for the next pickle. What the structure keeps stays as it is, unless it is to be forgotten.
  void start(bool forget);
  Outcome run() {
    const Outcome outcome = run_opcodes();
    note_limits();
    return outcome;
  }

  Value result() const { return result_; }                            // behind Stopped
  Value top() const { return sp_ > fence_ ? sp_[-1] : Value(Kind::Lost); }  // behind Array: the wrapper
  void replace_top(Value value) {
    if (sp_ > fence_) sp_[-1] = value;
  }
  PickleInput& input() { return in_; }
  Recorder& recorder() { return recorder_; }
  Structure& structure() { return structure_; }
  TextStore& texts() { return texts_; }
  // With options.storages: the persistent objects whose ids are kept, in order.
  const std::vector<Value>& persistents() const { return persistents_; }

 private:
  Outcome run_opcodes();
  void note_limits();
  bool step(unsigned char op);
  bool step_rare(unsigned char op);
  bool stop_broken(const char* rule, const char* how, ErrorKind error = ErrorKind::Malformed);
  bool stop_limit(const char* rule, const char* what);
  bool truncated();
  bool grow_stack();

  // Stack.
  void push(Value value) { *sp_++ = value; }
  bool needs(std::ptrdiff_t count) { return sp_ - fence_ >= count || underflow(); }
  bool underflow();
  bool mark();
  bool pop_mark(std::span<const Value>& items);
  bool pop();
  bool dup();
  bool short_tuple(std::ptrdiff_t count);
  bool marked(Kind kind);

  // Numbers and memo.
  template <typename T>
  bool fixed(T& value);
  bool get(std::uint64_t index);
  bool put(std::uint64_t index) {
    if (!needs(1)) return false;
    memo_.put(index, sp_[-1]);
    return true;
  }
  bool text_number(bool is_long);
  bool text_float();
  bool text_index(bool is_put);
  bool long_number(std::uint64_t length);

  // Strings.
  bool payload(Kind kind, std::uint64_t length) {
    if (length > in_.available()) return long_payload(kind, length);
    const std::string_view text(in_.at(), static_cast<std::size_t>(length));
    if (constants_ != nullptr && may_be_pickle(text)) constants_->read(text, op_at_);
    push(texts_.add(kind, text));
    in_.pass(static_cast<std::size_t>(length));
    return true;
  }
  template <typename Length>
  bool sized_payload(Kind kind);
  bool long_payload(Kind kind, std::uint64_t length);
  bool text_line(unsigned char op);
  static bool may_be_pickle(std::string_view text);

  // Containers.
  bool append();
  bool appends();
  bool set_item();
  bool set_items();
  bool add_items();
  bool is_target(Value target, Kind kind) const;
  void wrong_target(const char* how);
  void check_item(Value key, Value value);
  void add_to(Value target, std::span<const Value> items);

  // Imports and calls.
  bool global();
  bool stack_global();
  Value import(std::string_view key);
  bool inst();
  bool obj();
  bool reduce();
  bool newobj_ex();
  bool extension(std::uint64_t code);
  bool persistent_line();
  bool persistent();
  Value load_persistent(Value id);
  bool build();
  Value call(Value callee, Value arguments);
  std::optional<Value> attribute(Value arguments);
  Value call_other(Value callee);
  void reconstruct(Value arguments);
  void first_call(Recorder::Name& name, Value arguments);
  void call_unresolved(const char* why, Value callee);

  bool proto();
  bool frame();
  bool stop();

  PickleInput& in_;
  Recorder& recorder_;
  MachineOptions options_;
  ConstantReader* constants_;
  Value* sp_ = nullptr;     // one above the top
  Value* fence_ = nullptr;  // what is below belongs to outer marks
  Value* limit_ = nullptr;
  std::unique_ptr<Value[]> stack_;
  std::vector<std::uint32_t> marks_;  // where each mark stands
  Memo memo_;
  TextStore texts_;
  Structure structure_;
  std::vector<Value> persistents_;
  Value result_;
  std::uint64_t op_at_ = 0;      // of the opcode that runs
  std::uint64_t opcodes_ = 0;    // so far, over all pickles
  std::uint64_t frame_end_ = 0;  // of the frame that was begun last
  Outcome outcome_ = Outcome::Broken;
};

}  // namespace aboveboard::format::pickle
