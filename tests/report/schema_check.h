// A validator for the part of JSON Schema 2020-12 that data/schema uses. A keyword that it does not know is an error, so that no schema can say more than
// is checked here.
#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "data/pattern.h"
#include "data/value.h"

namespace aboveboard::testing {

class SchemaCheck {
 public:
  // Adds a schema under the name by which others refer to it.
  void add(std::string name, data::Value schema) { schemas_[std::move(name)] = std::move(schema); }

  // What is wrong with `value`, each with the path to it; nothing where all is well.
  std::vector<std::string> check(const std::string& name, const data::Value& value) {
    errors_.clear();
    check(value, schemas_.at(name), schemas_.at(name), "");
    return errors_;
  }

 private:
  using Value = data::Value;
  using ValueType = data::ValueType;

  void wrong(const std::string& path, const std::string& what) { errors_.push_back((path.empty() ? "/" : path) + ": " + what); }

  // The schema that a $ref names, and the document that its own references are relative to.
  std::pair<const Value*, const Value*> resolve(const std::string& reference, const Value& root) {
    const std::size_t hash = reference.find('#');
    const std::string file = reference.substr(0, hash);
    const Value* document = file.empty() ? &root : &schemas_.at(file);
    const Value* at = document;
    const std::string pointer = hash == std::string::npos ? "" : reference.substr(hash + 1);
    for (std::size_t begin = 1; begin < pointer.size() && at != nullptr;) {
      const std::size_t end = std::min(pointer.find('/', begin), pointer.size());
      at = at->find(pointer.substr(begin, end - begin));
      begin = end + 1;
    }
    return {at, document};
  }

  static bool same(const Value& a, const Value& b) {
    return a.type == b.type && a.text == b.text && (a.type != ValueType::Bool || a.boolean == b.boolean);
  }

  static bool is_type(const Value& value, std::string_view type) {
    switch (value.type) {
      case ValueType::Null: return type == "null";
      case ValueType::Bool: return type == "boolean";
      case ValueType::Number: return type == "number" || (type == "integer" && value.integer.has_value());
      case ValueType::String: return type == "string";
      case ValueType::List: return type == "array";
      case ValueType::Map: return type == "object";
    }
    return false;
  }

  void check_members(const Value& value, const Value& schema, const Value& root, const std::string& path) {
    const Value* properties = schema.find("properties");
    const Value* others = schema.find("additionalProperties");
    for (const data::Member& member : value.members) {
      const std::string below = path + "/" + member.key;
      const Value* known = properties == nullptr ? nullptr : properties->find(member.key);
      if (known != nullptr) {
        check(member.value, *known, root, below);
      } else if (others != nullptr && others->type == ValueType::Bool) {
        if (!others->boolean) wrong(below, "a member that the schema does not know");
      } else if (others != nullptr) {
        check(member.value, *others, root, below);
      }
    }
    const Value* required = schema.find("required");
    if (required == nullptr) return;
    for (const Value& name : required->items) {
      if (value.find(name.text) == nullptr) wrong(path, "lacks " + name.text);
    }
  }

  void check_keyword(const std::string& keyword, const Value& given, const Value& value, const Value& root, const std::string& path) {
    static const std::vector<std::string> kElsewhere = {"$schema", "$id", "title", "description", "$defs", "required", "properties", "additionalProperties"};
    if (std::find(kElsewhere.begin(), kElsewhere.end(), keyword) != kElsewhere.end()) return;
    if (keyword == "$ref") {
      const auto [target, document] = resolve(given.text, root);
      if (target == nullptr) return wrong(path, "a reference to nothing: " + given.text);
      check(value, *target, *document, path);
    } else if (keyword == "type") {
      if (!is_type(value, given.text)) wrong(path, "is no " + given.text);
    } else if (keyword == "const") {
      if (!same(value, given)) wrong(path, "is not " + given.text);
    } else if (keyword == "enum") {
      if (std::none_of(given.items.begin(), given.items.end(), [&](const Value& item) { return same(item, value); })) wrong(path, "unknown value " + value.text);
    } else if (keyword == "items") {
      for (std::size_t i = 0; i < value.items.size(); ++i) check(value.items[i], given, root, path + "/" + std::to_string(i));
    } else if (keyword == "minItems") {
      if (value.items.size() < static_cast<std::size_t>(*given.integer)) wrong(path, "has too few items");
    } else if (keyword == "minLength") {
      if (value.text.size() < static_cast<std::size_t>(*given.integer)) wrong(path, "is too short");
    } else if (keyword == "minimum") {
      if (value.number < given.number) wrong(path, "is too small");
    } else if (keyword == "maximum") {
      if (value.number > given.number) wrong(path, "is too great");
    } else if (keyword == "pattern") {
      if (!data::LazyPattern(given.text, data::PatternUnit::Byte).matches(value.text)) wrong(path, "does not match " + given.text);
    } else if (keyword == "anyOf") {
      check_any(given, value, root, path);
    } else {
      wrong(path, "the schema uses a keyword that this validator does not know: " + keyword);
    }
  }

  void check_any(const Value& choices, const Value& value, const Value& root, const std::string& path) {
    const std::vector<std::string> before = errors_;
    for (const Value& choice : choices.items) {
      errors_.clear();
      check(value, choice, root, path);
      if (errors_.empty()) {
        errors_ = before;
        return;
      }
    }
    errors_ = before;
    wrong(path, "is none of the choices");
  }

  void check(const Value& value, const Value& schema, const Value& root, const std::string& path) {
    for (const data::Member& member : schema.members) check_keyword(member.key, member.value, value, root, path);
    if (value.is_map()) check_members(value, schema, root, path);
  }

  std::map<std::string, Value> schemas_;
  std::vector<std::string> errors_;
};

}  // namespace aboveboard::testing
