// The loop, the stack, and what is frequent. Calls stand in machine_calls.cc, containers in machine_containers.cc, constants in machine_constants.cc.
#include "format/pickle/machine.h"

#include <algorithm>

#include "format/pickle/opcodes.h"

namespace aboveboard::format::pickle {
namespace {

constexpr std::size_t kFirstStack = 1024;
constexpr std::size_t kLongestFixed = 16;  // an opcode with an argument of fixed size is shorter

}  // namespace

Machine::Machine(PickleInput& in, Recorder& recorder, const MachineOptions& options, ConstantReader* constants)
    : in_(in), recorder_(recorder), options_(options), constants_(constants), stack_(std::make_unique_for_overwrite<Value[]>(kFirstStack)),
      memo_(options.memo), texts_(options.text), structure_(options.structure) {
  limit_ = stack_.get() + kFirstStack;
  start(true);
}

void Machine::start(bool forget) {
  sp_ = fence_ = stack_.get();
  marks_.clear();
  memo_.clear();
  frame_end_ = 0;
  if (!forget) return;
  texts_.clear();
  structure_.clear();
  persistents_.clear();
}

bool Machine::grow_stack() {
  const auto used = static_cast<std::size_t>(sp_ - stack_.get());
  const auto fence = fence_ - stack_.get();
  const auto size = static_cast<std::size_t>(limit_ - stack_.get());
  if (size >= options_.stack) return stop_limit("limit-pickle-stack", "the stack grows beyond the limit; what follows was not looked at");
  const std::size_t larger = std::min<std::size_t>(2 * size, options_.stack);
  auto grown = std::make_unique_for_overwrite<Value[]>(larger);
  std::copy_n(stack_.get(), used, grown.get());
  stack_ = std::move(grown);
  sp_ = stack_.get() + used;
  fence_ = stack_.get() + fence;
  limit_ = stack_.get() + larger;
  return true;
}

bool Machine::stop_broken(const char* rule, const char* how, ErrorKind error) {
  recorder_.broken(rule, how, op_at_, error);
  outcome_ = Outcome::Broken;
  return false;
}

bool Machine::stop_limit(const char* rule, const char* what) {
  recorder_.limit(rule, what, op_at_);
  recorder_.unresolved("a limit ended the reading: what follows may import and call anything", op_at_);
  outcome_ = Outcome::Limit;
  return false;
}

bool Machine::truncated() {
  if (!in_.error()) return stop_broken("pickle-truncated", "the bytes end before STOP", ErrorKind::Truncated);
  if (in_.error()->kind == ErrorKind::LimitReached) return stop_limit("limit-pickle-bytes", "more is decompressed than the limit allows; what follows was not looked at");
  return stop_broken("pickle-unreadable", "the bytes cannot be read up to STOP", in_.error()->kind);
}

bool Machine::underflow() { return stop_broken("pickle-stack", "an opcode takes more from the stack than is there"); }

// What was forgotten is known to be: a call of it is unresolved. Nothing that would be told is lost.
void Machine::note_limits() {
  if (memo_.limit_hit()) recorder_.note("limit-pickle-memo", "the memo holds more than is kept; later entries count as unknown objects", op_at_);
  if (texts_.limit_hit()) recorder_.note("limit-pickle-text", "there are more strings than are kept; older ones beyond the limit count as unknown", op_at_);
  if (structure_.limit_hit()) recorder_.note("limit-pickle-structure", "there are more containers than are kept; arguments and arrays beyond the limit are not shown", op_at_);
}

Outcome Machine::run_opcodes() {
  const std::uint64_t most = options_.opcodes;
  while (true) {
    if (in_.available() < kLongestFixed && !in_.has(kLongestFixed) && in_.available() == 0) {
      op_at_ = in_.position();
      truncated();
      return outcome_;
    }
    op_at_ = in_.position();
    if (limit_ - sp_ < 2 && !grow_stack()) return outcome_;
    const auto op = static_cast<unsigned char>(*in_.at());
    in_.pass(1);
    if (++opcodes_ > most) {
      stop_limit("limit-pickle-opcodes", "there are more opcodes than the limit allows; what follows was not looked at");
      return outcome_;
    }
    if (!step(op)) return outcome_;
  }
}

bool Machine::mark() {
  if (marks_.size() >= options_.marks) return stop_limit("limit-pickle-stack", "marks are nested beyond the limit; what follows was not looked at");
  marks_.push_back(static_cast<std::uint32_t>(sp_ - stack_.get()));
  fence_ = sp_;
  return true;
}

// What is above the last mark, which is taken away. Valid until the next push.
bool Machine::pop_mark(std::span<const Value>& items) {
  if (marks_.empty()) return stop_broken("pickle-mark", "an opcode needs a mark on the stack, and there is none");
  items = {fence_, static_cast<std::size_t>(sp_ - fence_)};
  sp_ = fence_;
  marks_.pop_back();
  fence_ = stack_.get() + (marks_.empty() ? 0 : marks_.back());
  return true;
}

bool Machine::pop() {
  if (sp_ > fence_) {
    --sp_;
    return true;
  }
  std::span<const Value> none;
  return marks_.empty() ? underflow() : pop_mark(none);  // both unpicklers take a mark then
}

bool Machine::dup() {
  if (!needs(1)) return false;
  push(sp_[-1]);
  return true;
}

bool Machine::short_tuple(std::ptrdiff_t count) {
  if (!needs(count)) return false;
  sp_ -= count;
  push(structure_.tuple({sp_, static_cast<std::size_t>(count)}));
  return true;
}

bool Machine::marked(Kind kind) {
  std::span<const Value> items;
  if (!pop_mark(items)) return false;
  if (kind == Kind::Tuple) {
    push(structure_.tuple(items));
    return true;
  }
  if (kind == Kind::Dict && items.size() % 2 != 0) return stop_broken("pickle-stack", "a dict is made of an odd number of keys and values");
  if (kind == Kind::Dict) {
    for (std::size_t i = 0; i + 1 < items.size(); i += 2) check_item(items[i], items[i + 1]);
  }
  const std::uint32_t node = structure_.container();
  structure_.append(node, items);
  push(Value(kind, node));
  return true;
}

template <typename T>
bool Machine::fixed(T& value) {
  if (in_.available() < sizeof(T)) return truncated();
  value = load_le<T>(in_.at());
  in_.pass(sizeof(T));
  return true;
}

template <typename Length>
bool Machine::sized_payload(Kind kind) {
  Length length = 0;
  return fixed(length) && payload(kind, length);
}

bool Machine::get(std::uint64_t index) {
  const Value value = memo_.get(index);
  if (value.is(Kind::Absent)) return stop_broken("pickle-memo", "an object is fetched from the memo that was never put there");
  push(value);
  return true;
}

// One opcode. False: run() ends as outcome_ says.
bool Machine::step(unsigned char op) {
  std::uint8_t byte = 0;
  std::uint16_t half = 0;
  std::uint32_t word = 0;
  switch (op) {
    case kNone: push(Kind::None); return true;
    case kNewTrue: push(Kind::True); return true;
    case kNewFalse: push(Kind::False); return true;
    case kEmptyList: push(Value(Kind::List, structure_.container())); return true;
    case kEmptyDict: push(Value(Kind::Dict, structure_.container())); return true;
    case kEmptySet: push(Value(Kind::Set, structure_.container())); return true;
    case kEmptyTuple: push(structure_.tuple({})); return true;
    case kBinInt1: if (!fixed(byte)) return false; push(Value::of_int(byte)); return true;
    case kBinInt2: if (!fixed(half)) return false; push(Value::of_int(half)); return true;
    case kBinInt: if (!fixed(word)) return false; push(Value::of_int(static_cast<std::int32_t>(word))); return true;
    case kBinGet: return fixed(byte) && get(byte);
    case kLongBinGet: return fixed(word) && get(word);
    case kBinPut: return fixed(byte) && put(byte);
    case kLongBinPut: return fixed(word) && put(word);
    case kMemoize: if (!needs(1)) return false; memo_.add(sp_[-1]); return true;
    case kShortBinUnicode: return sized_payload<std::uint8_t>(Kind::Text);
    case kBinUnicode: return sized_payload<std::uint32_t>(Kind::Text);
    case kShortBinString: return sized_payload<std::uint8_t>(Kind::Text);
    case kShortBinBytes: return sized_payload<std::uint8_t>(Kind::Bytes);
    case kBinBytes: return sized_payload<std::uint32_t>(Kind::Bytes);
    case kMark: return mark();
    case kPop: return pop();
    case kDup: return dup();
    case kTuple: return marked(Kind::Tuple);
    case kTuple1: return short_tuple(1);
    case kTuple2: return short_tuple(2);
    case kTuple3: return short_tuple(3);
    case kAppend: return append();
    case kAppends: return appends();
    case kSetItem: return set_item();
    case kSetItems: return set_items();
    case kReduce:
    case kNewObj: return reduce();
    case kBuild: return build();
    case kBinPersid: return persistent();
    case kInt: return text_number(false);
    case kGet: return text_index(false);
    case kPut: return text_index(true);
    default: return step_rare(op);
  }
}

bool Machine::step_rare(unsigned char op) {
  std::uint8_t byte = 0;
  std::uint16_t half = 0;
  std::uint32_t word = 0;
  std::uint64_t quad = 0;
  std::span<const Value> none;
  switch (op) {
    case kStop: return stop();
    case kProto: return proto();
    case kFrame: return frame();
    case kBinFloat:
      if (!fixed(quad)) return false;
      push(Value::of_float(std::bit_cast<double>(__builtin_bswap64(quad))));
      return true;
    case kLong1: return fixed(byte) && long_number(byte);
    case kLong4: return fixed(word) && long_number(word);
    case kLong: return text_number(true);
    case kFloat: return text_float();
    case kString:
    case kUnicode: return text_line(op);
    case kBinString:
      if (!fixed(word)) return false;
      if (word > INT32_MAX) return stop_broken("pickle-length", "the length of a string is negative");
      return payload(Kind::Text, word);
    case kBinUnicode8: return sized_payload<std::uint64_t>(Kind::Text);
    case kBinBytes8: return sized_payload<std::uint64_t>(Kind::Bytes);
    case kByteArray8:
      if (!sized_payload<std::uint64_t>(Kind::Bytes)) return false;
      sp_[-1] = Kind::ByteArray;
      return true;
    case kNextBuffer: push(Kind::Buffer); return true;
    case kReadOnlyBuffer: return needs(1);
    case kList: return marked(Kind::List);
    case kDict: return marked(Kind::Dict);
    case kFrozenSet: return marked(Kind::FrozenSet);
    case kPopMark: return pop_mark(none);
    case kAddItems: return add_items();
    case kGlobal: return global();
    case kStackGlobal: return stack_global();
    case kInst: return inst();
    case kObj: return obj();
    case kNewObjEx: return newobj_ex();
    case kExt1: return fixed(byte) && extension(byte);
    case kExt2: return fixed(half) && extension(half);
    case kExt4: return fixed(word) && extension(word);
    case kPersid: return persistent_line();
    default: return stop_broken("pickle-opcode", "a byte is no opcode");
  }
}

bool Machine::proto() {
  std::uint8_t version = 0;
  if (!fixed(version)) return false;
  // Unpicklers of torch pass over the number; the others stop here. Going on sees what either would do.
  if (version > kHighestProtocol) recorder_.broken("pickle-protocol", "the protocol is none of 0 to 5", op_at_, ErrorKind::Unsupported);
  return true;
}

bool Machine::frame() {
  std::uint64_t length = 0;
  if (!fixed(length)) return false;
  const std::uint64_t begin = in_.position();
  frame_end_ = length > UINT64_MAX - begin ? UINT64_MAX : begin + length;
  return true;
}

bool Machine::stop() {
  if (!needs(1)) return false;
  result_ = *--sp_;
  // pickle.py has taken the whole frame from the file, and goes on behind it; the C unpickler goes on behind STOP.
  if (frame_end_ > in_.position() && !in_.at_end()) recorder_.unresolved("ambiguous: the unpicklers differ in where they go on, a frame is longer than its pickle", op_at_);
  outcome_ = Outcome::Stopped;
  return false;
}

}  // namespace aboveboard::format::pickle
