#include "model/report.h"

#include <utility>

#include "model/names.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 7> kEvidenceKinds = {"bytes", "text", "listing", "pointer", "link", "tag", "user"};
constexpr std::array<std::string_view, 3> kLevels = {"error", "warning", "note"};
constexpr std::array<std::string_view, 5> kRoles = {"weights", "code", "data", "docs", "base"};
constexpr std::array<std::string_view, 3> kCompleteness = {"yes", "no", "unknown"};

static_assert(static_cast<std::size_t>(EvidenceKind::User) + 1 == kEvidenceKinds.size());
static_assert(static_cast<std::size_t>(FindingLevel::Note) + 1 == kLevels.size());
static_assert(static_cast<std::size_t>(Role::Base) + 1 == kRoles.size());
static_assert(static_cast<std::size_t>(Completeness::Unknown) + 1 == kCompleteness.size());

// What is said of a component that the facts do not list: that nobody looked.
template <std::size_t... kIndex>
std::array<Component, kComponentCount> components_not_looked(std::index_sequence<kIndex...>) {
  return {Component{.id = static_cast<ComponentId>(kIndex), .licenses = {}, .evidence = {}}...};
}

}  // namespace

std::string_view to_string(EvidenceKind kind) { return name_of(kEvidenceKinds, kind); }
std::string_view to_string(FindingLevel level) { return name_of(kLevels, level); }
bool inherits_terms(const Lineage& line) { return line.relation != "dataset" && line.relation != "distillation"; }
std::string_view to_string(Role role) { return name_of(kRoles, role); }
bool broken(const FileDigest& digest) { return !digest.promised.empty() && digest.promised != digest.value; }

std::string_view to_string(Completeness complete) { return name_of(kCompleteness, complete); }

const Component& component(const Facts& facts, ComponentId id) {
  const auto index = static_cast<std::size_t>(id);
  // The list is in the order of the ids; the search is for facts that were put together by hand.
  if (index < facts.components.size() && facts.components[index].id == id) return facts.components[index];
  for (const Component& candidate : facts.components) {
    if (candidate.id == id) return candidate;
  }
  static const auto kNotLooked = components_not_looked(std::make_index_sequence<kComponentCount>());
  return kNotLooked.at(index);
}

const License* find_license(const Facts& facts, std::string_view id) {
  for (const License& license : facts.licenses) {
    if (license.id == id) return &license;
  }
  return nullptr;
}

const Governing* find_governing(const Facts& facts, ComponentId id) {
  for (const Governing& governing : facts.governing) {
    for (const ComponentId component_id : governing.components) {
      if (component_id == id) return &governing;
    }
  }
  return nullptr;
}

const Statement* find_statement(const Facts& facts, std::string_view id) {
  for (const Statement& statement : facts.statements) {
    if (statement.id == id) return &statement;
  }
  return nullptr;
}

const Measure* find_measure(const Facts& facts, std::string_view id) {
  for (const Measure& measure : facts.measures) {
    if (measure.id == id) return &measure;
  }
  return nullptr;
}

std::string_view to_string(CardState state) {
  switch (state) {
    case CardState::Kept: return "kept";
    case CardState::Changed: return "changed";
    case CardState::Added: return "added";
    case CardState::Removed: return "removed";
    case CardState::Unknown: return "unknown";
  }
  return "";
}

const CardField* find_field(const Card& card, std::string_view key) {
  for (const CardField& field : card.fields) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

}  // namespace aboveboard
