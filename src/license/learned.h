// Licenses that a user taught the program (`aboveboard license learn`): a fingerprint, and what is known of the license, in one text file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "license/fingerprint.h"
#include "license/license.h"

namespace aboveboard::license {

struct Learned {
  Fingerprint print;
  std::string name;
  std::vector<LicenseClass> classes;  // empty: those of the terms
  std::vector<Term> terms;            // kind, value, condition, section
};

// The fingerprint of `text` with the terms that its words show.
Learned learn_license(std::string_view text, const Lesson& lesson, std::string name);

// The file: the lines of write_fingerprint, and `name NAME`, `class CLASS`, `term KIND VALUE`, `section S`, `condition C` (of the term above).
std::string write_learned(const Learned& learned);
// Malformed with the line for a key, class, term or number that is none.
Result<Learned> read_learned(std::string_view text, const std::string& path);

// From now on these are known too: to identify(), find(), tags and names. To be called once, before anything is asked.
void know_also(std::vector<Learned> learned);
const std::vector<Learned>& also_known();

}  // namespace aboveboard::license
