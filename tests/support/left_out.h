// The license index without some documents: what the engine says of a text that it does not know.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "license/index.h"

namespace aboveboard::testing {

class LeftOut {
 public:
  explicit LeftOut(const std::function<bool(std::string_view id)>& is_out) : index_(license::embedded_index()) {
    for (std::uint32_t doc = 0; doc < index_.docs.size(); ++doc) {
      if (is_out(index_.id(index_.docs[doc]))) hidden_.push_back(doc);
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
