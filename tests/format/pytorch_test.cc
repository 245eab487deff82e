// PyTorch files: tensors from pickles that are run symbolically, held against their storages.
#include <gtest/gtest.h>

#include "format/pytorch/pytorch.h"
#include "pickle_builder.h"
#include "tar_builder.h"
#include "zip_builder.h"

namespace aboveboard::testing {
namespace {

void read_zip(ByteSource& bytes, format::Examination& examination) {
  const auto archive = format::open_zip(bytes, examination);
  if (archive && format::is_pytorch_zip(*archive)) format::read_pytorch_zip(bytes, *archive, examination);
}

std::string storage(const std::string& key, int elements, const std::string& type = "FloatStorage", const std::string& behind = "") {
  return "(" + op::text("storage") + op::global("torch", type) + op::text(key) + op::text("cpu") + op::number(elements) + behind + "tQ";
}

// A call of _rebuild_tensor_v2 over a matrix.
std::string tensor(const std::string& storage, int offset, int rows, int columns, int stride) {
  return op::global("torch._utils", "_rebuild_tensor_v2") + "(" + storage + op::number(offset) + op::number(rows) + op::number(columns) + "\x86" + op::number(stride) + op::number(1) +
         "\x86\x89" + op::global("collections", "OrderedDict") + ")RtR";
}

std::string dict(const std::vector<std::pair<std::string, std::string>>& items) {
  std::string out = op::proto(2) + "}(";
  for (const auto& [key, value] : items) out += op::text(key) + value;
  return out + "u.";
}

ZipBuilder archive(const std::string& pickle, const std::vector<std::pair<std::string, std::size_t>>& storages = {{"0", 24}}) {
  ZipBuilder zip;
  zip.parts.push_back({.name = "m/data.pkl", .data = pickle});
  zip.parts.push_back({.name = "m/byteorder", .data = "little"});
  for (const auto& [key, bytes] : storages) zip.parts.push_back({.name = "m/data/" + key, .data = std::string(bytes, '\x01')});
  zip.parts.push_back({.name = "m/version", .data = "3\n"});
  return zip;
}

Unpickled zipped(const ZipBuilder& zip) { return Unpickled(zip.bytes(), read_zip); }
Unpickled zipped(const std::string& pickle) { return zipped(archive(pickle)); }

TEST(Pytorch, ListsTensorsWithNamesTypesAndPlaces) {
  const Unpickled seen = zipped(dict({{"a.weight", tensor(storage("0", 6), 0, 2, 3, 3)}, {"b", tensor(storage("0", 6), 3, 1, 3, 3)}}));
  EXPECT_EQ(seen.rules(), "");
  ASSERT_EQ(seen.contents.tensors.size(), 2u);
  const Tensor a = seen.contents.tensors[0], b = seen.contents.tensors[1];
  EXPECT_EQ(a.name, "a.weight");
  EXPECT_EQ(a.dtype, "float32");
  EXPECT_EQ(std::vector<std::uint64_t>(a.shape.begin(), a.shape.end()), (std::vector<std::uint64_t>{2, 3}));
  EXPECT_EQ(a.bytes, 24u);
  EXPECT_EQ(b.begin, a.begin + 12);
  EXPECT_EQ(seen.contents.data_bytes, 24u);  // one storage
  EXPECT_EQ(seen.contents.formats.back(), "pytorch");
}

TEST(Pytorch, GivesTiedTensorsOnePlace) {
  const std::string once = tensor(storage("0", 6), 0, 2, 3, 3);
  const Unpickled seen = zipped(dict({{"embed", once}, {"head", once}}));
  ASSERT_EQ(seen.contents.tensors.size(), 2u);
  EXPECT_EQ(seen.contents.tensors[0].begin, seen.contents.tensors[1].begin);
}

TEST(Pytorch, ReadsUntypedStoragesWithNewTypes) {
  const std::string third = op::global("torch._utils", "_rebuild_tensor_v3") + "(" + "(" + op::text("storage") + op::global("torch.storage", "UntypedStorage") + op::text("0") + op::text("cpu") +
                            op::number(24) + "tQ" + op::number(0) + op::number(24) + "\x85" + op::number(1) + "\x85\x89" + op::global("collections", "OrderedDict") + ")R" +
                            op::global("torch", "float8_e4m3fn") + "tR";
  const Unpickled seen = zipped(dict({{"w", third}}));
  EXPECT_EQ(seen.rules(), "");
  ASSERT_EQ(seen.contents.tensors.size(), 1u);
  EXPECT_EQ(seen.contents.tensors[0].dtype, "float8_e4m3fn");
}

TEST(Pytorch, RefusesTensorsThatDoNotFitTheirStorage) {
  EXPECT_EQ(zipped(dict({{"w", tensor(storage("0", 6), 1, 2, 3, 3)}})).rules(), "pytorch-tensor-range");
  EXPECT_EQ(zipped(dict({{"w", tensor(storage("0", 6), 0, 2, 3, 1000)}})).rules(), "pytorch-tensor-range");
  EXPECT_EQ(zipped(dict({{"w", tensor(storage("0", 6), -1, 2, 3, 3)}})).rules(), "pytorch-tensor-shape");
  EXPECT_EQ(zipped(dict({{"w", tensor(storage("0", 6), 0, -2, 3, 3)}})).rules(), "pytorch-tensor-shape");
  EXPECT_EQ(zipped(dict({{"w", tensor("N", 0, 2, 3, 3)}})).rules(), "pytorch-tensor-arguments");
  const std::string huge = op::global("torch._utils", "_rebuild_tensor_v2") + "(" + storage("0", 6) + op::number(0) + "(\x8a\x07\xff\xff\xff\xff\xff\xff\x3f" + "\x8a\x07\xff\xff\xff\xff\xff\xff\x3ft(K\x01K\x01ttR";
  EXPECT_EQ(zipped(dict({{"w", huge}})).rules(), "pytorch-overflow");
}

TEST(Pytorch, HoldsStoragesAgainstTheirMembers) {
  const std::string good = dict({{"w", tensor(storage("0", 6), 0, 2, 3, 3)}});
  EXPECT_EQ(zipped(archive(good, {{"1", 24}})).rules(), "pytorch-storage-missing");
  EXPECT_EQ(zipped(archive(good, {{"0", 20}})).rules(), "pytorch-storage-size");
  EXPECT_EQ(zipped(archive(good, {{"0", 28}})).rules(), "pytorch-storage-size");
  EXPECT_EQ(zipped(dict({{"w", tensor(storage("0", 6), 0, 2, 3, 3)}, {"v", tensor(storage("0", 5), 0, 1, 3, 3)}})).rules(), "pytorch-storage-conflict");
  EXPECT_EQ(zipped(dict({{"w", tensor(storage("0", -6), 0, 2, 3, 3)}})).rules(), "pytorch-persistent-id");
  EXPECT_EQ(zipped(dict({{"w", tensor(storage("0", 6, "StrangeStorage"), 0, 2, 3, 3)}})).rules(), "pytorch-persistent-id");
  EXPECT_EQ(zipped(dict({{"w", "K\x01Q"}})).rules(), "pytorch-persistent-id");
}

TEST(Pytorch, DemandsTheRecordsThatTorchDoes) {
  const std::string good = dict({{"w", tensor(storage("0", 6), 0, 2, 3, 3)}});
  ZipBuilder zip = archive(good);
  zip.parts.pop_back();
  EXPECT_EQ(zipped(zip).rules(), "pytorch-version");
  zip = archive(good);
  zip.parts.push_back({.name = "other/file", .data = "x"});
  EXPECT_EQ(zipped(zip).rules(), "pytorch-roots");
  zip = archive(good);
  zip.parts[1].data = "big";
  EXPECT_EQ(zipped(zip).rules(), "pytorch-big-endian");
  zip.parts[1].data = "middle";
  EXPECT_EQ(zipped(zip).rules(), "pytorch-byteorder");
}

TEST(Pytorch, SeesPayloadsInEveryDisguise) {
  for (const std::string& payload : payloads()) {
    const std::string bad = op::proto(2) + payload + dict({{"w", tensor(storage("0", 6), 0, 2, 3, 3)}});
    ZipBuilder zip = archive(bad);
    EXPECT_TRUE(zipped(zip).calls("os.system")) << payload;
    EXPECT_EQ(zipped(zip).find(ConstructKind::Call, "os.system")->member, "m/data.pkl");
    zip.parts[0].method = 8;
    EXPECT_TRUE(zipped(zip).calls("os.system"));
    zip.parts[0].name = "m/DATA.PKL";
    EXPECT_TRUE(zipped(zip).calls("os.system"));
    zip.parts[0].method = 0;
    zip.parts[0].flags = 1;
    EXPECT_TRUE(zipped(zip).calls("os.system"));
    zip = archive(dict({}));
    zip.parts.push_back({.name = "m/more/data.pkl", .data = bad});
    EXPECT_TRUE(zipped(zip).calls("os.system"));
    EXPECT_NE(zipped(zip).rules().find("pytorch-several-pickles"), std::string::npos);
  }
}

TEST(Pytorch, RefusesItemsSetInTensors) {
  const Unpickled seen = zipped(op::proto(2) + tensor(storage("0", 6), 0, 2, 3, 3) + op::small(0) + op::small(1) + "s.");
  EXPECT_NE(seen.find(ConstructKind::BrokenProgram), nullptr);
  EXPECT_EQ(seen.rules(), "pickle-target");
}

TEST(Pytorch, NamesProgramsAndTheirOperators) {
  ZipBuilder zip = archive(dict({{"w", tensor(storage("0", 6), 0, 2, 3, 3)}}));
  zip.parts.push_back({.name = "m/code/__torch__.py", .data = "class M(Module):\n  def forward(self, x):\n    _0 = torch.save(x, \"/tmp/out\")\n    _1 = ops.image.read_file(\"/etc/hostname\")\n    return torch.add(x, x)\n"});
  zip.parts.push_back({.name = "m/constants.pkl", .data = op::proto(2) + payloads()[0] + "N."});
  zip.parts.push_back({.name = "m/code/__torch__.py.debug_pkl", .data = op::proto(2) + op::global("evil", "name") + "."});
  const Unpickled seen = zipped(zip);
  ASSERT_NE(seen.find(ConstructKind::Program, "TorchScript"), nullptr);
  EXPECT_EQ(seen.find(ConstructKind::Program)->detail, "class M(Module):");
  EXPECT_NE(seen.find(ConstructKind::Operator, "aten::save"), nullptr);
  EXPECT_NE(seen.find(ConstructKind::Operator, "image::read_file"), nullptr);
  EXPECT_TRUE(seen.calls("os.system"));
  EXPECT_NE(seen.find(ConstructKind::Import, "evil.name"), nullptr);
}

TEST(Pytorch, RunsThePicklesOfPackages) {
  ZipBuilder zip;
  zip.parts.push_back({.name = "p/.data/extern_modules", .data = "torch\n"});
  zip.parts.push_back({.name = "p/.data/version", .data = "6\n"});
  zip.parts.push_back({.name = "p/.data/0.storage", .data = std::string(24, '\x01')});
  zip.parts.push_back({.name = "p/model/model.pkl", .data = op::proto(2) + payloads()[0] + tensor(storage("0", 6), 0, 2, 3, 3) + "."});
  zip.parts.push_back({.name = "p/code.py", .data = "import torch\n"});
  const Unpickled seen = zipped(zip);
  EXPECT_TRUE(seen.calls("os.system"));
  EXPECT_NE(seen.find(ConstructKind::Program, "Python"), nullptr);
  EXPECT_EQ(seen.contents.tensors.size(), 1u);
  EXPECT_EQ(seen.rules(), "");
}

TEST(Pytorch, BoundsContainersThatHoldOneAnother) {
  std::string nested = op::proto(2) + "]" + op::put(0) + op::put(1);
  for (int i = 0; i < 200; ++i) nested += "0]" + op::get(0) + "a" + op::get(0) + "a" + op::put(0);
  EXPECT_NE(zipped(nested + ".").rules().find("limit-pytorch-walk"), std::string::npos);
  EXPECT_NE(zipped(op::proto(2) + "]" + op::put(0) + op::get(0) + "a" + op::get(0) + "a.").rules().find("limit-pytorch-walk"), std::string::npos);
}

// The five pickles of the old format.
std::string legacy(const std::string& object, const std::string& keys, const std::string& behind) {
  return "\x80\x02\x8a\x0al\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."s + "\x80\x02M\xe9\x03."s + op::proto(2) + "}" + op::text("little_endian") + "\x88s." + object + keys + behind;
}
std::string keys_of(const std::vector<std::string>& keys) {
  std::string out = op::proto(2) + "](";
  for (const std::string& key : keys) out += op::text(key);
  return out + "e.";
}
const std::string kData = le<std::uint64_t>(6) + std::string(24, '\x01');
std::string old_storage() { return storage("0", 6, "FloatStorage", "N"); }
Unpickled read_old(const std::string& bytes) { return Unpickled(bytes, format::read_legacy_pytorch); }

TEST(PytorchLegacy, ReadsTensorsAndPassesOverStorages) {
  const std::string bytes = legacy(dict({{"w", tensor(old_storage(), 0, 2, 3, 3)}}), keys_of({"0"}), kData);
  EXPECT_TRUE(sniffs_as_pickle(bytes, format::looks_like_legacy_pytorch));
  const Unpickled seen = read_old(bytes);
  EXPECT_EQ(seen.rules(), "");
  ASSERT_EQ(seen.contents.tensors.size(), 1u);
  EXPECT_EQ(seen.contents.tensors[0].begin, bytes.size() - 24);
  EXPECT_EQ(seen.contents.data_bytes, 24u);
}

TEST(PytorchLegacy, ReadsViewsOfStorages) {
  const std::string view = storage("0", 6, "FloatStorage", "(" + op::text("v") + op::number(2) + op::number(3) + "t");
  const std::string bytes = legacy(dict({{"w", tensor(view, 0, 1, 3, 3)}}), keys_of({"0"}), kData);
  const Unpickled seen = read_old(bytes);
  EXPECT_EQ(seen.rules(), "");
  ASSERT_EQ(seen.contents.tensors.size(), 1u);
  EXPECT_EQ(seen.contents.tensors[0].begin, bytes.size() - 24 + 8);
  EXPECT_EQ(read_old(legacy(dict({{"w", tensor(view, 0, 2, 3, 3)}}), keys_of({"0"}), kData)).rules(), "pytorch-tensor-range");
}

TEST(PytorchLegacy, RefusesWhatDoesNotAddUp) {
  const std::string object = dict({{"w", tensor(old_storage(), 0, 2, 3, 3)}});
  EXPECT_EQ(read_old(legacy(object, keys_of({"0"}), kData.substr(0, 20))).rules(), "pytorch-storage-truncated");
  EXPECT_EQ(read_old(legacy(object, keys_of({"0"}), "")).rules(), "pytorch-storage-truncated");
  EXPECT_EQ(read_old(legacy(object, keys_of({"0"}), le<std::uint64_t>(7) + std::string(28, 'x'))).rules(), "pytorch-storage-size");
  EXPECT_EQ(read_old(legacy(object, keys_of({"0", "1"}), kData + kData)).rules(), "pytorch-legacy-keys");
  EXPECT_EQ(read_old(legacy(object, keys_of({"0", "0"}), kData + kData)).rules(), "pytorch-legacy-keys");
  EXPECT_EQ(read_old(legacy(object, keys_of({}), "")).rules(), "pytorch-storage-missing");
  EXPECT_EQ(read_old(legacy(object, op::proto(2) + "}.", "")).rules(), "pytorch-legacy-keys");
}

TEST(PytorchLegacy, SeesPayloadsInEachPickle) {
  const std::string object = dict({{"w", tensor(old_storage(), 0, 2, 3, 3)}});
  for (const std::string& payload : payloads()) {
    EXPECT_TRUE(read_old(legacy(op::proto(2) + payload + object, keys_of({"0"}), kData)).calls("os.system"));
    EXPECT_TRUE(read_old(legacy(object, op::proto(2) + payload + keys_of({"0"}), kData)).calls("os.system"));
    EXPECT_TRUE(read_old(payload + legacy(object, keys_of({"0"}), kData)).calls("os.system"));
    EXPECT_TRUE(read_old(legacy(object, keys_of({"0"}), kData + op::proto(2) + payload + "N.")).calls("os.system"));
  }
}

TEST(PytorchLegacy, TakesTheClassesOfModulesAsSuch) {
  const std::string module = "(" + op::text("module") + op::global("net", "Model") + "NNtQ)\x81}b";
  const Unpickled seen = read_old(legacy(op::proto(2) + module + ".", keys_of({}), ""));
  EXPECT_TRUE(seen.calls("net.Model"));
  EXPECT_EQ(seen.unresolved(), "");
}

}  // namespace
}  // namespace aboveboard::testing
