// Croissant: a data set described as JSON-LD (MLCommons Croissant 1.0 and 1.1, with the vocabulary for responsible AI). Read as a tree of keys and texts:
// no context is fetched or expanded, no file it names is opened, and nothing in it is taken for more than its author's word.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/value.h"

namespace aboveboard::format {

// A text with the line it stands on; "" and 0 where there is none.
struct CroissantText {
  std::string text;
  std::uint64_t line = 0;
};

// A FileObject or FileSet of the distribution.
struct CroissantFileObject {
  std::string name, content_url, encoding_format, sha256, content_size;
  std::uint64_t line = 0;
};

// A data set that this one is made from (isBasedOn, prov:wasDerivedFrom).
struct CroissantBase {
  std::string name, url;
  std::uint64_t line = 0;
};

// A property of the vocabulary for responsible AI, by its name without a prefix: "dataCollection", "dataAnnotationProtocol" ...
struct CroissantProperty {
  std::string key;
  CroissantText value;
};

struct Croissant {
  std::string conforms_to;  // "http://mlcommons.org/croissant/1.1"
  CroissantText name, description, license, url, creator, date_published, version, citation;
  std::vector<CroissantFileObject> distribution;
  std::vector<CroissantBase> based_on;
  std::vector<CroissantProperty> responsible_ai;
  std::size_t record_sets = 0, fields = 0;
  std::uint64_t record_sets_line = 0;
  bool cut = false;  // more stands in it than limits allow
};

// The data set that a JSON file describes; nothing where it is no Croissant file. Compact keys ("rai:dataCollection"), plain ones and whole IRIs are
// alike, and so are {"@value": ...}, {"@id": ...} and lists of one.
std::optional<Croissant> read_croissant(const data::Value& root);

// "dataCollection" of "rai:dataCollection", "http://mlcommons.org/croissant/RAI/dataCollection" and itself; "type" of "@type".
std::string_view local_name(std::string_view key);

}  // namespace aboveboard::format
