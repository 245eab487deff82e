#include "base/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <future>
#include <memory>
#include <span>
#include <vector>

namespace aboveboard {
namespace {

constexpr std::uint64_t kStep = 64u << 10;        // stays in a core's own cache between reading and hashing
constexpr std::uint64_t kOverlapStep = 1u << 20;  // worth handing over to another thread

using Context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

Status update(EVP_MD_CTX* context, std::span<const std::byte> bytes) {
  if (EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1) return {};
  return fail(ErrorKind::Internal, "the digest could not be computed");
}

Status hash_steps(ByteSource& bytes, EVP_MD_CTX* context) {
  std::vector<std::byte> buffer(static_cast<std::size_t>(std::min(kStep, bytes.size())));
  for (std::uint64_t at = 0; at < bytes.size(); at += kStep) {
    const auto part = std::span(buffer).first(static_cast<std::size_t>(std::min(kStep, bytes.size() - at)));
    ABOVEBOARD_TRY(bytes.read_at(at, part));
    ABOVEBOARD_TRY(update(context, part));
  }
  return {};
}

// One buffer is filled while the other is hashed.
Status hash_overlapped(ByteSource& bytes, EVP_MD_CTX* context) {
  std::array<std::vector<std::byte>, 2> buffers;
  for (auto& buffer : buffers) buffer.resize(static_cast<std::size_t>(kOverlapStep));
  const auto fill = [&](std::uint64_t at, std::size_t which) {
    const auto part = std::span(buffers[which]).first(static_cast<std::size_t>(std::min(kOverlapStep, bytes.size() - at)));
    return bytes.read_at(at, part);
  };
  std::size_t which = 0;
  Status filled = fill(0, which);
  for (std::uint64_t at = 0; at < bytes.size(); at += kOverlapStep, which ^= 1) {
    ABOVEBOARD_TRY(std::move(filled));
    std::future<Status> next;
    if (at + kOverlapStep < bytes.size()) next = std::async(std::launch::async, fill, at + kOverlapStep, which ^ 1);
    const auto length = static_cast<std::size_t>(std::min(kOverlapStep, bytes.size() - at));
    const Status hashed = update(context, std::span(buffers[which]).first(length));
    filled = next.valid() ? next.get() : Status{};
    ABOVEBOARD_TRY(hashed);
  }
  return {};
}

}  // namespace

Result<std::string> digest_of(ByteSource& bytes, DigestKind kind, bool overlap) {
  const Context context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const EVP_MD* algorithm = kind == DigestKind::Sha256 ? EVP_sha256() : EVP_sha1();
  if (!context || EVP_DigestInit_ex(context.get(), algorithm, nullptr) != 1) return fail(ErrorKind::Internal, "the digest could not be computed");
  if (kind == DigestKind::GitBlob) {
    const std::string head = "blob " + std::to_string(bytes.size()) + '\0';
    ABOVEBOARD_TRY(update(context.get(), std::as_bytes(std::span(head))));
  }
  ABOVEBOARD_TRY(overlap && bytes.size() > 4 * kOverlapStep ? hash_overlapped(bytes, context.get()) : hash_steps(bytes, context.get()));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_DigestFinal_ex(context.get(), digest.data(), &length) != 1) return fail(ErrorKind::Internal, "the digest could not be computed");
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    constexpr std::string_view kHex = "0123456789abcdef";
    text += kHex[digest[i] >> 4];
    text += kHex[digest[i] & 15];
  }
  return text;
}

}  // namespace aboveboard
