#include "danger/judge.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace aboveboard::danger {
namespace {

const Verdict kNothing{};

bool is_among(const std::vector<std::string>& words, std::string_view word) { return std::find(words.begin(), words.end(), word) != words.end(); }

// "model.net.Net" of the Python file "model/net.py" that comes along.
bool is_own(std::string_view name, const Surroundings& around) {
  return std::any_of(around.own_modules.begin(), around.own_modules.end(),
                     [&](const std::string& module) { return name.size() > module.size() && name.starts_with(module) && name[module.size()] == '.'; });
}

// The same for a component of a pipeline, whose file lies in the component's folder.
bool is_own_component(std::string_view name, const Surroundings& around) {
  const std::string module = "." + std::string(name.substr(0, name.rfind('.')));
  return std::any_of(around.own_modules.begin(), around.own_modules.end(), [&](const std::string& own) { return own.ends_with(module); });
}

std::string effect_or(const NameVerdict& verdict, std::string_view otherwise) { return std::string(verdict.effect.empty() ? otherwise : verdict.effect); }

Verdict pickle_name(const Construct& construct, const Surroundings& around) {
  // Classes of TorchScript: its own unpickler looks them up in the archive's code; no module of Python can be called so.
  if (construct.name.starts_with("__torch__.")) return kNothing;
  const NameVerdict verdict = judge_name("pickle", construct.name);
  if (verdict.tier == Tier::Inert) return kNothing;
  if (verdict.tier == Tier::Library) return {"loads-code/pickle-library", FindingLevel::Warning, std::string(verdict.effect)};
  if (verdict.rule.empty() && is_own(construct.name, around)) return {"loads-code/package", FindingLevel::Warning, "runs the Python files that the archive brings along"};
  const bool called = construct.kind == ConstructKind::Call;
  return {called ? "danger/pickle-call" : "danger/pickle-import", FindingLevel::Error,
          effect_or(verdict, called ? "would run whatever goes by that name where the file is loaded" : "would import a module that is no library of models")};
}

// "tensorflow::ReadFile", "tflite::FlexPyFunc", "ai.onnx.contrib::PyOp".
Verdict graph_operator(const Construct& construct) {
  const std::string_view name = construct.name;
  const std::size_t separator = name.find("::");
  const std::string_view family = separator == std::string_view::npos ? "" : name.substr(0, separator);
  constexpr std::array<std::string_view, 6> kFamilies = {"tensorflow", "tflite", "openvino", "executorch", "coreml", "hdf5"};
  const bool prefixed = std::find(kFamilies.begin(), kFamilies.end(), family) != kFamilies.end();
  NameVerdict verdict = judge_name("operator", prefixed ? name.substr(separator + 2) : name);
  if (verdict.rule.empty() && prefixed) verdict = judge_name("operator", name);
  if (verdict.tier == Tier::Inert) return kNothing;
  if (!verdict.rule.empty()) return {"danger/operator", FindingLevel::Error, std::string(verdict.effect)};
  // TensorFlow's own operators are many, and all are named; of other formats only those that the runtime does not bring.
  if (family == "tensorflow" || family.empty()) return kNothing;
  return {"loads-code/operator", FindingLevel::Note, "needs code that is not part of the runtime"};
}

Verdict keras_class(const Construct& construct, const Surroundings& around) {
  if (is_among(around.formats, "coreml")) return {"loads-code/operator", FindingLevel::Note, "needs a class of the program that loads it"};
  const NameVerdict verdict = judge_name("keras", construct.name);
  if (verdict.tier == Tier::Inert) return kNothing;
  // Keras writes its own functions, and those of the program, as {"module": "builtins", "class_name": "function", "config": "mean_squared_error"}.
  if (construct.name.starts_with("builtins.")) {
    const NameVerdict known = judge_name("pickle", construct.name);
    if (verdict.rule.empty() && known.tier == Tier::Dangerous && known.rule.empty()) return kNothing;
  }
  if (verdict.tier == Tier::Library) return {"loads-code/keras-library", FindingLevel::Note, std::string(verdict.effect)};
  const bool bare = construct.name.find('.') == std::string::npos;
  // A bare or registered name ("Dense", "pack>Layer") is looked up among the layers that the program knows, never imported. Keras' own are many.
  if (verdict.rule.empty() && bare) {
    if (construct.name.find('>') == std::string::npos && construct.detail.find('>') == std::string::npos) return kNothing;
    return {"loads-code/keras-library", FindingLevel::Note, "needs a layer that the program has registered"};
  }
  return {"danger/keras-code", FindingLevel::Error, effect_or(verdict, "would import a module that is no part of Keras, and call what it holds")};
}

Verdict program(const Construct& construct) {
  const NameVerdict verdict = judge_name("program", to_lower(construct.name));
  if (verdict.tier == Tier::Dangerous) return {"danger/bytecode", FindingLevel::Error, "would run code that the file brings along"};
  const bool contained = verdict.level == FindingLevel::Note;
  return {contained ? "loads-code/torchscript" : "loads-code/package", verdict.level.value_or(FindingLevel::Warning), std::string(verdict.effect)};
}

Verdict opened_path(const Construct& construct) {
  if (construct.detail.find("external entity") != std::string::npos)
    return {"danger/opens-path", FindingLevel::Error, "a reader of XML that follows entities would open it"};
  const std::string_view why = leads_out(construct.name);
  if (why.empty()) return kNothing;
  return {"danger/opens-path", FindingLevel::Error, std::string(why)};
}

Verdict remote_code(const Construct& construct, const Surroundings& around) {
  const std::string_view reference = construct.detail;
  if (construct.name == "trust_remote_code") return {"loads-code/own-files", FindingLevel::Warning, "asks the loader to run Python files without asking"};
  if (reference.find("--") != std::string_view::npos || reference.find("://") != std::string_view::npos)
    return {"loads-code/other-repository", FindingLevel::Warning, "fetches Python code from another repository and runs it"};
  if (construct.name == "library" || construct.name == "module") {
    const NameVerdict verdict = judge_name("module", construct.name == "library" ? reference.substr(0, reference.rfind('.')) : reference);
    if (verdict.tier == Tier::Inert) return kNothing;
    const NameVerdict known = judge_name("pickle", reference);
    const bool gadget = known.tier == Tier::Dangerous && !known.rule.empty();
    if (!gadget && (is_own(reference, around) || (construct.name == "library" && is_own_component(reference, around)) || reference.starts_with("transformers_modules.")))
      return {"loads-code/own-files", FindingLevel::Warning, "runs the Python files of the release"};
    return {"danger/remote-code", FindingLevel::Error, gadget ? std::string(known.effect) : "would import a module that is no part of the framework"};
  }
  const bool leaves = reference.find("..") != std::string_view::npos || reference.find('/') != std::string_view::npos || reference.find('\\') != std::string_view::npos;
  if (leaves) return {"danger/remote-code", FindingLevel::Error, "would run a Python file outside of the release"};
  return {"loads-code/own-files", FindingLevel::Warning, "runs the Python files of the release"};
}

Verdict target(const Construct& construct, const Surroundings& around) {
  const bool tag = construct.detail.starts_with("!");
  const NameVerdict verdict = judge_name(tag ? "pickle" : "target", construct.name);
  if (verdict.tier == Tier::Inert) return kNothing;
  if (verdict.tier == Tier::Library) return {"loads-code/target", FindingLevel::Note, std::string(verdict.effect)};
  if (!tag && is_own(construct.name, around) && judge_name("pickle", construct.name).rule.empty())
    return {"loads-code/own-files", FindingLevel::Warning, "runs the Python files of the release"};
  const NameVerdict known = judge_name("pickle", construct.name);
  const std::string effect = known.tier == Tier::Dangerous && !known.rule.empty() ? std::string(known.effect) : "would import it and call it with the values beside it";
  return {tag ? "danger/yaml-tag" : "danger/target", FindingLevel::Error, effect};
}

struct TemplateWords {
  std::string_view name, rule, effect;
  FindingLevel level;
};
constexpr std::array<TemplateWords, 16> kTemplateWords = {{
    {"dunder", "danger/template", "would reach the Python objects behind the template", FindingLevel::Error},
    {"computed-name", "danger/template", "would reach an attribute whose name is hidden from readers", FindingLevel::Error},
    {"attr", "danger/template", "would reach attributes by the names of texts", FindingLevel::Error},
    {"object", "danger/template", "would reach an object of the program around the template", FindingLevel::Error},
    {"call", "danger/template", "would call what is no part of a template", FindingLevel::Error},
    {"method", "danger/template", "would call a method that no text, list or map has", FindingLevel::Error},
    {"format", "danger/template", "would reach into Python objects through a format text", FindingLevel::Error},
    {"import", "danger/template", "would read another file", FindingLevel::Error},
    {"tag", "danger/template", "would show what the program holds", FindingLevel::Error},
    {"loop", "danger/template", "would keep the program busy or fill its memory", FindingLevel::Error},
    {"trigger", "danger/template", "would put text before the model only where a user writes a certain word", FindingLevel::Error},
    {"hidden-text", "danger/template", "would put characters before the model that no reader sees", FindingLevel::Error},
    {"address", "template/address", "would put an address before the model", FindingLevel::Warning},
    {"encoded-text", "template/address", "would put an encoded text before the model", FindingLevel::Warning},
    {"unparsable", "template/not-read", "breaks the grammar of templates: its loader would refuse it", FindingLevel::Note},
    {"too-large", "template/not-read", "is larger than what is read", FindingLevel::Warning},
}};

Verdict chat_template(const Construct& construct) {
  const std::string detail = to_lower(construct.detail);
  if (construct.name == "address" && (detail.starts_with("<script") || detail.starts_with("javascript:")))
    return {"danger/template", FindingLevel::Error, "would write a script into what is shown"};
  for (const TemplateWords& words : kTemplateWords) {
    if (words.name == construct.name) return {words.rule, words.level, std::string(words.effect)};
  }
  return {"danger/template", FindingLevel::Error, "would reach beyond the template"};
}

}  // namespace

std::string_view leads_out(std::string_view path) {
  const std::string lower = to_lower(path);
  if (path.find('\0') != std::string_view::npos) return "holds a null byte, behind which another name may stand";
  if (lower.find("://") != std::string::npos || lower.starts_with("file:") || lower.starts_with("data:") || lower.starts_with("http:") || lower.starts_with("https:"))
    return "would open an address";
  if (path.starts_with("//") || path.starts_with("\\\\")) return "would open a file of another computer";
  if (path.starts_with("/") || path.starts_with("\\") || path.starts_with("~")) return "would open a file anywhere on the computer";
  if (path.size() >= 2 && path[1] == ':' && ((lower[0] >= 'a' && lower[0] <= 'z'))) return "would open a file anywhere on the computer";
  if (path.starts_with("$") || path.find("${") != std::string_view::npos || path.starts_with("%")) return "would open a path that the environment of the loader completes";
  std::string slashes(path);
  std::replace(slashes.begin(), slashes.end(), '\\', '/');
  for (const std::string& part : split(slashes, '/')) {
    if (trim(part) == "..") return "would open a file outside of the release's folder";
  }
  return "";
}

Verdict judge_construct(const Construct& construct, const Surroundings& around) {
  switch (construct.kind) {
    case ConstructKind::Import:
    case ConstructKind::Call: return pickle_name(construct, around);
    case ConstructKind::Unresolved: return {"danger/pickle-unresolved", FindingLevel::Error, "would call something that only running it shows"};
    case ConstructKind::BrokenProgram: return {"danger/pickle-broken", FindingLevel::Error, "would run what stands before the break all the same"};
    case ConstructKind::Operator: return graph_operator(construct);
    case ConstructKind::Layer: return keras_class(construct, around);
    case ConstructKind::Program: return program(construct);
    case ConstructKind::OpensPath: return opened_path(construct);
    case ConstructKind::RemoteCode: return remote_code(construct, around);
    case ConstructKind::Target: return target(construct, around);
    case ConstructKind::Template: return chat_template(construct);
  }
  return {"danger/pickle-unresolved", FindingLevel::Error, "would do something that is not known"};
}

}  // namespace aboveboard::danger
