#include "license/exceptions.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "data/pattern.h"

namespace aboveboard::license {
namespace {

constexpr std::array kExceptions = std::to_array<std::string_view>({
#include "spdx_exceptions.inc"
});

// How texts call or word an exception, over the text in lower case; and the beginnings of the ids of the licenses that it is written for.
struct Wording {
  const char* pattern;
  std::string_view exception;
  std::string_view license, other_license;
};

constexpr Wording kWordings[] = {
    {R"(classpath\W{1,4}exception|permission to link [^.]{0,60}with independent modules)", "Classpath-exception-2.0", "GPL-2.0", "GPL-3.0"},
    {R"(gcc\W+runtime\W+library\W+exception)", "GCC-exception-3.1", "GPL-3.0", "GPL-3.0"},
    {R"(unlimited permission to link the compiled)", "GCC-exception-2.0", "GPL-2.0", "LGPL-2"},
    {R"(llvm\W+exceptions?)", "LLVM-exception", "Apache-2.0", "Apache-2.0"},
    {R"(runtime\W+library\W+exception\W+to\W+the\W+apache)", "Swift-exception", "Apache-2.0", "Apache-2.0"},
    {R"(autoconf\W+(?:configure\W+script\W+)?exception)", "Autoconf-exception-3.0", "GPL-3.0", "GPL-3.0"},
    {R"(bison\W+(?:parser\W+skeleton\W+)?exception|exception[^.]{0,200}bison parser skeleton)", "Bison-exception-2.2", "GPL-2.0", "GPL-3.0"},
    {R"(\bfont\W+exception|exception[^.]{0,120}embeds? this font)", "Font-exception-2.0", "GPL-2.0", "GPL-3.0"},
    {R"(linux\W+syscall\W+(?:note|exception))", "Linux-syscall-note", "GPL-2.0", "LGPL-2"},
    {R"(wxwindows\W+(?:library\W+)?(?:licen[cs]e|exception))", "WxWindows-exception-3.1", "LGPL-2", "GPL-2.0"},
    {R"(universal\W+foss\W+exception)", "Universal-FOSS-exception-1.0", "GPL-2.0", "LGPL-2"},
    {R"(qt\W+company\W+gpl\W+exception)", "Qt-GPL-exception-1.0", "GPL-3.0", "GPL-2.0"},
    {R"(ocaml\W+lgpl\W+linking\W+exception)", "OCaml-LGPL-linking-exception", "LGPL-2", "LGPL-3.0"},
};

// Compiled when first needed, once.
const std::vector<data::LazyPattern>& patterns() {
  static const std::vector<data::LazyPattern> kPatterns = [] {
    std::vector<data::LazyPattern> all;
    for (const Wording& wording : kWordings) all.emplace_back(wording.pattern, data::PatternUnit::Byte);
    return all;
  }();
  return kPatterns;
}

}  // namespace

std::string_view exception_id(std::string_view id) {
  const auto found = std::find_if(kExceptions.begin(), kExceptions.end(), [&](std::string_view known) { return equals_ignoring_case(known, id); });
  return found == kExceptions.end() ? std::string_view() : *found;
}

std::string_view exception_in(std::string_view text, std::string_view license_id) {
  if (!contains_ignoring_case(text, "exception") && !contains_ignoring_case(text, "syscall")) {
    // Two wordings grant permissions without calling them an exception.
    if (!contains_ignoring_case(text, "permission to link")) return "";
  }
  const std::string lower = to_lower(text);
  for (std::size_t i = 0; i < std::size(kWordings); ++i) {
    const Wording& wording = kWordings[i];
    if (!license_id.starts_with(wording.license) && !license_id.starts_with(wording.other_license)) continue;
    const re2::RE2* pattern = patterns()[i].candidate(lower);
    if (pattern != nullptr && re2::RE2::PartialMatch(lower, *pattern)) return wording.exception;
  }
  return "";
}

std::string_view around(std::string_view text, const Match& match) {
  constexpr std::size_t kBehind = 3000;
  return text.substr(match.begin, match.end - match.begin + kBehind);
}

std::string with_exception(std::string license_id, std::string_view text) {
  if (license_id.find(" WITH ") != std::string::npos) return license_id;
  const std::string_view exception = exception_in(text, license_id);
  return exception.empty() ? license_id : license_id + " WITH " + std::string(exception);
}

}  // namespace aboveboard::license
