// The public API over the audit and the writers: include/aboveboard/aboveboard.h.
#include <algorithm>
#include <utility>

#include "aboveboard/aboveboard.h"
#include "audit/audit.h"
#include "data/embedded.h"
#include "report/report.h"

namespace aboveboard::v1 {
namespace {

static_assert(static_cast<int>(Role::Docs) == static_cast<int>(aboveboard::Role::Docs));
static_assert(static_cast<int>(Label::OpenSourceOpenData) == static_cast<int>(aboveboard::Label::OpenSourceOpenData));
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

std::size_t Report::findings(Level level) const {
  const auto& all = content_->report.findings;
  const auto wanted = static_cast<FindingLevel>(level);
  return static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [wanted](const Finding& finding) { return finding.level == wanted; }));
}

bool Report::incomplete() const {
  const auto& unseen = content_->report.facts.not_examined;
  return std::any_of(unseen.begin(), unseen.end(), [](const NotExamined& item) { return item.named; });
}

std::string Report::text(const PageOptions& options) const {
  return write_terminal(content_->report, {std::max(options.width, 40), options.color});
}

std::string Report::json() const {
  return write_json(content_->report, {"aboveboard", std::string(version()), std::string(data::embedded_version())});
}

Outcome audit(const AuditOptions& options) {
  aboveboard::AuditOptions inner;
  for (const Target& target : options.targets) {
    const auto role = target.role ? std::optional(static_cast<aboveboard::Role>(*target.role)) : std::nullopt;
    inner.targets.push_back({target.location, role});
  }
  inner.name = options.name;
  inner.complete = options.complete;
  auto report = aboveboard::audit(inner);
  if (!report) return Failure{public_kind(report.error().kind), aboveboard::to_string(report.error())};
  return Report(std::make_unique<Report::Content>(Report::Content{std::move(*report)}));
}

std::string_view to_string(Label label) { return aboveboard::to_string(static_cast<aboveboard::Label>(label)); }
std::string_view version() { return ABOVEBOARD_VERSION; }

}  // namespace aboveboard::v1
