#include "framework/mof_form.h"

#include <algorithm>
#include <cstdlib>

#include "base/suggest.h"
#include "base/text.h"
#include "data/embedded.h"
#include "data/value.h"
#include "framework/rule_fields.h"

namespace aboveboard {
namespace {

constexpr std::array<std::string_view, 3> kTypes = {"code", "data", "document"};
constexpr std::size_t kProblems = 50;  // of one form that are told
constexpr std::size_t kTold = 80;      // of an offending text

MofTool load() {
  MofTool tool;
  for (const auto& file : data::embedded_below("mof/tool.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    if (!value) std::abort();  // compile_data wrote it
    const auto number = [](const data::Value& map, std::string_view key) { return parse_decimal(text_of(map, key)).value_or(0); };
    for (const data::Value& item : value->find("components")->items) {
      tool.components.push_back({number(item, "id"), text_of(item, "name"), text_of(item, "type"), static_cast<int>(number(item, "class")), item.find("required")->boolean});
    }
    tool.report = number(*value, "report");
    tool.paper = number(*value, "paper");
    for (std::size_t i = 0; i < tool.labels.size(); ++i) tool.labels[i] = text_of(*value->find("labels"), std::to_string(i));
    for (const data::Member& member : value->find("appropriate")->members) tool.appropriate.emplace_back(member.key, member.value.as_texts());
  }
  return tool;
}

void add_problem(MofForm& form, std::uint64_t line, std::string message) {
  if (form.problems.size() < kProblems) form.problems.push_back({line, std::move(message)});
}

bool is_text(const data::Value& value) { return !value.is_list() && !value.is_map() && value.type != data::ValueType::Null; }

// The text of a member that may be null or missing.
std::optional<std::string> text_member(const data::Value& map, std::string_view key, MofForm& form) {
  const data::Value* value = map.find(key);
  if (value == nullptr || value->type == data::ValueType::Null) return std::nullopt;
  if (is_text(*value)) return value->text;
  add_problem(form, value->line, "\"" + std::string(key) + "\" needs a text");
  return std::nullopt;
}

std::string global_license(const data::Value& licenses, std::string_view key, MofForm& form) {
  const data::Value* value = licenses.find(key);
  if (value == nullptr || value->type == data::ValueType::Null) return "";
  if (!value->is_map()) {
    add_problem(form, value->line, "the license under \"" + std::string(key) + "\" needs a name");
    return "";
  }
  return text_member(*value, "name", form).value_or("");
}

void read_component(const data::Value& item, MofForm& form) {
  if (!item.is_map()) return add_problem(form, item.line, "a component is a map with a name");
  const std::optional<std::string> name = text_member(item, "name", form);
  if (!name) return add_problem(form, item.line, "a component needs a name");
  const std::vector<MofComponent>& known = mof_tool().components;
  const auto component = std::find_if(known.begin(), known.end(), [&](const MofComponent& one) { return one.name == *name; });
  if (component == known.end()) {
    std::vector<std::string> names;
    for (const MofComponent& one : known) names.push_back(one.name);
    return add_problem(form, item.line, "no component of the framework is called " + quoted(*name, kTold) + (name->size() > kTold ? "" : did_you_mean(*name, names)) + "; it is not counted");
  }
  MofEntry entry{&*component, text_member(item, "license", form), item.line};
  const auto before = std::find_if(form.components.begin(), form.components.end(), [&](const MofEntry& other) { return other.component == entry.component; });
  if (before == form.components.end()) {
    form.components.push_back(std::move(entry));
    return;
  }
  add_problem(form, item.line, "the component \"" + *name + "\" stands twice; the last counts");
  *before = std::move(entry);
}

void read_framework(const data::Value& value, MofForm& form) {
  const data::Value* framework = value.find("framework");
  const std::string name = framework == nullptr ? "" : text_of(*framework, "name");
  if (name != "Model Openness Framework") add_problem(form, framework == nullptr ? value.line : framework->line, "the framework of the form is not called \"Model Openness Framework\"");
}

}  // namespace

const MofTool& mof_tool() {
  static const MofTool tool = load();
  return tool;
}

Result<MofForm> parse_mof_form(std::string_view yaml, const std::string& path) {
  Diagnostics notes;
  data::ParseOptions options;
  options.path = path;
  ABOVEBOARD_ASSIGN(const data::Value value, data::parse_yaml(yaml, options, notes));
  const data::Value* release = value.find("release");
  const data::Value* components = release == nullptr ? nullptr : release->find("components");
  if (components == nullptr || !components->is_list()) {
    return fail(ErrorKind::Malformed, "this is no form of the Model Openness Tool: it has no list of components under \"release\"", {.path = path, .line = release == nullptr ? value.line : release->line, .byte = {}});
  }
  MofForm form;
  for (const Diagnostic& note : notes.items()) add_problem(form, note.error.place.line.value_or(0), note.error.message);
  read_framework(value, form);
  form.name = text_member(*release, "name", form).value_or("");
  if (form.name.empty()) add_problem(form, release->line, "the release has no name");
  if (const data::Value* licenses = release->find("license"); licenses != nullptr && licenses->is_map()) {
    form.distribution = global_license(*licenses, "distribution", form);
    for (std::size_t i = 0; i < kTypes.size(); ++i) form.by_type[i] = global_license(*licenses, kTypes[i], form);
  } else if (licenses == nullptr || !licenses->is_list() || !licenses->items.empty()) {
    add_problem(form, licenses == nullptr ? release->line : licenses->line, "the release has no map \"license\"");
  }
  for (const data::Value& item : components->items) read_component(item, form);
  return form;
}

std::string_view to_string(MofStatus status) {
  switch (status) {
    case MofStatus::Included: return "included";
    case MofStatus::Invalid: return "invalid";
    case MofStatus::Unlicensed: return "unlicensed";
    case MofStatus::Missing: return "missing";
  }
  return "";
}

}  // namespace aboveboard
