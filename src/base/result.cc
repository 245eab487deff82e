#include "base/result.h"

namespace aboveboard {

std::string to_string(const Error& error) {
  std::string text;
  if (!error.place.path.empty()) {
    text = error.place.path;
    if (error.place.line) text += ":" + std::to_string(*error.place.line);
    text += ": ";
    if (error.place.byte) text += "at byte " + std::to_string(*error.place.byte) + ": ";
  }
  return text + error.message;
}

}  // namespace aboveboard
