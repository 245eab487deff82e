// The model card of a release: its machine-readable front matter, key by key, and what other files show of the same keys.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace aboveboard {

struct CardField {
  std::string key;
  std::vector<std::string> values;  // of a scalar one, of a list of scalars each; none for anything else
  std::string yaml;                 // the member as YAML again, whatever it holds: escaped, with a final newline
  Evidence evidence;
};

// What a file beside the card shows of a key: a configuration names the library that saved it. For license_link: that the card's link is a file of the release.
struct CardHint {
  std::string key, value;
  Evidence evidence;
};

struct Card {
  std::string source, path;  // "" where the release has none
  bool front_matter = false;
  std::vector<CardField> fields;  // in file order; of a repeated key the first
  std::vector<CardHint> hints;
};

// What should become of a key.
enum class CardState {
  Kept,     // as it is
  Changed,  // another value, which the files show
  Added,    // the card does not have it, and the files show it
  Removed,  // it contradicts the files, and nothing can stand in its place
  Unknown,  // a reader would look for it, and the files do not show it
};

struct CardAdvice {
  std::string key;
  CardState state = CardState::Kept;
  std::vector<std::string> values;  // of Changed and Added
  bool list = false;                // they are items of a list
  std::string yaml;                 // of Kept: the member as it was
  std::string why;                  // a sentence; "" where the key is kept and nothing is to be said
  EvidenceList evidence;
};

std::string_view to_string(CardState state);  // kept, changed, added, removed, unknown
const CardField* find_field(const Card& card, std::string_view key);

}  // namespace aboveboard
