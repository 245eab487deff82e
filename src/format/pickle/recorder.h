// Recorder: what a pickle imports and calls, what cannot be told of that, and where it breaks, while machines run. Everything is kept once, with a count, and
// goes to the Examination at the end: a name that is called is one Call, not an Import as well.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "format/examination.h"

namespace aboveboard::format::pickle {

// Names that the readers treat in a way of their own.
enum class Role : std::uint8_t {
  None,
  ArrayWrapper,   // joblib: raw bytes of an array follow the object's state
  Reconstructor,  // of copyreg and torch: calls its first argument, or makes an object of it
  ArrayType,      // numpy.dtype: what arrays behind it are made of
  Getter,         // getattr: of an import and a constant it is an import by a longer name
  TensorMaker,    // torch: makes a tensor, which is no container
};

class Recorder {
 public:
  struct Name {
    std::string shown;         // "module.qualified.name", control characters escaped
    std::string detail;        // of the first call with arguments
    std::uint64_t byte = 0;    // of the first import
    std::uint64_t imports = 0;
    std::uint64_t calls = 0;
    std::string key;           // "module\nname", as it stands
    std::uint64_t resolved = 0;  // calls of a Getter that became imports
    Role role = Role::None;
  };
  static constexpr std::uint32_t kTooMany = UINT32_MAX;

  // Index of an imported name; kTooMany beyond limits::kConstructs different ones. `key` is "module\nname".
  std::uint32_t import(std::string_view key, std::uint64_t byte);
  Name& name(std::uint32_t index) { return names_[index]; }
  const Name& name(std::uint32_t index) const { return names_[index]; }
  std::size_t names() const { return names_.size(); }

  // Something that cannot be told. `why` is a literal. The detail to be filled in where this is the first of its kind, else nullptr.
  std::string* unresolved(const char* why, std::uint64_t byte) { return event(EventKind::Unresolved, "", why, byte); }
  // A rule is broken. `rule` and `how` are literals.
  void broken(const char* rule, const char* how, std::uint64_t byte, ErrorKind error = ErrorKind::Malformed);
  void note(const char* rule, const char* what, std::uint64_t byte) { event(EventKind::Note, rule, what, byte); }
  // A limit; where the machine goes on and loses sight of nothing that it would tell, a note.
  void limit(const char* rule, const char* what, std::uint64_t byte) { event(EventKind::Limit, rule, what, byte); }

  // Anything that a loader would do.
  bool does_something() const { return !names_.empty() || unresolved_; }
  void flush(Examination& examination);

 private:
  enum class EventKind : std::uint8_t { Unresolved, Broken, Note, Limit };
  struct Event {
    EventKind kind;
    const char* rule;
    const char* what;
    std::uint64_t byte;
    std::uint64_t count = 1;
    bool behind_import = false;
    ErrorKind error = ErrorKind::Malformed;
    std::string detail = {};
  };
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const;
  };
  std::string* event(EventKind kind, const char* rule, const char* what, std::uint64_t byte);
  void flush_event(const Event& event, Examination& examination) const;

  std::vector<Name> names_;
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_key_;  // looked up, never walked
  std::vector<Event> events_;
  std::uint64_t name_bytes_ = 0;
  bool unresolved_ = false;
};

// Text for display: valid UTF-8, control characters as \xNN, at most `limit` bytes.
std::string shown(std::string_view text, std::size_t limit);

}  // namespace aboveboard::format::pickle
