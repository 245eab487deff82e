// Imports and calls.
#include <array>
#include <cstring>

#include "format/pickle/describe.h"
#include "format/pickle/machine.h"

namespace aboveboard::format::pickle {
namespace {

constexpr std::uint64_t kDescribed = 4;  // calls of one name of which arguments are looked for

}  // namespace

Value Machine::import(std::string_view key) {
  const std::uint32_t index = recorder_.import(key, op_at_);
  if (index != Recorder::kTooMany) {
    if (recorder_.name(index).role == Role::ArrayWrapper) structure_.keep();  // shape and type of the arrays are in it
    return Value(Kind::Global, index);
  }
  recorder_.unresolved("more different names are imported than are kept", op_at_);
  return Kind::Unnamed;
}

bool Machine::global() {
  const auto module = in_.line();
  if (!module) return truncated();
  // Both lines lie one behind the other in the buffer: the key as it is.
  if (!module->cut) {
    const char* const name = in_.at();
    const auto* const end = static_cast<const char*>(std::memchr(name, '\n', in_.available()));
    if (end != nullptr) {
      const std::size_t length = module->text.size() + 1 + static_cast<std::size_t>(end - name);
      push(import({module->text.data(), length}));
      in_.pass(static_cast<std::size_t>(end - name) + 1);
      return true;
    }
  }
  std::string key(module->text);
  const bool cut = module->cut;
  const auto name = in_.line();
  if (!name) return truncated();
  if (cut || name->cut) return extension(0);
  key += '\n';
  key += name->text;
  push(import(key));
  return true;
}

bool Machine::stack_global() {
  if (!needs(2)) return false;
  const Value module = sp_[-2], name = sp_[-1];
  sp_ -= 2;
  const bool constant = module.is(Kind::Text) && name.is(Kind::Text) && !TextStore::is_cut(module) && !TextStore::is_cut(name);
  const auto module_text = constant ? texts_.get(module) : std::nullopt;
  const auto name_text = constant ? texts_.get(name) : std::nullopt;
  if (!module_text || !name_text) {
    if (std::string* const detail = recorder_.unresolved("the name of what is imported is not a constant", op_at_))
      *detail = describe(module, structure_, texts_, recorder_) + ", " + describe(name, structure_, texts_, recorder_);
    push(Kind::Unnamed);
    return true;
  }
  std::array<char, 2 * TextStore::kLongest + 1> key;  // not initialized: only what is written is read
  std::memcpy(key.data(), module_text->data(), module_text->size());
  key[module_text->size()] = '\n';
  std::memcpy(key.data() + module_text->size() + 1, name_text->data(), name_text->size());
  push(import({key.data(), module_text->size() + 1 + name_text->size()}));
  return true;
}

bool Machine::extension(std::uint64_t code) {
  if (std::string* const detail = recorder_.unresolved("the name of what is imported is not in the bytes", op_at_))
    *detail = code == 0 ? "a name that is too long" : "extension code " + std::to_string(code);
  push(Kind::Unnamed);
  return true;
}

// Arguments for display, and classes that a helper of pickle makes objects of.
void Machine::first_call(Recorder::Name& name, Value arguments) {
  if (name.detail.empty() && arguments.is(Kind::Tuple)) name.detail = describe(arguments, structure_, texts_, recorder_);
  else if (name.detail.empty()) name.detail = describe_kind(arguments, recorder_);
}

void Machine::call_unresolved(const char* why, Value callee) {
  if (std::string* const detail = recorder_.unresolved(why, op_at_)) *detail = describe_kind(callee, recorder_);
}

Value Machine::call_other(Value callee) {
  switch (callee.kind()) {
    case Kind::Object: call_unresolved("the result of a call is called", callee); break;
    case Kind::Unnamed: call_unresolved("what is called cannot be told", callee); break;
    case Kind::Persistent: call_unresolved("a persistent object is called", callee); break;
    case Kind::Lost: call_unresolved("what is called was forgotten for a limit", callee); break;
    default: call_unresolved("something is called that is no function and no class", callee); break;
  }
  return Value::of_object(0, structure_.object(Kind::Lost));
}

// getattr(module.Class, "NAME"), as members of enumerations are pickled: the import of module.Class.NAME. Nothing where it is anything else.
std::optional<Value> Machine::attribute(Value arguments) {
  const auto items = structure_.items_of(arguments);
  if (!items || items->count != 2 || items->items.size() != 2) return std::nullopt;
  const Value object = items->items[0], name = items->items[1];
  const auto text = object.is(Kind::Global) && name.is(Kind::Text) && !TextStore::is_cut(name) ? texts_.get(name) : std::nullopt;
  if (!text || text->empty() || text->find('\n') != std::string_view::npos) return std::nullopt;
  return import(recorder_.name(static_cast<std::uint32_t>(object.payload())).key + "." + std::string(*text));
}

Value Machine::call(Value callee, Value arguments) {
  if (!callee.is(Kind::Global)) return call_other(callee);
  const auto index = static_cast<std::uint32_t>(callee.payload());
  Recorder::Name& name = recorder_.name(index);
  if (name.role == Role::Getter) {
    if (const auto found = attribute(arguments)) return ++recorder_.name(index).resolved, *found;
  }
  if (++name.calls <= kDescribed) first_call(name, arguments);
  if (name.role == Role::Reconstructor) reconstruct(arguments);
  const std::uint32_t node = name.role == Role::ArrayType ? structure_.kept_object(structure_.keep_tuple(arguments)) : structure_.object(arguments);
  return Value::of_object(static_cast<std::uint64_t>(index) + 1, node);
}

// The first argument is called too, or an object is made of it.
void Machine::reconstruct(Value arguments) {
  const auto items = structure_.items_of(arguments);
  if (!items || items->items.empty()) return call_unresolved("what a helper calls cannot be told", arguments);
  const Value callee = items->items.front();
  if (callee.is(Kind::Global)) ++recorder_.name(static_cast<std::uint32_t>(callee.payload())).calls;
  else call_unresolved("what a helper calls cannot be told", callee);
}

bool Machine::reduce() {
  if (!needs(2)) return false;
  --sp_;
  sp_[-1] = call(sp_[-1], sp_[0]);
  return true;
}

bool Machine::newobj_ex() {
  if (!needs(3)) return false;
  sp_ -= 2;
  const Value result = call(sp_[-1], sp_[0]);
  if (!sp_[1].is(Kind::Dict) && !sp_[1].is(Kind::Lost) && !sp_[1].is(Kind::Object)) wrong_target("the keyword arguments of a class are no dict");
  sp_[-1] = result;
  return true;
}

bool Machine::inst() {
  if (!global()) return false;
  const Value callee = *--sp_;
  std::span<const Value> items;
  if (!pop_mark(items)) return false;
  push(call(callee, structure_.tuple(items)));
  return true;
}

bool Machine::obj() {
  std::span<const Value> items;
  if (!pop_mark(items)) return false;
  if (items.empty()) return underflow();
  const Value callee = items.front();
  push(call(callee, structure_.tuple(items.subspan(1))));
  return true;
}

bool Machine::persistent_line() {
  const auto line = in_.line();
  if (!line) return truncated();
  push(load_persistent(texts_.add(Kind::Text, line->text, line->cut)));
  return true;
}

bool Machine::persistent() {
  if (!needs(1)) return false;
  sp_[-1] = load_persistent(sp_[-1]);
  return true;
}

Value Machine::load_persistent(Value id) {
  if (!options_.storages) return Value(Kind::Persistent, structure_.persistent(id));
  // Old PyTorch files: ("module", class, source file, source) stands for the class.
  const auto items = id.is(Kind::Tuple) ? structure_.items_of(id) : std::nullopt;
  if (items && items->items.size() >= 2 && items->items[0].is(Kind::Text) && items->items[1].is(Kind::Global)) {
    const auto type = texts_.get(items->items[0]);
    if (type && *type == "module") return items->items[1];
  }
  const Value object(Kind::Persistent, structure_.persistent(id));
  if (object.node() != 0) persistents_.push_back(object);
  return object;
}

bool Machine::build() {
  if (!needs(2)) return false;
  const Value state = *--sp_;
  const Value target = sp_[-1];
  switch (target.kind()) {
    case Kind::Object:
      if (target.node() != 0) structure_.set_state(target.node(), structure_.keep_tuple(state));
      if (target.callee() == 0 || recorder_.name(target.callee() - 1).role != Role::ArrayWrapper || !options_.arrays) return true;
      outcome_ = Outcome::Array;
      return false;
    case Kind::Global: {
      ++recorder_.name(static_cast<std::uint32_t>(target.payload())).calls;
      call_unresolved("a state is set on an imported object itself", target);
      return true;
    }
    case Kind::Lost: return true;
    case Kind::Unnamed: call_unresolved("what is called cannot be told", target); return true;
    case Kind::Persistent:
      if (options_.storages) wrong_target("a state is set on a storage");
      return true;
    default: wrong_target("a state is set on something that is no object"); return true;
  }
}

}  // namespace aboveboard::format::pickle
