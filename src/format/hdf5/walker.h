// The walk over all objects of an HDF5 file. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "format/examination.h"
#include "format/hdf5/messages.h"
#include "format/hdf5/object_header.h"

namespace aboveboard::format::hdf5 {

class Walker {
 public:
  Walker(File& file, Examination& examination) : file_(file), examination_(examination) {}
  // Everything that can be reached from the object at this address.
  void walk(std::uint64_t root);
  // A broken structure, as a rule of the format; `address` where the error names none.
  void report(const Error& error, std::uint64_t address);
  void check(bool checksums_fit, std::uint64_t address);

 private:
  struct Object {
    std::uint64_t address = 0;
    std::string path;
    std::uint64_t depth = 0;
  };
  struct Data {  // of a dataset
    const ObjectHeader& header;
    const std::string& path;
    Dataspace space;
    Datatype type;
    std::uint64_t bytes = 0;   // that its elements take
    std::uint64_t begin = 0;   // in the file
    std::uint64_t stored = 0;  // in the file
    bool filtered = false;
    bool external = false;
  };

  // walker.cc
  void visit(const Object& object);
  void add(const Object& parent, const Link& link, std::uint64_t place);
  bool may_go_on(std::uint64_t address);
  void follow_symbol_table(const Object& object, const Message& message);
  Status read_symbols(const Object& object, std::uint64_t address, const class LocalHeap& heap);
  void follow_link_info(const Object& object, const Message& message);
  Result<std::string> shared_data(const Message& message);
  Result<std::string> shared_data(std::string_view pointer, std::uint16_t type);

  // attributes.cc
  void read_attributes(const Object& object, const ObjectHeader& header);
  void read_dense_attributes(const Object& object, const Message& message);
  Status read_attribute(const Object& object, std::string_view bytes, std::uint64_t address);
  Status read_values(const Object& object, const Attribute& attribute, const Datatype& type, std::uint64_t elements, std::uint64_t address);
  void keep_value(const Object& object, const std::string& name, std::string value, std::uint64_t address, std::uint64_t bytes);

  // dataset.cc
  Status read_dataset(const Object& object, const ObjectHeader& header);
  void read_filters(Data& data);
  void read_external_files(Data& data);
  void place(Data& data, const Message& message, const Layout& layout);
  void place_contiguous(Data& data, const Message& message, const Layout& layout);
  void place_chunks(Data& data, const Message& message, const Layout& layout);
  void check_extent(std::uint64_t address, std::uint64_t bytes, std::uint64_t place, const std::string& path);

  // chunks.cc
  Status walk_chunks(Data& data, const Layout& layout, std::uint64_t chunk_bytes, std::uint64_t place);
  Status walk_fixed_array(Data& data, const Layout& layout, std::uint64_t chunk_bytes, std::uint64_t place);
  void take_chunk(Data& data, std::uint64_t address, std::uint64_t bytes, std::uint64_t place);

  // virtual.cc
  Status read_sources(const Data& data, const Layout& layout);

  File& file_;
  Examination& examination_;
  std::vector<Object> pending_;
  std::unordered_set<std::uint64_t> seen_;
  std::map<std::uint64_t, std::string> committed_;  // types that datasets share
  std::uint64_t kept_ = 0;                          // bytes of metadata
  std::uint64_t chunks_spent_ = 0;                  // bytes of chunk indices
  bool stopped_ = false;
};

}  // namespace aboveboard::format::hdf5
