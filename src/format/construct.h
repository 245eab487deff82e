// Constructs: what stands in a file that a loader would import, call, open or run. Readers name them; they judge nothing (src/danger does).
#pragma once

#include <cstdint>
#include <string>

namespace aboveboard {

enum class ConstructKind {
  Import,         // pickle: an object is looked up by name, and not called. name: "module.qualified.name"
  Call,           // pickle: such an object is called, built, or handed a state
  Unresolved,     // pickle: what is imported or called cannot be told from the bytes (name: why)
  BrokenProgram,  // pickle: the stream breaks its rules behind an import or call (name: how)
  Operator,       // a graph's operator. name: "ReadFile", "ai.onnx.contrib::PyOp"
  Layer,          // Keras: a class or function that the configuration names. name: "keras.layers.Dense", "Lambda"
  Program,        // program text or bytecode inside of the file (name: what kind; detail: how it begins)
  OpensPath,      // a path or address that the loader opens (name: the path as written)
  RemoteCode,     // configuration: auto_map and its kin. name: "AutoModel", detail: "modeling_x.Model"
  Target,         // configuration: `_target_`, instantiated by name
  Template,       // Jinja: a construct that reaches beyond a template (name: the construct; detail: as it stands there)
};

struct Construct {
  ConstructKind kind = ConstructKind::Call;
  std::string name;
  std::string detail;        // constant arguments and the like, as they stand; readers cut it at 200 bytes
  std::string member;        // of an archive: "archive/data.pkl", nested ones behind '!'; "" for the file itself
  std::uint64_t byte = 0;    // in the member (decompressed) or the file
  std::uint64_t count = 1;   // how often; `byte` is where it stands first
};

}  // namespace aboveboard
