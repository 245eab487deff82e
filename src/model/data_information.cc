#include "model/data_information.h"

#include "model/names.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 5> kDepths = {"not-found", "withheld", "named", "described", "shared"};
constexpr std::array<std::string_view, 5> kAccesses = {"unknown", "open", "public", "obtainable", "unshareable"};

static_assert(static_cast<std::size_t>(Depth::Shared) + 1 == kDepths.size());
static_assert(static_cast<std::size_t>(DataAccess::Unshareable) + 1 == kAccesses.size());

}  // namespace

std::string_view to_string(Depth depth) { return name_of(kDepths, depth); }
std::string_view to_string(DataAccess access) { return name_of(kAccesses, access); }
std::optional<Depth> depth_from_string(std::string_view id) { return value_of<Depth>(kDepths, id); }
std::optional<DataAccess> data_access_from_string(std::string_view id) { return value_of<DataAccess>(kAccesses, id); }

}  // namespace aboveboard
