// Where releases live, as the environment and the flags have it: stores of this machine, the hub, its token and cache, proxies.
#pragma once

#include <string>

#include "cli/commands/commands.h"
#include "source/places.h"

namespace aboveboard::cli {

// As the Hub's own clients, Ollama, LM Studio and llama.cpp find their folders.
Stores stores_of(const Surroundings& around);

// The folder in which answers of hubs are kept: $ABOVEBOARD_CACHE, else $XDG_CACHE_HOME/aboveboard, else ~/.cache/aboveboard; "" where there is no home.
std::string cache_folder(const Surroundings& around);

// All of it. The hub is there, and asked only for targets that name it. Usage for an endpoint or a size that makes no sense.
Result<Places> places_of(const Call& call);

}  // namespace aboveboard::cli
