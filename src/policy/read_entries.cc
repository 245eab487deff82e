// What softens a policy, entry by entry: exceptions, clarifications, waivers. Each says why.
#include <algorithm>

#include "base/text.h"
#include "policy/reader.h"

namespace aboveboard::policy {
namespace {

constexpr int kFarYears = 2;
constexpr std::size_t kFingerprintDigits = 16;

Day expiry_of(Reader& reader, const Value& map) {
  const std::string text = member_text(reader, map, "expires", true, true);
  const Value* value = map.find("expires");
  if (text.empty() || value == nullptr) return {};
  const auto day = parse_day(text);
  if (!day) {
    const std::string meant = meant_day(text);
    const bool form = text.size() == 10 && text[4] == '-' && text[7] == '-';
    reader.error(value->line, (form ? "there is no day " + shown(text) : "a date is written YYYY-MM-DD; here stands " + shown(text)) + (meant.empty() ? "" : "; did you mean " + meant + "?"));
    return {};
  }
  if (*day > years_later(reader.today, kFarYears))
    reader.warn("policy/waiver-far", value->line, "This waiver holds until " + to_string(*day) + ", more than two years from now: nobody will look at it again before.");
  return *day;
}

bool knows_license(const Reader& reader, const std::string& id) {
  const std::string base = id.substr(0, id.find(" WITH "));
  const auto& known = reader.words.licenses;
  return std::find(known.begin(), known.end(), base) != known.end();
}

}  // namespace

void read_exceptions(Reader& reader, const Value& value) {
  for (const Value& item : items_of(reader, value, "`exceptions`")) {
    if (!check_map(reader, item, "an exception", {"license", "components", "path", "release", "reason"})) continue;
    LicenseException exception;
    exception.line = item.line;
    const Value* license = item.find("license");
    if (license == nullptr) reader.error(item.line, "an exception lacks its `license`");
    else exception.license = license_id(reader, *license);
    if (const Value* components = item.find("components")) {
      exception.components = component_ids(reader, *components, "`components`");
      if (components->is_list() && components->items.empty()) reader.error(components->line, "`components` is empty: the exception allows nothing");
    }
    exception.path = member_text(reader, item, "path", false);
    exception.release = member_text(reader, item, "release", false);
    exception.reason = member_text(reader, item, "reason", true);
    if (exception.license.empty()) continue;
    reader.result.policy.exceptions.push_back(std::move(exception));
  }
}

void read_clarify(Reader& reader, const Value& value) {
  std::vector<ClarifyEntry>& all = reader.result.policy.clarify;
  for (const Value& item : items_of(reader, value, "`clarify`")) {
    if (!check_map(reader, item, "a clarification", {"file", "sha256", "license", "reason"})) continue;
    ClarifyEntry entry;
    entry.line = item.line;
    entry.said.path = member_text(reader, item, "file", true);
    entry.said.sha256 = sha256_text(reader, item);
    entry.said.reason = member_text(reader, item, "reason", true);
    const Value* license = item.find("license");
    if (license == nullptr) reader.error(item.line, "a clarification lacks its `license`");
    else entry.said.license = license_id(reader, *license);
    if (entry.said.license.empty()) continue;
    if (!knows_license(reader, entry.said.license) || entry.said.license.find(" WITH ") != std::string::npos) {
      unknown_word(reader, license->line, "license", entry.said.license, reader.words.licenses);
      continue;
    }
    const auto other = std::find_if(all.begin(), all.end(), [&](const ClarifyEntry& known) { return known.said.path == entry.said.path && known.said.sha256 == entry.said.sha256; });
    if (other != all.end()) reader.error(item.line, "line " + std::to_string(other->line) + " clarifies the same file");
    all.push_back(std::move(entry));
  }
}

void read_waivers(Reader& reader, const Value& value) {
  for (const Value& item : items_of(reader, value, "`waivers`")) {
    if (!check_map(reader, item, "a waiver", {"rule", "path", "release", "fingerprint", "reason", "owner", "expires"})) continue;
    Waiver waiver;
    waiver.line = item.line;
    waiver.rule = member_text(reader, item, "rule", true);
    check_rule_glob(reader, item.line, waiver.rule);
    waiver.path = member_text(reader, item, "path", false);
    waiver.release = member_text(reader, item, "release", false);
    waiver.fingerprint = to_lower(member_text(reader, item, "fingerprint", false, true));
    waiver.reason = member_text(reader, item, "reason", true);
    waiver.owner = member_text(reader, item, "owner", true);
    waiver.expires = expiry_of(reader, item);
    if (!waiver.fingerprint.empty() && (waiver.fingerprint.size() != kFingerprintDigits || !is_lower_hex(waiver.fingerprint)))
      reader.error(item.find("fingerprint")->line, "a fingerprint is 16 hexadecimal digits; here stands " + shown(waiver.fingerprint));
    if (waiver.path.empty() && waiver.release.empty() && waiver.fingerprint.empty() && (waiver.rule == "*" || waiver.rule == "**" || waiver.rule == "policy/*" || waiver.rule == "*/*"))
      reader.warn("policy/weak", item.line, "This waiver lets every violation pass. Name a rule, a path or a fingerprint.");
    if (waiver.rule == "policy/waiver-expired") reader.error(item.line, "that a waiver expired cannot be waived; renew the waiver");
    reader.result.policy.waivers.push_back(std::move(waiver));
  }
}

}  // namespace aboveboard::policy
