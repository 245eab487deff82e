// The public API over the audit and the writers: include/aboveboard/aboveboard.h.
#include <algorithm>
#include <utility>

#include "aboveboard/aboveboard.h"
#include "audit/audit.h"
#include "audit/inspect.h"
#include "audit/noted.h"
#include "data/embedded.h"
#include "license/license.h"
#include "report/report.h"

namespace aboveboard::v1 {
namespace {

static_assert(static_cast<int>(Role::Base) == static_cast<int>(aboveboard::Role::Base));
static_assert(static_cast<int>(Label::OpenSourceOpenData) == static_cast<int>(aboveboard::Label::OpenSourceOpenData));
static_assert(static_cast<int>(LicenseVerdict::Unknown) == static_cast<int>(MatchVerdict::Unknown));
static_assert(static_cast<int>(Level::Note) == static_cast<int>(FindingLevel::Note));

std::optional<Label> public_label(const std::optional<aboveboard::Label>& label) {
  return label ? std::optional(static_cast<Label>(*label)) : std::nullopt;
}

FailureKind public_kind(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::NotFound: return FailureKind::NotFound;
    case ErrorKind::Usage: return FailureKind::Usage;
    case ErrorKind::Internal: return FailureKind::Internal;
    default: return FailureKind::Unreadable;
  }
}

std::size_t count_findings(const std::vector<Finding>& all, Level level) {
  const auto wanted = static_cast<FindingLevel>(level);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [wanted](const Finding& finding) { return finding.level == wanted; }));
}

std::shared_ptr<Hub> connect(const HubAccess& access) {
  HubOptions hub{access.endpoint, access.token, access.offline, access.cache_folder, access.cache_bytes};
  HttpOptions http;
  http.user_agent = "aboveboard/" ABOVEBOARD_VERSION;
  http.http_proxy = http.https_proxy = access.proxy;
  http.ca_file = access.ca_file;
  http.canceled = access.canceled;
  return std::make_shared<Hub>(std::move(hub), [http]() -> std::unique_ptr<HttpClient> {
    auto client = make_http_client(http);
    return client ? std::move(*client) : nullptr;
  });
}

ToolInfo tool_info() { return {"aboveboard", std::string(version()), std::string(data::embedded_version())}; }

}  // namespace

struct Report::Content {
  aboveboard::Report report;
};

Report::Report(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Report::Report(const Report& other) : content_(std::make_unique<Content>(*other.content_)) {}
Report::Report(Report&&) noexcept = default;
Report& Report::operator=(const Report& other) {
  if (this != &other) content_ = std::make_unique<Content>(*other.content_);
  return *this;
}
Report& Report::operator=(Report&&) noexcept = default;
Report::~Report() = default;

Readings Report::label() const {
  const LabelVerdict& label = content_->report.label;
  return {public_label(label.at_least), public_label(label.apparent), static_cast<Label>(label.at_most)};
}

std::string Report::sentence() const { return content_->report.label.sentence; }

std::size_t Report::findings(Level level) const { return count_findings(content_->report.findings, level); }

bool Report::incomplete() const {
  const auto& unseen = content_->report.facts.not_examined;
  return std::any_of(unseen.begin(), unseen.end(), [](const NotExamined& item) { return item.named; });
}

std::string Report::text(const PageOptions& options) const {
  return write_terminal(content_->report, {std::max(options.width, 40), options.color});
}

std::string Report::json() const {
  return write_json(content_->report, tool_info());
}

Outcome audit(const AuditOptions& options) {
  aboveboard::AuditOptions inner;
  for (const Target& target : options.targets) {
    const auto role = target.role ? std::optional(static_cast<aboveboard::Role>(*target.role)) : std::nullopt;
    inner.targets.push_back({target.location, role});
  }
  inner.name = options.name;
  inner.complete = options.complete;
  inner.follow = options.follow;
  if (options.hub) inner.places.hub = connect(*options.hub);
  auto report = aboveboard::audit(inner);
  if (!report) return Failure{public_kind(report.error().kind), aboveboard::to_string(report.error())};
  return Report(std::make_unique<Report::Content>(Report::Content{std::move(*report)}));
}

struct Inspection::Content {
  Facts facts;
};

Inspection::Inspection(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Inspection::Inspection(const Inspection& other) : content_(std::make_unique<Content>(*other.content_)) {}
Inspection::Inspection(Inspection&&) noexcept = default;
Inspection& Inspection::operator=(const Inspection& other) {
  if (this != &other) content_ = std::make_unique<Content>(*other.content_);
  return *this;
}
Inspection& Inspection::operator=(Inspection&&) noexcept = default;
Inspection::~Inspection() = default;

std::optional<std::uint64_t> Inspection::parameters() const { return content_->facts.weights.parameters; }

bool Inspection::dangerous() const {
  const auto& all = content_->facts.findings;
  return std::any_of(all.begin(), all.end(), [](const Finding& finding) { return finding.level == FindingLevel::Error && finding.rule.starts_with("danger/"); });
}

std::size_t Inspection::findings(Level level) const { return count_findings(content_->facts.findings, level); }
bool Inspection::incomplete() const { return !content_->facts.not_examined.empty(); }

bool Inspection::broken_promise() const {
  const auto& all = content_->facts.digests;
  return std::any_of(all.begin(), all.end(), broken);
}

std::string Inspection::text(const PageOptions& options) const { return write_terminal_records(content_->facts, {std::max(options.width, 40), options.color}); }

std::string Inspection::json() const { return write_json_records(content_->facts, tool_info(), false, true); }

std::variant<Inspection, Failure> inspect(const InspectOptions& options) {
  auto content = std::make_unique<Inspection::Content>();
  Diagnostics notes;
  std::vector<std::unique_ptr<Source>> sources;
  std::vector<ScannedSource> scanned;
  Failure failure{FailureKind::Usage, "nothing to inspect: name a file"};
  for (const std::string& location : options.files) {
    auto source = open_named(location, {}, notes, content->facts);
    if (!source) {
      failure = {public_kind(source.error().kind), aboveboard::to_string(source.error())};
      continue;
    }
    scanned.push_back(inspect_source(**source, notes));
    sources.push_back(std::move(*source));
  }
  if (sources.empty()) return failure;
  inspect_scanned(scanned, {{options.digest, options.verify}, options.tensors}, content->facts, notes);
  add_noted(notes, true, content->facts);
  name_as_given(sources, content->facts);
  return Inspection(std::move(content));
}

std::string_view to_string(Label label) { return aboveboard::to_string(static_cast<aboveboard::Label>(label)); }
std::string_view version() { return ABOVEBOARD_VERSION; }

std::vector<LicenseInText> licenses_in(std::string_view text) {
  std::vector<LicenseInText> all;
  for (license::Match& match : license::identify(text)) {
    LicenseInText found;
    const license::Info* info = match.id.empty() ? nullptr : license::find(match.id);
    if (info != nullptr) found.name = info->name;
    license::MatchTerms terms = license::terms_of(match, text);
    for (const LicenseClass item : terms.classes) found.classes.emplace_back(aboveboard::to_string(item));
    for (license::LocatedTerm& term : terms.terms) {
      found.terms.push_back({std::string(aboveboard::to_string(term.term.kind)), std::move(term.term.value), std::move(term.term.condition), std::move(term.term.section), term.begin, term.end});
    }
    for (ResidueLine& line : match.residue) found.differences.push_back({line.added, static_cast<std::size_t>(line.line), std::move(line.text)});
    found.id = std::move(match.id);
    found.verdict = static_cast<LicenseVerdict>(match.verdict);
    found.notice = match.notice, found.policy = match.policy;
    found.begin = match.begin, found.end = match.end;
    all.push_back(std::move(found));
  }
  return all;
}

}  // namespace aboveboard::v1
