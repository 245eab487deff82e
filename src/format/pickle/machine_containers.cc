// Lists, dicts and sets: what is put in them, and whether they are any.
#include <algorithm>
#include <array>

#include "format/pickle/machine.h"

namespace aboveboard::format::pickle {
namespace {

// Attributes that decide what Python runs when an object is used: a state or a class that brings its own puts a call where no opcode shows one.
constexpr std::array<std::string_view, 14> kHooks = {"__setstate__", "__class__", "__getattr__", "__getattribute__", "__reduce__", "__reduce_ex__",
                                                     "__init__", "__new__", "__call__", "__del__", "__dict__", "__setattr__",
                                                     "__getinitargs__", "__setitem__"};

}  // namespace

bool Machine::is_target(Value target, Kind kind) const {
  if (target.is(kind) || target.is(Kind::Lost)) return true;
  if (target.is(Kind::Persistent)) return !options_.storages;
  if (!target.is(Kind::Object)) return false;
  return target.callee() == 0 || recorder_.name(target.callee() - 1).role != Role::TensorMaker;
}

// Unpicklers differ in what they make of it, so it does not end the run.
void Machine::wrong_target(const char* how) { recorder_.broken("pickle-target", how, op_at_); }

void Machine::check_item(Value key, Value value) {
  if (value.kind() < Kind::Global || value.kind() > Kind::Object || !key.is(Kind::Text)) return;
  const auto text = texts_.get(key);
  if (!text || text->size() > 16 || std::find(kHooks.begin(), kHooks.end(), *text) == kHooks.end()) return;
  if (std::string* const detail = recorder_.unresolved("a method that Python calls by itself is replaced", op_at_)) *detail = std::string(*text);
}

void Machine::add_to(Value target, std::span<const Value> items) {
  switch (target.kind()) {
    case Kind::List:
    case Kind::Dict:
    case Kind::Set:
    case Kind::Object: structure_.append(target.node(), items); return;
    default: return;
  }
}

bool Machine::append() {
  if (!needs(2)) return false;
  const Value target = sp_[-2];
  if (!is_target(target, Kind::List)) wrong_target("items are appended to something that is no list");
  add_to(target, {sp_ - 1, 1});
  --sp_;
  return true;
}

bool Machine::appends() {
  std::span<const Value> items;
  if (!pop_mark(items) || !needs(1)) return false;
  if (!is_target(sp_[-1], Kind::List)) wrong_target("items are appended to something that is no list");
  add_to(sp_[-1], items);
  return true;
}

bool Machine::set_item() {
  if (!needs(3)) return false;
  const Value target = sp_[-3];
  if (!is_target(target, Kind::Dict)) wrong_target("items are set in something that is no dict");
  check_item(sp_[-2], sp_[-1]);
  add_to(target, {sp_ - 2, 2});
  sp_ -= 2;
  return true;
}

bool Machine::set_items() {
  std::span<const Value> items;
  if (!pop_mark(items) || !needs(1)) return false;
  if (items.size() % 2 != 0) return stop_broken("pickle-stack", "an odd number of keys and values is set in a dict");
  if (!is_target(sp_[-1], Kind::Dict)) wrong_target("items are set in something that is no dict");
  for (std::size_t i = 0; i + 1 < items.size(); i += 2) check_item(items[i], items[i + 1]);
  add_to(sp_[-1], items);
  return true;
}

bool Machine::add_items() {
  std::span<const Value> items;
  if (!pop_mark(items) || !needs(1)) return false;
  if (!is_target(sp_[-1], Kind::Set)) wrong_target("items are added to something that is no set");
  add_to(sp_[-1], items);
  return true;
}

}  // namespace aboveboard::format::pickle
