// A payload put anywhere into a benign pickle is seen, and cutting a pickle short hides nothing.
#include <gtest/gtest.h>

#include "pickle_builder.h"

namespace aboveboard::testing {
namespace {

// The opcodes of a state dict as torch.save writes it: every gap between them is a place for a payload.
std::vector<std::string> state_dict_opcodes() {
  using namespace op;
  std::vector<std::string> out = {proto(2), global("collections", "OrderedDict"), put(0), ")", "R", put(1), "("};
  for (int i = 0; i < 3; ++i) {
    out.insert(out.end(), {text("layer." + std::to_string(i) + ".weight"), put(2 + 8 * i), global("torch._utils", "_rebuild_tensor_v2"), put(3 + 8 * i), "(", "(", text("storage"),
                           global("torch", "FloatStorage"), text(std::to_string(i)), text("cpu"), small(6), "t", put(4 + 8 * i), "Q", small(0), small(2), small(3), "\x86",
                           put(5 + 8 * i), small(3), small(1), "\x86", "\x89", get(0), ")", "R", "t", put(6 + 8 * i), "R", put(7 + 8 * i)});
  }
  out.insert(out.end(), {"u", "}", put(40), text("_metadata"), get(0), ")", "R", text(""), "}", text("version"), small(1), "s", "s", "s", "b", "."});
  return out;
}

std::string joined(const std::vector<std::string>& opcodes, std::size_t at, const std::string& payload) {
  std::string out;
  for (std::size_t i = 0; i < opcodes.size(); ++i) out += (i == at ? payload : "") + opcodes[i];
  return at == opcodes.size() ? out + payload : out;
}

TEST(PickleInjection, BenignStateDictHasItsNamesOnly) {
  const Unpickled seen(joined(state_dict_opcodes(), 999, ""));
  EXPECT_EQ(seen.globals(), "collections.OrderedDict torch.FloatStorage torch._utils._rebuild_tensor_v2");
  EXPECT_EQ(seen.unresolved(), "");
  EXPECT_EQ(seen.rules(), "");
}

TEST(PickleInjection, IsSeenAtEveryPlace) {
  const auto opcodes = state_dict_opcodes();
  for (const std::string& payload : payloads()) {
    for (std::size_t at = 0; at <= opcodes.size(); ++at) {
      const std::string bytes = joined(opcodes, at, payload);
      ASSERT_TRUE(Unpickled(bytes).calls("os.system")) << at << " " << payload;
      if (at < opcodes.size()) {
        ASSERT_TRUE(sniffs_as_pickle(bytes)) << at << " " << payload;
      }
    }
  }
}

TEST(PickleInjection, IsSeenAtEveryPlaceWithoutAnyName) {
  const auto opcodes = state_dict_opcodes();
  const std::string hidden = op::global("builtins", "getattr") + op::text("x") + op::text("system") + "\x86R" + op::text("echo") + "\x85R0";
  for (const std::string& payload : {hidden, "\x82\x07"s + op::text("echo") + "\x85R0", op::text("os") + "N\x93" + op::text("echo") + "\x85R0"}) {
    for (std::size_t at = 0; at < opcodes.size(); ++at) ASSERT_NE(Unpickled(joined(opcodes, at, payload)).unresolved(), "") << at;
  }
}

// A break behind the payload takes nothing of it away.
TEST(PickleInjection, IsSeenBeforeABreakAtEveryPlace) {
  const auto opcodes = state_dict_opcodes();
  for (std::size_t at = 0; at < opcodes.size(); ++at) {
    const Unpickled seen(joined(opcodes, at, payloads()[0] + "\xff\xff"));
    ASSERT_TRUE(seen.calls("os.system")) << at;
    ASSERT_NE(seen.find(ConstructKind::BrokenProgram), nullptr) << at;
  }
}

TEST(PickleInjection, IsSeenWhereverTheBytesAreCut) {
  const std::string bytes = op::proto(2) + payloads()[0] + joined(state_dict_opcodes(), 999, "");
  for (std::size_t length = 2 + payloads()[0].size(); length < bytes.size(); ++length) {
    const Unpickled seen(bytes.substr(0, length));
    ASSERT_TRUE(seen.calls("os.system")) << length;
    ASSERT_NE(seen.find(ConstructKind::BrokenProgram), nullptr) << length;
  }
}

}  // namespace
}  // namespace aboveboard::testing
