// What the walkers of a file's text share.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "danger/sighting.h"
#include "data/value.h"

namespace aboveboard::danger {

inline std::string_view file_text(const ScannedFile& file) { return file.document ? std::string_view(file.document->text) : std::string_view(file.text); }

struct TextPlaces {
  explicit TextPlaces(std::string_view text_) : text(text_), lines(text_) {}
  std::string_view text;
  LineIndex lines;
};

// Each (kind, name, detail) once, and no more than limits::kConfigConstructs.
class SightingList {
 public:
  void add(Sighting sighting);
  // A construct that a value of the text names. The whole line is the place where the spelling cannot be found.
  void add(ConstructKind kind, std::string name, std::string detail, const data::Value& value, const TextPlaces& places);
  void add(ConstructKind kind, std::string name, std::string detail, std::size_t begin, std::size_t end, const TextPlaces& places);
  std::vector<Sighting> take() { return std::move(all_); }

 private:
  std::vector<Sighting> all_;
  std::map<std::tuple<int, std::string, std::string>, std::size_t> known_;
};

void template_sightings(const ScannedFile& file, SightingList& out);  // templates.cc
void yaml_sightings(const ScannedFile& file, SightingList& out);      // yaml_tags.cc

}  // namespace aboveboard::danger
