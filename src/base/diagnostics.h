// Diagnostics: the sink for "note it and go on". A broken file must never end an audit, and must never vanish from it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace aboveboard {

// What a diagnostic becomes in the report.
enum class DiagnosticKind {
  NotExamined,  // something named or present could not be looked at: listed in not_examined, exit status 3
  Invalid,      // the file breaks its format's rules: a finding whose rule id begins with "format/"
  Note,         // leniency worth mentioning (a byte order mark, a repeated key that changes nothing)
};

struct Diagnostic {
  DiagnosticKind kind = DiagnosticKind::Note;
  std::string rule;  // rule id, such as "format/safetensors-duplicate-key"; explained by `aboveboard explain`
  Error error;       // place.path is relative to its source
  std::string source;  // name of the source; filled in by whoever knows it
};

class Diagnostics {
 public:
  void add(DiagnosticKind kind, std::string rule, Error error) {
    items_.push_back({kind, std::move(rule), std::move(error), source_});
  }
  // Takes over what another has noted, behind what is here.
  void append(Diagnostics other) {
    for (Diagnostic& item : other.items_) items_.push_back(std::move(item));
  }
  // Takes back what was noted under a rule, since it turned out otherwise.
  void drop(std::string_view rule) {
    std::erase_if(items_, [rule](const Diagnostic& item) { return item.rule == rule; });
  }
  // Names the source that later diagnostics belong to.
  void set_source(std::string source) { source_ = std::move(source); }
  const std::vector<Diagnostic>& items() const { return items_; }

 private:
  std::vector<Diagnostic> items_;
  std::string source_;
};

}  // namespace aboveboard
