// Examples that stand beside the rules in data/: tiny file trees that a rule must find, or must leave alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"
#include "model/release.h"

namespace aboveboard::detect {

struct Example {
  struct File {
    std::string path, text;
  };
  Role role = Role::Code;
  std::vector<File> files;
};

// {role, files: {path: text}} or a list of them under `key`; a bare text is the readme of a code source.
std::vector<Example> read_examples(const data::Value& value, std::string_view key);

std::optional<Role> role_from_text(std::string_view text);

}  // namespace aboveboard::detect
