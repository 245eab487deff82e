#include "detect/phrases_examples.h"

namespace aboveboard::detect {

std::optional<Role> role_from_text(std::string_view text) {
  if (text == "weights") return Role::Weights;
  if (text == "code") return Role::Code;
  if (text == "data") return Role::Data;
  if (text == "docs") return Role::Docs;
  return std::nullopt;
}

std::vector<Example> read_examples(const data::Value& value, std::string_view key) {
  std::vector<Example> examples;
  const data::Value* given = value.find(key);
  if (given == nullptr) return examples;
  for (const data::Value& one : given->items) {
    Example example;
    if (one.is_string()) example.files.push_back({"README.md", one.text});
    if (const data::Value* role = one.find("role")) example.role = role_from_text(role->as_text()).value_or(Role::Code);
    if (const data::Value* files = one.find("files")) {
      for (const data::Member& member : files->members) example.files.push_back({member.key, member.value.text});
    }
    examples.push_back(std::move(example));
  }
  return examples;
}

}  // namespace aboveboard::detect
