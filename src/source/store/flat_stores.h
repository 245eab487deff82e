// Stores that keep plain files: LM Studio's folders of publishers and models, and the flat cache of llama.cpp. Internal to this library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/disk/beneath.h"
#include "source/source.h"

namespace aboveboard {

// "publisher/model" where `location` is the folder of a model in one of LM Studio's stores; else "".
std::string lm_studio_identity(const std::string& location, const std::vector<std::string>& stores);

// "stem-00001-of-00003.gguf" -> its parts; nothing for other names.
struct SplitName {
  std::string stem;
  std::uint64_t number = 0, count = 0;
};
std::optional<SplitName> split_gguf_name(std::string_view name);

// A model in llama.cpp's cache: one GGUF file, or all parts of a split one.
struct CachedGguf {
  std::string first;               // the file that stands for it
  std::vector<std::string> files;  // sorted
};
// The models among the names of a folder, in order.
std::vector<CachedGguf> cached_ggufs(const std::vector<std::string>& names);

// The file's repository, by the records beside it: "owner/name"; "" where there is none. `names` are those of the folder, sorted.
std::string llama_cpp_identity(const Beneath& cache, const std::string& file, const std::vector<std::string>& names);

// Opens the model that the file at `location` belongs to, where it is a GGUF file in llama.cpp's cache; nothing where it is not. `info` holds name and location.
Result<std::unique_ptr<Source>> open_llama_cpp(const std::string& location, const std::string& cache, SourceInfo info, Diagnostics& notes);

}  // namespace aboveboard
