#include "detect/license_texts.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard {
namespace {

template <std::size_t N>
bool has_any(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Folders that hold other people's work: what is licensed there does not govern the release.
bool in_foreign_folder(std::string_view path) {
  static constexpr std::array<std::string_view, 9> kForeign = {"third_party/", "third-party/", "thirdparty/", "node_modules/", "vendor/", "external/", "submodules/", ".venv/", "site-packages/"};
  return has_any(to_lower(path), kForeign);
}

bool is_text_extension(std::string_view extension) {
  static constexpr std::array<std::string_view, 7> kText = {"", "md", "txt", "rst", "pdf", "html", "markdown"};
  // "LICENSE-Example1.0" and "Some LICENSE AGREEMENT" have endings that are no extensions.
  return std::find(kText.begin(), kText.end(), extension) != kText.end() || extension.size() > 5 || extension.find_first_not_of("0123456789") == std::string_view::npos;
}

// A file that only points elsewhere, such as a lone URL.
bool is_only_a_link(std::string_view text) {
  const std::string_view body = trim(text);
  return body.size() < 400 && body.find("://") != std::string_view::npos && std::count(body.begin(), body.end(), ' ') < 6;
}

Finding note(const char* rule, FindingLevel level, std::string message, std::string help, Evidence evidence) {
  return {rule, level, std::move(message), std::move(help), {std::move(evidence)}};
}

// Why a license file has no text here; nullptr where it has one.
const char* why_unread(const ScannedFile& file) {
  switch (file.kind) {
    case FileKind::Pdf: return "A license is given as a PDF, which is not read here.";
    case FileKind::LfsPointer: return "A license is given as a git-LFS pointer; its text is not here.";
    case FileKind::Binary:
    case FileKind::Image: return "A license is given as a file that is no text.";
    case FileKind::Unread: return "A license file could not be read.";
    default: return nullptr;
  }
}

void read_nothing(const ScannedSource& source, const ScannedFile& file, const char* why, LicenseText& text, LicenseRegistry& registry, std::vector<Finding>& findings) {
  Evidence evidence = listing(source, file, "license/file-name");
  text.unread = true;
  text.ids = {registry.add_unread(std::string(file_name(file.path)), evidence)};
  findings.push_back(note("license/unread", FindingLevel::Warning, why, "Publish the license as plain text.", std::move(evidence)));
}

// Does the file's own name say that it holds a license? "LICENSE-MODEL", "Heron License Agreement.txt", "heron-license-zh.pdf"; not "licensing.md".
bool is_named_license(std::string_view path) {
  static constexpr std::array<std::string_view, 5> kWords = {"license", "licence", "copying", "agreement", "eula"};
  static constexpr std::array<std::string_view, 4> kAnywhere = {"许可", "协议", "라이선스", "ライセンス"};
  const std::string name = to_lower(file_name(path));
  const auto letter = [&](std::size_t i) { return i < name.size() && name[i] >= 'a' && name[i] <= 'z'; };
  for (const std::string_view word : kWords) {
    for (std::size_t at = name.find(word); at != std::string::npos; at = name.find(word, at + 1)) {
      if ((at == 0 || !letter(at - 1)) && !letter(at + word.size())) return true;
    }
  }
  return name.starts_with("terms") || has_any(name, kAnywhere);
}

// "Dual licensed: see LICENSE-MIT and LICENSE-APACHE": the file sends to others that lie beside it.
bool names_a_neighbor(const ScannedSource& source, const ScannedFile& file) {
  return std::any_of(source.files.begin(), source.files.end(), [&](const ScannedFile& other) {
    return &other != &file && is_license_file(other.path) && parent_path(other.path) == parent_path(file.path) && file.document->text.find(file_name(other.path)) != std::string::npos;
  });
}

// The licenses that a text names without being one.
void add_named(const ScannedSource& source, const ScannedFile& file, LicenseText& text, LicenseRegistry& registry, EvidenceKind kind) {
  for (const auto& named : license::names_in(file.document->text)) {
    const license::Info* info = named.id.empty() ? nullptr : license::find(named.id);
    if (info == nullptr) continue;
    const std::string id = registry.add_declared(*info, quote_bytes(source, file, named.begin, named.end, "license/name", kind));
    if (std::find(text.ids.begin(), text.ids.end(), id) == text.ids.end()) text.ids.push_back(id);
    text.model_license = text.model_license || info->model_license;
  }
}

// A file that holds only a link: what stands behind it was not read. An address of a license's steward names the license all the same.
void read_link(const ScannedSource& source, const ScannedFile& file, LicenseText& text, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const std::size_t first = file.document->text.find_first_not_of(" \t\r\n");
  Evidence evidence = quote_line(source, file, file.document->lines.line_of(first), "license/text", EvidenceKind::Link);
  add_named(source, file, text, registry, EvidenceKind::Link);
  if (text.ids.empty()) {
    text.unread = true;
    text.ids = {registry.add_unread("the text behind " + evidence.quote, evidence)};
  }
  findings.push_back(note("license/only-a-link", FindingLevel::Note, "The license file holds only a link, which was not followed.", "Put the license's text into the file.", std::move(evidence)));
}

void read_text(const ScannedSource& source, const ScannedFile& file, LicenseText& text, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const std::string& words = file.document->text;
  if (!text.policy && !text.notice_file && is_only_a_link(words)) return read_link(source, file, text, registry, findings);
  std::set<std::string> noticed;
  for (const license::Match& match : license::identify(words)) {
    if (match.policy) {
      text.policy = true;
      if (text.policy_id.empty() && match.verdict != MatchVerdict::Modified) text.policy_id = match.id;
      continue;
    }
    if (text.policy && match.verdict == MatchVerdict::Unknown) continue;
    // The same notice over and over says nothing more.
    if (match.notice && !match.id.empty() && !noticed.insert(match.id).second) continue;
    text.ids.push_back(registry.add_text(text.where, match));
    const license::Info* info = match.id.empty() ? nullptr : license::find(match.id);
    text.model_license = text.model_license || (info != nullptr && info->model_license);
  }
  if (file.bytes > limits::kDocumentBytes && !text.notice_file) {
    // What stands behind the limit may restrict: all of it is unknown.
    text.unread = true;
    text.ids.push_back(registry.add_unread("the unread rest of " + text.path, listing(source, file, "license/file-name")));
  }
  if (!text.ids.empty() || text.policy || text.notice_file || trim(words).empty()) return;
  if (!is_named_license(file.path) || names_a_neighbor(source, file)) {
    text.unread = true;
    return;
  }
  add_named(source, file, text, registry, EvidenceKind::Text);
  // It is called a license and reads like none: in a language that is not read here, or too short to tell. What it grants is unknown.
  if (text.ids.empty()) text.ids = {registry.add_text(text.where, license::Match{.id = "", .verdict = MatchVerdict::Unknown, .begin = 0, .end = words.size(), .residue = {}})};
}

// False where there is nothing to read in the file.
bool read_file(const ScannedSource& source, const ScannedFile& file, LicenseText& text, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const char* why = text.policy || text.notice_file || !is_named_license(file.path) ? nullptr : why_unread(file);
  if (why != nullptr) read_nothing(source, file, why, text, registry, findings);
  else if (file.document) read_text(source, file, text, registry, findings);
  else return false;
  return true;
}

const ClarifiedFile* clarification_of(FileRef where, const std::vector<ClarifiedFile>& clarified) {
  const auto found = std::find_if(clarified.begin(), clarified.end(), [&](const ClarifiedFile& c) { return c.source == where.source && c.file == where.file; });
  return found == clarified.end() ? nullptr : &*found;
}

// What the file was read as, in words, and whether that left everyone free.
struct Reading {
  std::string words;
  bool open = false;
};

Reading read_aside(const std::vector<ScannedSource>& sources, const ScannedFile& file, LicenseText text) {
  LicenseRegistry aside(sources);
  std::vector<Finding> unsaid;
  read_file(sources[text.where.source], file, text, aside, unsaid);
  std::vector<std::string> names;
  Reading reading{"", !text.ids.empty() && !text.unread};
  for (const License& license : aside.all()) {
    names.push_back(license.name.empty() ? license.id : license.name);
    reading.open = reading.open && all_open(license.classes);
  }
  reading.words = text.policy ? "a use policy" : names.empty() ? "no license" : join_and(names);
  return reading;
}

void read_clarified(const std::vector<ScannedSource>& sources, const ScannedFile& file, const ClarifiedFile& said, LicenseText& text, LicenseRegistry& registry, std::vector<Finding>& findings) {
  const license::Info* info = license::find(said.license);
  const Reading before = read_aside(sources, file, text);
  Evidence evidence = listing(sources[text.where.source], file, "policy/clarification");
  evidence.kind = EvidenceKind::User;
  text.policy = text.notice_file = false;
  text.model_license = info->model_license;
  text.ids = {registry.add_clarified(*info, text.where, evidence)};
  const bool opens = all_open(info->classes) && !before.open;
  findings.push_back(note("policy/clarified", FindingLevel::Note,
                          "The caller says that " + sanitize_utf8(file.path) + " is " + info->id + " (" + said.reason + "); it was read as " + before.words + (opens ? ". The clarification makes it open: by its own words it would not be taken for that." : "."),
                          "Check the text against the license that it is said to be. The clarification lapses when the file changes.", std::move(evidence)));
}

}  // namespace

bool is_policy_file(std::string_view path) {
  static constexpr std::array<std::string_view, 7> kPolicy = {"use_policy", "use-policy", "usage_policy", "usage-policy", "acceptable_use", "acceptable-use", "prohibited_use"};
  return has_any(to_lower(file_name(path)), kPolicy);
}

bool is_license_file(std::string_view path) {
  static constexpr std::array<std::string_view, 8> kNames = {"license", "licence", "copying", "notice", "unlicense", "许可", "协议", "eula"};
  if (in_foreign_folder(path)) return false;
  const std::string name = to_lower(file_name(path));
  if (is_policy_file(path)) return is_text_extension(file_extension(name));
  if (!is_text_extension(file_extension(name))) return false;
  if (name.starts_with("terms") && name.find("use") != std::string::npos) return true;
  return has_any(name, kNames) || to_lower(parent_path(path)) == "licenses";
}

Covers covers_of(std::string_view path) {
  static constexpr std::array<std::string_view, 3> kModel = {"model", "weight", "checkpoint"};
  static constexpr std::array<std::string_view, 2> kCode = {"code", "software"};
  static constexpr std::array<std::string_view, 2> kData = {"data", "corpus"};
  static constexpr std::array<std::string_view, 1> kDocs = {"docs"};
  const auto by_words = [](std::string_view words) {
    return has_any(words, kModel) ? Covers::Model : has_any(words, kCode) ? Covers::Code : has_any(words, kData) ? Covers::Data : has_any(words, kDocs) ? Covers::Docs : Covers::General;
  };
  if (const Covers by_name = by_words(to_lower(file_name(path))); by_name != Covers::General) return by_name;
  const std::string folder = to_lower(parent_path(path));
  const std::string last(file_name(folder));
  return last.find("licen") == std::string::npos ? Covers::General : by_words(last);
}

std::vector<LicenseText> collect_license_texts(const std::vector<ScannedSource>& sources, const std::vector<ClarifiedFile>& clarified, LicenseRegistry& registry, std::vector<Finding>& findings) {
  std::vector<LicenseText> texts;
  for (std::size_t s = 0; s < sources.size(); ++s) {
    for (std::size_t f = 0; f < sources[s].files.size(); ++f) {
      const ScannedFile& file = sources[s].files[f];
      const ClarifiedFile* said = clarification_of({s, f}, clarified);
      if (said == nullptr && !is_license_file(file.path)) continue;
      LicenseText text;
      text.where = {s, f};
      text.path = file.path;
      text.folder = parent_path(file.path);
      text.covers = covers_of(file.path);
      text.policy = is_policy_file(file.path);
      text.notice_file = to_lower(file_name(file.path)).find("notice") != std::string::npos;
      if (said != nullptr) read_clarified(sources, file, *said, text, registry, findings);
      else if (!read_file(sources[s], file, text, registry, findings)) continue;
      texts.push_back(std::move(text));
    }
  }
  return texts;
}

}  // namespace aboveboard
