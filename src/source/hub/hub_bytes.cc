#include "source/hub/hub_bytes.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "base/limits.h"
#include "base/stream.h"

namespace aboveboard {
namespace {

constexpr std::uint64_t kWhole = 64u << 10;         // a file up to this is fetched whole, whatever is read of it
constexpr std::uint64_t kWholeIfRead = 8u << 20;    // and up to this, if all of it is read
constexpr std::uint64_t kSmallRead = 4u << 10;
constexpr std::uint64_t kLeastAhead = 16u << 10;
constexpr std::uint64_t kMostAhead = 256u << 10;
constexpr std::uint64_t kMostAheadInOrder = 4u << 20;
constexpr std::uint64_t kInOrder = 3;  // that many fetches in order are no chance

}  // namespace

std::uint64_t HubBytes::size() const {
  const std::lock_guard lock(lock_);
  find_size();
  return file_.bytes.value_or(0);
}

std::optional<std::uint64_t> HubBytes::known_size() const {
  const std::lock_guard lock(lock_);
  return file_.bytes;
}

Status HubBytes::read_at(std::uint64_t offset, std::span<std::byte> out) {
  const std::lock_guard lock(lock_);
  find_size();
  if (!file_.bytes) return fail(*error_);
  if (offset > *file_.bytes || out.size() > *file_.bytes - offset) {
    return fail(ErrorKind::Truncated, "the file has " + std::to_string(*file_.bytes) + " bytes and ends before what is announced", {.path = file_.path, .line = {}, .byte = offset});
  }
  ABOVEBOARD_TRY(fetch(offset, offset + out.size(), false));
  copy(offset, out);
  return {};
}

Result<std::unique_ptr<ByteStream>> HubBytes::stream() {
  ABOVEBOARD_TRY(read_at(0, {}));
  return ByteSource::stream();
}

void HubBytes::expect(std::uint64_t offset, std::uint64_t length) {
  const std::lock_guard lock(lock_);
  find_size();
  if (!file_.bytes || offset >= *file_.bytes) return;
  const std::uint64_t end = offset + std::min(length, *file_.bytes - offset);
  // More than may be kept is left to those who read it.
  if (end - offset > limits::kHubFileBytes - std::min(kept_bytes_, limits::kHubFileBytes)) return;
  (void)fetch(offset, end, true);
}

void HubBytes::find_size() const {
  if (file_.bytes || error_) return;
  Result<HubPart> part = [this]() -> Result<HubPart> {
    ABOVEBOARD_TRY(repository_->admit(file_, kLeastAhead));
    return repository_->part(file_, 0, kLeastAhead);
  }();
  if (!part) {
    error_ = std::move(part.error());
    return;
  }
  file_.bytes = part->total;
  if (!part->bytes.empty()) keep(0, std::move(part->bytes));
}

// Sees to it that all from `begin` to `end` (within the file) is kept.
Status HubBytes::fetch(std::uint64_t begin, std::uint64_t end, bool exactly) const {
  while ((begin = first_missing(begin, end)) < end) {
    if (error_) return fail(*error_);
    Status fetched = fetch_gap(begin, std::min(end, next_kept(begin)), exactly);
    if (fetched) continue;
    // A smaller read may still be within the limits.
    if (fetched.error().kind != ErrorKind::LimitReached) error_ = fetched.error();
    return fetched;
  }
  return {};
}

// Fetches what is missing from `begin` to `end`, and perhaps what lies behind.
Status HubBytes::fetch_gap(std::uint64_t begin, std::uint64_t end, bool exactly) const {
  const std::uint64_t size = *file_.bytes;
  if (kept_.empty() && (size <= kWhole || (size <= kWholeIfRead && begin == 0 && end == size))) {
    ABOVEBOARD_TRY(repository_->admit(file_, size));
    ABOVEBOARD_ASSIGN(std::string bytes, repository_->whole(file_));
    keep(0, std::move(bytes));
    return {};
  }
  if (begin == last_end_ && run_ > 0) {
    ++run_;
  } else {
    run_ = 1;
    run_begin_ = begin;
  }
  if (!exactly) end = std::min({std::max(end, begin + read_ahead(begin, end)), size, next_kept(begin)});
  ABOVEBOARD_TRY(repository_->admit(file_, kept_bytes_ + (end - begin)));
  ABOVEBOARD_ASSIGN(HubPart part, repository_->part(file_, begin, end - begin));
  last_end_ = end;
  keep(begin, std::move(part.bytes));
  return kept_bytes_ == size ? check_all() : Status{};
}

// The file has come in parts, and now it is all here.
Status HubBytes::check_all() const {
  std::string all;
  all.reserve(static_cast<std::size_t>(kept_bytes_));
  for (const auto& [begin, bytes] : kept_) all += bytes;
  kept_.clear();
  ABOVEBOARD_TRY(repository_->check_whole(file_, all));
  kept_.emplace(0, std::move(all));
  return {};
}

// How many bytes to fetch from `begin` on where those up to `end` are asked for. Who reads on and on in order costs few requests in the end, and at most an eighth more than was read.
std::uint64_t HubBytes::read_ahead(std::uint64_t begin, std::uint64_t end) const {
  const std::uint64_t read = begin - run_begin_;
  const std::uint64_t in_order = run_ < kInOrder ? 0 : std::min({read / 8, std::max(kMostAhead, read / 16), kMostAheadInOrder});
  if (end - begin >= kSmallRead) return in_order;
  return std::max(in_order, std::min(kMostAhead, kLeastAhead << std::min<std::uint64_t>(run_ - 1, 8)));
}

void HubBytes::keep(std::uint64_t begin, std::string bytes) const {
  kept_bytes_ += bytes.size();
  kept_.emplace(begin, std::move(bytes));
}

// The first byte from `begin` on that is not kept, or `end`.
std::uint64_t HubBytes::first_missing(std::uint64_t begin, std::uint64_t end) const {
  auto next = kept_.upper_bound(begin);
  if (next != kept_.begin()) --next;
  for (; next != kept_.end() && next->first <= begin && begin < end; ++next) begin = std::max(begin, next->first + next->second.size());
  return std::min(begin, end);
}

// Where the next bytes that are kept begin behind `begin`, or the end of the file.
std::uint64_t HubBytes::next_kept(std::uint64_t begin) const {
  const auto next = kept_.upper_bound(begin);
  return next == kept_.end() ? *file_.bytes : next->first;
}

// All of it is kept.
void HubBytes::copy(std::uint64_t offset, std::span<std::byte> out) const {
  auto piece = kept_.upper_bound(offset);
  if (piece != kept_.begin()) --piece;
  for (; !out.empty(); ++piece) {
    const auto skipped = static_cast<std::size_t>(offset - piece->first);
    const std::size_t count = std::min(out.size(), piece->second.size() - skipped);
    std::memcpy(out.data(), piece->second.data() + skipped, count);
    out = out.subspan(count);
    offset += count;
  }
}

}  // namespace aboveboard
