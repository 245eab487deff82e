#include "source/hub/target.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"
#include "source/hub/names.h"

namespace aboveboard {
namespace {

constexpr std::size_t kShownBytes = 160;  // of a location in a message

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

tl::unexpected<Error> refuse(std::string_view location, std::string what) {
  return fail(ErrorKind::Usage, "\"" + shown_text(location, kShownBytes) + "\" " + std::move(what));
}

// The rest of `text` behind `prefix`, whose case does not matter; nothing where it begins otherwise.
std::optional<std::string_view> behind(std::string_view text, std::string_view prefix) {
  if (text.size() < prefix.size() || !equals_ignoring_case(text.substr(0, prefix.size()), prefix)) return std::nullopt;
  return text.substr(prefix.size());
}

// The path of a URL of the Hub: what follows the host of one of its names, or the endpoint. Nothing where it is none.
std::optional<std::string_view> path_of_url(std::string_view location, std::string_view endpoint) {
  while (endpoint.ends_with('/')) endpoint.remove_suffix(1);
  const auto ends_there = [](const std::optional<std::string_view>& rest) { return rest && (rest->empty() || rest->front() == '/' || rest->front() == '?' || rest->front() == '#'); };
  if (!endpoint.empty()) {
    const auto rest = behind(location, endpoint);
    if (ends_there(rest)) return rest;
  }
  for (const std::string_view scheme : {"https://", "http://", ""}) {
    const auto authority = behind(location, scheme);
    if (!authority) continue;
    for (const std::string_view host : {"huggingface.co", "www.huggingface.co", "hf.co"}) {
      const auto rest = behind(*authority, host);
      if (ends_there(rest)) return rest;
    }
  }
  return std::nullopt;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// Nothing where a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (i + 2 >= text.size() || digit_of(text[i + 1]) < 0 || digit_of(text[i + 2]) < 0) return std::nullopt;
    decoded += static_cast<char>(digit_of(text[i + 1]) * 16 + digit_of(text[i + 2]));
    i += 2;
  }
  return decoded;
}

using Parts = std::vector<std::string>;

std::string joined(const Parts& parts, std::size_t begin) {
  std::string text;
  for (std::size_t i = begin; i < parts.size(); ++i) text += (i == begin ? "" : "/") + parts[i];
  return text;
}

// Takes "datasets/", "spaces/" or "models/" from the front.
RepositoryKind take_kind(Parts& parts) {
  RepositoryKind kind = RepositoryKind::Model;
  if (parts.size() < 2) return kind;
  if (parts[0] == "datasets") kind = RepositoryKind::Dataset;
  else if (parts[0] == "spaces") kind = RepositoryKind::Space;
  else if (parts[0] != "models") return kind;
  parts.erase(parts.begin());
  return kind;
}

// How many of the parts from `begin` on are one revision: three where somebody wrote "refs/pr/1" as it is.
std::size_t parts_of_revision(const Parts& parts, std::size_t begin) {
  const bool reference = parts.size() >= begin + 3 && parts[begin] == "refs" && (parts[begin + 1] == "pr" || parts[begin + 1] == "convert");
  return reference ? 3 : 1;
}

// Checks everything that came from outside.
Result<std::optional<HubTarget>> checked(std::string_view location, HubTarget target, bool names_revision) {
  if (!is_repository_id(target.id)) return refuse(location, "names no repository that could be: \"" + shown_text(target.id, kShownBytes) + "\" is not \"owner/name\"");
  if (names_revision) {
    const std::string_view fault = fault_of_revision(target.revision);
    if (!fault.empty()) return refuse(location, "names a revision that " + std::string(fault));
  }
  while (target.path.ends_with('/')) target.path.pop_back();
  if (!target.path.empty()) {
    const std::string_view fault = fault_of_path(target.path);
    if (!fault.empty()) return refuse(location, "names a path in the repository that " + std::string(fault));
  }
  return std::optional(std::move(target));
}

// "[datasets/]owner/name[@revision][/path]": only the revision is percent-encoded.
Result<std::optional<HubTarget>> parse_reference(std::string_view location, std::string_view text) {
  while (text.ends_with('/')) text.remove_suffix(1);
  if (text.empty()) return refuse(location, "names no repository");
  Parts parts = split(text, '/');
  HubTarget target;
  target.kind = take_kind(parts);
  const std::size_t of_id = parts.size() == 1 || parts[0].find('@') != std::string::npos ? 1 : 2;
  std::string& last = parts[of_id - 1];
  const std::size_t at = last.find('@');
  std::size_t path = of_id;
  if (at != std::string::npos) {
    parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(of_id), last.substr(at + 1));
    parts[of_id - 1].resize(at);
    path += parts_of_revision(parts, of_id);
    const auto revision = percent_decoded(joined({parts.begin() + static_cast<std::ptrdiff_t>(of_id), parts.begin() + static_cast<std::ptrdiff_t>(path)}, 0));
    if (!revision) return refuse(location, "holds a '%' that is not followed by two hexadecimal digits");
    target.revision = *revision;
  }
  target.id = of_id == 1 ? parts[0] : parts[0] + "/" + parts[1];
  target.path = joined(parts, path);
  return checked(location, std::move(target), at != std::string::npos);
}

bool leads_to_files(std::string_view part) { return part == "tree" || part == "blob" || part == "resolve" || part == "raw" || part == "commit"; }

// "/[datasets/]owner/name[/tree|blob|resolve|raw|commit/revision[/path]]", percent-encoded.
Result<std::optional<HubTarget>> parse_url(std::string_view location, std::string_view path) {
  path = path.substr(0, path.find_first_of("?#"));
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return refuse(location, "names no repository");
  Parts parts;
  for (const std::string& part : split(path, '/')) {
    const auto decoded = percent_decoded(part);
    if (!decoded) return refuse(location, "holds a '%' that is not followed by two hexadecimal digits");
    parts.push_back(*decoded);
  }
  constexpr std::array<std::string_view, 6> kPages = {"api", "blog", "collections", "docs", "papers", "settings"};
  if (std::find(kPages.begin(), kPages.end(), parts[0]) != kPages.end()) return refuse(location, "is a page of the hub, not a repository");
  HubTarget target;
  target.kind = take_kind(parts);
  const std::size_t of_id = parts.size() == 1 || leads_to_files(parts[1]) ? 1 : 2;
  target.id = of_id == 1 ? parts[0] : parts[0] + "/" + parts[1];
  if (parts.size() == of_id) return checked(location, std::move(target), false);
  if (!leads_to_files(parts[of_id]) || parts.size() < of_id + 2) return refuse(location, "is not a page that lists or shows files: those are .../tree/revision and .../blob/revision/path");
  const std::size_t of_revision = parts_of_revision(parts, of_id + 1);
  target.revision = joined({parts.begin() + static_cast<std::ptrdiff_t>(of_id + 1), parts.begin() + static_cast<std::ptrdiff_t>(of_id + 1 + of_revision)}, 0);
  target.path = joined(parts, of_id + 1 + of_revision);
  return checked(location, std::move(target), true);
}

}  // namespace

bool is_repository_id(std::string_view id) {
  const std::vector<std::string> parts = split(id, '/');
  if (parts.size() > 2 || id.find("..") != std::string_view::npos || id.find("--") != std::string_view::npos || id.ends_with(".git")) return false;
  return std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    const auto fits = [](char c) { return is_word(c) || c == '-' || c == '.'; };
    return !part.empty() && part.size() <= 96 && is_word(part.front()) && is_word(part.back()) && std::all_of(part.begin(), part.end(), fits);
  });
}

std::string identity_of(const HubTarget& target) {
  switch (target.kind) {
    case RepositoryKind::Dataset: return "datasets/" + target.id;
    case RepositoryKind::Space: return "spaces/" + target.id;
    case RepositoryKind::Model: break;
  }
  return target.id;
}

Result<std::optional<HubTarget>> parse_hub_target(std::string_view location, std::string_view endpoint) {
  const auto reference = behind(location, "hf:");
  const auto path = reference ? std::nullopt : path_of_url(location, endpoint);
  if (!reference && !path) return std::optional<HubTarget>();
  if (location.size() > limits::kHubLocationBytes) return refuse(location, "is too long for a location on a hub");
  if (path) return parse_url(location, *path);
  return parse_reference(location, reference->starts_with("//") ? reference->substr(2) : *reference);
}

}  // namespace aboveboard
