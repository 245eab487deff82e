#include "format/keras/config_walker.h"

#include <algorithm>
#include <array>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kCodeShown = 200;
constexpr std::size_t kAbove = 4;  // how many levels above it a text may be what a key is about: {"function": {"class_name": "__tuple__", "items": [code]}}
constexpr std::array<std::string_view, 13> kNames = {"class_name", "module",       "registered_name",   "config", "spec_name", "function",   "function_type",
                                                     "output_shape", "output_shape_type", "output_shape_module", "mask", "mask_type", "mask_module"};
constexpr std::array<std::string_view, 3> kOldFunctions = {"function", "output_shape", "mask"};
constexpr std::array<std::string_view, 5> kCode = {"function", "output_shape", "mask", "code", "module"};
// Layers take these as a list, or as the name of a file that they open.
constexpr std::array<std::string_view, 7> kFiles = {"vocabulary", "vocab", "vocabulary_file", "vocab_file", "merges", "merges_file", "idf_weights"};
// Marks of values, which no module is asked for.
constexpr std::array<std::string_view, 9> kValues = {"__tuple__", "__ellipsis__", "__tensor__", "__keras_tensor__", "__numpy__", "__bytes__", "__slice__", "__complex__", "TensorShape"};
// These may be names or choices as well: told where the value looks like a path or an address.
constexpr std::array<std::string_view, 22> kPerhapsFiles = {"weights", "weights_path", "weights_file", "filepath", "file_path", "filename", "fname", "path", "origin", "url", "uri",
                                                            "cache_dir", "directory", "log_dir", "proto", "handle", "checkpoint", "checkpoint_path", "model_path", "file", "archive", "output_dir"};

template <std::size_t N>
bool is_in(const std::array<std::string_view, N>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool looks_like_path(std::string_view text) {
  if (text.find("://") != std::string_view::npos) return true;
  if (text.size() > 4096 || text.find('\n') != std::string_view::npos) return false;
  const std::string ending = file_extension(text);
  constexpr std::array<std::string_view, 12> kEndings = {"h5", "hdf5", "keras", "txt", "json", "npy", "npz", "tar", "gz", "zip", "model", "spm"};
  return text.starts_with("/") || text.starts_with("~") || text.starts_with(".") || text.find('\\') != std::string_view::npos || is_in(kEndings, ending) ||
         (text.size() < 256 && text.find('/') != std::string_view::npos);
}

// Base64 as Python decodes it: what is no letter of the alphabet is passed over.
std::string decode_base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  std::uint32_t bits = 0;
  int have = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t value = kAlphabet.find(c);
    if (value == std::string_view::npos) continue;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    have += 6;
    if (have < 8) continue;
    have -= 8;
    out.push_back(static_cast<char>(bits >> have & 0xff));
  }
  return out;
}

}  // namespace

void ConfigWalker::keep(Texts& texts, std::string_view key, std::string_view text) {
  auto found = texts.find(key);
  if (found == texts.end()) found = texts.emplace(std::string(key), std::vector<std::string>()).first;
  if (std::find(found->second.begin(), found->second.end(), text) != found->second.end()) return;
  if (found->second.size() < limits::kKerasNames) found->second.emplace_back(text);
}

bool ConfigWalker::on_key(std::string_view name, std::uint64_t) {
  open_.back().key = name;
  return true;
}

bool ConfigWalker::on_string(std::string_view text, std::uint64_t byte) {
  if (open_.empty()) return true;
  Frame& frame = open_.back();
  if (frame.map) {
    if (is_in(kNames, frame.key)) {
      if (frame.own.contains(frame.key))
        examination_.note("keras-duplicate-key", "the key " + frame.key + " stands twice; loaders take the last, and both are told", byte_ + byte);
      keep(frame.own, frame.key, text.substr(0, limits::kHdf5NameBytes));
    }
    check_path(frame.key, text, byte);
  }
  const std::size_t levels = std::min(open_.size(), kAbove);
  for (std::size_t i = 1; i <= levels; ++i) {
    Frame& above = open_[open_.size() - i];
    if (!above.map || !is_in(kCode, above.key)) continue;
    // The name of a class between the key and the text is no code.
    if (i != 1 && frame.map && is_in(kNames, frame.key)) continue;
    if (above.key == "module" || !above.first.contains(above.key)) keep(above.first, above.key, above.key == "module" ? text : text.substr(0, kCodeShown));
  }
  return true;
}

void ConfigWalker::check_path(std::string_view key, std::string_view text, std::uint64_t byte) {
  if (text.empty() || !(is_in(kFiles, key) || (is_in(kPerhapsFiles, key) && looks_like_path(text)))) return;
  examination_.found(ConstructKind::OpensPath, std::string(clip_utf8(text, 1024)), std::string(key), byte_ + byte);
}

bool ConfigWalker::on_begin_object(std::uint64_t byte) {
  open_.emplace_back();
  open_.back().map = true;
  open_.back().byte = byte_ + byte;
  return true;
}

bool ConfigWalker::on_end_object(std::uint64_t) {
  Frame frame = std::move(open_.back());
  open_.pop_back();
  close(frame);
  if (!open_.empty() && open_.back().map && open_.back().key == "config") open_.back().config_first = std::move(frame.first);
  return true;
}

bool ConfigWalker::on_begin_array(std::uint64_t byte) {
  open_.emplace_back();
  open_.back().byte = byte_ + byte;
  return true;
}

bool ConfigWalker::on_end_array(std::uint64_t) {
  open_.pop_back();
  return true;
}

// A map has been read to its end: what it names.
void ConfigWalker::close(const Frame& frame) {
  find_old_lambda(frame);
  const auto classes = frame.own.find("class_name");
  if (classes == frame.own.end()) return;
  found_class_ = true;
  const auto modules = frame.own.find("module");
  for (const std::string& name : classes->second) {
    if (modules == frame.own.end() && !is_in(kValues, name)) name_class(frame, "", name);
    for (std::size_t i = 0; modules != frame.own.end() && i < modules->second.size(); ++i) name_class(frame, modules->second[i], name);
  }
}

void ConfigWalker::name_class(const Frame& frame, const std::string& module, const std::string& name) {
  const auto full = [&](const std::string& last) { return module.empty() ? last : module + "." + last; };
  const auto texts = [&](std::string_view key) {
    const auto found = frame.own.find(key);
    return found == frame.own.end() ? std::vector<std::string>() : found->second;
  };
  std::string detail;
  for (const std::string& registered : texts("registered_name"))
    if (registered != name) detail += (detail.empty() ? "registered as " : ", ") + registered;
  std::vector<std::string> called = name == "function" ? texts("config") : name == "__typespec__" ? texts("spec_name") : std::vector<std::string>();
  if (called.empty() || name != "function") called.push_back(name);
  for (const std::string& last : called) examination_.found(ConstructKind::Layer, full(last), detail, frame.byte);
  if (name == "__lambda__") {
    const auto code = frame.config_first.find("code");
    examination_.found(ConstructKind::Program, "Keras Lambda bytecode", code == frame.config_first.end() ? "" : code->second.front(), frame.byte);
  }
  if (name == "TorchModuleWrapper") find_wrapped_module(frame);
}

// Before Keras 3, a Lambda keeps its code as {"function": [code, ...], "function_type": "lambda"}, or the name of a function with its module;
// output_shape and mask may be functions in the same way.
void ConfigWalker::find_old_lambda(const Frame& frame) {
  const auto texts = [&](const Texts& from, const std::string& key) {
    const auto found = from.find(key);
    return found == from.end() ? std::vector<std::string>() : found->second;
  };
  for (const std::string_view key : kOldFunctions) {
    const std::string function(key);
    for (const std::string& kind : texts(frame.own, function + "_type")) {
      const std::vector<std::string> code = texts(frame.first, function);
      if (kind == "lambda") examination_.found(ConstructKind::Program, "Keras Lambda bytecode", code.empty() ? "" : code.front(), frame.byte);
      if (kind != "function") continue;
      const std::vector<std::string> modules = texts(frame.own, key == "function" ? "module" : function + "_module");
      for (const std::string& name : texts(frame.own, function))
        examination_.found(ConstructKind::Layer, modules.empty() ? name : modules.back() + "." + name, "function of a Lambda", frame.byte);
    }
  }
}

// A pickled PyTorch module in base64 is read as what it is.
void ConfigWalker::find_wrapped_module(const Frame& frame) {
  const auto module = frame.config_first.find("module");
  if (module == frame.config_first.end()) return;
  for (const std::string& text : module->second) {
    const std::string bytes = decode_base64(text);
    MemorySource source(bytes);
    if (!bytes.empty()) examination_.examine_member(source, "(TorchModuleWrapper)");
  }
}

}  // namespace aboveboard::format
