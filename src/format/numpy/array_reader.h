// One array of a .npy file after the other. Internal to this folder.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "format/examination.h"
#include "format/numpy/literal.h"

namespace aboveboard::format {

// Runs the pickle that begins at this offset.
using PickleRunner = std::function<void(std::uint64_t begin, Examination& examination)>;

class NumpyReader {
 public:
  NumpyReader(ByteSource& bytes, Examination& examination, PickleRunner run) : bytes_(bytes), examination_(examination), run_(std::move(run)) {}
  void read(const std::string& name);

 private:
  struct Header {
    const Literal* descr = nullptr;
    const Literal* order = nullptr;
    const Literal* shape = nullptr;
  };
  bool read_array(const std::string& name);
  std::optional<std::string> read_header();
  bool read_literal(const std::string& name, std::string_view text);
  bool pick_keys(const Literal& literal, Header& header);
  bool read_type(const std::string& name, const Header& header);
  bool add(const std::string& name, const Literal& shape, const struct NumpyType& type);
  void run_pickle();
  void run_what_looks_like_pickle();
  bool refuse(std::string_view rule, std::string message, std::uint64_t byte);
  bool give_up(const Error& error, std::string_view rule);
  std::uint64_t place(std::size_t byte) const;

  ByteSource& bytes_;
  Examination& examination_;
  PickleRunner run_;
  std::uint64_t begin_ = 0;   // of the array
  std::uint64_t header_ = 0;  // of its literal
  std::uint64_t data_ = 0;    // of its data
  std::uint64_t end_ = 0;     // behind its data
  int version_ = 0;
  std::string decoded_;       // the literal in UTF-8
  bool ran_ = false;          // its pickle
};

}  // namespace aboveboard::format
