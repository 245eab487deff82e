#include "base/shared_library.h"

#include <dlfcn.h>

namespace aboveboard {

Result<SharedLibrary> SharedLibrary::load(const char* name) {
  void* handle = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return fail(ErrorKind::Unsupported, std::string(name) + " is not installed on this machine");
  return SharedLibrary(handle);
}

void* SharedLibrary::find_symbol(const char* symbol) const { return ::dlsym(handle_, symbol); }

}  // namespace aboveboard
