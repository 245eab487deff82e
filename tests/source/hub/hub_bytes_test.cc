#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "base/limits.h"
#include "base/stream.h"
#include "source/hub/fake_hub.h"
#include "support/paths.h"

namespace aboveboard {
namespace {

using testing::FakeHub;
using testing::hub_over;
using testing::kCommit;
using testing::open_hub;
using testing::OpenedHub;
using testing::status;

constexpr const char* kLocation = "hf:lakelab/otter-7b";

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<char>(i * 31 + i / 251);
  return bytes;
}

// A hub with one large file, opened.
struct HubBytesTest : ::testing::Test {
  const std::string content = pattern(9u << 20);
  FakeHub fake;
  HubOptions options;
  std::unique_ptr<Hub> hub;
  OpenedHub opened;

  HubBytesTest() {
    fake.linked = false;
    fake.files["model.safetensors"] = {.bytes = content, .large = true};
    fake.files["README.md"] = {.bytes = "# Otter\n"};
  }
  void open() {
    hub = std::make_unique<Hub>(hub_over(fake, options));
    opened = open_hub(*hub, kLocation);
    ASSERT_TRUE(opened.source) << opened.error.message;
    fake.requests();
    fake.bytes();
  }
  std::unique_ptr<ByteSource> file(const std::string& path = "model.safetensors") { return std::move(*opened.source->open(path)); }
  void expect_read(ByteSource& bytes, std::uint64_t offset, std::uint64_t length) {
    const auto read = read_range(bytes, offset, length);
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_TRUE(*read == content.substr(static_cast<std::size_t>(offset), static_cast<std::size_t>(length))) << offset << "+" << length;
  }
  Error failure(const std::string& path, std::uint64_t offset = 0, std::uint64_t length = ~0ull) {
    const auto read = opened.read(path, offset, length);
    EXPECT_FALSE(read);
    return read ? Error{} : read.error();
  }
};

TEST_F(HubBytesTest, KnowsTheSizeWithoutARequest) {
  open();
  const auto bytes = file();
  EXPECT_EQ(bytes->size(), content.size());
  EXPECT_TRUE(bytes->remote());
  EXPECT_TRUE(bytes->random_access());
  EXPECT_TRUE(read_range(*bytes, 5, 0));
  EXPECT_EQ(fake.requests(), 0u);
}

TEST_F(HubBytesTest, FetchesASmallFileWholeByOneRequest) {
  fake.files["big.json"] = {.bytes = content.substr(0, 65'536)};
  open();
  for (const char* path : {"README.md", "big.json"}) {
    const auto bytes = file(path);
    std::array<std::byte, 2> two{};
    ASSERT_TRUE(bytes->read_at(3, two));
    ASSERT_TRUE(read_all(*bytes, 1 << 20));
    EXPECT_EQ(fake.requests(), 1u);
    EXPECT_EQ(fake.bytes(), bytes->size());
    EXPECT_FALSE(fake.asked.back().range);
  }
}

TEST_F(HubBytesTest, FetchesAFileThatIsReadWholeByOneRequest) {
  fake.files["tokenizer.json"] = {.bytes = content.substr(0, 8u << 20)};
  open();
  for (const bool expected : {false, true}) {
    const auto bytes = file("tokenizer.json");
    if (expected) bytes->expect(0, ~0ull);
    const auto head = bytes->head(~0ull);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->size(), 8u << 20);
    EXPECT_EQ(fake.requests(), 1u);
    EXPECT_FALSE(fake.asked.back().range);
  }
}

TEST_F(HubBytesTest, ReadsAHeaderByTwoExactRequests) {
  open();
  const auto bytes = file();
  expect_read(*bytes, 0, 4096);
  expect_read(*bytes, 4096, 300'000);
  EXPECT_EQ(fake.requests(), 2u);
  EXPECT_EQ(fake.bytes(), 304'096u);
  expect_read(*bytes, 8, 304'088);
  expect_read(*bytes, 0, 1);
  EXPECT_EQ(fake.requests(), 0u);
  // The second range goes to where the first one was led to.
  EXPECT_TRUE(fake.asked[1].url.starts_with(testing::kEndpoint));
  EXPECT_TRUE(fake.asked[2].url.starts_with(testing::kContentHost));
}

TEST_F(HubBytesTest, FetchesWhatIsExpectedByOneExactRequest) {
  open();
  const auto bytes = file();
  bytes->expect(1'000'000, 500'000);
  EXPECT_EQ(fake.requests(), 1u);
  for (std::uint64_t at = 1'000'000; at < 1'500'000; at += 1000) expect_read(*bytes, at, 1000);
  bytes->expect(content.size() - 10, ~0ull);
  bytes->expect(~0ull, ~0ull);
  expect_read(*bytes, content.size() - 10, 10);
  EXPECT_EQ(fake.requests(), 1u);
  EXPECT_EQ(fake.bytes(), 500'010u);
}

TEST_F(HubBytesTest, AsksForWhatIsMissingOnly) {
  open();
  const auto bytes = file();
  expect_read(*bytes, 100'000, 10'000);
  expect_read(*bytes, 200'000, 10'000);
  expect_read(*bytes, 90'000, 200'000);
  EXPECT_EQ(fake.requests(), 5u);
  EXPECT_EQ(fake.bytes(), 200'000u);
}

TEST_F(HubBytesTest, TakesALittleAlongWithSmallReads) {
  open();
  const auto bytes = file();
  for (std::uint64_t at = 0; at < 16'000; at += 100) expect_read(*bytes, at, 100);
  EXPECT_EQ(fake.requests(), 1u);
  EXPECT_EQ(fake.bytes(), 16'384u);
  expect_read(*bytes, 5'000'000, 10);
  EXPECT_EQ(fake.bytes(), 16'384u);
  expect_read(*bytes, content.size() - 10, 10);
  EXPECT_EQ(fake.bytes(), 10u);
}

TEST_F(HubBytesTest, StreamsByFewRequests) {
  open();
  const auto bytes = file();
  const auto stream = bytes->stream();
  ASSERT_TRUE(stream);
  std::string all;
  std::array<std::byte, 8192> buffer{};
  for (;;) {
    const auto got = (*stream)->read(buffer);
    ASSERT_TRUE(got) << got.error().message;
    if (*got == 0) break;
    all.append(reinterpret_cast<const char*>(buffer.data()), *got);
  }
  EXPECT_TRUE(all == content);
  EXPECT_EQ(fake.bytes(), content.size());
  EXPECT_LE(fake.requests(), 60u);
}

TEST_F(HubBytesTest, ReadsLittleMoreThanALongHeader) {
  open();
  const auto bytes = file();
  constexpr std::uint64_t kHeader = 3'000'000;
  for (std::uint64_t at = 0; at < kHeader; at += 65'536) expect_read(*bytes, at, std::min<std::uint64_t>(65'536, kHeader - at));
  EXPECT_LE(fake.bytes(), kHeader + kHeader / 8);
  EXPECT_LE(fake.requests(), 30u);
}

TEST_F(HubBytesTest, GoesBackToTheHubOnceASignatureHasExpired) {
  open();
  const auto bytes = file();
  expect_read(*bytes, 0, 5000);
  fake.signature = 2;
  expect_read(*bytes, 5000, 5000);
  ASSERT_EQ(fake.requests(), 3u);
  EXPECT_TRUE(fake.asked[2].url.ends_with("?signature=1"));
  EXPECT_TRUE(fake.asked[3].url.starts_with(testing::kEndpoint));
  expect_read(*bytes, 10'000, 5000);
  EXPECT_EQ(fake.requests(), 1u);
  fake.fault = [](const HttpRequest&) { return status(403); };
  const auto refused = read_range(*bytes, 5'000'000, 5000);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::Denied);
  EXPECT_EQ(fake.requests(), 2u);
}

TEST_F(HubBytesTest, ReadsTheSameFromTheCache) {
  const testing::ScratchDir scratch;
  options.cache_folder = scratch.path() / "cache";
  for (const std::size_t requests : {2u, 0u}) {
    open();
    const auto bytes = file();
    expect_read(*bytes, 0, 4096);
    expect_read(*bytes, 4096, 300'000);
    EXPECT_EQ(fake.requests(), requests);
  }
  // Other repositories share what has the same digest.
  fake.id = "lakelab/otter-7b-copy";
  fake.commit[0] = 'e';
  fake.files["weights.safetensors"] = fake.files["model.safetensors"];
  Hub other = hub_over(fake, options);
  const OpenedHub copy = open_hub(other, "hf:lakelab/otter-7b-copy");
  fake.requests();
  EXPECT_EQ(copy.read("weights.safetensors", 0, 4096).value_or(""), content.substr(0, 4096));
  EXPECT_EQ(copy.read("README.md").value_or("none"), "# Otter\n");
  EXPECT_EQ(fake.requests(), 1u);
}

TEST_F(HubBytesTest, FindsTheSizeThatTheListingLacks) {
  fake.sizes = false;
  fake.files["empty"] = {.bytes = ""};
  const testing::ScratchDir scratch;
  options.cache_folder = scratch.path() / "cache";
  for (const std::size_t requests : {3u, 1u}) {
    open();
    const auto bytes = file();
    EXPECT_FALSE(bytes->known_size());
    EXPECT_EQ(bytes->size(), content.size());
    EXPECT_EQ(bytes->known_size(), content.size());
    expect_read(*bytes, 0, 1000);
    EXPECT_EQ(opened.read("README.md").value_or("none"), "# Otter\n");
    EXPECT_EQ(opened.read("empty").value_or("none"), "");
    EXPECT_EQ(fake.requests(), requests);  // that a file is empty is asked again
  }
  fake.fault = [](const HttpRequest&) { return status(500); };
  options.cache_folder = "";
  hub = nullptr;
  fake.fault = [](const HttpRequest& request) { return request.url.find("/resolve/") == std::string::npos ? status(0) : status(500); };
  open();
  const auto bytes = file();
  EXPECT_EQ(bytes->size(), 0u);
  EXPECT_EQ(read_all(*bytes, 1 << 20).error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(bytes->stream().error().kind, ErrorKind::Unavailable);
  EXPECT_EQ(fake.requests(), 1u);
}

TEST_F(HubBytesTest, HoldsSizesAgainstTheListing) {
  fake.files["README.md"].listed_size = "9";
  fake.files["config.json"] = {.bytes = "{}", .listed_size = "1"};
  fake.linked = true;
  fake.files["model.safetensors"].listed_size = "20000000";
  fake.files["other.safetensors"] = fake.files["model.safetensors"];
  open();
  EXPECT_EQ(to_string(failure("README.md")), "README.md: the hub's listing says 9 bytes, but it sends 8 bytes");
  EXPECT_EQ(to_string(failure("config.json")), "config.json: the hub's listing says 1 byte, but the file that it sends has 2 bytes");
  EXPECT_EQ(to_string(failure("model.safetensors", 0, 5000)), "model.safetensors: the hub's listing says 20000000 bytes, but when asked for the file it says 9437184 bytes");
  fake.linked = false;
  EXPECT_EQ(to_string(failure("other.safetensors", 0, 5000)), "other.safetensors: the hub's listing says 20000000 bytes, but the file that it sends has 9437184 bytes");
  EXPECT_EQ(failure("README.md").kind, ErrorKind::Integrity);
  EXPECT_EQ(failure("config.json").kind, ErrorKind::Integrity);
  EXPECT_EQ(failure("model.safetensors", 15'000'000, 5000).kind, ErrorKind::Integrity);  // 416
}

TEST_F(HubBytesTest, BlamesNoSizeForWhatElseIsTooLong) {
  open();
  fake.broken = Error{ErrorKind::LimitReached, "the header of the answer is too long", {}};
  EXPECT_EQ(to_string(failure("README.md")), "README.md: the header of the answer is too long");
  EXPECT_EQ(failure("README.md").kind, ErrorKind::LimitReached);
}

TEST_F(HubBytesTest, HoldsDigestsAgainstTheListing) {
  fake.files["README.md"].listed_digest = std::string(40, 'a');
  fake.files["model.safetensors"].listed_digest = std::string(64, 'b');
  fake.linked = true;
  fake.files["small.bin"] = {.bytes = "x", .large = true, .listed_digest = std::string(64, 'c')};
  open();
  const Error error = failure("README.md");
  EXPECT_EQ(error.kind, ErrorKind::Integrity);
  EXPECT_EQ(error.message, "the hub's listing promises the digest git-sha1:" + std::string(40, 'a') + ", but the bytes that it sends have git-sha1:" + testing::git_blob_of("# Otter\n"));
  EXPECT_EQ(failure("small.bin").kind, ErrorKind::Integrity);
  EXPECT_NE(failure("model.safetensors", 0, 5000).message.find("when asked for the file it says sha256:" + testing::sha256_of(content)), std::string::npos);
}

TEST_F(HubBytesTest, HoldsAFileThatCameInPartsAgainstTheListing) {
  fake.files["good.json"] = {.bytes = content.substr(0, 300'000)};
  fake.files["bad.json"] = {.bytes = content.substr(0, 300'000), .listed_digest = std::string(40, 'a')};
  open();
  for (const char* path : {"good.json", "bad.json"}) {
    const auto bytes = file(path);
    expect_read(*bytes, 100'000, 200'000);
    const auto rest = read_range(*bytes, 0, 100'000);
    ASSERT_EQ(rest.has_value(), path == std::string_view("good.json"));
    if (rest) {
      expect_read(*bytes, 50'000, 200'000);
      continue;
    }
    EXPECT_EQ(rest.error().kind, ErrorKind::Integrity);
    EXPECT_EQ(read_range(*bytes, 100'000, 10).error().kind, ErrorKind::Integrity);
  }
}

TEST_F(HubBytesTest, KeepsNothingThatBrokeItsPromise) {
  const testing::ScratchDir scratch;
  options.cache_folder = scratch.path() / "cache";
  open();
  const std::string good = fake.files["README.md"].bytes;
  fake.files["README.md"].bytes = "# OTTER\n";
  EXPECT_EQ(failure("README.md").kind, ErrorKind::Integrity);
  fake.files["README.md"].bytes = good;
  EXPECT_EQ(opened.read("README.md").value_or("none"), good);
}

TEST_F(HubBytesTest, HoldsTheCommitAgainstTheListing) {
  open();
  fake.fault = [](const HttpRequest&) {
    HttpResponse response = status(200, {{"x-repo-commit", std::string(40, 'd')}});
    response.body = "# Otter\n";
    return response;
  };
  EXPECT_EQ(failure("README.md").kind, ErrorKind::Integrity);
}

TEST_F(HubBytesTest, TakesABeginningFromAServerThatIgnoresRanges) {
  open();
  fake.fault = [this](const HttpRequest& request) {
    HttpResponse response = status(200);
    response.body = content;
    response.url = request.url;
    return response;
  };
  const auto bytes = file();
  expect_read(*bytes, 0, 5000);
  EXPECT_EQ(read_range(*bytes, 9000, 5000).error().kind, ErrorKind::Malformed);
}

TEST_F(HubBytesTest, DoesNotTryAgainWhatFailed) {
  open();
  fake.broken = Error{ErrorKind::Unavailable, "the connection broke", {}};
  const auto bytes = file();
  bytes->expect(0, 5000);
  EXPECT_EQ(to_string(read_range(*bytes, 0, 5000).error()), "model.safetensors: the connection broke");
  EXPECT_FALSE(read_range(*bytes, 9000, 5000));
  EXPECT_EQ(fake.requests(), 1u);
}

TEST_F(HubBytesTest, KeepsToItsLimits) {
  fake.files["model.safetensors"].listed_size = "9007199254740992";
  for (std::uint64_t i = 0; i < limits::kHubFilesRead; ++i) fake.files["f" + std::to_string(i)] = {.bytes = "x"};
  open();
  const auto bytes = file();
  std::string much(static_cast<std::size_t>(limits::kHubFileBytes) + 1, '\0');
  EXPECT_EQ(to_string(bytes->read_at(0, std::as_writable_bytes(std::span(much))).error()), "model.safetensors: more than 64 MiB of one file are not read over a network");
  bytes->expect(0, ~0ull);
  EXPECT_EQ(fake.requests(), 0u);
  for (std::uint64_t i = 0; i < limits::kHubFilesRead; ++i) ASSERT_TRUE(opened.read("f" + std::to_string(i)));
  EXPECT_TRUE(opened.read("f0"));
  const Error error = failure("README.md");
  EXPECT_EQ(error.kind, ErrorKind::LimitReached);
  EXPECT_EQ(error.message, "more than 2000 files of one repository are not read over a network");
}

TEST_F(HubBytesTest, KeepsToItsLimitOfAllFiles) {
  for (int i = 0; i < 9; ++i) fake.files["part" + std::to_string(i)] = {.bytes = "", .listed_size = std::to_string(limits::kHubFileBytes), .listed_digest = "x"};
  fake.fault = [](const HttpRequest& request) {
    HttpResponse response = status(request.range ? 206 : 0);
    if (request.range) response.body.resize(static_cast<std::size_t>(request.range->length));
    response.total = limits::kHubFileBytes;
    return response;
  };
  open();
  for (int i = 0; i < 8; ++i) ASSERT_TRUE(opened.read("part" + std::to_string(i))) << i;
  ASSERT_TRUE(opened.read("part0"));  // what was read before counts once
  EXPECT_EQ(failure("part8").message, "more than 512 MiB of one repository are not read over a network");
}

TEST_F(HubBytesTest, IsReadFromManyThreads) {
  open();
  const auto bytes = file();
  std::array<bool, 4> right{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&, t] {
      right[t] = true;
      for (std::uint64_t at = 0; at < 200'000; at += 700) {
        const auto read = read_range(*bytes, at, 700);
        if (!read || *read != content.substr(static_cast<std::size_t>(at), 700)) right[t] = false;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, (std::array<bool, 4>{true, true, true, true}));
  // Nothing was asked for twice.
  std::uint64_t end = 0;
  for (std::size_t i = 1; i < fake.asked.size(); ++i) {
    EXPECT_EQ(fake.asked[i].range->begin, end);
    end += fake.asked[i].range->length;
  }
}

}  // namespace
}  // namespace aboveboard
