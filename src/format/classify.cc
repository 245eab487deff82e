#include "format/classify.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "format/pointer/lfs_pointer.h"

namespace aboveboard::format {
namespace {

constexpr std::uint64_t kProseBytes = 1u << 16;  // a larger .txt is data, unless its name is that of a license

template <std::size_t N>
bool contains(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::array<std::string_view, 52> kCodeExtensions = {
    "py",  "pyi",  "ipynb", "sh",  "bash", "zsh",   "slurm", "sbatch", "c",     "cc",      "cpp",       "cxx",  "h",
    "hpp", "hh",   "cu",    "cuh", "rs",   "go",    "java",  "kt",     "swift", "js",      "ts",        "tsx",  "jsx",
    "jl",  "lua",  "rb",    "pl",  "php",  "scala", "r",     "m",      "mm",    "cmake",   "gradle",    "toml", "cfg",
    "ini", "conf", "bat",   "ps1", "sql",  "proto", "jinja", "jinja2", "gin",   "jsonnet", "libsonnet", "tex",  "html"};
constexpr std::array<std::string_view, 12> kDataExtensions = {
    "jsonl", "ndjson", "csv", "tsv", "parquet", "arrow", "feather", "npy", "tfrecord", "tiktoken", "lst", "orc"};
constexpr std::array<std::string_view, 11> kImageExtensions = {"png", "jpg", "jpeg", "gif",  "webp", "bmp",
                                                               "ico", "svg", "tif",  "tiff", "avif"};
constexpr std::array<std::string_view, 19> kBinaryExtensions = {"mp4",  "mov", "avi", "mkv",   "webm", "mp3",   "wav",
                                                                "flac", "ogg", "ttf", "otf",   "woff", "woff2", "so",
                                                                "dll",  "exe", "pyc", "class", "o"};
constexpr std::array<std::string_view, 14> kArchiveExtensions = {"zip", "tar", "gz",  "tgz", "bz2", "xz",  "zst",
                                                                 "7z",  "rar", "whl", "jar", "mar", "lz4", "egg"};
constexpr std::array<std::string_view, 14> kProseWords = {"license", "licence",   "notice",    "copying",    "policy",
                                                          "terms",   "agreement", "copyright", "disclaimer", "readme",
                                                          "patents", "authors",   "changelog", "citation"};

bool is_legal_name(std::string_view lower_name) {
  return std::any_of(kProseWords.begin(), kProseWords.end() - 5,
                     [&](std::string_view word) { return lower_name.find(word) != std::string_view::npos; });
}
bool is_prose_name(std::string_view lower_name) {
  return std::any_of(kProseWords.begin(), kProseWords.end(),
                     [&](std::string_view word) { return lower_name.find(word) != std::string_view::npos; });
}

// `shouted`: the name has capitals only, as those of texts that come with code have (ACKNOWLEDGEMENTS).
FileKind text_kind(std::string_view lower_name, std::string_view extension, bool shouted, std::uint64_t bytes) {
  if (extension == "md" || extension == "markdown" || extension == "mdx" || extension == "rst")
    return FileKind::Markdown;
  if (extension == "json" || extension == "jsonld") return FileKind::Json;
  if (extension == "yaml" || extension == "yml" || extension == "cff") return FileKind::Yaml;
  const bool word_list =
      lower_name.starts_with("vocab") || lower_name.starts_with("merges") || lower_name.starts_with("bpe");
  if (contains(kDataExtensions, extension) || (word_list && (extension == "txt" || extension == "bpe")))
    return FileKind::Data;
  if (extension == "html" && is_legal_name(lower_name)) return FileKind::Markdown;
  if (contains(kCodeExtensions, extension) || lower_name == "cmakelists.txt") return FileKind::Code;
  if (lower_name.starts_with("requirements") || lower_name.starts_with("constraints")) return FileKind::Code;
  if (is_legal_name(lower_name)) return FileKind::PlainText;
  if (extension == "txt") return bytes <= kProseBytes ? FileKind::PlainText : FileKind::Data;
  if (extension.empty() && (shouted || is_prose_name(lower_name) || lower_name.find(' ') != std::string_view::npos))
    return FileKind::PlainText;
  return FileKind::Binary;
}

}  // namespace

bool is_training_state(std::string_view path) {
  const std::string lower_name = to_lower(file_name(path));
  return lower_name.starts_with("optim") || lower_name.starts_with("scheduler") ||
         lower_name.starts_with("rng_state") || lower_name.starts_with("random_states") ||
         lower_name.starts_with("training_args") || lower_name.starts_with("scaler.") ||
         lower_name.find("optim_states") != std::string::npos ||
         lower_name.find("tokenizer") != std::string::npos || lower_name.starts_with("vocab") ||
         lower_name.starts_with("spiece") || lower_name.starts_with("sentencepiece");
}

std::string weights_format_of(std::string_view path) {
  const std::string name = to_lower(file_name(path));
  const std::string extension = file_extension(name);
  if (extension == "safetensors") return "safetensors";
  if (extension == "gguf") return "gguf";
  if (is_training_state(name)) return "";
  if (extension == "bin") {
    if (name.starts_with("ggml")) return "ggml";
    const bool named = name.starts_with("pytorch_model") || name.starts_with("model") ||
                       name.starts_with("diffusion_pytorch_model") || name.starts_with("adapter_model") ||
                       name.starts_with("consolidated") || name.find("weights") != std::string::npos ||
                       name.find("lora") != std::string::npos || name.starts_with("open_clip_pytorch_model");
    return named ? "pytorch" : "";
  }
  if (extension == "pt" || extension == "pth" || extension == "ckpt") return "pytorch";
  if (extension == "h5" || extension == "hdf5") return "hdf5";
  if (extension == "keras" || extension == "onnx" || extension == "tflite" || extension == "npz" || extension == "nemo")
    return extension;
  if (extension == "msgpack") return "flax";
  if (extension == "pdparams") return "paddle";
  if (extension == "mlmodel") return "coreml";
  if (extension == "pte") return "executorch";
  if (name == "saved_model.pb" || name.find(".data-00000-of-") != std::string::npos) return "tensorflow";
  if (extension == "onnx_data") return "onnx";
  if (extension == "llamafile") return "llamafile";
  const bool pickled = extension == "pkl" || extension == "pickle" || extension == "joblib";
  if (pickled && (name.find("model") != std::string::npos || name.find("weights") != std::string::npos))
    return "pickle";
  return "";
}

bool may_be_unpickled(std::string_view path) {
  constexpr std::array<std::string_view, 13> kPickled = {"pkl", "pickle", "p", "pck", "dill", "joblib", "pt", "pth", "ckpt", "bin", "model", "sav", "dat"};
  return contains(kPickled, file_extension(path));
}

bool is_template(std::string_view path) {
  const std::string extension = file_extension(path);
  return extension == "jinja" || extension == "jinja2" || extension == "j2";
}

bool is_archive(std::string_view path) { return contains(kArchiveExtensions, file_extension(path)); }

bool is_known_config(std::string_view path) {
  const std::string name = to_lower(file_name(path));
  constexpr std::array<std::string_view, 6> kNames = {
      "params.json",       "model_index.json",   "special_tokens_map.json",
      "added_tokens.json", "chat_template.json", "configuration.json"};
  return name == "config.json" || name.ends_with("_config.json") || contains(kNames, name);
}

NameHint classify_name(std::string_view path, std::uint64_t bytes) {
  const std::string name = to_lower(file_name(path));
  const std::string extension = file_extension(name);
  NameHint hint;
  hint.weights_format = weights_format_of(path);
  hint.known = true;
  if (hint.weights_format == "safetensors")
    hint.kind = FileKind::Safetensors;
  else if (hint.weights_format == "gguf")
    hint.kind = FileKind::Gguf;
  else if (!hint.weights_format.empty())
    hint.kind = FileKind::OtherWeights;
  else if (extension == "pdf")
    hint.kind = FileKind::Pdf;
  else if (contains(kImageExtensions, extension))
    hint.kind = FileKind::Image;
  else if (contains(kBinaryExtensions, extension) || is_archive(path))
    hint.kind = FileKind::Binary;
  else {
    const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
    const std::string_view written = file_name(path);
    const bool shouted = written.size() > 3 && std::none_of(written.begin(), written.end(), is_lower) &&
                         std::any_of(name.begin(), name.end(), is_lower);
    hint.kind = text_kind(name, extension, shouted, bytes);
    hint.known = hint.kind != FileKind::Binary;
  }
  return hint;
}

ContentHint classify_content(std::string_view head, std::uint64_t size) {
  const auto part = [head](std::size_t at, std::size_t count) {
    return at < head.size() ? head.substr(at, count) : std::string_view();
  };
  const auto is = [](FileKind kind) { return ContentHint{kind, false}; };
  if (looks_like_lfs_pointer(head, size)) return is(FileKind::LfsPointer);
  if (head.starts_with("%PDF-")) return is(FileKind::Pdf);
  if (head.starts_with("\x89PNG") || head.starts_with("\xff\xd8\xff") || head.starts_with("GIF8") ||
      (head.starts_with("RIFF") && part(8, 4) == "WEBP"))
    return is(FileKind::Image);
  if (head.starts_with("\xff\xfe") || head.starts_with("\xfe\xff")) return ContentHint{FileKind::Binary, true};
  std::size_t controls = 0;
  for (const char c : head) {
    const unsigned char byte = static_cast<unsigned char>(c);
    if (byte == 0) return is(FileKind::Binary);
    if (byte < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' && c != '\x1b') ++controls;
  }
  return is(controls * 20 > head.size() ? FileKind::Binary : FileKind::Code);
}

}  // namespace aboveboard::format
