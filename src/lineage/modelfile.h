// Modelfile: the instructions of a file for Ollama, as its own parser splits them.
// https://github.com/ollama/ollama/blob/main/docs/modelfile.md
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::lineage {

struct Instruction {
  std::string keyword;     // in lower case
  std::string_view value;  // without quotes; a part of the text
  std::uint64_t line = 0;  // where the instruction begins, 1-based
};

// An instruction is a word and a value up to the end of the line; a value that begins with quotes ends at a line that ends with them. '#' begins a comment
// line. Quotes that are never closed end the reading, as they end Ollama's. Linear in the text.
std::vector<Instruction> parse_modelfile(std::string_view text);

}  // namespace aboveboard::lineage
