// Matching: what one detector finds in a release.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "detect/components_rules.h"
#include "detect/phrases_context.h"

namespace aboveboard::detect {

// A release as detectors see it: the sources, their documents, and the texts of files in lower case, made as they are asked for.
class ReleaseView {
 public:
  explicit ReleaseView(const std::vector<ScannedSource>& sources);
  const std::vector<ScannedSource>& sources() const { return sources_; }
  const std::vector<DocumentView>& documents() const { return documents_; }
  const std::string& own_name() const { return own_name_; }
  // The text that was read of a file, whatever its kind; and the same in lower case.
  static std::string_view text_of(const ScannedFile& file);
  const std::string& lower_text(std::size_t source, std::size_t file);

 private:
  const std::vector<ScannedSource>& sources_;
  std::vector<DocumentView> documents_;
  std::string own_name_;
  std::vector<std::vector<std::optional<std::string>>> lower_;
};

// Something that a detector found, with what orders it among others.
struct Hit {
  Presence presence = Presence::NotFound;
  int rank = 0;
  int depth = 0;           // folders above the file
  const Detector* detector = nullptr;
  std::size_t order = 0;   // in which it was found
  Evidence evidence;
};

// Adds what the detector finds, at most a few hits a source.
void run_detector(const Detector& detector, ReleaseView& view, std::vector<Hit>& hits);

}  // namespace aboveboard::detect
