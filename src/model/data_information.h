// Data information: what a release tells of the data that shaped it, by aspect and by source (OSAID 1.0, preferred form, data information).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

// How deep the telling goes; silence is NotFound, a refusal is Withheld.
enum class Depth {
  NotFound,   // nothing says
  Withheld,   // a text says that it is not told
  Named,      // a name, or a word of its kind, and no more
  Described,  // sentences say how and what
  Shared,     // the data itself, the code that made it, or a location where it can be had
};

// An aspect of the training data that a reader must know to build an equivalent: provenance, scope, obtained, selection, labeling, processing.
struct DataAspect {
  std::string id;
  Depth depth = Depth::NotFound;
  EvidenceList evidence;  // the strongest first
};

// How others can have a source of data (FAQ of the OSAID, data classes).
enum class DataAccess {
  Unknown,
  Open,         // may be copied, changed and shared on
  Public,       // can be inspected while it stays up
  Obtainable,   // from third parties, also for a fee
  Unshareable,  // not public, with a reason
};

// A source of training data that a text or a tag names.
struct DataSource {
  std::string name;      // as the text has it
  Depth depth = Depth::Named;
  DataAccess access = DataAccess::Unknown;
  std::string location;  // a link or an identifier on a hub; "" for none
  std::string license;   // as the text has it; "" for none
  EvidenceList evidence;
};

std::string_view to_string(Depth depth);        // not-found, withheld, named, described, shared
std::string_view to_string(DataAccess access);  // unknown, open, public, obtainable, unshareable
std::optional<Depth> depth_from_string(std::string_view id);
std::optional<DataAccess> data_access_from_string(std::string_view id);

}  // namespace aboveboard
