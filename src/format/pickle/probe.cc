#include "format/pickle/probe.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/text.h"
#include "format/pickle/opcodes.h"
#include "format/pickle/spelling.h"

namespace aboveboard::format::pickle {
namespace {

constexpr std::uint64_t kOpcodes = 20'000;
constexpr std::size_t kStack = 8192;
constexpr std::size_t kWindow = 4096;
constexpr int kWindows = 16;

enum class Slot : std::uint8_t { Constant, Text, Container, Import, Result };

enum class Argument : std::uint8_t { None, One, Two, Four, Eight, Length1, Length4, Length8, Line, TwoLines };

Argument argument_of(unsigned char op) {
  switch (op) {
    case kBinInt1: case kBinGet: case kBinPut: case kProto: case kExt1: return Argument::One;
    case kBinInt2: case kExt2: return Argument::Two;
    case kBinInt: case kLongBinGet: case kLongBinPut: case kExt4: return Argument::Four;
    case kBinFloat: case kFrame: return Argument::Eight;
    case kShortBinString: case kShortBinBytes: case kShortBinUnicode: case kLong1: return Argument::Length1;
    case kBinString: case kBinUnicode: case kBinBytes: case kLong4: return Argument::Length4;
    case kBinUnicode8: case kBinBytes8: case kByteArray8: return Argument::Length8;
    case kInt: case kLong: case kFloat: case kString: case kUnicode: case kPersid: case kGet: case kPut: return Argument::Line;
    case kGlobal: case kInst: return Argument::TwoLines;
    default: return Argument::None;
  }
}

// Dotted, without white space or quotes: a module or a qualified name.
bool is_name(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || c == '_' || c == '.' || c == '-' || c == '<' || c == '>' ||
           byte >= 0x80;
  }) && find_invalid_utf8(text) == std::string_view::npos;
}

bool is_number(std::string_view text, std::string_view signs) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) { return (c >= '0' && c <= '9') || signs.find(c) != std::string_view::npos; });
}

class Prober {
 public:
  Prober(std::string_view head, ByteSource* more, std::uint64_t size, bool within) : window_(head), more_(more), size_(size), within_(within) {
    if (within) stack_.assign(16, Slot::Result);
  }

  ProbeResult run() {
    while (out_.opcodes < kOpcodes) {
      if (!has(1)) break;
      const auto op = static_cast<unsigned char>(window_[at_++]);
      if (!seen_[op]) ++out_.different;
      seen_[op] = true;
      bad_ = false;
      line_ = second_ = {};
      number_ = 0;
      if (!read_argument(op)) break;
      if (bad_ || !act(op)) return finish(false);
      ++out_.opcodes;
      if (op == kStop) {
        out_.stops = true;
        return finish(false);
      }
    }
    return finish(true);
  }

 private:
  ProbeResult finish(bool cut) {
    out_.cut = cut;
    out_.end = begin_ + at_;
    return out_;
  }

  // `count` bytes lie in the window from at_ on.
  bool has(std::uint64_t count) {
    if (count <= window_.size() - at_) return true;
    const std::uint64_t place = begin_ + at_;
    if (more_ == nullptr || windows_ >= kWindows || place >= size_ || count > std::min<std::uint64_t>(kWindow, size_ - place)) return false;
    ++windows_;
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kWindow, size_ - place)));
    if (!more_->read_at(place, std::as_writable_bytes(std::span(buffer_)))) return false;
    begin_ = place;
    window_ = buffer_;
    at_ = 0;
    return true;
  }

  bool read_number(std::size_t width) {
    if (!has(width)) return false;
    number_ = 0;
    for (std::size_t i = width; i-- > 0;) number_ = number_ << 8 | static_cast<unsigned char>(window_[at_ + i]);
    at_ += width;
    return true;
  }

  // Passes over a payload, also one behind the window; bad where it ends behind the file.
  bool pass(std::uint64_t length) {
    const std::uint64_t place = begin_ + at_;
    if (length > size_ - std::min(place, size_)) {
      bad_ = true;
      return true;
    }
    if (length <= window_.size() - at_) {
      at_ += static_cast<std::size_t>(length);
      return true;
    }
    begin_ = place + length;
    window_ = {};
    at_ = 0;
    return begin_ == size_ || has(1);
  }

  bool read_line(std::string_view& line) {
    if (window_.find('\n', at_) == std::string_view::npos && !has(std::min<std::uint64_t>(kWindow, size_ - begin_ - at_))) return false;
    const std::size_t end = window_.find('\n', at_);
    if (end == std::string_view::npos) {
      bad_ = true;
      return true;
    }
    line = window_.substr(at_, end - at_);
    at_ = end + 1;
    return true;
  }

  bool read_argument(unsigned char op) {
    switch (argument_of(op)) {
      case Argument::None: return true;
      case Argument::One: return read_number(1);
      case Argument::Two: return read_number(2);
      case Argument::Four: return read_number(4);
      case Argument::Eight: return read_number(8);
      case Argument::Length1: return read_number(1) && pass(number_);
      case Argument::Length4: return read_number(4) && pass(number_);
      case Argument::Length8: return read_number(8) && pass(number_);
      case Argument::Line: return read_line(line_);
      case Argument::TwoLines:
        if (!read_line(line_)) return false;
        first_ = line_;
        line_ = first_;
        return bad_ || read_line(second_);
    }
    return false;
  }

  bool needs(std::size_t count) const { return stack_.size() - (marks_.empty() ? 0 : marks_.back()) >= count; }
  bool push(Slot slot) {
    if (stack_.size() >= kStack) return false;
    stack_.push_back(slot);
    return true;
  }
  bool replace(std::size_t count, Slot slot) {
    if (!needs(count)) return false;
    stack_.resize(stack_.size() - count);
    return push(slot);
  }
  bool pop_mark(std::size_t& items) {
    if (marks_.empty()) return false;
    items = stack_.size() - marks_.back();
    stack_.resize(marks_.back());
    marks_.pop_back();
    return true;
  }
  bool call(Slot callee) {
    if (callee != Slot::Import && callee != Slot::Result) return false;
    out_.calls = out_.calls || out_.imports;
    return true;
  }

  bool act(unsigned char op);
  bool act_marked(unsigned char op);
  bool act_import(unsigned char op);
  bool act_memo(unsigned char op);

  std::string_view window_;
  ByteSource* more_;
  std::uint64_t size_;
  bool within_;
  std::string buffer_;
  std::uint64_t begin_ = 0;
  std::size_t at_ = 0;
  int windows_ = 0;
  bool bad_ = false;
  std::uint64_t number_ = 0;
  std::string_view line_, first_, second_;
  std::vector<Slot> stack_;
  std::vector<std::size_t> marks_;
  std::unordered_map<std::uint64_t, Slot> memo_;
  std::bitset<256> seen_;
  ProbeResult out_;
};

bool Prober::act(unsigned char op) {
  switch (op) {
    case kNone: case kNewTrue: case kNewFalse: case kBinInt: case kBinInt1: case kBinInt2: case kBinFloat: case kLong1: return push(Slot::Constant);
    case kLong4: return number_ <= INT32_MAX && push(Slot::Constant);
    case kInt: case kLong: return is_number(line_, "+-_xXabcdefABCDEFoOL ") && push(Slot::Constant);
    case kFloat: return is_number(line_, "+-.eEinfatyNI_ ") && push(Slot::Constant);
    case kString: return spelled_string(line_) && push(Slot::Text);
    case kBinString: return number_ <= INT32_MAX && push(Slot::Text);
    case kUnicode: case kShortBinString: case kBinUnicode: case kShortBinUnicode: case kBinUnicode8: return push(Slot::Text);
    case kBinBytes: case kShortBinBytes: case kBinBytes8: return push(Slot::Constant);
    case kByteArray8: case kEmptyList: case kEmptyDict: case kEmptySet: case kEmptyTuple: return push(Slot::Container);
    case kNextBuffer: return push(Slot::Constant);
    case kReadOnlyBuffer: return needs(1);
    case kPersid: return is_readable_text(line_) && push(Slot::Result);
    case kBinPersid: return replace(1, Slot::Result);
    case kProto:
      if (number_ > kHighestProtocol) return false;
      if (out_.opcodes == 0 && number_ >= 2) out_.proto = true;
      return true;
    case kFrame: return true;  // pickle.py takes frames that end behind the file
    case kPop: {
      std::size_t items = 0;
      if (needs(1)) stack_.pop_back();
      else return pop_mark(items);
      return true;
    }
    case kDup: return needs(1) && push(stack_.back());
    case kTuple1: return replace(1, Slot::Container);
    case kTuple2: return replace(2, Slot::Container);
    case kTuple3: return replace(3, Slot::Container);
    case kAppend: return needs(2) && stack_[stack_.size() - 2] >= Slot::Container && (stack_.pop_back(), true);
    case kSetItem: return needs(3) && stack_[stack_.size() - 3] >= Slot::Container && (stack_.resize(stack_.size() - 2), true);
    case kStop: return needs(1);
    case kMark: marks_.push_back(stack_.size()); return marks_.size() < kStack;
    case kGet: case kPut: case kBinGet: case kBinPut: case kLongBinGet: case kLongBinPut: case kMemoize: return act_memo(op);
    case kGlobal: case kInst: case kStackGlobal: case kExt1: case kExt2: case kExt4: case kReduce: case kNewObj: case kNewObjEx: case kBuild: return act_import(op);
    default: return act_marked(op);
  }
}

bool Prober::act_marked(unsigned char op) {
  std::size_t items = 0;
  switch (op) {
    case kTuple: case kList: case kFrozenSet: return pop_mark(items) && push(Slot::Container);
    case kDict: return pop_mark(items) && items % 2 == 0 && push(Slot::Container);
    case kPopMark: return pop_mark(items);
    case kAppends: case kAddItems: return pop_mark(items) && needs(1) && stack_.back() >= Slot::Container;
    case kSetItems: return pop_mark(items) && items % 2 == 0 && needs(1) && stack_.back() >= Slot::Container;
    case kObj: {
      const std::size_t mark = marks_.empty() ? 0 : marks_.back();
      const bool good = !marks_.empty() && mark < stack_.size() && call(stack_[mark]);
      return good && pop_mark(items) && push(Slot::Result);
    }
    default: return false;
  }
}

bool Prober::act_import(unsigned char op) {
  std::size_t items = 0;
  switch (op) {
    case kGlobal:
      if (!is_name(first_) || !is_name(second_)) return false;
      out_.imports = true;
      return push(Slot::Import);
    case kInst:
      if (!is_name(first_) || !is_name(second_) || !pop_mark(items)) return false;
      out_.imports = out_.calls = true;
      return push(Slot::Result);
    case kStackGlobal:
      if (!needs(2) || stack_.back() == Slot::Constant || stack_[stack_.size() - 2] == Slot::Constant) return false;
      out_.imports = true;
      return replace(2, Slot::Import);
    case kExt1: case kExt2: case kExt4:
      return number_ > 0 && push(Slot::Import);
    case kNewObjEx: return needs(3) && call(stack_[stack_.size() - 3]) && replace(3, Slot::Result);
    case kBuild: return needs(2) && stack_[stack_.size() - 2] >= Slot::Import && (stack_.pop_back(), true);
    default:  // REDUCE, NEWOBJ
      return needs(2) && stack_.back() >= Slot::Container && call(stack_[stack_.size() - 2]) && replace(2, Slot::Result);
  }
}

bool Prober::act_memo(unsigned char op) {
  const bool gets = op == kGet || op == kBinGet || op == kLongBinGet;
  std::uint64_t index = op == kMemoize ? memo_.size() : number_;
  if (op == kGet || op == kPut) {
    const auto spelled = spelled_index(line_);
    if (!spelled) return false;
    index = *spelled;
  }
  if (!gets) return needs(1) && (memo_[index] = stack_.back(), true);
  const auto known = memo_.find(index);
  if (known == memo_.end()) return within_ && push(Slot::Result);
  return push(known->second);
}

}  // namespace

ProbeResult probe(std::string_view head, ByteSource* more, std::uint64_t size, bool within) { return Prober(head, more, size, within).run(); }

bool probe_imports(std::string_view bytes) {
  const ProbeResult result = probe(bytes, nullptr, bytes.size());
  return result.calls || (result.imports && (result.proto || result.stops)) || (result.cut && result.opcodes >= kOpcodes);
}

bool another_follows(PickleInput& input, Recorder& recorder) {
  // What separates them is a loader's business.
  while (!input.at_end() && (input.peek(1).front() == '\0' || input.peek(1).front() == '\n' || input.peek(1).front() == ' ')) input.pass(1);
  if (input.at_end()) return false;
  const std::string_view rest = input.peek(kWindow);
  if (rest.size() > 1 && static_cast<unsigned char>(rest[0]) == kProto && static_cast<unsigned char>(rest[1]) <= kHighestProtocol) return true;
  const ProbeResult next = probe(rest, nullptr, UINT64_MAX);
  if (next.calls || next.stops || next.imports || (next.cut && next.opcodes > 2)) return true;
  recorder.note("pickle-trailing-bytes", "bytes follow the pickle that are none", input.position());
  return false;
}

bool is_readable_text(std::string_view head) {
  return std::all_of(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= 0x20 && byte != 0x7f) || (byte >= '\t' && byte <= '\r');
  });
}

}  // namespace aboveboard::format::pickle
