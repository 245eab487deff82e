// The license index without the documents of one id: what the engine says of a text that it does not know.
#pragma once

#include <string_view>
#include <vector>

#include "license/index.h"

namespace aboveboard::testing {

class LeftOut {
 public:
  explicit LeftOut(std::string_view id) : index_(license::embedded_index()) {
    for (std::uint32_t doc = 0; doc < index_.docs.size(); ++doc) {
      if (index_.id(index_.docs[doc]) == id) hidden_.push_back(doc);
    }
    index_.hidden = hidden_;
  }
  LeftOut(const LeftOut&) = delete;
  LeftOut& operator=(const LeftOut&) = delete;
  const license::Index& index() const { return index_; }

 private:
  std::vector<std::uint32_t> hidden_;
  license::Index index_;
};

}  // namespace aboveboard::testing
