// Real files: what recording unpicklers saw in them (tools/fixtures/make_pickles.py) is what the readers say.
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/text.h"
#include "data/value.h"
#include "format/codec/codec.h"
#include "format/pytorch/pytorch.h"
#include "pickle_builder.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

std::string read_file(const std::string& name) {
  std::ifstream in(project_root() / "tests" / "fixtures" / name, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

data::Value record_of(const std::string& folder) {
  Diagnostics notes;
  const auto parsed = data::parse_json(read_file(folder + "/record.json"), {}, notes);
  return parsed ? *parsed : data::Value();
}

std::string words(const data::Value& list) {
  std::string out;
  for (const data::Value& item : list.items) out += (out.empty() ? "" : " ") + item.text;
  return out;
}

// As the dispatcher would: by what the bytes are.
void read_any(ByteSource& bytes, format::Examination& examination) {
  std::string head(static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), 4096)), '\0'), tail = head;
  static_cast<void>(bytes.read_at(0, std::as_writable_bytes(std::span(head))));
  static_cast<void>(bytes.read_at(bytes.size() - tail.size(), std::as_writable_bytes(std::span(tail))));
  const format::Sniff sniff{head, tail, bytes.size(), bytes};
  if (format::looks_like_zip(sniff)) {
    const auto archive = format::open_zip(bytes, examination);
    if (archive && format::is_pytorch_zip(*archive)) format::read_pytorch_zip(bytes, *archive, examination);
    return;
  }
  if (format::looks_like_tar(sniff)) {
    const auto archive = format::open_tar(bytes, examination);
    if (archive && format::is_pytorch_tar(*archive)) format::read_pytorch_tar(bytes, *archive, examination);
    return;
  }
  if (format::looks_like_legacy_pytorch(sniff)) return format::read_legacy_pytorch(bytes, examination);
  format::read_pickle(bytes, examination);
}

std::string words_without(const std::string& text, std::string_view word) {
  std::string out;
  for (const std::string& one : split(text, ' '))
    if (one != word) out += (out.empty() ? "" : " ") + one;
  return out;
}

TEST(PickleFixtures, ImportWhatTheUnpicklersSaw) {
  const data::Value record = record_of("pickle");
  ASSERT_GT(record.members.size(), 20u);
  for (const auto& [name, line, entry] : record.members) {
    const std::string bytes = read_file("pickle/" + name);
    if (entry.find("compressed") != nullptr) {
      continue;  // PickleFixtures.CompressedOnesHoldTheSame
    }
    EXPECT_TRUE(sniffs_as_pickle(bytes)) << name;
    const Unpickled seen(bytes);
    // getattr(class, "MEMBER"), which they saw as an import of getattr, is seen here as the import of the member.
    const std::string got = words_without(seen.globals(), "__main__.Color.RED");
    const std::string wanted = words_without(words_without(words(*entry.find("globals")), "builtins.getattr"), "__builtin__.getattr");
    EXPECT_EQ(got, wanted) << name;
    EXPECT_EQ(seen.unresolved(), "") << name;
    EXPECT_EQ(seen.rules(), "") << name;
    const data::Value* const arrays = entry.find("arrays");
    for (std::size_t i = 0; arrays != nullptr && i < arrays->items.size(); ++i) {
      ASSERT_LT(i, seen.contents.tensors.size());
      const Tensor tensor = seen.contents.tensors[i];
      EXPECT_EQ(tensor.dtype, arrays->items[i].items[0].text);
      ASSERT_EQ(tensor.shape.size(), arrays->items[i].items[1].items.size());
      for (std::size_t d = 0; d < tensor.shape.size(); ++d) EXPECT_EQ(tensor.shape[d], static_cast<std::uint64_t>(*arrays->items[i].items[1].items[d].integer));
    }
  }
}

TEST(PickleFixtures, CompressedOnesHoldTheSame) {
  const data::Value record = record_of("pickle");
  const std::pair<const char*, format::Codec> codecs[] = {{"zlib", format::Codec::Zlib}, {"gzip", format::Codec::Gzip}, {"bz2", format::Codec::Bzip2}, {"xz", format::Codec::Xz}};
  for (const auto& [name, codec] : codecs) {
    const std::string file = std::string("arrays-") + name + ".joblib";
    const std::string bytes = read_file("pickle/" + file);
    MemorySource source(bytes);
    Contents contents;
    Diagnostics notes;
    format::Budget budget;
    format::Examination examination("file", contents, notes, budget, {});
    const auto stream = format::decode(codec, std::make_unique<RangeStream>(source, 0, bytes.size()), budget, UINT64_MAX);
    format::read_pickle(*stream, examination);
    std::set<std::string> names;
    for (const Construct& construct : contents.constructs) names.insert(construct.name);
    std::string seen;
    for (const std::string& each : names) seen += (seen.empty() ? "" : " ") + each;
    EXPECT_EQ(seen, words(*record.find(file)->find("globals"))) << file;
    EXPECT_TRUE(contents.valid) << file;
    EXPECT_EQ(contents.tensors.size(), 4u) << file;
  }
}

TEST(PytorchFixtures, ImportWhatTheUnpicklersSaw) {
  const data::Value record = record_of("pytorch");
  for (const auto& [name, line, entry] : record.find("files")->members) {
    const Unpickled seen(read_file("pytorch/" + name), read_any);
    if (entry.find("globals")->is_list()) {
      EXPECT_EQ(seen.globals(), words(*entry.find("globals"))) << name;
    }
    EXPECT_EQ(seen.unresolved(), "") << name;
    EXPECT_TRUE(seen.contents.valid) << name << " " << seen.rules();
  }
}

TEST(PytorchFixtures, HoldTheTensorsThatTorchLoads) {
  const data::Value record = record_of("pytorch");
  for (const auto& [name, line, entry] : record.find("files")->members) {
    const data::Value& tensors = *entry.find("tensors");
    if (!tensors.is_map()) continue;
    const Unpickled seen(read_file("pytorch/" + name), read_any);
    EXPECT_EQ(seen.contents.tensors.size(), tensors.members.size()) << name;
    for (std::size_t i = 0; i < seen.contents.tensors.size(); ++i) {
      const Tensor tensor = seen.contents.tensors[i];
      const data::Value* const expected = tensors.find(tensor.name);
      ASSERT_NE(expected, nullptr) << name << " " << tensor.name;
      EXPECT_EQ(tensor.dtype, expected->items[0].text) << name << " " << tensor.name;
      ASSERT_EQ(tensor.shape.size(), expected->items[1].items.size()) << name << " " << tensor.name;
      for (std::size_t d = 0; d < tensor.shape.size(); ++d) EXPECT_EQ(tensor.shape[d], static_cast<std::uint64_t>(*expected->items[1].items[d].integer)) << tensor.name;
    }
  }
}

// What torch.load(weights_only=True) accepts names nothing beyond its list.
TEST(PytorchFixtures, StayOnTheListOfWeightsOnlyWhereItAcceptsThem) {
  const data::Value record = record_of("pytorch");
  std::set<std::string> allowed;
  for (const data::Value& name : record.find("weights_only")->items) allowed.insert(name.text);
  std::size_t accepted = 0;
  for (const auto& [name, line, entry] : record.find("files")->members) {
    if (!entry.find("weights_only")->boolean) continue;
    ++accepted;
    const Unpickled seen(read_file("pytorch/" + name), read_any);
    for (const Construct& construct : seen.contents.constructs) EXPECT_TRUE(allowed.contains(construct.name)) << name << " " << construct.name;
  }
  EXPECT_GT(accepted, 3u);
}

}  // namespace
}  // namespace aboveboard::testing
