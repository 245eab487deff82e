// How deep the texts go into each aspect of the training data.
#pragma once

#include <vector>

#include "detect/data_information_context.h"
#include "model/component.h"
#include "model/data_information.h"
#include "model/statement.h"

namespace aboveboard::detect {

// Something that speaks of an aspect.
struct AspectHit {
  std::size_t aspect = 0;  // in the order of the closed list
  Depth depth = Depth::Named;
  int rank = 0;            // among hits of the same depth
  Evidence evidence;
};

// What sentences and headings say.
void find_aspects(const DataContext& context, std::vector<AspectHit>& hits);

struct AspectGrounds {
  const std::vector<DataSource>& sources;
  const std::vector<Statement>& said;
  const std::vector<Component>& components;
};

// All six, in their order: the deepest hit decides, unless a text refuses the aspect; a refusal of all data withholds what nothing describes. What is
// described rises to shared where the data or the code that did it is here.
std::vector<DataAspect> settle_aspects(std::vector<AspectHit> hits, const AspectGrounds& grounds);

// The place of an aspect in the closed list.
std::size_t aspect_index(std::string_view id);

}  // namespace aboveboard::detect
