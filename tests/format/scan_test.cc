#include <gtest/gtest.h>

#include "base/limits.h"
#include "builders.h"
#include "format/examine.h"

namespace aboveboard::testing {
namespace {

const std::string kOid = "sha256:" + std::string(64, 'a');

std::string pointer(std::uint64_t size) {
  return "version https://git-lfs.github.com/spec/v1\noid " + kOid + "\nsize " + std::to_string(size) + "\n";
}

// Counts the bytes that a scan asks for.
class CountingSource final : public Source {
 public:
  explicit CountingSource(std::unique_ptr<Source> source) : source_(std::move(source)) {}
  const SourceInfo& info() const override { return source_->info(); }
  SourceInfo& info() override { return source_->info(); }
  const std::vector<FileEntry>& files() const override { return source_->files(); }
  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    auto bytes = source_->open(path);
    if (!bytes) return bytes;
    return std::unique_ptr<ByteSource>(std::make_unique<Counting>(std::move(*bytes), read_));
  }
  std::uint64_t read() const { return read_; }

 private:
  class Counting final : public ByteSource {
   public:
    Counting(std::unique_ptr<ByteSource> source, std::uint64_t& read) : source_(std::move(source)), read_(read) {}
    std::uint64_t size() const override { return source_->size(); }
    Status read_at(std::uint64_t offset, std::span<std::byte> out) override {
      read_ += out.size();
      return source_->read_at(offset, out);
    }

   private:
    std::unique_ptr<ByteSource> source_;
    std::uint64_t& read_;
  };
  std::unique_ptr<Source> source_;
  mutable std::uint64_t read_ = 0;
};

// Files whose bytes the system will not give.
class FailingSource final : public Source {
 public:
  FailingSource() { info_.name = "release"; }
  const SourceInfo& info() const override { return info_; }
  SourceInfo& info() override { return info_; }
  const std::vector<FileEntry>& files() const override { return files_; }
  Result<std::unique_ptr<ByteSource>> open(std::string_view path) const override {
    if (path == "closed.md") return fail(ErrorKind::Unreadable, "permission denied");
    return std::unique_ptr<ByteSource>(std::make_unique<Shrinking>());
  }

 private:
  class Shrinking final : public ByteSource {
   public:
    std::uint64_t size() const override { return 1000; }
    Status read_at(std::uint64_t, std::span<std::byte>) override {
      return fail(ErrorKind::Truncated, "the file became shorter");
    }
  };
  SourceInfo info_;
  std::vector<FileEntry> files_ = {
      {"closed.md", 5}, {"shrinks.gguf", 1000}, {"shrinks.json", 1000}, {"shrinks.safetensors", 1000}};
};

TEST(Scan, NamesTextsByTheirNames) {
  const std::string text = "Some words.\n";
  const Scanned scanned({{"ACKNOWLEDGEMENTS", text},
                         {"LICENSE", text},
                         {"LICENSE-MODEL.model", text},
                         {"Model License Agreement", text},
                         {"README.md", text},
                         {"USE_POLICY", text},
                         {"a.jsonl", "{}\n"},
                         {"config.json", "{\"a\": 1}"},
                         {"index.rst", text},
                         {"notes.txt", text},
                         {"requirements.txt", "a\n"},
                         {"run.sh", text},
                         {"train.py", text},
                         {"train.yaml", "a: 1\n"},
                         {"vocab.txt", text}});
  std::string kinds;
  for (const ScannedFile& file : scanned.sources.front().files)
    kinds += std::to_string(static_cast<int>(file.kind)) + " ";
  EXPECT_EQ(kinds, "1 1 1 1 0 1 9 2 0 1 4 4 4 3 9 ");
  EXPECT_EQ(scanned.rules(), "");
  EXPECT_EQ(scanned.file("config.json").value->find("a")->integer, 1);
  EXPECT_EQ(scanned.file("train.yaml").value->find("a")->integer, 1);
  EXPECT_EQ(scanned.file("LICENSE").document->sentences.size(), 1u);
  EXPECT_EQ(scanned.file("train.py").text, text);
}

TEST(Scan, BelievesContentBeforeNames) {
  const std::string header = R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}})";
  const Scanned scanned({{"README.md", std::string("\x7f"
                                                   "ELF\0\1\2",
                                                   7)},
                         {"config.json", pointer(9)},
                         {"model.bin", safetensors(header, 1)},
                         {"notes.txt", "%PDF-1.7 ..."},
                         {"photo.md", "\x89PNG\r\n\x1a\n"},
                         {"tool", "#!/bin/sh\necho\n"},
                         {"x.gguf", safetensors(header, 1)}});
  EXPECT_EQ(scanned.file("README.md").kind, FileKind::Binary);
  EXPECT_EQ(scanned.file("config.json").kind, FileKind::LfsPointer);
  EXPECT_EQ(scanned.file("model.bin").kind, FileKind::Safetensors);
  EXPECT_EQ(scanned.file("notes.txt").kind, FileKind::Pdf);
  EXPECT_EQ(scanned.file("photo.md").kind, FileKind::Image);
  EXPECT_EQ(scanned.file("tool").kind, FileKind::Code);
  EXPECT_EQ(scanned.file("x.gguf").kind, FileKind::Safetensors);
}

TEST(Scan, ReadsPointersOfWeightsAndOfOthers) {
  const Scanned scanned({{"model-00001-of-00002.safetensors", pointer(5'000'000'000)},
                         {"old.bin", "version https://hawser.github.com/spec/v1\noid " + kOid + "\nsize 7\n"},
                         {"optimizer.pt", pointer(3)},
                         {"pytorch_model.bin", pointer(4)},
                         {"tokenizer.model", pointer(3)},
                         {"training_args.bin", pointer(3)},
                         {"vocab.bin", pointer(3)}});
  EXPECT_EQ(scanned.rules(), "");
  for (const ScannedFile& file : scanned.sources.front().files) EXPECT_EQ(file.kind, FileKind::LfsPointer) << file.path;
  const ScannedFile& shard = scanned.file("model-00001-of-00002.safetensors");
  ASSERT_TRUE(shard.weights);
  EXPECT_TRUE(shard.weights->pointer);
  EXPECT_EQ(shard.weights->format, "safetensors");
  EXPECT_EQ(shard.weights->bytes, 5'000'000'000u);
  EXPECT_EQ(shard.weights->digest, kOid);
  EXPECT_EQ(scanned.file("pytorch_model.bin").weights->format, "pytorch");
  for (const std::string path : {"old.bin", "optimizer.pt", "tokenizer.model", "training_args.bin", "vocab.bin"})
    EXPECT_FALSE(scanned.file(path).weights) << path;
  EXPECT_EQ(scanned.file("old.bin").pointer->bytes, 7u);
}

TEST(Scan, NotesBrokenPointers) {
  const std::string start = "version https://git-lfs.github.com/spec/v1\n";
  for (const std::string& rest :
       std::vector<std::string>{"oid sha256:12\nsize 1\n", "size 1\n", "", "oid " + kOid.substr(0, 70) + "X\nsize 1\n"})
    EXPECT_EQ(Scanned({{"model.safetensors", start + rest}}).rules(), "format/lfs-pointer") << rest;
  const Scanned scanned({{"model.safetensors", start + "oid " + kOid + "\nsize -4\n"}});
  ASSERT_EQ(scanned.rules(), "format/lfs-pointer");
  EXPECT_EQ(scanned.notes.items().front().error.place.line, 3u);
}

TEST(Scan, NamesWeightsThatNoReaderTakes) {
  const Scanned scanned(
      {{"empty.onnx", ""}, {"model.onnx", "\x08\x07weights"}, {"pytorch_model.bin", "PK\x03\x04 and more"}});
  EXPECT_EQ(scanned.rules(), "format/empty-weights format/not-recognized format/not-recognized");
  EXPECT_EQ(scanned.file("model.onnx").kind, FileKind::OtherWeights);
  EXPECT_EQ(scanned.file("model.onnx").weights->format, "onnx");
  EXPECT_FALSE(scanned.file("empty.onnx").weights->valid);
  EXPECT_EQ(scanned.notes.items()[1].kind, DiagnosticKind::NotExamined);
}

TEST(Scan, ListsWhatItCannotLookInto) {
  const Scanned scanned({{"config.json", std::string("\xff\xfe{\0}\0", 6)},
                         {"data.zip", std::string("PK\x03\x04\0\0", 6)},
                         {"paper.pdf", "%PDF-1.4"}});
  EXPECT_EQ(scanned.rules(), "format/utf16-text format/archive-not-read format/pdf-not-read");
  for (const Diagnostic& item : scanned.notes.items()) EXPECT_EQ(item.kind, DiagnosticKind::NotExamined);
}

TEST(Scan, DecodesDocumentsInUtf16OfEitherOrder) {
  const Scanned scanned({{"LICENSE.txt", std::string("\xff\xfeM\0I\0T\0\n\0", 10)}, {"NOTICE", std::string("\xfe\xff\0M\0I\0T\0\n", 10)}});
  EXPECT_EQ(scanned.rules(), "format/utf16-text format/utf16-text");
  EXPECT_EQ(scanned.file("LICENSE.txt").document->text, "MIT\n");
  EXPECT_EQ(scanned.file("NOTICE").document->text, "MIT\n");
  for (const Diagnostic& item : scanned.notes.items()) EXPECT_EQ(item.kind, DiagnosticKind::Note);
}

TEST(Scan, ReportsBrokenConfigurationsAndForgivesOtherJson) {
  const Scanned scanned({{"config.json", "{\"a\": }"}, {"tsconfig.json", "{ // comment\n}"}});
  ASSERT_EQ(scanned.notes.items().size(), 2u);
  EXPECT_EQ(scanned.notes.items()[0].kind, DiagnosticKind::Invalid);
  EXPECT_EQ(scanned.notes.items()[0].error.place.path, "config.json");
  EXPECT_EQ(scanned.notes.items()[1].kind, DiagnosticKind::Note);
}

TEST(Scan, GoesOnBehindFilesThatCannotBeRead) {
  const FailingSource source;
  Diagnostics notes;
  const ScannedSource scanned = scan(source, notes);
  ASSERT_EQ(scanned.files.size(), 4u);
  EXPECT_EQ(notes.items().size(), 4u);
  for (const Diagnostic& item : notes.items()) {
    EXPECT_EQ(item.kind, DiagnosticKind::NotExamined);
    EXPECT_EQ(item.rule, "format/unreadable");
    EXPECT_EQ(item.source, "release");
    EXPECT_NE(item.error.place.path, "");
  }
  for (const ScannedFile& file : scanned.files) EXPECT_EQ(file.kind, FileKind::Unread) << file.path;
}

TEST(Scan, ReadsHeadersAndDocumentsOnceAndNothingElse) {
  std::string header = "{";
  for (int i = 0; i < 100; ++i)
    header += (i == 0 ? "" : ",") + std::string("\"tensor.") + std::to_string(i) +
              R"(":{"dtype":"U8","shape":[1000],"data_offsets":[)" + std::to_string(i * 1000) + "," +
              std::to_string(i * 1000 + 1000) + "]}";
  header += "}";
  GgufBuilder gguf;
  for (int i = 0; i < 500; ++i) gguf.text_pair("key." + std::to_string(i), std::string(50, 'v'));
  gguf.tensor("a", {250'000}, 0, 0);
  const std::string card(400'000, 'x');
  const std::string code(limits::kCodeBytes + 100'000, 'c');
  std::vector<MemoryFile> files = {{"README.md", card},
                                   {"a.safetensors", safetensors(header, 100'000)},
                                   {"big.py", code},
                                   {"m.gguf", gguf.file(1'000'000)},
                                   {"tokenizer.json", "{" + std::string(3'000'000, ' ') + "}"}};
  // Of weights the last bytes too, in which the directory of an archive may lie.
  const std::uint64_t needed = card.size() + 8 + header.size() + limits::kCodeBytes + gguf.header().size() + 2 * format::kTailBytes;
  CountingSource source(memory_source({}, std::move(files)));
  Diagnostics notes;
  const ScannedSource scanned = scan(source, notes);
  EXPECT_TRUE(notes.items().empty());
  EXPECT_GE(source.read(), needed);
  EXPECT_LE(source.read(), needed + needed / 20);
}

TEST(Quote, StandsInTheFileBetweenItsLines) {
  const std::string text =
      "# Title\n\nFirst line of a long\nsentence. " + std::string(300, 'w') +
      " \xe4\xb8\x80\xe4\xb8\x80\xe4\xb8\x80\xe4\xb8\x80\xe4\xb8\x80\xe4\xb8\x80\xe4\xb8\x80\xe4\xb8\x80\n";
  const Scanned scanned({{"README.md", text}, {"a.py", "import x\n  run(x)\n"}});
  const ScannedSource& source = scanned.sources.front();
  const ScannedFile& card = scanned.file("README.md");
  for (const Sentence& sentence : card.document->sentences) {
    const Evidence evidence = quote_sentence(source, card, sentence, "test");
    EXPECT_NE(text.find(evidence.quote), std::string::npos);
    EXPECT_LE(evidence.quote.size(), limits::kQuoteBytes);
    EXPECT_EQ(find_invalid_utf8(evidence.quote), std::string_view::npos);
    EXPECT_EQ(evidence.source, "release");
  }
  EXPECT_EQ(quote_sentence(source, card, card.document->sentences[1], "test").end_line, 4u);
  const Evidence line = quote_line(source, scanned.file("a.py"), 2, "test", EvidenceKind::Text);
  EXPECT_EQ(line.quote, "run(x)");
  EXPECT_EQ(line.line, 2u);
  EXPECT_FALSE(line.end_line);
  EXPECT_EQ(quote_line(source, card, 99, "test", EvidenceKind::Text).quote, "");
  const Evidence bytes = quote_bytes(source, scanned.file("a.py"), 8, 17, "test", EvidenceKind::Tag);
  EXPECT_EQ(bytes.quote, "run(x)");
  EXPECT_EQ(bytes.line, 2u);
  EXPECT_EQ(quote_bytes(source, card, 1'000'000, 2'000'000, "test", EvidenceKind::Text).quote, "");
}

}  // namespace
}  // namespace aboveboard::testing
