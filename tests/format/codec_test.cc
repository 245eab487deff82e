#include <bzlib.h>
#include <gtest/gtest.h>
#include <lz4frame.h>
#include <lzma.h>
#include <zstd.h>

#include <random>

#include "archive_support.h"
#include "format/codec/decode_stream.h"
#include "zip_builder.h"

namespace aboveboard::testing {
namespace {

using format::Budget;
using format::Codec;

std::string bzip2(std::string_view data) {
  std::string out(data.size() + data.size() / 50 + 1000, '\0');
  auto length = static_cast<unsigned>(out.size());
  BZ2_bzBuffToBuffCompress(out.data(), &length, const_cast<char*>(data.data()), static_cast<unsigned>(data.size()), 1, 0, 0);
  out.resize(length);
  return out;
}

std::string xz(std::string_view data) {
  std::string out(data.size() + 4096, '\0');
  std::size_t length = 0;
  lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, reinterpret_cast<const std::uint8_t*>(data.data()), data.size(),
                          reinterpret_cast<std::uint8_t*>(out.data()), &length, out.size());
  out.resize(length);
  return out;
}

std::string lzma_alone(std::string_view data, std::uint32_t dictionary = 1u << 20) {
  lzma_options_lzma options;
  lzma_lzma_preset(&options, 1);
  options.dict_size = dictionary;
  lzma_stream state = LZMA_STREAM_INIT;
  EXPECT_EQ(lzma_alone_encoder(&state, &options), LZMA_OK);
  std::string out(data.size() + 4096, '\0');
  state.next_in = reinterpret_cast<const std::uint8_t*>(data.data());
  state.avail_in = data.size();
  state.next_out = reinterpret_cast<std::uint8_t*>(out.data());
  state.avail_out = out.size();
  EXPECT_EQ(lzma_code(&state, LZMA_FINISH), LZMA_STREAM_END);
  out.resize(static_cast<std::size_t>(state.total_out));
  lzma_end(&state);
  return out;
}

std::string lz4(std::string_view data) {
  std::string out(LZ4F_compressFrameBound(data.size(), nullptr), '\0');
  out.resize(LZ4F_compressFrame(out.data(), out.size(), data.data(), data.size(), nullptr));
  return out;
}

std::string zstd(std::string_view data) {
  std::string out(ZSTD_compressBound(data.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), data.data(), data.size(), 1));
  return out;
}

struct Packer {
  std::string name;
  Codec codec;
  std::string (*pack)(std::string_view);
};

const std::vector<Packer>& packers() {
  static const std::vector<Packer> all = {
      {"(gzip)", Codec::Gzip, [](std::string_view data) { return deflated(data, 31); }},
      {"(zlib)", Codec::Zlib, [](std::string_view data) { return deflated(data, 15); }},
      {"(bzip2)", Codec::Bzip2, bzip2},
      {"(xz)", Codec::Xz, xz},
      {"(lzma)", Codec::Lzma, [](std::string_view data) { return lzma_alone(data); }},
      {"(lz4)", Codec::Lz4, lz4},
      {"(zstd)", Codec::Zstd, zstd},
  };
  return all;
}

std::string noise(std::size_t bytes, unsigned seed = 1) {
  std::mt19937 random(seed);
  std::string text(bytes, '\0');
  for (char& c : text) c = static_cast<char>(random() % 7 == 0 ? random() : 'a');
  return text;
}

// All that a stream gives, in pieces of `piece`, and how it ended.
std::pair<std::string, std::optional<ErrorKind>> drain(ByteStream& stream, std::size_t piece) {
  std::string all, buffer(piece, '\0');
  while (true) {
    const auto got = stream.read(std::as_writable_bytes(std::span(buffer)));
    if (!got) return {all, got.error().kind};
    if (*got == 0) return {all, std::nullopt};
    all.append(buffer, 0, *got);
  }
}

std::pair<std::string, std::optional<ErrorKind>> decoded(Codec codec, std::string_view packed, std::size_t piece = 1000, std::uint64_t limit = 1u << 30) {
  MemorySource source(packed);
  Budget budget;
  const auto stream = format::decode(codec, std::make_unique<RangeStream>(source, 0, packed.size()), budget, limit);
  return drain(*stream, piece);
}

TEST(Codec, DecodesWhatTheLibrariesMake) {
  for (const std::size_t bytes : {std::size_t{0}, std::size_t{1}, std::size_t{300'000}}) {
    const std::string data = noise(bytes);
    for (const Packer& packer : packers()) {
      for (const std::size_t piece : {std::size_t{1 + bytes / 1000}, std::size_t{1'000'000}})
        EXPECT_TRUE(decoded(packer.codec, packer.pack(data), piece) == std::pair(data, std::optional<ErrorKind>())) << packer.name << " " << bytes << " " << piece;
    }
  }
}

TEST(Codec, GoesOnWithTheNextMember) {
  const std::string a = noise(1000, 1), b = noise(100'000, 2);
  for (const Packer& packer : packers()) {
    if (packer.codec == Codec::Zlib || packer.codec == Codec::Lzma) continue;
    EXPECT_TRUE(decoded(packer.codec, packer.pack(a) + packer.pack("") + packer.pack(b)).first == a + b) << packer.name;
  }
  EXPECT_EQ(decoded(Codec::Gzip, deflated(a, 31) + std::string(512, '\0')), std::pair(a, std::optional<ErrorKind>()));
}

TEST(Codec, SaysWhereAStreamIsCutOrBroken) {
  const std::string data = noise(600'000);
  for (const Packer& packer : packers()) {
    const std::string packed = packer.pack(data);
    const auto [cut, why] = decoded(packer.codec, packed.substr(0, packed.size() / 2));
    EXPECT_EQ(why, ErrorKind::Truncated) << packer.name;
    EXPECT_TRUE(data.starts_with(cut)) << packer.name;
    EXPECT_GT(cut.size(), 50'000u) << packer.name;
    std::string broken = packed;
    for (std::size_t i = 0; i < 64; ++i) broken[packed.size() / 2 + i] = static_cast<char>(~broken[packed.size() / 2 + i]);
    const auto [part, reason] = decoded(packer.codec, broken);
    // Frames of lz4 and zstd have no checksum unless it is asked for.
    const bool unchecked = packer.codec == Codec::Lz4 || packer.codec == Codec::Zstd;
    EXPECT_TRUE(reason == ErrorKind::Malformed || reason == ErrorKind::Truncated || (unchecked && part != data)) << packer.name;
  }
}

TEST(Codec, StopsAtLimits) {
  const std::string data(1'000'000, '\0');
  for (const Packer& packer : packers()) {
    const std::string packed = packer.pack(data);
    EXPECT_TRUE(decoded(packer.codec, packed, 4096, 500'000) == std::pair(data.substr(0, 500'000), std::optional(ErrorKind::LimitReached))) << packer.name;
    EXPECT_TRUE(decoded(packer.codec, packed, 4096, data.size()) == std::pair(data, std::optional<ErrorKind>())) << packer.name;
    MemorySource source(packed);
    Budget spent;
    spent.inflated = limits::kInflatedTotal;
    const auto stream = format::decode(packer.codec, std::make_unique<RangeStream>(source, 0, packed.size()), spent, 1u << 30);
    EXPECT_EQ(drain(*stream, 4096).second, ErrorKind::LimitReached) << packer.name;
  }
}

TEST(Codec, TakesNoMoreMemoryThanTheLimit) {
  EXPECT_EQ(decoded(Codec::Lzma, lzma_alone("data", 1u << 28)).second, ErrorKind::LimitReached);
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 27);
  const std::string data(200'000, 'x');
  std::string out(ZSTD_compressBound(data.size()), '\0');
  ZSTD_outBuffer output{out.data(), out.size(), 0};
  ZSTD_inBuffer input{data.data(), data.size(), 0};
  ZSTD_compressStream2(context, &output, &input, ZSTD_e_continue);
  ZSTD_compressStream2(context, &output, &input, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  EXPECT_EQ(decoded(Codec::Zstd, std::string_view(out).substr(0, output.pos)).second, ErrorKind::LimitReached);
}

TEST(Codec, DoesNotWalkEmptyMembersForever) {
  std::string many;
  for (int i = 0; i < 11'000; ++i) many += deflated("", 31);
  EXPECT_EQ(decoded(Codec::Gzip, many).second, ErrorKind::LimitReached);
}

TEST(Compressed, IsExaminedAsAMember) {
  const std::string data = "content " + noise(100'000);
  for (const Packer& packer : packers()) {
    const ArchiveExamination file(packer.pack(data));
    EXPECT_EQ(file.names(), packer.name);
    EXPECT_TRUE(file.bytes_of(packer.name) == data.substr(0, 4096)) << packer.name;
    EXPECT_EQ(file.rules(), "") << packer.name;
  }
}

TEST(Compressed, ReadsOldJoblib) {
  const std::string packed = deflated("pickled bytes", 15);
  const ArchiveExamination file("ZF0xd" + std::string(16, ' ') + packed + std::string(8, ' '));
  EXPECT_EQ(file.names(), "(zlib)");
  EXPECT_EQ(file.bytes_of("(zlib)"), "pickled bytes");
}

TEST(Compressed, LooksBehindFramesThatAreSkipped) {
  const std::string skipped = number_le<std::uint32_t>(0x184D2A53) + number_le<std::uint32_t>(5) + "hello";
  EXPECT_EQ(ArchiveExamination(skipped + zstd("content")).bytes_of("(zstd)"), "content");
  EXPECT_EQ(ArchiveExamination(skipped + lz4("content")).bytes_of("(lz4)"), "content");
  EXPECT_EQ(ArchiveExamination(skipped + "something else").names(), "");
}

TEST(Compressed, NotesWhatIsCutBrokenOrBehindTheEnd) {
  const std::string data = noise(400'000);
  for (const Packer& packer : packers()) {
    const std::string packed = packer.pack(data);
    EXPECT_EQ(ArchiveExamination(packed + "something").rules(), "compressed-trailing-bytes") << packer.name;
    const ArchiveExamination cut(packed.substr(0, packed.size() * 9 / 10));
    EXPECT_EQ(cut.rules(), "compressed-cut") << packer.name;
    EXPECT_TRUE(cut.bytes_of(packer.name) == data.substr(0, 4096)) << packer.name;
  }
  std::string broken = deflated(data, 31);
  broken[broken.size() - 6] ^= 1;  // the checksum
  EXPECT_EQ(ArchiveExamination(broken).rules(), "compressed-broken");
  EXPECT_EQ(ArchiveExamination(deflated(std::string(12'000'000, '\0'), 31)).rules(), "~archive-ratio");
}

// Whatever raw numbers begin with must not be taken for a compressed stream.
TEST(Compressed, IsNotSeenInNumbers) {
  std::mt19937 random(7);
  std::string bytes(4096, '\0');
  for (int i = 0; i < 20'000; ++i) {
    for (char& c : bytes) c = static_cast<char>(random());
    const std::size_t length = i % 2 == 0 ? 64 : bytes.size();
    // The beginnings that are hardest to tell.
    static constexpr std::string_view begins[] = {"\x78\x9c", "\x78\x01", "\x78\xda", "\x78\x5e", "\x5d", "\x18\x19"};
    bytes.replace(0, begins[i % 6].size(), begins[i % 6]);
    if (i % 6 == 4) bytes.replace(1, 4, std::string("\0\0\x80\0", 4));
    MemorySource source(std::string_view(bytes).substr(0, length));
    EXPECT_FALSE(format::looks_compressed({std::string_view(bytes).substr(0, length), {}, length, source})) << i;
  }
}

TEST(StreamSource, KeepsAPrefixAndAWindow) {
  const std::string data = noise(40u << 20);
  const std::string packed = zstd(data);
  MemorySource source(packed);
  Budget budget;
  int opened = 0;
  const auto bytes = format::as_source(
      [&]() -> Result<std::unique_ptr<ByteStream>> {
        ++opened;
        return format::decode(Codec::Zstd, std::make_unique<RangeStream>(source, 0, packed.size()), budget, 1ull << 32);
      },
      UINT64_MAX);
  std::mt19937 random(3);
  EXPECT_EQ(read_range(*bytes, 39u << 20, 1000).value_or(""), data.substr(39u << 20, 1000));
  for (int i = 0; i < 200; ++i) {
    const std::size_t at = random() % (data.size() - 1000);
    EXPECT_EQ(read_range(*bytes, at, 1000).value_or(""), data.substr(at, 1000));
  }
  EXPECT_EQ(bytes->size(), data.size());
  EXPECT_EQ(opened, 1);
  EXPECT_FALSE(read_range(*bytes, data.size() - 1, 2));
}

TEST(StreamSource, BeginsAnewAFewTimesOnly) {
  const std::uint64_t size = 2 * limits::kMemberBytes;
  const std::string packed = zstd(std::string(size, 'x'));
  MemorySource source(packed);
  Budget budget;
  const auto open = [&]() -> Result<std::unique_ptr<ByteStream>> {
    return format::decode(Codec::Zstd, std::make_unique<RangeStream>(source, 0, packed.size()), budget, 1ull << 32);
  };
  const auto bytes = format::as_source(open, size);
  int passes = 0;
  while (passes < 100 && read_range(*bytes, size - 1, 1) && read_range(*bytes, limits::kMemberBytes / 2, 1)) ++passes;
  EXPECT_GT(passes, 1);
  EXPECT_LT(passes, 20);
  EXPECT_EQ(read_range(*bytes, 5, 1).value_or(""), "x");
  const auto once = format::as_source(*open(), size);
  EXPECT_TRUE(read_range(*once, size - 1, 1));
  const auto back = read_range(*once, limits::kMemberBytes / 2, 1);
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().kind, ErrorKind::LimitReached);
}

}  // namespace
}  // namespace aboveboard::testing
