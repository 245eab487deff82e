#include "format/scan.h"

#include <algorithm>
#include <cstring>
#include <span>
#include <utility>

#include "base/limits.h"
#include "format/classify.h"
#include "format/gguf/gguf.h"
#include "format/index/shard_index.h"
#include "format/pointer/lfs_pointer.h"
#include "format/safetensors/safetensors.h"

namespace aboveboard {
namespace {

constexpr std::uint64_t kLengthBytes = 9;   // of weights: the length of a safetensors header and its first byte
constexpr std::uint64_t kSniffBytes = 512;  // of files that are not read: enough to tell what they are
constexpr std::uint64_t kTrustedBytes = 256u << 10;  // a text larger than this is sniffed before it is read
constexpr std::uint64_t kPlainJsonBytes = 1u << 20;  // JSON of unknown purpose: larger is data, not configuration

// A file whose first bytes have been read already: they are not read twice.
class PrefixedSource final : public ByteSource {
 public:
  PrefixedSource(ByteSource& source, std::string_view prefix) : source_(source), prefix_(prefix) {}
  std::uint64_t size() const override { return source_.size(); }
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override {
    std::size_t known = 0;
    if (offset < prefix_.size()) {
      known = std::min<std::size_t>(out.size(), prefix_.size() - static_cast<std::size_t>(offset));
      std::memcpy(out.data(), prefix_.data() + offset, known);
    }
    return known == out.size() ? Status{} : source_.read_at(offset + known, out.subspan(known));
  }

 private:
  ByteSource& source_;
  std::string_view prefix_;
};

class Scanner {
 public:
  Scanner(const Source& source, Diagnostics& notes) : source_(source), notes_(notes) {}

  ScannedFile scan_file(const FileEntry& entry);

 private:
  void read(ScannedFile& file, ByteSource& bytes, const format::NameHint& hint);
  void read_text(ScannedFile& file, ByteSource& bytes, FileKind kind, std::string head);
  void read_utf16(ScannedFile& file, ByteSource& bytes, FileKind kind, std::string head);
  void read_document(ScannedFile& file, std::string text);
  void read_json(ScannedFile& file, ByteSource& bytes, std::string head);
  void read_yaml(ScannedFile& file, ByteSource& bytes, std::string head);
  void read_pointer(ScannedFile& file, std::string_view text);
  void read_weights(ScannedFile& file, ByteSource& bytes, FileKind kind);
  void name_weights(ScannedFile& file, std::string format);
  void note_unparsed(ScannedFile& file, Error error, std::string rule, bool matters);
  Result<std::string> more(ByteSource& bytes, std::string head, std::uint64_t limit);
  void unread(ScannedFile& file, Error error);
  void not_examined(const ScannedFile& file, std::string rule, ErrorKind kind, std::string message) {
    notes_.add(DiagnosticKind::NotExamined, std::move(rule),
               Error{kind, std::move(message), {file.path, std::nullopt, std::nullopt}});
  }

  const Source& source_;
  Diagnostics& notes_;
  std::uint64_t code_files_ = 0;
};

void Scanner::unread(ScannedFile& file, Error error) {
  file.kind = FileKind::Unread;
  error.place.path = file.path;
  notes_.add(DiagnosticKind::NotExamined, "format/unreadable", std::move(error));
}

ScannedFile Scanner::scan_file(const FileEntry& entry) {
  ScannedFile file;
  file.path = entry.path;
  file.bytes = entry.bytes;
  const format::NameHint hint = format::classify_name(entry.path, entry.bytes);
  file.kind = hint.kind;
  auto bytes = source_.open(entry.path);
  if (!bytes) {
    unread(file, bytes.error());
    return file;
  }
  file.bytes = (*bytes)->size();
  read(file, **bytes, hint);
  return file;
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
  const bool header_only = hint.kind == FileKind::Safetensors || hint.kind == FileKind::Gguf;
  const bool text =
      hint.known && (hint.kind == FileKind::Markdown || hint.kind == FileKind::PlainText ||
                     hint.kind == FileKind::Json || hint.kind == FileKind::Yaml || hint.kind == FileKind::Code);
  std::uint64_t first = header_only ? kLengthBytes : kSniffBytes;
  if (text && size <= kTrustedBytes) first = size;
  Result<std::string> head = read_range(bytes, 0, std::min(first, size));
  // Pointers are recognized whatever the name.
  if (head && size < format::kPointerBytes && head->starts_with("version h"))
    head = more(bytes, std::move(*head), size);
  if (!head) return unread(file, head.error());
  format::ContentHint content = format::classify_content(std::string_view(*head).substr(0, 4096), size);
  if (content.kind == FileKind::LfsPointer) return read_pointer(file, *head);
  if (header_only && content.kind != FileKind::Safetensors)
    content.kind = content.kind == FileKind::Gguf ? content.kind : hint.kind;
  if (content.kind == FileKind::Safetensors || content.kind == FileKind::Gguf) {
    PrefixedSource rest(bytes, *head);
    return read_weights(file, rest, content.kind);
  }
  if (hint.kind == FileKind::OtherWeights || content.kind == FileKind::OtherWeights) {
    file.kind = FileKind::OtherWeights;
    return name_weights(file, hint.weights_format.empty() ? content.weights_format : hint.weights_format);
  }
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
    if (format::is_archive(file.path))
      not_examined(file, "format/archive-not-read", ErrorKind::Unsupported,
                   "the members of this archive were not looked at");
    return;
  }
  if (hint.kind == FileKind::Image || hint.kind == FileKind::Pdf) return;
  if (hint.kind == FileKind::Data) {
    file.text = std::move(*head);
    return;
  }
  read_text(file, bytes, hint.known && text ? hint.kind : FileKind::Code, std::move(*head));
}

void Scanner::read_text(ScannedFile& file, ByteSource& bytes, FileKind kind, std::string head) {
  file.kind = kind;
  if (kind == FileKind::Json) return read_json(file, bytes, std::move(head));
  if (kind == FileKind::Yaml) return read_yaml(file, bytes, std::move(head));
  if (kind == FileKind::Code && ++code_files_ > limits::kCodeFiles) {
    if (code_files_ == limits::kCodeFiles + 1)
      not_examined(file, "format/limit-code-files", ErrorKind::LimitReached,
                   "more source files than are read: this one and those after it were not");
    return;
  }
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
  const std::string name = to_lower(file_name(file.path));
  const bool known = format::is_known_config(file.path);
  const bool index = name.ends_with(".index.json");
  const bool tokenizer = name == "tokenizer.json" || name == "vocab.json";
  const std::uint64_t limit = index ? limits::kIndexBytes : known ? limits::kConfigBytes : kPlainJsonBytes;
  if (tokenizer || bytes.size() > limit) {
    if (!tokenizer && (known || index))
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
  if (format.empty()) return;
  name_weights(file, format);
  file.weights->pointer = true;
  file.weights->valid = pointer.has_value();
  file.weights->digest = file.pointer->oid;
  file.weights->bytes = file.pointer->bytes;
  Evidence& evidence = file.weights->evidence.front();
  evidence.kind = EvidenceKind::Pointer;
  evidence.extractor = "format/lfs-pointer";
}

// Weights of a format whose headers are not read: named, sized, no more.
void Scanner::name_weights(ScannedFile& file, std::string format) {
  WeightsFile weights;
  weights.source = source_.info().name;
  weights.path = file.path;
  weights.format = std::move(format);
  weights.bytes = file.bytes;
  Evidence evidence;
  evidence.source = weights.source;
  evidence.path = file.path;
  evidence.extractor = "format/weights";
  evidence.kind = EvidenceKind::Listing;
  weights.evidence.push_back(std::move(evidence));
  file.weights = std::move(weights);
  if (file.kind != FileKind::OtherWeights) return;
  if (file.bytes == 0) {
    file.weights->valid = false;
    notes_.add(DiagnosticKind::Invalid, "format/empty-weights",
               Error{ErrorKind::Truncated, "this weights file is empty", {file.path, std::nullopt, 0}});
  } else {
    not_examined(file, "format/not-read-yet", ErrorKind::Unsupported,
                 "weights in the " + file.weights->format + " format are not read yet");
  }
}

void Scanner::read_weights(ScannedFile& file, ByteSource& bytes, FileKind kind) {
  file.kind = kind;
  name_weights(file, kind == FileKind::Gguf ? "gguf" : "safetensors");
  if (kind == FileKind::Gguf)
    format::read_gguf(bytes, file, notes_);
  else
    format::read_safetensors(bytes, file, notes_);
  file.weights->evidence.front().kind = EvidenceKind::Bytes;
}

}  // namespace

ScannedSource scan(const Source& source, Diagnostics& notes) {
  ScannedSource scanned;
  scanned.source = &source;
  notes.set_source(source.info().name);
  Scanner scanner(source, notes);
  scanned.files.reserve(source.files().size());
  for (const FileEntry& entry : source.files()) scanned.files.push_back(scanner.scan_file(entry));
  return scanned;
}

}  // namespace aboveboard
