#include <gtest/gtest.h>

#include "builders.h"

namespace aboveboard::testing {
namespace {

GgufBuilder small() {
  GgufBuilder gguf;
  gguf.text_pair("general.license", "mit")
      .pair("tokenizer.ggml.tokens", 9,
            number_le<std::uint32_t>(4) + number_le<std::uint64_t>(3) + std::string(12, 'x'));
  gguf.pair(
      "general.tags", 9,
      number_le<std::uint32_t>(8) + number_le<std::uint64_t>(2) + GgufBuilder::text("one") + GgufBuilder::text("two"));
  gguf.pair("x.count", 4, number_le<std::uint32_t>(7));
  gguf.tensor("a", {32, 2}, 2, 0).tensor("b", {3}, 0, 64);  // 36 bytes of Q4_0, padded to 64; 12 of F32
  return gguf;
}

TEST(Gguf, CountsElementsByType) {
  const Scanned scanned({{"model.gguf", small().file(76)}});
  EXPECT_EQ(scanned.rules(), "");
  const ScannedFile& file = scanned.file("model.gguf");
  EXPECT_EQ(file.kind, FileKind::Gguf);
  EXPECT_TRUE(file.weights->valid);
  EXPECT_EQ(file.weights->tensors, 2u);
  EXPECT_EQ(file.weights->parameters, 67u);
  EXPECT_EQ(file.weights->dtypes, (std::map<std::string, std::uint64_t>{{"F32", 3}, {"Q4_0", 64}}));
  EXPECT_EQ(file.contents.data_bytes, 48u);
}

TEST(Gguf, KeepsMetadataWithItsPlace) {
  const std::string bytes = small().file(76);
  const Scanned scanned({{"model.gguf", bytes}});
  const auto& metadata = scanned.file("model.gguf").contents.metadata;
  ASSERT_EQ(metadata.size(), 5u);
  EXPECT_EQ(metadata[0].key, "general.license");
  EXPECT_EQ(bytes.substr(metadata[0].byte, metadata[0].bytes), "mit");
  EXPECT_EQ(metadata[1].value, "3 items");
  EXPECT_EQ(metadata[3].value, "two");
  EXPECT_EQ(bytes.substr(metadata[3].byte, metadata[3].bytes), "two");
  EXPECT_EQ(metadata[4].value, "7");
}

TEST(Gguf, ReadsOtherAlignmentsAndNoTensors) {
  GgufBuilder gguf;
  gguf.pair("general.alignment", 4, number_le<std::uint32_t>(64)).tensor("a", {3}, 0, 0).tensor("b", {3}, 0, 64);
  EXPECT_EQ(Scanned({{"model.gguf", gguf.file(76, 64)}}).rules(), "");
  EXPECT_EQ(Scanned({{"vocab.gguf", GgufBuilder().text_pair("a", "b").file(0)}}).rules(), "");
}

TEST(Gguf, ReadsVersionOneAndBigEndian) {
  const std::string one = "GGUF" + number_le<std::uint32_t>(1) + number_le<std::uint32_t>(1) +
                          number_le<std::uint32_t>(1) + number_le<std::uint32_t>(1) + "k" +
                          number_le<std::uint32_t>(8) + number_le<std::uint32_t>(2) + "vv" +
                          number_le<std::uint32_t>(1) + "t" + number_le<std::uint32_t>(1) +
                          number_le<std::uint32_t>(2) + number_le<std::uint32_t>(0) + number_le<std::uint64_t>(0);
  const Scanned old({{"old.gguf", one + std::string((32 - one.size() % 32) % 32 + 8, '\0')}});
  EXPECT_EQ(old.rules(), "format/gguf-version-1");
  EXPECT_EQ(old.file("old.gguf").weights->parameters, 2u);
  const std::string big =
      std::string("GGUF\0\0\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1k\0\0\0\4\0\0\1\0", 45);
  const Scanned other({{"big.gguf", big}});
  EXPECT_EQ(other.rules(), "format/gguf-big-endian");
  EXPECT_EQ(other.file("big.gguf").contents.metadata.front().value, "256");
}

TEST(Gguf, NotesWhatOthersWouldRefuse) {
  GgufBuilder fork;
  fork.tensor("a", {256}, 140, 0).tensor("b", {3}, 0, 4096);
  EXPECT_EQ(Scanned({{"model.gguf", fork.file(4108)}}).rules(), "format/gguf-fork-type");
  EXPECT_EQ(Scanned({{"model.gguf", small().file(200)}}).rules(), "format/gguf-trailing-bytes");
  const std::string inner = number_le<std::uint32_t>(0) + number_le<std::uint64_t>(1) + "x";
  GgufBuilder nested;
  nested.pair("a", 9, number_le<std::uint32_t>(9) + number_le<std::uint64_t>(2) + inner + inner);
  EXPECT_EQ(Scanned({{"model.gguf", nested.file(0)}}).rules(), "format/gguf-nested-array");
}

struct Broken {
  const char* name;
  std::string bytes;
  std::string rule;
  std::uint64_t byte;
};

class BrokenGguf : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenGguf, NamesTheRuleAndThePlace) {
  const Scanned scanned({{"model.gguf", GetParam().bytes}});
  ASSERT_EQ(scanned.rules(), "format/gguf-" + GetParam().rule);
  const Diagnostic& note = scanned.notes.items().front();
  EXPECT_EQ(note.kind, DiagnosticKind::Invalid);
  EXPECT_EQ(note.error.place.path, "model.gguf");
  EXPECT_EQ(note.error.place.byte, GetParam().byte) << note.error.message;
  EXPECT_FALSE(scanned.file("model.gguf").weights->valid);
}

std::string head(std::uint32_t version, std::uint64_t tensors, std::uint64_t pairs) {
  return "GGUF" + number_le(version) + number_le(tensors) + number_le(pairs);
}
std::string pair(std::uint32_t type, std::string_view value) { return GgufBuilder().pair("k", type, value).file(0); }
std::string tensor(std::string_view name, const std::vector<std::uint64_t>& dimensions, std::uint32_t type,
                   std::uint64_t offset) {
  return GgufBuilder().tensor(name, dimensions, type, offset).file(4096);
}
std::string deep() {
  std::string value;
  for (int i = 0; i < 5; ++i) value += number_le<std::uint32_t>(9) + number_le<std::uint64_t>(1);
  return value + number_le<std::uint32_t>(0) + number_le<std::uint64_t>(0);
}
constexpr std::uint64_t kTenGigabytes = 10'000'000'000;

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenGguf,
    ::testing::Values(
        Broken{"Empty", "", "truncated", 0}, Broken{"OtherMagic", "GGUX" + std::string(40, '\0'), "magic", 0},
        Broken{"VersionZero", head(0, 0, 0), "version", 4},
        Broken{"MoreTensorsThanBytes", head(3, kTenGigabytes, 0), "count", 8},
        Broken{"MorePairsThanBytes", head(3, 0, kTenGigabytes), "count", 16},
        Broken{"KeyLongerThanFile", head(3, 0, 1) + number_le(kTenGigabytes) + std::string(20, 'k'), "string-length",
               24},
        Broken{"KeyTooLong", GgufBuilder().pair(std::string(65536, 'k'), 0, "x").file(0), "key-length", 24},
        Broken{"KeyEmpty", GgufBuilder().pair("", 0, "x").file(0), "key-empty", 24},
        Broken{"KeyTwice", GgufBuilder().pair("k", 0, "x").pair("k", 0, "x").file(0), "duplicate-key", 38},
        Broken{"ValueTypeUnknown", pair(13, "x"), "value-type", 33},
        Broken{"ItemTypeUnknown", pair(9, number_le<std::uint32_t>(99) + number_le<std::uint64_t>(0)), "value-type",
               37},
        Broken{"TextLongerThanFile", pair(8, number_le(kTenGigabytes) + "abc"), "string-length", 37},
        Broken{"ListLongerThanFile", pair(9, number_le<std::uint32_t>(4) + number_le(kTenGigabytes)), "array-length",
               41},
        Broken{"ListThatOverflows",
               pair(9, number_le<std::uint32_t>(10) + number_le<std::uint64_t>(0x2000000000000001)), "array-length",
               41},
        Broken{"ItemLongerThanFile",
               pair(9, number_le<std::uint32_t>(8) + number_le<std::uint64_t>(1) + number_le(kTenGigabytes)),
               "string-length", 49},
        Broken{"BoolNeitherTrueNorFalse", pair(7, "\x02"), "bool", 37},
        Broken{"AlignmentOfOtherType",
               GgufBuilder().pair("general.alignment", 10, number_le<std::uint64_t>(32)).file(0), "alignment", 49},
        Broken{"AlignmentNoPowerOfTwo",
               GgufBuilder().pair("general.alignment", 4, number_le<std::uint32_t>(24)).file(0), "alignment", 53},
        Broken{"AlignmentZero", GgufBuilder().pair("general.alignment", 4, number_le<std::uint32_t>(0)).file(0),
               "alignment", 53},
        Broken{"NameTooLong", tensor(std::string(64, 'n'), {1}, 0, 0), "tensor-name-length", 24},
        Broken{"NameTwice", GgufBuilder().tensor("a", {1}, 0, 0).tensor("a", {1}, 0, 32).file(64), "duplicate-tensor",
               57},
        Broken{"FiveDimensions", tensor("a", {1, 1, 1, 1, 1}, 0, 0), "dimensions", 33},
        Broken{"ElementsOverflow", tensor("a", {1ull << 40, 1ull << 40}, 0, 0), "overflow", 33},
        Broken{"DimensionNegative", tensor("a", {1ull << 63}, 0, 0), "overflow", 33},
        Broken{"BytesOverflow", tensor("a", {1ull << 62}, 28, 0), "overflow", 24},
        Broken{"TypeGivenUp", tensor("a", {32}, 4, 0), "tensor-type", 45},
        Broken{"TypeUnknown", tensor("a", {32}, 50, 0), "tensor-type", 45},
        Broken{"RowNoWholeBlocks", tensor("a", {33}, 2, 0), "block", 24},
        Broken{"OffsetLeavesGap", tensor("a", {32}, 2, 32), "offset", 49},
        Broken{"DataCutShort", GgufBuilder().tensor("a", {8}, 0, 0).file(31), "data-truncated", 95}),
    [](const ::testing::TestParamInfo<Broken>& test) { return test.param.name; });

TEST(Gguf, EveryPrefixIsAnError) {
  const std::string whole = small().file(76);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Scanned scanned({{"model.gguf", whole.substr(0, length)}});
    EXPECT_FALSE(scanned.notes.items().empty()) << length;
    EXPECT_FALSE(scanned.file("model.gguf").weights->valid) << length;
  }
}

TEST(Gguf, BoundsNesting) {
  const Scanned scanned({{"model.gguf", pair(9, deep())}});
  EXPECT_EQ(scanned.rules(), "format/gguf-nested-array format/gguf-array-depth");
  EXPECT_FALSE(scanned.file("model.gguf").weights->valid);
}

TEST(Gguf, LeavesVersionsOfTheFutureUnexamined) {
  const Scanned scanned({{"model.gguf", head(4, 0, 0)}});
  ASSERT_EQ(scanned.rules(), "format/gguf-version");
  EXPECT_EQ(scanned.notes.items().front().kind, DiagnosticKind::NotExamined);
}

}  // namespace
}  // namespace aboveboard::testing
