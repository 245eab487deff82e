// The licenses of a release as they are met: one record per license, whatever names it (a text, a tag, a sentence).
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "format/scan.h"
#include "license/license.h"
#include "model/report.h"

namespace aboveboard {

// Where in the release a text stands.
struct FileRef {
  std::size_t source = 0, file = 0;
};

class LicenseRegistry {
 public:
  explicit LicenseRegistry(const std::vector<ScannedSource>& sources) : sources_(sources) {}

  // A license text or notice found in a document. Returns the license's id in the report.
  std::string add_text(FileRef where, const license::Match& match);
  // A text that the caller says is this license.
  std::string add_clarified(const license::Info& info, FileRef where, Evidence evidence);
  // A text that should hold a license but could not be read as one (a PDF, an unknown text): named by `name`.
  std::string add_unread(const std::string& name, Evidence evidence);
  // A license that is known by its id, declared by a tag or sentence.
  std::string add_declared(const license::Info& info, Evidence evidence);
  // A family without version, or a name that is not known.
  std::string add_named(const std::string& name, const std::string& family, const std::vector<LicenseClass>& classes, Evidence evidence);
  // Several licenses of which the user picks one: named by the expression.
  std::string add_choice(const license::Expression& expression, Evidence evidence);
  // Terms that a text adds to a license: its own, those of a policy that it incorporates, conditions that a card states.
  void add_terms(const std::string& id, FileRef where, const std::vector<license::LocatedTerm>& terms, const char* extractor, TermOrigin origin = TermOrigin::License);

  // Where else terms that are known of a license stand: in a copy of its text, or of a policy. At most limits::kTermPlacesInCopies of a term.
  void add_places(const std::string& id, FileRef where, const std::vector<license::LocatedTerm>& terms, const char* extractor, TermOrigin origin = TermOrigin::License);

  // Classes that a text adds to a license beside its terms.
  void add_classes(const std::string& id, const std::vector<LicenseClass>& classes);

  // A record of another release, whose evidence stays there. What is the same license by its id is one record; texts that are none known are told apart by `from`.
  std::string add_inherited(License license, const std::string& from);

  void add_terms_of(const std::string& id, const std::vector<Term>& terms);

  void drop(const std::string& id);

  License* find(std::string_view id);
  const License* find(std::string_view id) const;
  std::vector<License> take() { return std::move(licenses_); }
  std::vector<License>& all() { return licenses_; }

 private:
  License& record(const std::string& id, const std::string& name);
  const std::vector<ScannedSource>& sources_;
  std::vector<License> licenses_;
  std::map<std::string, std::size_t, std::less<>> copies_;  // of texts that were looked into, by id
  std::map<std::string, std::size_t, std::less<>> places_;  // of licenses_, by id
};

// Evidence for bytes of a document.
Evidence cite(const std::vector<ScannedSource>& sources, FileRef where, std::size_t begin, std::size_t end, const char* extractor, EvidenceKind kind);
// The first line of text that is more than markup: what an unknown license calls itself.
std::string title_of(std::string_view text, std::size_t begin);

}  // namespace aboveboard
