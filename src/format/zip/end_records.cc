// End of central directory records (APPNOTE 4.3.14 to 4.3.16). Which one a reader takes, and from where it counts, differs from reader to reader.
#include <algorithm>
#include <utility>

#include "base/bytes.h"
#include "format/zip/records.h"

namespace aboveboard::format {
namespace {

constexpr std::size_t kMarksTried = 64;  // a tail full of marks is no archive's

bool marked(ByteSource& bytes, std::uint64_t offset, std::string_view mark) {
  char found[4];
  if (offset > bytes.size() || bytes.size() - offset < sizeof found) return false;
  return bytes.read_at(offset, std::as_writable_bytes(std::span(found))).has_value() && std::string_view(found, 4) == mark;
}

struct EndNumbers {
  std::uint64_t disk = 0, directory_disk = 0, count_here = 0, count = 0, bytes = 0, offset = 0;
};

class EndRecord {
 public:
  EndRecord(ByteSource& bytes, std::uint64_t at, Examination* examination) : bytes_(bytes), at_(at), examination_(examination) {}

  // The directories that this record may be read to lead to.
  std::vector<ZipDirectory> directories() {
    const auto record = read_range(bytes_, at_, kEndBytes);
    if (!record) return {};
    const char* field = record->data();
    numbers_ = {load_le<std::uint16_t>(field + 4),  load_le<std::uint16_t>(field + 6),  load_le<std::uint16_t>(field + 8),
                load_le<std::uint16_t>(field + 10), load_le<std::uint32_t>(field + 12), load_le<std::uint32_t>(field + 16)};
    limit_ = at_;
    if (at_ >= kLocatorBytes && marked(bytes_, at_ - kLocatorBytes, {"PK\6\7", 4})) read_zip64();
    const std::uint64_t comment = load_le<std::uint16_t>(field + 20);
    end_ = std::min(at_ + kEndBytes + comment, bytes_.size());
    auto found = locate();
    if (found.empty()) return found;
    if (comment > bytes_.size() - at_ - kEndBytes) wrong("zip-comment", "the archive comment ends behind the file");
    if (numbers_.disk != 0 || numbers_.directory_disk != 0 || numbers_.count_here != numbers_.count)
      wrong("zip-multi-disk", "the archive claims to be spread over several disks");
    for (auto& [rule, message] : problems_) examination_->invalid(rule, std::move(message), at_);
    return found;
  }

 private:
  void wrong(std::string_view rule, std::string message) {
    if (examination_ != nullptr) problems_.emplace_back(rule, std::move(message));
  }

  void read_zip64() {
    const auto locator = read_range(bytes_, at_ - kLocatorBytes, kLocatorBytes);
    if (!locator) return;
    const auto told = load_le<std::uint64_t>(locator->data() + 8);
    const std::uint64_t beside = at_ >= kLocatorBytes + kEnd64Bytes ? at_ - kLocatorBytes - kEnd64Bytes : 0;
    const std::string_view mark{"PK\6\6", 4};
    std::uint64_t record_at = beside;
    if (!marked(bytes_, beside, mark)) {
      if (!marked(bytes_, told, mark)) return wrong("zip-zip64", "the zip64 locator leads to no zip64 end record");
      record_at = told;
    }
    const auto record = read_range(bytes_, record_at, kEnd64Bytes);
    if (!record || record_at > at_) return wrong("zip-zip64", "the zip64 end record is cut short");
    const char* field = record->data();
    const EndNumbers wide{load_le<std::uint32_t>(field + 16), load_le<std::uint32_t>(field + 20), load_le<std::uint64_t>(field + 24),
                          load_le<std::uint64_t>(field + 32), load_le<std::uint64_t>(field + 40), load_le<std::uint64_t>(field + 48)};
    const auto differs = [](std::uint64_t narrow, std::uint64_t wide_value, std::uint64_t saturated) { return narrow != saturated && narrow != wide_value; };
    if (differs(numbers_.count, wide.count, 0xFFFF) || differs(numbers_.bytes, wide.bytes, 0xFFFFFFFF) || differs(numbers_.offset, wide.offset, 0xFFFFFFFF))
      wrong("zip-zip64", "the end record and the zip64 end record tell of different directories");
    numbers_ = wide;
    limit_ = record_at;
    told_record_ = told;
    record_ = record_at;
  }

  std::vector<ZipDirectory> locate() {
    const bool fits = numbers_.bytes <= limit_;
    const std::uint64_t before_end = fits ? limit_ - numbers_.bytes : 0;
    if (fits && numbers_.bytes == 0 && numbers_.count == 0 && numbers_.offset <= limit_) return {directory(limit_ - numbers_.offset, limit_)};
    std::vector<ZipDirectory> found;
    if (fits && numbers_.bytes >= kCentralBytes && marked(bytes_, before_end, kCentralMark)) {
      if (numbers_.offset > before_end) wrong("zip-directory-offset", "the directory is said to begin behind the place where it ends");
      found.push_back(directory(numbers_.offset > before_end ? 0 : before_end - numbers_.offset, before_end));
    }
    if ((found.empty() || found.front().at != numbers_.offset) && numbers_.offset < limit_ && marked(bytes_, numbers_.offset, kCentralMark)) {
      if (!found.empty()) wrong("zip-two-directories", "the end record's offset leads to one directory, and its size to another");
      found.push_back(directory(0, numbers_.offset));
      if (found.size() == 1) found.front().bytes = std::min(numbers_.bytes, limit_ - numbers_.offset);
    }
    if (!found.empty() && record_ && told_record_ != *record_ && told_record_ + found.front().base != *record_)
      wrong("zip-zip64", "the zip64 locator leads elsewhere than to the record before it");
    return found;
  }

  ZipDirectory directory(std::uint64_t base, std::uint64_t at) const { return {base, at, limit_ - at, numbers_.count, limit_, at_, end_}; }

  ByteSource& bytes_;
  std::uint64_t at_;
  Examination* examination_;
  EndNumbers numbers_;
  std::uint64_t limit_ = 0, end_ = 0, told_record_ = 0;
  std::optional<std::uint64_t> record_;
  std::vector<std::pair<std::string_view, std::string>> problems_;  // told only where the record leads to a directory
};

}  // namespace

std::vector<std::uint64_t> end_marks(std::string_view tail, std::uint64_t size) {
  std::vector<std::uint64_t> marks;
  const std::uint64_t begin = size - tail.size();
  for (std::size_t at = tail.rfind(kEndMark); at != std::string_view::npos; at = at == 0 ? std::string_view::npos : tail.rfind(kEndMark, at - 1)) {
    if (tail.size() - at >= kEndBytes) marks.push_back(begin + at);
    if (marks.size() == kMarksTried) break;
  }
  return marks;
}

std::vector<ZipDirectory> directories_of(ByteSource& bytes, std::uint64_t end_mark, Examination* examination) {
  return EndRecord(bytes, end_mark, examination).directories();
}

}  // namespace aboveboard::format
