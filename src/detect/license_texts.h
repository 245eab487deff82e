// License files of a release: LICENSE, NOTICE, USE_POLICY and kin, wherever they lie, with what each covers by its name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detect/detect.h"
#include "detect/license_registry.h"

namespace aboveboard {

// What a license is given to.
enum class Covers { General, Model, Code, Data, Docs };

struct LicenseText {
  FileRef where;
  std::string path;
  std::string folder;             // "" at the top of its source
  Covers covers = Covers::General;
  bool policy = false;            // an acceptable-use policy: counts with the license that incorporates it
  std::string policy_id;          // license::Info::id of a policy that is known; "" for others
  bool notice_file = false;       // NOTICE, third-party notices: lists other people's licenses
  bool model_license = false;     // written for models
  bool unread = false;            // a PDF, or a file that holds only a link
  std::vector<std::string> ids;   // License::id of what it holds
};

// Does the name of a file, or of its folder, say that it holds a license or policy?
bool is_license_file(std::string_view path);
bool is_policy_file(std::string_view path);
Covers covers_of(std::string_view path);

// A file that the caller clarified counts as a license text whatever its name, and holds what the caller says; a note tells what it was read as.
std::vector<LicenseText> collect_license_texts(const std::vector<ScannedSource>& sources, const std::vector<ClarifiedFile>& clarified, LicenseRegistry& registry, std::vector<Finding>& findings);

}  // namespace aboveboard
