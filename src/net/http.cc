#include "net/http.h"

#include <algorithm>

namespace aboveboard {
namespace {

std::string_view value_of(const std::vector<std::pair<std::string, std::string>>& headers, std::string_view name) {
  const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& header) { return header.first == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace

std::string_view HttpResponse::header(std::string_view name) const { return value_of(headers, name); }
std::string_view HttpResponse::first_header(std::string_view name) const { return value_of(first_headers, name); }

}  // namespace aboveboard
