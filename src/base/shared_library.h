// SharedLibrary: a library that is loaded when it is first needed, so that whoever does not need it does not pay for it at every start.
#pragma once

#include <string>

#include "base/result.h"

namespace aboveboard {

class SharedLibrary {
 public:
  // By its name with the version of its interface ("libcurl.so.4"). Unsupported where this machine has none. Never unloaded.
  static Result<SharedLibrary> load(const char* name);

  // Sets `function` to the symbol; false where the library has none.
  template <typename Function>
  bool find(const char* symbol, Function*& function) const {
    function = reinterpret_cast<Function*>(find_symbol(symbol));
    return function != nullptr;
  }

 private:
  explicit SharedLibrary(void* handle) : handle_(handle) {}
  void* find_symbol(const char* symbol) const;
  void* handle_;
};

}  // namespace aboveboard
