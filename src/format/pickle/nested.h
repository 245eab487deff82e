// Pickles in constants of pickles: whoever loads the outer one may load them too (so do fallbacks and wrappers that keep a pickle in a string).
#pragma once

#include <memory>
#include <string_view>

#include "format/examination.h"
#include "format/pickle/machine.h"

namespace aboveboard::format::pickle {

class NestedPickles final : public Machine::ConstantReader {
 public:
  // Results go to `examination`, each under the member "(bytes at N)" of it. `depth` of the pickle whose constants they are; 0 for one that is in none.
  explicit NestedPickles(Examination& examination, int depth = 0);
  ~NestedPickles() override;
  void read(std::string_view constant, std::uint64_t byte) override;

 private:
  struct Runner;
  void run(std::string_view bytes, std::uint64_t byte);

  Examination& examination_;
  int depth_;
  std::uint64_t bytes_ = 0;
  std::uint64_t runs_ = 0;  // of pickles that did something
  std::unique_ptr<Runner> runner_;  // made when it is needed first: most pickles have none
};

}  // namespace aboveboard::format::pickle
