// The dtype of a .npy file: from the literal in its header to a name and a size.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "format/numpy/literal.h"

namespace aboveboard::format {

struct NumpyType {
  std::string_view name = "void";  // as numpy calls it: "float32", "str", "datetime64"; "struct" for one with fields
  std::uint64_t itemsize = 0;      // bytes of an element, fields and sub-arrays included
  std::uint64_t inner = 1;         // elements of a sub-array that is the whole type
  bool object = false;             // holds Python objects, in whatever depth: the data is a pickle
  bool flexible = false;           // its size is given with it: texts, bytes, void
  bool structured = false;
};

// What numpy.lib.format.descr_to_dtype makes of `descr`: a text ("<f4"), a list of fields (name or (title, name), type, shape), or a tuple of a type
// and a shape. Malformed where numpy refuses it, Unsupported for spellings that numpy takes and never writes ("f4,i4", one type laid over another).
Result<NumpyType> numpy_type(const Literal& descr);

}  // namespace aboveboard::format
