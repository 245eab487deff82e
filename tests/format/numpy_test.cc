#include "format/numpy/numpy.h"

#include <gtest/gtest.h>

#include <sstream>

#include "base/limits.h"
#include "builders.h"
#include "examined.h"
#include "format/numpy/literal.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

std::string npy(std::string_view header, std::size_t data, int version = 1) {
  const std::string length = version == 1 ? number_le(static_cast<std::uint16_t>(header.size())) : number_le(static_cast<std::uint32_t>(header.size()));
  return "\x93NUMPY" + std::string(1, static_cast<char>(version)) + std::string(1, '\0') + length + std::string(header) + std::string(data, '\0');
}
std::string header_of(std::string_view descr, std::string_view shape) {
  return "{'descr': " + std::string(descr) + ", 'fortran_order': False, 'shape': " + std::string(shape) + ", }\n";
}
Examined read(std::string bytes, std::string path = "folder/weight.npy") { return Examined(std::move(bytes), format::read_numpy, std::move(path)); }
Examined fixture(const std::string& name) { return read(read_file(project_root() / "tests/fixtures/numpy" / name), name); }

TEST(Numpy, ReadsWhatNumpySaves) {
  const Examined matrix = fixture("matrix.npy");
  EXPECT_EQ(matrix.rules(), "");
  ASSERT_EQ(matrix.contents.tensors.size(), 1u);
  const Tensor tensor = matrix.contents.tensors[0];
  EXPECT_EQ(tensor.name, "matrix");
  EXPECT_EQ(tensor.dtype, "float32");
  EXPECT_EQ(std::vector<std::uint64_t>(tensor.shape.begin(), tensor.shape.end()), (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(tensor.bytes, 24u);
  EXPECT_EQ(tensor.begin, 128u);
  EXPECT_EQ(matrix.contents.data_bytes, 24u);
  EXPECT_EQ(matrix.contents.header_bytes, 128u);
  EXPECT_EQ(fixture("column_major.npy").rules(), "");
  const Examined record = fixture("record.npy");
  EXPECT_EQ(record.rules(), "");
  EXPECT_EQ(record.contents.tensors[0].dtype, "struct");
  EXPECT_EQ(record.contents.tensors[0].bytes, 32u);
}

TEST(Numpy, RunsThePickleBehindObjects) {
  for (const char* descr : {"'|O'", "'object'", "'\\x4f'", "[('a','<f4'),('b',[('c','O')])]", "[('a','O',(2,))]", "('O',(1,))", "'O8'"}) {
    const Examined examined = read(npy(header_of(descr, "(2,)"), 0) + "\x80\x04N.");
    EXPECT_NE(examined.note("numpy-objects"), nullptr) << descr;
    EXPECT_EQ(examined.note("numpy-objects")->kind, DiagnosticKind::Note);
  }
}

TEST(Numpy, RunsThePickleBehindAHeaderThatOthersMayUnderstand) {
  for (const char* descr : {"'\\N{latin capital letter o}'", "'O,O'", "['aO']"})
    EXPECT_NE(read(npy(header_of(descr, "(2,)"), 0) + "\x80\x04N.").note("numpy-objects"), nullptr) << descr;
}

// What numpy itself said of these headers: tools/fixtures/make_numpy.py.
TEST(Numpy, AgreesWithNumpy) {
  std::istringstream lines(read_file(project_root() / "tests/fixtures/numpy/headers.txt"));
  std::string line;
  int compared = 0;
  int left_alone = 0;
  while (std::getline(lines, line)) {
    const std::size_t first = line.find('\t');
    const std::string verdict = line.substr(0, first);
    std::string header = line.substr(first + 3);
    for (std::size_t at = 0; (at = header.find("\\n", at)) != std::string::npos;) header.replace(at, 2, "\n");
    if (const std::size_t accent = header.find("\xc3\xa9"); accent != std::string::npos && line[first + 1] == '1') header.replace(accent, 2, "\xe9");
    const Examined examined = read(npy(header, 4096, line[first + 1] - '0'));
    const bool unexamined = examined.note("numpy-unsupported") != nullptr;
    left_alone += unexamined;
    ++compared;
    if (verdict == "refused") {
      EXPECT_TRUE(unexamined || !examined.contents.valid) << line;
    } else if (header.find("(-1,)") != std::string::npos) {  // numpy reads -1 as "the rest of the file" here and refuses it in an archive
      EXPECT_EQ(examined.rules(), "numpy-shape");
    } else {
      if (verdict != "objects") {  // their data here is no pickle
        EXPECT_TRUE(examined.contents.valid) << line << ": " << examined.rules();
      }
      EXPECT_EQ(verdict == "objects" && !unexamined, examined.note("numpy-objects") != nullptr) << line;
    }
  }
  EXPECT_GE(compared, 200);
  EXPECT_LE(left_alone, 8);
}

struct Broken {
  const char* name;
  std::string bytes;
  std::string rule;
  std::uint64_t byte;
};

class BrokenNumpy : public ::testing::TestWithParam<Broken> {};

TEST_P(BrokenNumpy, NamesTheRuleAndThePlace) {
  const Examined examined = read(GetParam().bytes);
  ASSERT_EQ(examined.rules(), GetParam().rule);
  EXPECT_EQ(examined.notes.items().front().kind, DiagnosticKind::Invalid);
  EXPECT_EQ(examined.notes.items().front().error.place.byte, GetParam().byte) << examined.notes.items().front().error.message;
  EXPECT_FALSE(examined.contents.valid);
}

INSTANTIATE_TEST_SUITE_P(
    Rules, BrokenNumpy,
    ::testing::Values(Broken{"EndsInTheMagic", "\x93NUMPY\x01", "numpy-truncated", 7}, Broken{"EndsInTheLength", std::string("\x93NUMPY\x01\0\x10", 9), "numpy-truncated", 9},
                      Broken{"HeaderLongerThanFile", std::string("\x93NUMPY\x02\0\xff\xff\xff\xff", 12) + "{}", "numpy-truncated", 8},
                      Broken{"NotALiteral", npy("import os", 8), "numpy-header", 10}, Broken{"NoDictionary", npy("(1, 2)", 8), "numpy-header", 10},
                      Broken{"BracketOpen", npy("{'descr': ", 8), "numpy-header", 20}, Broken{"Call", npy("{'descr': f()}", 8), "numpy-header", 20},
                      Broken{"NulByte", npy(std::string_view("{\0}", 3), 8), "numpy-header", 11}, Broken{"OtherKey", npy("{'data': 1}", 8), "numpy-keys", 11},
                      Broken{"KeyMissing", npy("{'shape': (1,)}", 8), "numpy-keys", 10},
                      Broken{"OrderNoTruthValue", npy("{'descr': '<f4', 'fortran_order': 0, 'shape': ()}", 8), "numpy-order", 44},
                      Broken{"ShapeNoTuple", npy(header_of("'<f4'", "[1]"), 8), "numpy-shape", 60}, Broken{"NegativeDimension", npy(header_of("'<f4'", "(-1,)"), 8), "numpy-shape", 61},
                      Broken{"FractionAsDimension", npy(header_of("'<f4'", "(1.0,)"), 8), "numpy-shape", 61},
                      Broken{"TooLarge", npy(header_of("'<f4'", "(4294967296, 4294967296)"), 8), "numpy-overflow", 60},
                      Broken{"DataCutShort", npy(header_of("'<f4'", "(2,)"), 7), "numpy-truncated", 68}, Broken{"UnknownType", npy(header_of("'<q9'", "(1,)"), 64), "numpy-descr", 20},
                      Broken{"SameFieldTwice", npy(header_of("[('a', 'f4'), ('a', 'f4')]", "()"), 64), "numpy-descr", 35},
                      Broken{"SubArrayAsType", npy(header_of("('<f4', (2,))", "(2,)"), 64), "numpy-descr", 68},
                      Broken{"HeaderNotUtf8", npy("{'\xff'}", 8, 3), "numpy-encoding", 14}),
    [](const ::testing::TestParamInfo<Broken>& test) { return test.param.name; });

TEST(Numpy, PlacesCountAsTheBytesStandInTheFile) {
  const Examined examined = read(npy("{'descr': [('\xe9\xe9', 'f4')], 'shape': 1}", 8));
  ASSERT_EQ(examined.rules(), "numpy-keys");
  const Examined key = read(npy("{'descr': '\xe9\xe9', 'x': 1}", 8));
  EXPECT_EQ(key.notes.items().front().error.place.byte, 10u + 16u);
}

TEST(Numpy, EveryPrefixIsRefused) {
  const std::string whole = npy(header_of("'<f4'", "(3,)"), 12);
  for (std::size_t length = 8; length < whole.size(); ++length) EXPECT_FALSE(read(whole.substr(0, length)).contents.valid) << length;
}

TEST(Numpy, NotesWhatReadersDifferOn) {
  const std::string good = npy(header_of("'<f4'", "(1,)"), 4);
  EXPECT_EQ(read(good + "x").rules(), "numpy-trailing-bytes");
  const Examined two = read(good + good);
  EXPECT_EQ(two.rules(), "numpy-several-arrays");
  ASSERT_EQ(two.contents.tensors.size(), 2u);
  EXPECT_EQ(two.contents.tensors[1].name, "weight#2");
  EXPECT_EQ(read(npy("{'shape': (9,), 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", 4)).rules(), "numpy-duplicate-key");
  EXPECT_EQ(read(npy(header_of("'<f4'", "(1,)") + std::string(11'000, ' '), 4)).rules(), "numpy-long-header");
  std::string ones = "(";
  for (int i = 0; i < 40; ++i) ones += "1,";
  EXPECT_EQ(read(npy(header_of("'<f4'", ones + ")"), 4)).rules(), "numpy-rank");
}

TEST(Numpy, LeavesUnknownVersionsAndHugeHeadersUnexamined) {
  EXPECT_EQ(read(npy("{}", 8, 4)).notes.items().front().kind, DiagnosticKind::NotExamined);
  EXPECT_EQ(read(npy("{}", 8, 4)).rules(), "numpy-version");
  const std::string huge(limits::kNumpyHeaderBytes + 1, ' ');
  EXPECT_EQ(read(npy(huge, 8, 2)).rules(), "numpy-limit");
  std::string deep = "{'descr': ";
  for (int i = 0; i < 200; ++i) deep += "[";
  EXPECT_EQ(read(npy(deep, 8)).rules(), "numpy-limit");
}

TEST(Numpy, SniffsTheMagicOnly) {
  for (const auto& [bytes, takes] : {std::pair{npy("{}", 0), true}, {std::string("\x93NUMPX\1\0", 8), false}, {std::string("\x93NUMPY"), false}, {std::string(), false}}) {
    MemorySource source(bytes);
    EXPECT_EQ(format::looks_like_numpy(sniff_of(bytes, source)), takes);
  }
}

TEST(NumpyLiteral, ReadsEscapesPrefixesAndNumbers) {
  const auto value = format::parse_literal("['\\x41\\u00e9\\103' r'\\n', -0x10, 1_000, 7L, (5), (5,), set(), {1, 2}, None]", true);
  ASSERT_TRUE(value) << value.error().message;
  ASSERT_EQ(value->items.size(), 9u);
  EXPECT_EQ(value->items[0].text, "A\xc3\xa9" "C\\n");
  EXPECT_TRUE(value->items[1].negative);
  EXPECT_EQ(value->items[1].integer, 16u);
  EXPECT_EQ(value->items[2].integer, 1000u);
  EXPECT_EQ(value->items[4].kind, format::LiteralKind::Integer);
  EXPECT_EQ(value->items[5].kind, format::LiteralKind::Tuple);
  EXPECT_EQ(value->items[7].kind, format::LiteralKind::Set);
  EXPECT_FALSE(format::parse_literal("[7L]", false));
}

}  // namespace
}  // namespace aboveboard::testing
