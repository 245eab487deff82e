// Places: where releases live. A location in, as a user writes it; a Source out.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/hub/hub.h"
#include "source/source.h"

namespace aboveboard {

// Where the programs of this machine keep models. "" for a place that is not to be looked at. The caller has read the environment.
struct Stores {
  std::string hub_cache;               // of the Hub's own clients: $HF_HUB_CACHE, else $HF_HOME/hub, else ~/.cache/huggingface/hub
  std::vector<std::string> ollama;     // $OLLAMA_MODELS, else ~/.ollama/models and /usr/share/ollama/.ollama/models
  std::vector<std::string> lm_studio;  // ~/.lmstudio/models, ~/.cache/lm-studio/models
  std::string llama_cpp;               // $LLAMA_CACHE, else ~/.cache/llama.cpp
};

struct Places {
  Stores stores;
  std::shared_ptr<Hub> hub;  // nothing: locations on a hub are Usage errors, and no request is ever made
};

// Written as what lies on a hub or in a store ("hf:...", a URL, "ollama:..."), and so never a path on this disk.
bool is_explicit(std::string_view location);

// What a location is called by itself: "otter-7b" for "hf:lakelab/otter-7b@main" and for that repository's folder in a Hub cache, "otter:7b" for "ollama:otter:7b", else the last folder or file.
std::string short_name(const std::string& location, const Places& places);

// Opens what a location names: "hf:owner/name@revision" and the Hub's URLs (source/hub/target.h), "ollama:name:tag", the folder of a repository in a Hub
// cache ("models--owner--name", or a snapshot in it), a manifest in an Ollama store, an archive, a folder, a file.
// With the hub offline, repositories are looked for in the Hub cache of this machine. `name` is what evidence will call it.
Result<std::unique_ptr<Source>> open_place(const std::string& location, std::string name, const Places& places, Diagnostics& notes);

// A release that was found on this machine.
struct FoundRelease {
  std::string name;      // "owner/name", "name:tag"
  std::string store;     // "hub-cache", "ollama", "lm-studio", "llama-cpp", "folder"
  std::string location;  // for open_place()
  std::string revision;  // "" where there is none
};

// Every release in the stores, then those in `folders` (looked through for folders that hold weights or a configuration), in the order of stores and names.
// Reads names and small records only. What cannot be read is noted.
std::vector<FoundRelease> find_releases(const Stores& stores, const std::vector<std::string>& folders, Diagnostics& notes);

}  // namespace aboveboard
