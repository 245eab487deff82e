// The reader of frameworks on any bytes: a framework whose conditions can be evaluated and told in words, or an error with a place.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "framework/condition_words.h"
#include "framework/framework.h"
#include "framework/rulebook.h"

namespace {

using namespace aboveboard;

Facts no_facts() {
  Facts facts;
  for (const ComponentId id : all_components()) {
    Component component;
    component.id = id;
    component.presence = Presence::NotFound;
    facts.components.push_back(component);
  }
  return facts;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(bytes), size);
  const Result<std::vector<Framework>> frameworks = read_frameworks({{"fuzz.yaml", text}});
  if (!frameworks) {
    if (frameworks.error().message.empty() || frameworks.error().place.path != "fuzz.yaml") std::abort();
    return 0;
  }
  static const Facts facts = no_facts();
  for (const FrameworkResult& result : evaluate_frameworks(facts, *frameworks)) {
    if (result.result.empty()) std::abort();
  }
  for (const Framework& framework : *frameworks) {
    for (const Requirement& requirement : framework.requirements) {
      if (in_words(requirement.when).empty()) std::abort();
    }
  }
  return 0;
}
