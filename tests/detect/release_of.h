// A release in memory for tests of detection: its files are given as text and scanned like any other.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "detect/detect.h"

namespace aboveboard::testing {

class ReleaseOf {
 public:
  ReleaseOf() = default;
  ReleaseOf(Role role, std::vector<MemoryFile> files) { add(role, std::move(files)); }

  ReleaseOf& add(Role role, std::vector<MemoryFile> files) {
    SourceInfo info;
    info.name = "source" + std::to_string(kept_.size());
    info.role = role;
    info.kind = "directory";
    info.location = info.name;
    kept_.push_back(memory_source(info, std::move(files)));
    scanned_.clear();
    for (const auto& source : kept_) scanned_.push_back(scan(*source, notes_));
    return *this;
  }

  Scope scope() const { return {scanned_, false}; }
  const std::vector<ScannedSource>& sources() const { return scanned_; }
  SourceInfo& info(std::size_t source) { return kept_[source]->info(); }

 private:
  Diagnostics notes_;
  std::vector<std::unique_ptr<Source>> kept_;
  std::vector<ScannedSource> scanned_;
};

inline Component component_of(const ReleaseOf& release, ComponentId id) {
  return detect_components(release.scope())[static_cast<std::size_t>(id)];
}

inline bool says(const ReleaseOf& release, std::string_view id) {
  for (const Statement& statement : detect_statements(release.scope())) {
    if (statement.id == id) return true;
  }
  return false;
}

}  // namespace aboveboard::testing
