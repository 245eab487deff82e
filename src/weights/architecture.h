// Architectures: which tensors, of which shapes, a model of a given configuration has. The layouts are data (data/architectures, one file a family); here
// they are read, their dimensions are taken from a config.json, and the tensors are listed one after the other.
//
// A configuration is a stranger's: every number from it is bounded, every product checked, and what cannot be computed is an Error that says why.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/value.h"
#include "weights/expression.h"

namespace aboveboard::weights {

enum class TensorRole { Plain, Embedding, Head };

// One tensor that a model of this architecture has. Views hold until the visitor returns.
struct Expected {
  std::string_view name;
  std::string_view former;               // another name that checkpoints use for it, or ""
  std::span<const std::uint64_t> shape;  // outermost dimension first
  bool any_shape = false;                // `shape` says nothing: it depends on what is not read
  bool required = true;                  // false: it may be there
  TensorRole role = TensorRole::Plain;
  std::int64_t layer = -1;               // the value of the outermost loop's variable around it, -1 outside of loops
};
// False ends the listing.
using ExpectedVisitor = std::function<bool(const Expected&)>;

class Architecture {
 public:
  // A file of data/architectures. Errors are mistakes of ours.
  static Result<Architecture> read(const data::Value& rule);

  const std::string& id() const { return id_; }
  // Ways to write the beginnings of the names ("model.layers.0", or "layers.0" where a base model was saved alone); at least one.
  std::size_t schemes() const { return schemes_.size(); }
  // Is this the configuration of such a model?
  bool matches(const data::Value& config) const;

  // The dimensions as `config` gives them, with the library's defaults for keys that it lacks. Malformed, with the line in the configuration, where a value
  // has the wrong type or is out of bounds; Unsupported where it asks for a variant that the file does not describe.
  Result<std::vector<Term>> dimensions(const data::Value& config) const;
  // A dimension by its name, such as "layers" or "vocabulary"; nothing where there is none or it is no number.
  std::optional<std::uint64_t> dimension(std::string_view name, std::span<const Term> dimensions) const;

  // All tensors, in the order of the file. LimitReached behind limits::kExpectedTensors, Malformed where a shape has no value. True where the visitor
  // was given all.
  Result<bool> list(std::span<const Term> dimensions, std::size_t scheme, const ExpectedVisitor& visit) const;

 private:
  friend class ArchitectureReader;
  friend class Lister;
  enum class Kind : std::uint8_t { Number, Truth, Text, List, NumberOrList };
  struct Dimension {
    std::vector<std::string> keys;       // of the configuration, the first that it has; "a.b" is b inside of a
    Kind kind = Kind::Number;
    bool nullable = false;               // an explicit null stays null; else it counts as missing
    std::optional<Expression> value;     // the default, or without keys the value
  };
  // A piece of a name: text, then the number in a slot, or the beginning of this number in the scheme.
  struct Piece {
    std::string text;
    std::int32_t slot = -1;
    std::int32_t beginning = -1;
  };
  struct Pattern {
    std::vector<Piece> name, former;
    std::vector<Expression> shape;
    std::optional<Expression> when, optional;
    bool any_shape = false;
    TensorRole role = TensorRole::Plain;
    std::uint32_t number = 0;            // of all patterns
    std::vector<std::uint32_t> depends;  // slots of variables that shape and conditions use
  };
  struct Block {
    std::optional<std::uint32_t> variable;  // runs from 0 to below `count`
    std::optional<Expression> count;
    std::vector<std::pair<std::uint32_t, Expression>> lets;
    std::optional<Expression> when, optional;
    std::vector<Piece> under;  // begins all names in it
    std::vector<Pattern> patterns;
    std::vector<Block> blocks;
  };

  static Result<Term> convert(const data::Value& value, const Dimension& dimension);

  std::string id_;
  std::vector<std::pair<std::string, std::vector<std::string>>> when_;  // key of the configuration, values
  Names names_;                                                         // of dimensions_, then of the variables while they are read
  std::vector<Dimension> dimensions_;
  std::vector<Expression> requires_;                                    // else it is a variant that is not described
  std::size_t slots_ = 0;                                               // dimensions and variables
  std::size_t patterns_ = 0;
  std::vector<std::string> beginnings_;                                 // names used in {}, such as "base"
  std::vector<std::vector<std::string>> schemes_;                       // what each beginning is, for each scheme
  std::vector<Block> blocks_;
};

// The architecture that a configuration names, from the embedded data; nothing where it is of no known family.
std::optional<Architecture> find_architecture(const data::Value& config);

}  // namespace aboveboard::weights
