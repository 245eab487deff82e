#include <algorithm>

#include "base/limits.h"
#include "format/scan.h"

namespace aboveboard {
namespace {

std::string_view text_of(const ScannedFile& file) {
  return file.document ? std::string_view(file.document->text) : std::string_view(file.text);
}

Evidence evidence_for(const ScannedSource& source, const ScannedFile& file, std::string extractor, EvidenceKind kind) {
  Evidence evidence;
  evidence.source = source.source == nullptr ? "" : source.source->info().name;
  evidence.path = file.path;
  evidence.extractor = std::move(extractor);
  evidence.kind = kind;
  return evidence;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// Lines and quote of [begin, end) of the file's text, without surrounding white space.
void cut(Evidence& evidence, const ScannedFile& file, std::size_t begin, std::size_t end) {
  const std::string_view text = text_of(file);
  end = std::min(end, text.size());
  begin = std::min(begin, end);
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  const std::string_view quote = trim(clip_utf8(text.substr(begin, end - begin), limits::kQuoteBytes));
  evidence.quote = std::string(quote);
  const auto place = [&](const LineIndex& lines) {
    evidence.line = lines.line_of(begin);
    const std::uint64_t last = lines.line_of(quote.empty() ? begin : begin + quote.size() - 1);
    if (last != *evidence.line) evidence.end_line = last;
  };
  if (file.document)
    place(file.document->lines);
  else
    place(LineIndex(text));
}

}  // namespace

Evidence quote_sentence(const ScannedSource& source, const ScannedFile& file, const Sentence& sentence,
                        std::string extractor) {
  Evidence evidence = evidence_for(source, file, std::move(extractor), EvidenceKind::Text);
  cut(evidence, file, sentence.begin, sentence.end);
  return evidence;
}

Evidence quote_bytes(const ScannedSource& source, const ScannedFile& file, std::size_t begin, std::size_t end,
                     std::string extractor, EvidenceKind kind) {
  Evidence evidence = evidence_for(source, file, std::move(extractor), kind);
  cut(evidence, file, begin, end);
  return evidence;
}

Evidence quote_line(const ScannedSource& source, const ScannedFile& file, std::uint64_t line, std::string extractor,
                    EvidenceKind kind) {
  Evidence evidence = evidence_for(source, file, std::move(extractor), kind);
  const std::string_view text = text_of(file);
  std::optional<LineIndex> own;
  if (!file.document) own.emplace(text);
  const LineIndex& lines = own ? *own : file.document->lines;
  if (line == 0 || line > lines.line_count()) return evidence;
  const std::size_t begin = lines.start_of(line);
  cut(evidence, file, begin, line < lines.line_count() ? lines.start_of(line + 1) : text.size());
  evidence.line = line;
  evidence.end_line.reset();
  return evidence;
}

Evidence quote_metadata(const ScannedSource& source, const ScannedFile& file, const MetadataEntry& entry,
                        std::string extractor) {
  Evidence evidence = evidence_for(source, file, std::move(extractor), EvidenceKind::Tag);
  evidence.byte = entry.byte;
  evidence.bytes = entry.bytes;
  return evidence;
}

Evidence listing(const ScannedSource& source, const ScannedFile& file, std::string extractor) {
  const bool pointer = file.kind == FileKind::LfsPointer;
  return evidence_for(source, file, std::move(extractor), pointer ? EvidenceKind::Pointer : EvidenceKind::Listing);
}

}  // namespace aboveboard
