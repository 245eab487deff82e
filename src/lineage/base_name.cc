#include "lineage/base_name.h"

#include <algorithm>
#include <array>
#include <vector>

#include "base/limits.h"
#include "base/text.h"

namespace aboveboard::lineage {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Takes `prefix` (in lower case) away, whatever the case of the text.
bool take(std::string_view& text, std::string_view prefix) {
  if (text.size() < prefix.size() || !equals_ignoring_case(text.substr(0, prefix.size()), prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// The path of a repository on the Hub's own hosts, or of a URL scheme of its clients.
bool take_hub(std::string_view& text) {
  if (take(text, "hf://") || take(text, "hf:")) return true;
  std::string_view rest = text;
  if (!take(rest, "https://")) take(rest, "http://");
  take(rest, "www.");
  if (!take(rest, "huggingface.co/") && !take(rest, "hf.co/")) return false;
  text = rest;
  return true;
}

// What stands in place of a name that was never filled in.
bool is_placeholder(std::string_view text) {
  constexpr std::array<std::string_view, 7> kWords = {"none", "null", "n/a", "na", "unknown", "scratch", "from scratch"};
  if (std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return equals_ignoring_case(text, word); })) return true;
  return text.find_first_of("<>{}$") != std::string_view::npos || text.starts_with("[");
}

// "checkpoint-500", as trainers name the folders they save to.
bool is_checkpoint(std::string_view part) {
  if (!take(part, "checkpoint-") && !take(part, "checkpoint_")) return false;
  return !part.empty() && std::all_of(part.begin(), part.end(), is_digit);
}

// Spellings that no hub has, and disks do. A relative path of one slash cannot be told from an identity, and is taken for one.
bool is_local_path(std::string_view text) {
  if (text.starts_with("/") || text.starts_with(".") || text.starts_with("~") || take(text, "file:")) return true;
  if (text.size() >= 2 && is_letter(text[0]) && text[1] == ':' && (text.size() == 2 || text[2] == '\\' || text[2] == '/')) return true;
  if (text.find('\\') != std::string_view::npos || is_checkpoint(file_name(text))) return true;
  return text.find("://") == std::string_view::npos && text.find(' ') == std::string_view::npos && std::count(text.begin(), text.end(), '/') > 1;
}

void trim_slashes(std::string_view& text) {
  while (text.ends_with("/")) text.remove_suffix(1);
}

// The repository in "owner/name/tree/rev/..." of a Hub URL.
BaseName hub_name(std::string_view path) {
  BaseName name;
  path = path.substr(0, path.find_first_of("?#"));
  trim_slashes(path);
  const bool dataset = take(path, "datasets/");
  if (!dataset) take(path, "models/");
  const std::vector<std::string> parts = split(path, '/');
  std::string text = parts.size() >= 2 ? parts[0] + "/" + parts[1] : parts[0];
  // "hf.co/owner/name:QUANT", "hf://owner/name@rev", and addresses for git.
  text.resize(std::min(text.size(), text.find_first_of("@:")));
  if (text.ends_with(".git")) text.resize(text.size() - 4);
  if (text.empty() || (parts.size() >= 2 && !is_hub_id(text))) return {};
  name.kind = NameKind::Named;
  name.text = (dataset ? "datasets/" : "") + text;
  return name;
}

// The last part of an identity, in lower-case words; those that only say how numbers are packed are left out.
std::string without_packing(std::string_view base) {
  constexpr std::array<std::string_view, 24> kPacking = {"bnb",  "4bit", "8bit", "3bit", "6bit", "2bit", "gptq", "awq",  "gguf", "int4", "int8", "fp8",
                                                         "fp4",  "nf4",  "nvfp4", "mxfp4", "hf",  "bf16", "fp16", "mlx",  "exl2", "exl3", "quantized", "w8a8"};
  const std::string name = to_lower(base.substr(base.find_last_of('/') + 1));
  std::string words;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t end = std::min(name.find_first_of("-_ :", at), name.size());
    const std::string_view word = std::string_view(name).substr(at, end - at);
    if (std::find(kPacking.begin(), kPacking.end(), word) == kPacking.end()) words += letters_and_digits(word);
    at = end + 1;
  }
  return words;
}

}  // namespace

bool is_hub_id(std::string_view text) {
  if (std::count(text.begin(), text.end(), '/') != 1 || text.front() == '/' || text.back() == '/' || text.front() == '.') return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || c == '/'; });
}

BaseName base_name(std::string_view written) {
  std::string_view text = trim(written);
  if (text.empty() || text.size() > limits::kLineageNameBytes || find_invalid_utf8(text) != std::string_view::npos) return {};
  if (is_placeholder(text) || std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; })) return {};
  if (take_hub(text)) return hub_name(text);
  std::string_view data_set = text;
  if (take(data_set, "datasets/") && is_hub_id(data_set)) return hub_name(text);
  trim_slashes(text);
  if (text.empty() || is_local_path(text)) return {NameKind::LocalPath, std::string(trim(written))};
  const std::string_view unpinned = text.substr(0, text.find('@'));
  return {NameKind::Named, std::string(is_hub_id(unpinned) ? unpinned : text)};
}

bool same_base(std::string_view a, std::string_view b) {
  if (equals_ignoring_case(a, b)) return true;
  const bool owned_a = a.find('/') != std::string_view::npos;
  const bool owned_b = b.find('/') != std::string_view::npos;
  if (owned_a && owned_b) return false;
  const std::string name = letters_and_digits(a.substr(a.find_last_of('/') + 1));
  return !name.empty() && name == letters_and_digits(b.substr(b.find_last_of('/') + 1));
}

bool related(std::string_view a, std::string_view b) {
  if (akin(a, b)) return true;
  constexpr std::size_t kTelling = 4;  // a shorter name stands in others by chance
  const std::string one = without_packing(a);
  const std::string other = without_packing(b);
  return std::min(one.size(), other.size()) >= kTelling && (one.find(other) != std::string::npos || other.find(one) != std::string::npos);
}

bool akin(std::string_view a, std::string_view b) {
  if (same_base(a, b)) return true;
  const std::string name = without_packing(a);
  return !name.empty() && name == without_packing(b);
}

}  // namespace aboveboard::lineage
