#include "model/check.h"

#include "base/hash.h"
#include "base/text.h"
#include "model/names.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 3> kResults = {"passed", "failed", "incomplete"};
constexpr std::array<std::string_view, 3> kStates = {"violated", "waived", "known"};

static_assert(static_cast<std::size_t>(CheckResult::Incomplete) + 1 == kResults.size());
static_assert(static_cast<std::size_t>(ViolationState::Known) + 1 == kStates.size());

}  // namespace

std::string_view to_string(CheckResult result) { return name_of(kResults, result); }
std::string_view to_string(ViolationState state) { return name_of(kStates, state); }
std::optional<ViolationState> violation_state_from_string(std::string_view id) { return value_of<ViolationState>(kStates, id); }

std::string seal_of(const std::vector<Violation>& violations) {
  std::uint64_t hash = hash64("aboveboard check");
  for (const ViolationState state : {ViolationState::Violated, ViolationState::Known, ViolationState::Waived}) {
    for (const Violation& violation : violations) {
      if (violation.state != state) continue;
      for (const std::string_view part : {std::string_view(violation.rule), std::string_view(violation.fingerprint), to_string(state)}) hash = hash_byte(hash64(part, hash), 0);
    }
  }
  return to_hex(mix64(hash));
}

}  // namespace aboveboard
