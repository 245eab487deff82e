#include <gtest/gtest.h>

#include "builders.h"

namespace aboveboard::testing {
namespace {

constexpr std::string_view kTwo =
    R"({"__metadata__":{"format":"pt","note":"a\"b"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"b":{"dtype":"BF16","shape":[],"data_offsets":[24,26]}})";

TEST(Safetensors, CountsElementsByDtype) {
  const Scanned scanned({{"model.safetensors", safetensors(kTwo, 26)}});
  EXPECT_EQ(scanned.rules(), "");
  const ScannedFile& file = scanned.file("model.safetensors");
  EXPECT_EQ(file.kind, FileKind::Safetensors);
  ASSERT_TRUE(file.weights);
  EXPECT_TRUE(file.weights->valid);
  EXPECT_EQ(file.weights->tensors, 2u);
  EXPECT_EQ(file.weights->parameters, 7u);
  EXPECT_EQ(file.weights->dtypes, (std::map<std::string, std::uint64_t>{{"BF16", 1}, {"F32", 6}}));
  EXPECT_EQ(file.weights->evidence.front().bytes, 8 + kTwo.size());
}

TEST(Safetensors, KeepsMetadataWithItsPlace) {
  const std::string bytes = safetensors(kTwo, 26);
  const Scanned scanned({{"model.safetensors", bytes}});
  const auto& metadata = scanned.file("model.safetensors").contents.metadata;
  ASSERT_EQ(metadata.size(), 2u);
  EXPECT_EQ(metadata[0].key, "format");
  EXPECT_EQ(bytes.substr(metadata[0].byte, metadata[0].bytes), "pt");
  EXPECT_EQ(metadata[1].value, "a\"b");
  EXPECT_EQ(bytes.substr(metadata[1].byte, metadata[1].bytes), "a\\\"b");
}

TEST(Safetensors, IsKnownByContentWhateverItsName) {
  const Scanned scanned({{"blob", safetensors(kTwo, 26)}});
  EXPECT_EQ(scanned.file("blob").kind, FileKind::Safetensors);
}

TEST(Safetensors, AcceptsAnyOrderPaddingAndEmptyTensors) {
  for (
      const auto& [header, data] : std::vector<std::pair<std::string, std::size_t>>{
          {"{}      ", 0},
          {R"({"z":{"data_offsets":[4,8],"shape":[1],"dtype":"F32"},"a":{"dtype":"I32","shape":[1],"data_offsets":[0,4]}}   )",
           8},
          {R"({"a":{"dtype":"F32","shape":[0,7],"data_offsets":[0,0]}})", 0},
          {R"({"a":{"dtype":"F4","shape":[4],"data_offsets":[0,2]},"b":{"dtype":"F6_E2M3","shape":[4],"data_offsets":[2,5]}})",
           5},
          {R"({ "a" : { "dtype" : "U8" , "shape" : [ 1 ] , "data_offsets" : [ 0 , 1 ] , "more" : [{}, null, "x"] } })",
           1}}) {
    const Scanned scanned({{"a.safetensors", safetensors(header, data)}});
    EXPECT_EQ(scanned.rules(), "") << header;
  }
}

struct Broken {
  const char* name;
  std::string bytes;
  std::string rule;
  std::uint64_t byte;
};

class BrokenSafetensors : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenSafetensors, NamesTheRuleAndThePlace) {
  const Scanned scanned({{"model.safetensors", GetParam().bytes}});
  ASSERT_EQ(scanned.rules(), "format/safetensors-" + GetParam().rule);
  const Diagnostic& note = scanned.notes.items().front();
  EXPECT_EQ(note.kind, DiagnosticKind::Invalid);
  EXPECT_EQ(note.error.place.path, "model.safetensors");
  EXPECT_EQ(note.error.place.byte, GetParam().byte) << note.error.message;
  EXPECT_FALSE(scanned.file("model.safetensors").weights->valid);
}

std::string one(std::string_view tensor, std::size_t data) {
  return safetensors("{\"a\":" + std::string(tensor) + "}", data);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenSafetensors,
    ::testing::Values(
        Broken{"TooShort", "abc", "too-short", 3},
        Broken{"HeaderOfTenGigabytes", number_le<std::uint64_t>(10'000'000'000) + "{}", "header-too-large", 0},
        Broken{"HeaderLongerThanFile", number_le<std::uint64_t>(100) + "{}", "header-length", 0},
        Broken{"HeaderStartsWithSpace", safetensors(" {}", 0), "header-start", 8},
        Broken{"HeaderEmpty", safetensors("", 4), "header-start", 8},
        Broken{"NotUtf8", safetensors("{\"\xff\":{}}", 0), "utf8", 10},
        Broken{"NotJson", safetensors("{\"a\"}", 0), "json", 12},
        Broken{"ValueMissing", safetensors("{\"a\":}", 0), "json", 13},
        Broken{"BytesBehindObject", safetensors("{} x", 0), "json", 11},
        Broken{"HalfSurrogatePair", safetensors(R"({"\ud800":1})", 0), "json", 9},
        Broken{"MetadataNoMap", safetensors(R"({"__metadata__":[1]})", 0), "metadata", 24},
        Broken{"MetadataNoString", safetensors(R"({"__metadata__":{"a":1}})", 0), "metadata", 29},
        Broken{"MetadataKeyTwice", safetensors(R"({"__metadata__":{"a":"1","a":"2"}})", 0), "duplicate-key", 33},
        Broken{"MetadataTwice", safetensors(R"({"__metadata__":{},"__metadata__":{}})", 0), "duplicate-key", 27},
        Broken{"TensorNoObject", one("3", 0), "tensor", 13},
        Broken{"TensorWithoutDtype", one(R"({"shape":[1],"data_offsets":[0,1]})", 1), "tensor", 9},
        Broken{
            "TensorTwice",
            safetensors(
                R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                2),
            "duplicate-key", 61},
        Broken{
            "TensorTwiceByEscape",
            safetensors(
                R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})",
                2),
            "duplicate-key", 61},
        Broken{"DtypeTwice", one(R"({"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]})", 1), "duplicate-key",
               27},
        Broken{"DtypeUnknown", one(R"({"dtype":"F7","shape":[1],"data_offsets":[0,1]})", 1), "dtype", 9},
        Broken{"DtypeNoString", one(R"({"dtype":8,"shape":[1],"data_offsets":[0,1]})", 1), "dtype", 9},
        Broken{"ShapeNegative", one(R"({"dtype":"U8","shape":[-1],"data_offsets":[0,1]})", 1), "shape", 9},
        Broken{"ShapeFraction", one(R"({"dtype":"U8","shape":[1.0],"data_offsets":[0,1]})", 1), "shape", 9},
        Broken{"ShapeBeyond64Bits", one(R"({"dtype":"U8","shape":[18446744073709551616],"data_offsets":[0,1]})", 1),
               "shape", 9},
        Broken{"ShapeNoList", one(R"({"dtype":"U8","shape":1,"data_offsets":[0,1]})", 1), "shape", 9},
        Broken{"SizeOverflows", one(R"({"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,1]})", 1),
               "overflow", 9},
        Broken{"SizeOverflowsBeforeZero",
               one(R"({"dtype":"F32","shape":[4294967296,4294967296,0],"data_offsets":[0,0]})", 0), "overflow", 9},
        Broken{"HalfAByte", one(R"({"dtype":"F4","shape":[3],"data_offsets":[0,1]})", 1), "partial-byte", 9},
        Broken{"OffsetsBackwards", one(R"({"dtype":"U8","shape":[1],"data_offsets":[1,0]})", 1), "offsets", 9},
        Broken{"OffsetsOne", one(R"({"dtype":"U8","shape":[1],"data_offsets":[1]})", 1), "offsets", 9},
        Broken{"OffsetsThree", one(R"({"dtype":"U8","shape":[1],"data_offsets":[0,1,2]})", 1), "offsets", 9},
        Broken{"OffsetsText", one(R"({"dtype":"U8","shape":[1],"data_offsets":["0","1"]})", 1), "offsets", 9},
        Broken{"SizeMismatch", one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,3]})", 3), "size", 9},
        Broken{"Gap", one(R"({"dtype":"U8","shape":[1],"data_offsets":[1,2]})", 2), "gap", 9},
        Broken{
            "Overlap",
            safetensors(
                R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})",
                3),
            "overlap", 61},
        Broken{"DataCutShort", one(R"({"dtype":"U8","shape":[9],"data_offsets":[0,9]})", 8), "truncated", 69},
        Broken{"BytesBehindData", one(R"({"dtype":"U8","shape":[1],"data_offsets":[0,1]})", 3), "trailing-bytes", 62}),
    [](const ::testing::TestParamInfo<Broken>& test) { return test.param.name; });

TEST(Safetensors, EveryPrefixIsAnError) {
  const std::string whole = safetensors(kTwo, 26);
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const Scanned scanned({{"model.safetensors", whole.substr(0, length)}});
    EXPECT_FALSE(scanned.notes.items().empty()) << length;
    EXPECT_FALSE(scanned.file("model.safetensors").weights->valid) << length;
  }
}

TEST(Safetensors, EveryPrefixOfTheHeaderIsAnErrorEvenWhereTheLengthFits) {
  for (std::size_t length = 0; length < kTwo.size(); ++length) {
    const Scanned scanned({{"model.safetensors", safetensors(kTwo.substr(0, length), 26)}});
    EXPECT_FALSE(scanned.file("model.safetensors").weights->valid) << length;
  }
}

TEST(Safetensors, BoundsNesting) {
  const Scanned scanned({{"model.safetensors", safetensors("{\"a\":" + std::string(100'000, '['), 0)}});
  EXPECT_EQ(scanned.rules(), "format/safetensors-json");
}

}  // namespace
}  // namespace aboveboard::testing
