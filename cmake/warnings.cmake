# Warnings are errors in our own code; hardening is on in every build.
add_library(aboveboard_flags INTERFACE)
target_compile_options(aboveboard_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor -Werror
  -fstack-protector-strong)
target_compile_definitions(aboveboard_flags INTERFACE _GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT ABOVEBOARD_SANITIZE)
  target_compile_options(aboveboard_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  target_link_options(aboveboard_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
if(ABOVEBOARD_SANITIZE)
  target_compile_options(aboveboard_flags INTERFACE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(aboveboard_flags INTERFACE -fsanitize=address,undefined)
endif()
if(ABOVEBOARD_FUZZ)
  target_compile_options(aboveboard_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC 12 reports overlapping copies in its own std::string operator+ (GCC bug 105651).
  target_compile_options(aboveboard_flags INTERFACE -Wno-restrict)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # GCC 12's own std::stable_sort calls what C++17 deprecated.
  target_compile_options(aboveboard_flags INTERFACE -Wno-deprecated-declarations)
endif()
