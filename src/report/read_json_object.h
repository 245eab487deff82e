// One object of a report while it is read: each member by its key, straight into a member of a struct. The first thing that is wrong is kept, with its line;
// what follows it is read on and means nothing. A new key is one line in the function that reads its record (read_json_records.h).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/value.h"

namespace aboveboard::json {

enum class Need { Required, Optional };

// What one report's reading comes to.
class Reading {
 public:
  explicit Reading(std::string path) : path_(std::move(path)) {}
  // Keeps the first.
  void wrong(std::uint64_t line, std::string message, ErrorKind kind = ErrorKind::Malformed);
  const std::optional<Error>& error() const { return error_; }

 private:
  std::string path_;
  std::optional<Error> error_;
};

// The words of an enumeration whose values count from 0, as its to_string spells them.
template <typename Enum>
std::vector<std::string> words_of() {
  std::vector<std::string> words;
  for (int i = 0; !to_string(static_cast<Enum>(i)).empty(); ++i) words.emplace_back(to_string(static_cast<Enum>(i)));
  return words;
}

template <typename Enum>
std::optional<Enum> from_word(std::string_view word) {
  for (int i = 0; !to_string(static_cast<Enum>(i)).empty(); ++i) {
    if (to_string(static_cast<Enum>(i)) == word) return static_cast<Enum>(i);
  }
  return std::nullopt;
}

class ObjectReader {
 public:
  // `name` is the key under which it stands, for messages.
  ObjectReader(const data::Value& value, std::string_view name, Reading& reading);

  void text(std::string_view key, std::string& out, Need need = Need::Required);
  void texts(std::string_view key, std::vector<std::string>& out, Need need = Need::Required);
  void flag(std::string_view key, bool& out, Need need = Need::Required);
  void number(std::string_view key, std::uint64_t& out, Need need = Need::Required);
  void number(std::string_view key, std::optional<std::uint64_t>& out);  // optional
  void numbers(std::string_view key, std::vector<std::uint64_t>& out);
  void number_or_null(std::string_view key, std::optional<std::uint64_t>& out);
  void real(std::string_view key, double& out);
  void real(std::string_view key, std::optional<double>& out);  // optional
  // A text of a closed list that the model keeps as a text.
  void one_of(std::string_view key, std::string& out, std::initializer_list<std::string_view> words, Need need = Need::Required);
  // Members that follow from others: their type is checked, and no more.
  void derived_text(std::string_view key);
  void derived_flag(std::string_view key);

  template <typename Enum>
  void word(std::string_view key, Enum& out) {
    if (const data::Value* value = member(key, Need::Required)) set_word(key, *value, out);
  }
  template <typename Enum>
  void word(std::string_view key, std::optional<Enum>& out) {  // optional
    if (const data::Value* value = member(key, Need::Optional)) set_word(key, *value, out.emplace());
  }
  template <typename Enum>
  void word_or_null(std::string_view key, std::optional<Enum>& out) {
    const data::Value* value = member(key, Need::Required);
    if (value != nullptr && value->type != data::ValueType::Null) set_word(key, *value, out.emplace());
  }
  template <typename Enum>
  void words(std::string_view key, std::vector<Enum>& out) {
    for (const data::Value& item : items(key, Need::Required)) set_word(key, item, out.emplace_back());
  }

  // Objects, by the function read(ObjectReader&, Item&) of their type, or by `read`.
  template <typename Item, typename Read>
  void list(std::string_view key, std::vector<Item>& out, Need need, Read read_item) {
    for (const data::Value& item : items(key, need)) {
      ObjectReader in(item, key, reading_);
      read_item(in, out.emplace_back());
      in.finish();
    }
  }
  template <typename Item>
  void list(std::string_view key, std::vector<Item>& out, Need need = Need::Required) {
    list(key, out, need, [](ObjectReader& in, Item& item) { read(in, item); });
  }
  template <typename Read>
  void object_with(std::string_view key, Need need, Read read_members) {
    const data::Value* value = member(key, need);
    if (value == nullptr) return;
    ObjectReader in(*value, key, reading_);
    read_members(in);
    in.finish();
  }
  template <typename Item>
  void object(std::string_view key, Item& out, Need need = Need::Required) {
    object_with(key, need, [&](ObjectReader& in) { read(in, out); });
  }
  // An object whose keys are names: all of its members, each a number.
  template <typename Map>
  void counts(std::string_view key, Map& out) {
    const data::Value* value = member(key, Need::Required);
    if (value == nullptr || !is(*value, key, data::ValueType::Map, "an object")) return;
    for (const data::Member& item : value->members) set_number(item.key, item.value, out[item.key]);
  }

  // To be called when all keys were read: an unknown one is wrong. Lists and objects do so themselves.
  void finish();

 private:
  const data::Value* member(std::string_view key, Need need);
  const std::vector<data::Value>& items(std::string_view key, Need need);
  bool is(const data::Value& value, std::string_view key, data::ValueType type, std::string_view what);
  void set_number(std::string_view key, const data::Value& value, std::uint64_t& out);
  void unknown_word(std::string_view key, const data::Value& value, const std::vector<std::string>& words);

  template <typename Enum>
  void set_word(std::string_view key, const data::Value& value, Enum& out) {
    if (!is(value, key, data::ValueType::String, "a text")) return;
    if (const std::optional<Enum> known = from_word<Enum>(value.text)) {
      out = *known;
    } else {
      unknown_word(key, value, words_of<Enum>());
    }
  }

  const data::Value& value_;
  std::string_view name_;
  Reading& reading_;
  std::vector<std::string_view> known_;  // the keys that were asked for
};

}  // namespace aboveboard::json
