// Classification: what a file's name suggests, and what its first bytes show. Content decides; a name only tells one
// kind of text from another, and what is worth reading.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "format/scan.h"

namespace aboveboard::format {

// What a name suggests, before a byte is read.
struct NameHint {
  FileKind kind = FileKind::Binary;  // Binary where the name says nothing
  bool known = false;                // the name says something
  std::string weights_format;        // "pytorch", "onnx" ...; "" for no weights
};
NameHint classify_name(std::string_view path, std::uint64_t bytes);

// What the first bytes show whatever the name: Pdf, Image, LfsPointer; Binary for a file that is no text (weights are told apart by
// examine()); Code for any text. `size` is that of the file.
struct ContentHint {
  FileKind kind = FileKind::Binary;
  bool utf16 = false;
};
ContentHint classify_content(std::string_view head, std::uint64_t size);

// The weights format that a name stands for ("safetensors", "gguf", "pytorch", "onnx" ...), "" for files that are no
// weights: tokenizers, optimizer states, training arguments.
std::string weights_format_of(std::string_view path);

// The state of a training run (optimizer, scheduler, random numbers, arguments) or a tokenizer: saved like weights, but none.
bool is_training_state(std::string_view path);

// Files of this name are unpickled by the loaders of some framework, whatever their first bytes look like.
bool may_be_unpickled(std::string_view path);

// A Jinja template by its name: of a chat, or of anything else.
bool is_template(std::string_view path);

// An archive whose members are not looked into.
bool is_archive(std::string_view path);

// A configuration that is read as a tree whatever its size (up to limits::kConfigBytes), and whose errors matter.
bool is_known_config(std::string_view path);

}  // namespace aboveboard::format
