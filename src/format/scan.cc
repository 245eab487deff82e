#include "format/scan.h"

#include <algorithm>
#include <map>
#include <set>
#include <span>
#include <utility>

#include "base/limits.h"
#include "base/parallel.h"
#include "format/classify.h"
#include "format/examine.h"
#include "format/index/shard_index.h"
#include "format/pointer/lfs_pointer.h"
#include "format/weights_file.h"

namespace aboveboard {
namespace {

constexpr std::uint64_t kSniffBytes = 512;  // of texts that are not read whole: what is kept of them
constexpr std::uint64_t kTrustedBytes = 256u << 10;  // a text larger than this is sniffed before it is read
constexpr std::uint64_t kPlainJsonBytes = 1u << 20;  // JSON of unknown purpose: larger is data, not configuration

constexpr std::size_t kFilesAThread = 16;
constexpr std::size_t kRequestsAtOnce = 16;  // over a network

bool is_index(std::string_view path) { return to_lower(path).ends_with(".index.json"); }

// How long a JSON or YAML file may be to be read as a tree; 0 for the vocabularies of tokenizers, which never are.
std::uint64_t largest_tree(std::string_view path) {
  const std::string name = to_lower(file_name(path));
  if (name == "tokenizer.json" || name == "vocab.json") return 0;
  if (name.ends_with(".yaml") || name.ends_with(".yml")) return limits::kYamlBytes;
  return is_index(path) ? limits::kIndexBytes : format::is_known_config(path) ? limits::kConfigBytes : kPlainJsonBytes;
}

// Over a network: texts that are read whole, and files that may hold weights. Names decide, since looking at the bytes is what costs.
bool is_worth_a_request(const FileEntry& entry, const format::NameHint& hint, bool late) {
  if (!hint.weights_format.empty() || format::may_be_unpickled(entry.path)) return true;
  if (hint.kind == FileKind::Json || hint.kind == FileKind::Yaml) return entry.bytes <= largest_tree(entry.path);
  if (hint.kind == FileKind::Markdown || hint.kind == FileKind::PlainText) return true;
  return hint.known && hint.kind == FileKind::Code && !late;
}

// A file as its name and size alone show it.
ScannedFile listed_file(const FileEntry& entry, const format::NameHint& hint) {
  ScannedFile file;
  file.path = entry.path;
  file.bytes = entry.bytes;
  file.kind = hint.kind;
  return file;
}

// Reads one file of a source.
class Scanner {
 public:
  // `late`: the source has so many source files before this one that it is not read where it is another.
  Scanner(const Source& source, Diagnostics& notes, const ScanOptions& options, bool late)
      : source_(source), notes_(notes), options_(options), late_(late) {}

  ScannedFile scan_file(const FileEntry& entry, const format::NameHint& hint);

 private:
  void stand_in(ScannedFile& file, const FileEntry& entry, std::string_view format);
  void read(ScannedFile& file, ByteSource& bytes, const format::NameHint& hint);
  void read_text(ScannedFile& file, ByteSource& bytes, FileKind kind, std::string head);
  void read_utf16(ScannedFile& file, ByteSource& bytes, FileKind kind, std::string head);
  void read_document(ScannedFile& file, std::string text);
  void read_json(ScannedFile& file, ByteSource& bytes, std::string head);
  void read_yaml(ScannedFile& file, ByteSource& bytes, std::string head);
  void read_pointer(ScannedFile& file, std::string_view text);
  void examine(ScannedFile& file, ByteSource& bytes, const format::NameHint& hint, std::string_view head, bool text);
  void note_unparsed(ScannedFile& file, Error error, std::string rule, bool matters);
  Result<std::string> more(ByteSource& bytes, std::string head, std::uint64_t limit);
  void unread(ScannedFile& file, Error error);
  void not_examined(const ScannedFile& file, std::string rule, ErrorKind kind, std::string message) {
    notes_.add(DiagnosticKind::NotExamined, std::move(rule),
               Error{kind, std::move(message), {file.path, std::nullopt, std::nullopt}});
  }

  const Source& source_;
  Diagnostics& notes_;
  ScanOptions options_;
  bool late_;
};

void Scanner::unread(ScannedFile& file, Error error) {
  file.kind = FileKind::Unread;
  error.place.path = file.path;
  // Other bytes than were promised are a finding, not a gap.
  if (error.kind == ErrorKind::Integrity) return notes_.add(DiagnosticKind::Invalid, "integrity/not-as-listed", std::move(error));
  notes_.add(DiagnosticKind::NotExamined, "format/unreadable", std::move(error));
}

ScannedFile Scanner::scan_file(const FileEntry& entry, const format::NameHint& hint) {
  ScannedFile file = listed_file(entry, hint);
  auto bytes = source_.open(entry.path);
  if (!bytes) {
    unread(file, bytes.error());
    return file;
  }
  file.bytes = (*bytes)->size();
  read(file, **bytes, hint);
  if (source_.remote() && file.kind == FileKind::Unread && !hint.weights_format.empty()) stand_in(file, entry, hint.weights_format);
  return file;
}

// Weights that a server lists and will not give, such as those of a gated repository: they are there, as a pointer says so.
void Scanner::stand_in(ScannedFile& file, const FileEntry& entry, std::string_view format) {
  file.kind = FileKind::LfsPointer;
  file.pointer = LfsPointer{entry.promised.starts_with("sha256:") ? entry.promised : "", entry.bytes};
  file.bytes = entry.bytes;
  format::describe_pointer(file, source_.info().name, format);
  file.weights->valid = true;
  file.weights->evidence.front().kind = EvidenceKind::Listing;
  file.weights->evidence.front().extractor = "format/hub-listing";
}

// `head` and what follows it, up to `limit` bytes in all. No byte is read twice.
Result<std::string> Scanner::more(ByteSource& bytes, std::string head, std::uint64_t limit) {
  const std::uint64_t want = std::min(bytes.size(), limit);
  if (head.size() >= want) return head;
  const std::size_t known = head.size();
  head.resize(static_cast<std::size_t>(want));
  ABOVEBOARD_TRY(bytes.read_at(known, std::as_writable_bytes(std::span(head)).subspan(known)));
  return head;
}

void Scanner::read(ScannedFile& file, ByteSource& bytes, const format::NameHint& hint) {
  const std::uint64_t size = bytes.size();
  const bool text =
      hint.known && (hint.kind == FileKind::Markdown || hint.kind == FileKind::PlainText ||
                     hint.kind == FileKind::Json || hint.kind == FileKind::Yaml || hint.kind == FileKind::Code);
  const std::uint64_t first = text && size <= kTrustedBytes ? size : format::kHeadBytes;
  Result<std::string> head = read_range(bytes, 0, std::min(first, size));
  if (!head) return unread(file, head.error());
  const format::ContentHint content = format::classify_content(std::string_view(*head).substr(0, format::kHeadBytes), size);
  if (content.kind == FileKind::LfsPointer) return read_pointer(file, *head);
  const bool readable = content.kind == FileKind::Code;
  examine(file, bytes, hint, *head, readable && hint.known && hint.weights_format.empty() && !options_.named_as_weights);
  if (file.weights) return;
  if (content.kind == FileKind::Pdf || content.kind == FileKind::Image) {
    file.kind = content.kind;
    if (content.kind == FileKind::Pdf)
      not_examined(file, "format/pdf-not-read", ErrorKind::Unsupported, "the text of PDF files is not read");
    return;
  }
  if (content.utf16 && (hint.kind == FileKind::Markdown || hint.kind == FileKind::PlainText))
    return read_utf16(file, bytes, hint.kind, std::move(*head));
  if (content.utf16 && text)
    not_examined(file, "format/utf16-text", ErrorKind::Unsupported, "the text is encoded in UTF-16, which is not read");
  if (content.kind == FileKind::Binary && size != 0) {
    if (hint.kind != FileKind::Data && hint.kind != FileKind::Image && hint.kind != FileKind::Pdf)
      file.kind = FileKind::Binary;
    if (format::is_archive(file.path) && file.contents.formats.empty())
      not_examined(file, "format/archive-not-read", ErrorKind::Unsupported,
                   "the members of this archive were not looked at");
    return;
  }
  if (hint.kind == FileKind::Image || hint.kind == FileKind::Pdf) return;
  if (hint.kind == FileKind::Data) {
    head->resize(std::min<std::size_t>(head->size(), kSniffBytes));
    file.text = std::move(*head);
    return;
  }
  read_text(file, bytes, hint.known && text ? hint.kind : FileKind::Code, std::move(*head));
}

// Every reader that the bytes call for; then what they make of the file: weights, or something else that is worth looking into.
void Scanner::examine(ScannedFile& file, ByteSource& bytes, const format::NameHint& hint, std::string_view head, bool text) {
  format::ExamineOptions options;
  options.path = file.path;
  options.head = head;
  options.named = hint.weights_format;
  options.text = text;
  options.pickled = options_.named_as_weights || format::may_be_unpickled(file.path);
  format::examine(bytes, options, file.contents, notes_);
  const std::string format = format::weights_format(file.path, hint.weights_format, file.contents, options_.named_as_weights);
  if (!format.empty()) format::describe_weights(file, source_.info().name, format, notes_);
}

void Scanner::read_text(ScannedFile& file, ByteSource& bytes, FileKind kind, std::string head) {
  file.kind = kind;
  if (kind == FileKind::Json) return read_json(file, bytes, std::move(head));
  if (kind == FileKind::Yaml) return read_yaml(file, bytes, std::move(head));
  if (kind == FileKind::Code && late_) return;
  const std::uint64_t limit = kind == FileKind::Code ? limits::kCodeBytes : limits::kDocumentBytes;
  Result<std::string> text = more(bytes, std::move(head), limit);
  if (!text) return unread(file, text.error());
  if (kind == FileKind::Code) {
    file.text = std::move(*text);
    return;
  }
  if (bytes.size() > limit)
    not_examined(file, "format/limit-document", ErrorKind::LimitReached, "only the first 8 MiB of this text were read");
  read_document(file, std::move(*text));
}

// Its lines are those of the decoded text.
void Scanner::read_utf16(ScannedFile& file, ByteSource& bytes, FileKind kind, std::string head) {
  Result<std::string> text = more(bytes, std::move(head), limits::kDocumentBytes);
  if (!text) return unread(file, text.error());
  if (bytes.size() > limits::kDocumentBytes)
    not_examined(file, "format/limit-document", ErrorKind::LimitReached, "only the first 8 MiB of this text were read");
  file.kind = kind;
  notes_.add(DiagnosticKind::Note, "format/utf16-text",
             Error{ErrorKind::Malformed, "the text is encoded in UTF-16; it was read as such", {file.path, 1, 0}});
  read_document(file, utf8_from_utf16(*text).value_or(std::string()));
}

void Scanner::read_document(ScannedFile& file, std::string text) {
  file.document = parse_document(file.path, std::move(text), notes_);
}

// A configuration that cannot be parsed is a finding; any other file of a code repository may be what it likes.
void Scanner::note_unparsed(ScannedFile& file, Error error, std::string rule, bool matters) {
  error.place.path = file.path;
  notes_.add(matters ? DiagnosticKind::Invalid : DiagnosticKind::Note, std::move(rule), std::move(error));
}

void Scanner::read_json(ScannedFile& file, ByteSource& bytes, std::string head) {
  const bool known = format::is_known_config(file.path);
  const bool index = is_index(file.path);
  const std::uint64_t limit = largest_tree(file.path);
  if (bytes.size() > limit) {
    if (limit != 0 && (known || index))
      not_examined(file, "format/limit-json", ErrorKind::LimitReached, "this JSON file is larger than what is read");
    head.resize(std::min<std::size_t>(head.size(), kSniffBytes));
    file.text = std::move(head);
    return;
  }
  Result<std::string> text = more(bytes, std::move(head), limit);
  if (!text) return unread(file, text.error());
  if (index) return format::read_shard_index(*text, file, notes_);
  file.text = std::move(*text);
  data::ParseOptions options;
  options.path = file.path;
  Result<data::Value> value = data::parse_json(file.text, options, notes_);
  if (value)
    file.value = std::move(*value);
  else
    note_unparsed(file, value.error(), "format/json", known);
}

void Scanner::read_yaml(ScannedFile& file, ByteSource& bytes, std::string head) {
  if (bytes.size() > limits::kYamlBytes) {
    head.resize(std::min<std::size_t>(head.size(), kSniffBytes));
    file.text = std::move(head);
    return;
  }
  Result<std::string> text = more(bytes, std::move(head), limits::kYamlBytes);
  if (!text) return unread(file, text.error());
  file.text = std::move(*text);
  data::ParseOptions options;
  options.path = file.path;
  Result<data::Value> value = data::parse_yaml(file.text, options, notes_);
  if (value)
    file.value = std::move(*value);
  else
    note_unparsed(file, value.error(), "format/yaml", false);
}

void Scanner::read_pointer(ScannedFile& file, std::string_view text) {
  file.kind = FileKind::LfsPointer;
  Result<LfsPointer> pointer = format::parse_lfs_pointer(text);
  const std::string format = format::weights_format_of(file.path);
  if (!pointer) {
    Error error = pointer.error();
    error.place.path = file.path;
    notes_.add(DiagnosticKind::Invalid, "format/lfs-pointer", std::move(error));
    file.pointer = LfsPointer{};
  } else {
    file.pointer = *pointer;
  }
  if (!format.empty()) format::describe_pointer(file, source_.info().name, format);
}

// Files that others name as the place of their tensors' bytes: of no format, and accounted for by those others. Values are "NAME BYTES".
std::set<std::string> raw_data_files(const std::vector<ScannedFile>& files) {
  std::set<std::string> paths;
  for (const ScannedFile& file : files) {
    const std::string_view folder = parent_path(file.path);
    const std::string prefix = folder.empty() ? "" : std::string(folder) + "/";
    for (const MetadataEntry& entry : file.contents.metadata) {
      if (entry.key == "onnx.external_data" || entry.key == "tensorflow.data_shard" || entry.key == "coreml.blob_file")
        paths.insert(prefix + entry.value.substr(0, entry.value.rfind(' ')));
      if (entry.key == "openvino.bin_bytes") paths.insert(file.path.substr(0, file.path.size() - std::min(file.path.size(), file_extension(file.path).size())) + "bin");
    }
  }
  return paths;
}

// A server that stops answering, or a limit, is the reason for a hundred thousand files: the first of them are told, the others counted.
void tell_like_reasons_once(std::vector<Diagnostics>& said) {
  std::map<std::string, std::size_t> told;
  for (Diagnostics& one : said) {
    for (const Diagnostic& item : std::vector<Diagnostic>(one.items())) {
      if (item.rule == "format/unreadable" && ++told[item.error.message] > limits::kToldPerRule) one.drop(item.rule);
    }
  }
  for (const auto& [message, count] : told) {
    if (count > limits::kToldPerRule)
      said.back().add(DiagnosticKind::NotExamined, "format/unreadable", Error{ErrorKind::LimitReached, "and " + std::to_string(count - limits::kToldPerRule) + " more files: " + message, {".", {}, {}}});
  }
}

// What over a network is told from its name and size alone.
void say_what_was_listed_only(std::size_t listed, Diagnostics& notes) {
  const std::string what = listed == 0 ? "" : std::to_string(listed) + (listed == 1 ? " file was" : " files were") + " listed and not read (images, data, vocabularies and the like); ";
  notes.add(DiagnosticKind::NotExamined, "source/listed-only",
            Error{ErrorKind::Unsupported, "over a network documents, code and the headers of weights are read: " + what + "what may hide behind the headers was not looked at", {".", {}, {}}});
}

}  // namespace

ScannedSource scan(const Source& source, Diagnostics& notes, const ScanOptions& options) {
  const std::vector<FileEntry>& entries = source.files();
  ScannedSource scanned;
  scanned.source = &source;
  scanned.files.resize(entries.size());
  notes.set_source(source.info().name);
  // What each file has to say is kept apart, so that the order does not depend on who came first.
  std::vector<Diagnostics> said(entries.size());
  std::vector<bool> late(entries.size());
  std::vector<format::NameHint> hints;
  std::vector<bool> listed_only(entries.size());
  std::uint64_t code_files = 0;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    said[i].set_source(source.info().name);
    const format::NameHint& hint = hints.emplace_back(format::classify_name(entries[i].path, entries[i].bytes));
    late[i] = (!hint.known || hint.kind == FileKind::Code) && ++code_files > limits::kCodeFiles;
    listed_only[i] = source.remote() && !is_worth_a_request(entries[i], hint, late[i]);
  }
  const auto work = [&](std::size_t i) {
    scanned.files[i] = listed_only[i] ? listed_file(entries[i], hints[i]) : Scanner(source, said[i], options, late[i]).scan_file(entries[i], hints[i]);
  };
  if (source.remote()) for_each_waiting(entries.size(), kRequestsAtOnce, work);
  else for_each_index(entries.size(), kFilesAThread, work);
  if (source.remote()) say_what_was_listed_only(static_cast<std::size_t>(std::count(listed_only.begin(), listed_only.end(), true)), notes);
  if (source.remote()) tell_like_reasons_once(said);
  const std::set<std::string> raw = raw_data_files(scanned.files);
  bool told = false;
  for (std::size_t i = 0; i < entries.size(); ++i) {
    if (raw.contains(entries[i].path)) said[i].drop("format/not-recognized");
    notes.append(std::move(said[i]));
    if (told || !late[i] || scanned.files[i].kind != FileKind::Code) continue;
    told = true;
    notes.add(DiagnosticKind::NotExamined, "format/limit-code-files",
              Error{ErrorKind::LimitReached, "more source files than are read: this one and those after it were not", {entries[i].path, {}, {}}});
  }
  return scanned;
}

}  // namespace aboveboard
