// A source that a test opened, with what was noted, and ways to look at both.
#pragma once

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "source/places.h"

namespace aboveboard::testing {

using Paths = std::vector<std::string>;

struct Opened {
  std::unique_ptr<Source> source;
  Diagnostics notes;
  std::string error;  // where it could not be opened
  ErrorKind kind = ErrorKind::Internal;

  Paths paths() const {
    Paths all;
    if (source) {
      for (const FileEntry& file : source->files()) all.push_back(file.path);
    }
    return all;
  }
  const FileEntry* file(std::string_view path) const {
    if (!source) return nullptr;
    const auto found = std::find_if(source->files().begin(), source->files().end(), [path](const FileEntry& entry) { return entry.path == path; });
    return found == source->files().end() ? nullptr : &*found;
  }
  std::string promised(std::string_view path) const { return file(path) ? file(path)->promised : "no such file"; }
  std::string read(std::string_view path) const {
    if (!source) return "error: not open";
    auto bytes = source->open(path);
    if (!bytes) return "error: " + bytes.error().message;
    auto text = read_all(**bytes, 64 << 20);
    return text ? *text : "error: " + text.error().message;
  }
  // The rules that were noted about a path, each with the kind of its note: "rule!" for Invalid, "rule" for NotExamined, "rule?" for Note.
  std::string rules(std::string_view path) const {
    std::string all;
    for (const Diagnostic& note : notes.items()) {
      if (note.error.place.path != path) continue;
      all += (all.empty() ? "" : " ") + note.rule + (note.kind == DiagnosticKind::Invalid ? "!" : note.kind == DiagnosticKind::Note ? "?" : "");
    }
    return all;
  }
};

inline Opened open_at(const std::filesystem::path& location, const Places& places = {}) {
  Opened opened;
  auto source = open_place(location.string(), "release", places, opened.notes);
  if (source) {
    opened.source = std::move(*source);
  } else {
    opened.error = source.error().message;
    opened.kind = source.error().kind;
  }
  return opened;
}

}  // namespace aboveboard::testing
