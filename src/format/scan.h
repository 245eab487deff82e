// Scan: one pass over the files of a source. Each file is named by what its content shows, and read as far as its kind
// allows: documents whole, configurations whole, weights by header only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostics.h"
#include "data/value.h"
#include "format/document.h"
#include "format/examination.h"
#include "format/metadata.h"
#include "model/evidence.h"
#include "model/weights.h"
#include "source/source.h"

namespace aboveboard {

enum class FileKind {
  Markdown,   // read into `document`
  PlainText,  // .txt, LICENSE, NOTICE and other texts without markup: read into `document` too
  Json,       // read into `value` where it is one of the known configurations or small (limits::kConfigBytes)
  Yaml,
  Code,          // program text: leading bytes in `text`
  LfsPointer,    // `pointer`
  Safetensors,   // `weights`
  Gguf,          // `weights`
  OtherWeights,  // `weights` of any other format; WeightsFile::read says whether its tensors were read
  Data,  // records and tables (.jsonl, .csv, .parquet, .arrow ...): `text` holds the leading bytes of a text, no more
  Pdf,
  Image,
  Binary,  // anything else that is not text
  Unread,  // could not be read; a diagnostic says why
};

struct LfsPointer {
  std::string oid;  // "sha256:" and 64 hexadecimal digits
  std::uint64_t bytes = 0;
};

// What a shard index (*.index.json) says. Names are kept as hashes (name_hash.h): a large model has half a million of
// them.
struct ShardIndex {
  struct Entry {
    std::uint64_t name = 0;   // hash of the tensor's name
    std::uint64_t byte = 0;   // where the name stands in the index
    std::uint32_t shard = 0;  // into `shards`
  };
  std::vector<std::string> shards;          // as written, in order of first mention
  std::vector<Entry> entries;               // by name
  std::optional<std::uint64_t> total_size;  // metadata.total_size
  std::uint64_t total_size_byte = 0;
};

struct ScannedFile {
  std::string path;
  std::uint64_t bytes = 0;
  FileKind kind = FileKind::Binary;
  std::string text;                  // Code, Json, Yaml: what was read of it (see limits)
  std::optional<Document> document;  // Markdown, PlainText
  std::optional<data::Value> value;  // Json, Yaml, where it parsed
  std::optional<LfsPointer> pointer;
  std::optional<WeightsFile> weights;       // of what is taken for model weights; also for pointers whose name is one of a weights file
  Contents contents;                        // what examining the bytes found: tensors, header metadata, constructs
  std::optional<ShardIndex> index;          // Json that is a shard index
};

struct ScannedSource {
  const Source* source = nullptr;
  std::vector<ScannedFile> files;  // in the order of Source::files()
};

struct ScanOptions {
  bool named_as_weights = false;  // the caller named the files as model files: whatever is recognized is taken for weights
};

// What is inside one source. Never fails as a whole: what could not be read is in `notes`.
ScannedSource scan(const Source& source, Diagnostics& notes, const ScanOptions& options = {});

// Evidence for bytes or lines of a scanned file. `quote` must stand in the file as given; it is clipped to
// limits::kQuoteBytes.
Evidence quote_sentence(const ScannedSource& source, const ScannedFile& file, const Sentence& sentence,
                        std::string extractor);
// The given bytes of a text (document text, code, JSON, YAML): lines are computed, the quote is cut from it.
Evidence quote_bytes(const ScannedSource& source, const ScannedFile& file, std::size_t begin, std::size_t end,
                     std::string extractor, EvidenceKind kind);
// A whole line (1-based) without its ending and surrounding white space.
Evidence quote_line(const ScannedSource& source, const ScannedFile& file, std::uint64_t line, std::string extractor,
                    EvidenceKind kind);
// A value of a weights file's header, with its byte range.
Evidence quote_metadata(const ScannedSource& source, const ScannedFile& file, const MetadataEntry& entry,
                        std::string extractor);
// The file is there.
Evidence listing(const ScannedSource& source, const ScannedFile& file, std::string extractor);

}  // namespace aboveboard
