// TensorIndex: the tensors of the files of one side that can be read in place, in the order of comparable names.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/compare_parts.h"

namespace aboveboard::lineage {

class TensorIndex {
 public:
  struct Row {
    std::string_view name;  // comparable (tensor_names.h)
    std::uint32_t file = 0, row = 0;
  };

  explicit TensorIndex(const FileRefs& files);

  const std::vector<Row>& rows() const { return rows_; }  // by name, then the nearest to the root
  Tensor tensor(const Row& row) const { return files_[row.file].file->contents.tensors[row.row]; }
  const FileRef& file(const Row& row) const { return files_[row.file]; }
  // Weight files that were left out, with why, each reason once: "on a server", "pytorch, whose tensors are not compared".
  const std::vector<std::string>& left_out() const { return left_out_; }
  std::size_t files() const { return files_.size(); }
  bool adapters() const { return adapters_; }  // some tensors are halves of low-rank adapters

  // Where the bytes of a tensor are. At most kOpen files are kept open. Unsupported where they are compressed: a tensor would cost all before it.
  Result<Part> part(const Row& row);
  // A file that failed once is not read again.
  void give_up(const Row& row) { given_up_[row.file] = true; }
  bool given_up(const Row& row) const { return given_up_[row.file]; }

 private:
  static constexpr std::size_t kOpen = 64;
  static FileRefs weights_first(const FileRefs& files);
  // Why a file's tensors are not compared; "" for one whose are.
  static std::string reason_against(const FileRef& ref);
  void add_file(const FileRef& ref);

  FileRefs files_;
  std::vector<Row> rows_;
  std::deque<std::string> own_names_;  // those that stand in no table
  std::vector<std::string> left_out_;
  bool adapters_ = false;
  std::vector<std::unique_ptr<ByteSource>> open_;
  std::size_t opened_ = 0;
  std::vector<bool> given_up_;
};

}  // namespace aboveboard::lineage
