// License exceptions of the SPDX list: permissions that a text adds to a license ("GPL-2.0-only WITH Classpath-exception-2.0").
#pragma once

#include <string>
#include <string_view>

#include "license/license.h"

namespace aboveboard::license {

// The listed spelling of an exception's id, ignoring case; "" where the list has none. The ids come from the npm package at build time.
std::string_view exception_id(std::string_view id);

// The exception whose well-known name or wording stands in `text` and which is written for licenses such as `license_id`; "" for none.
// Rules of our own for the widely used ones. An exception only ever adds permissions, so naming one too few is never too open.
std::string_view exception_in(std::string_view text, std::string_view license_id);

// `license_id`, followed by " WITH " and the exception that `text` adds to it, where it adds one.
std::string with_exception(std::string license_id, std::string_view text);

// The bytes of a match and what stands just behind it, where exceptions are written.
std::string_view around(std::string_view text, const Match& match);

}  // namespace aboveboard::license
