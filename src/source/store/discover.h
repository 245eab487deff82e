// Finds the releases in stores and folders, by names and small records. Internal to this library.
#pragma once

#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "source/disk/beneath.h"
#include "source/places.h"

namespace aboveboard {

// Each adds what it finds in one store, sorted by name. A store that is not there holds nothing; what cannot be read is noted.
void find_in_hub_cache(const std::string& cache, std::vector<FoundRelease>& found, Diagnostics& notes);
void find_in_ollama_store(const std::string& store, std::vector<FoundRelease>& found, Diagnostics& notes);
void find_in_lm_studio(const std::string& store, std::vector<FoundRelease>& found, Diagnostics& notes);
void find_in_llama_cpp(const std::string& cache, std::vector<FoundRelease>& found, Diagnostics& notes);
// Folders with weights, and the stores among them. Links to folders are not followed, hidden folders not entered. `entries` counts names down to nothing, over all calls.
void find_in_folder(const std::string& folder, std::uint64_t& entries, std::vector<FoundRelease>& found, Diagnostics& notes);

// Is this a name that files of weights have?
bool is_weights_name(std::string_view name);
// Are there weights in a folder, or in folders down to `depth` below it?
bool holds_weights(const Beneath& root, const std::string& folder, int depth, std::uint64_t& entries);

}  // namespace aboveboard
