// What the messages of an object header say (specification IV.A.2). Internal to this folder.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/hdf5/file.h"

namespace aboveboard::format::hdf5 {

struct Dataspace {
  std::vector<std::uint64_t> shape;
  bool null = false;            // no elements at all
  std::uint64_t elements = 1;
};
Result<Dataspace> parse_dataspace(Cursor in);

enum class TypeClass { Integer, Float, Time, Text, Bits, Opaque, Compound, Reference, Enum, VariableLength, Array, Complex };

struct Datatype {
  TypeClass type = TypeClass::Opaque;
  std::string name;              // "float32", "uint8", "bool", "complex64", "str", "compound", "vlen" ...
  std::uint64_t size = 0;        // bytes of an element
  bool is_signed = false;
  bool big_endian = false;
  bool variable_text = false;    // VariableLength: a text
  std::uint64_t inner = 1;       // Array: elements in each element
};
// Leaves `in` behind the type.
Result<Datatype> parse_datatype(Cursor& in, int depth = 0);

enum class LayoutClass { Compact, Contiguous, Chunked, Virtual };
enum class ChunkIndex { BTree1, Single, Implicit, FixedArray, ExtensibleArray, BTree2 };

struct Layout {
  LayoutClass type = LayoutClass::Contiguous;
  std::uint64_t address = kUndefined;   // Contiguous: of the data; Chunked: of the index; Virtual: of the global heap
  std::uint64_t size = 0;               // Compact and Contiguous: of the data; Single: of the chunk where it is filtered
  bool has_size = true;
  std::uint64_t data = 0;               // Compact: where in the message the data begins
  ChunkIndex index = ChunkIndex::BTree1;
  std::vector<std::uint64_t> chunk;     // Chunked: its shape; the last is the size of an element
  std::uint32_t heap_index = 0;         // Virtual
};
Result<Layout> parse_layout(Cursor in);

struct Filter {
  std::uint16_t id = 0;
  std::string name;
};
Result<std::vector<Filter>> parse_filters(Cursor in);

enum class LinkType : std::uint8_t { Hard = 0, Soft = 1, External = 64 };  // 65 to 255: user-defined

struct Link {
  std::string name;
  std::uint8_t type = 0;
  std::uint64_t address = kUndefined;  // Hard
  std::string file;                    // External
  std::string target;                  // Soft and External: the path
};
Result<Link> parse_link(Cursor in);

struct Attribute {
  std::string name;
  std::string_view type_bytes;   // encoded
  bool type_shared = false;      // they point to where it is
  std::string_view space_bytes;
  bool space_shared = false;
  std::string_view data;
  std::uint64_t data_offset = 0;  // in the message
};
Result<Attribute> parse_attribute(Cursor in);

}  // namespace aboveboard::format::hdf5
