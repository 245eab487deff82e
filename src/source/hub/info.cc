#include "source/hub/info.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <utility>

#include "base/limits.h"
#include "base/text.h"
#include "data/json_stream.h"
#include "source/hub/names.h"

namespace aboveboard {
namespace {

constexpr std::size_t kShownBytes = 160;  // of a name in a message
constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

// Notes of one rule, of which there may be as many as there are files: the first ones, and how many more.
class Told {
 public:
  Told(DiagnosticKind kind, std::string_view rule, Diagnostics& notes) : kind_(kind), rule_(rule), notes_(notes) {}
  void add(std::string message, std::string path = ".") {
    if (++count_ <= limits::kToldPerRule) notes_.add(kind_, rule_, {ErrorKind::Malformed, std::move(message), {.path = std::move(path), .line = {}, .byte = {}}});
  }
  void finish() {
    if (count_ <= limits::kToldPerRule) return;
    const std::uint64_t more = count_ - limits::kToldPerRule;
    notes_.add(kind_, rule_, {ErrorKind::Malformed, std::to_string(more) + " more of its entries are like this", {.path = ".", .line = {}, .byte = {}}});
  }

 private:
  DiagnosticKind kind_;
  std::string rule_;
  Diagnostics& notes_;
  std::uint64_t count_ = 0;
};

// An entry of the list as it is read.
struct Sibling {
  std::string path, blob, sha256;
  bool named = false, large = false;
  std::string size, large_size;  // as they are spelled; "" for none
};

// Takes what is needed from the reply as it goes by, so that memory does not depend on all the rest in it.
class InfoReader final : public data::JsonHandler {
 public:
  InfoReader(HubInfo& info, Diagnostics& notes)
      : info_(info), notes_(notes), names_(DiagnosticKind::NotExamined, "source/hub-bad-name", notes),
        sizes_(DiagnosticKind::Note, "source/hub-bad-size", notes), digests_(DiagnosticKind::Note, "source/hub-bad-digest", notes) {}

  bool on_key(std::string_view name, std::uint64_t) override {
    // Only short keys are asked for.
    key_ = name.substr(0, 32);
    return true;
  }
  bool on_string(std::string_view text, std::uint64_t) override { return value(text, Kind::Text); }
  bool on_number(std::string_view spelling, std::uint64_t) override { return value(spelling, Kind::Number); }
  bool on_literal(std::string_view spelling, std::uint64_t) override { return value(spelling, Kind::Literal); }
  bool on_begin_object(std::uint64_t) override { return begin(true); }
  bool on_begin_array(std::uint64_t) override { return begin(false); }
  bool on_end_object(std::uint64_t) override { return end(); }
  bool on_end_array(std::uint64_t) override { return end(); }

  void finish();

 private:
  enum class Kind { Text, Number, Literal };
  enum class Within { Root, Siblings, Sibling, Large, Other };

  bool begin(bool object);
  bool end();
  bool value(std::string_view text, Kind kind);
  void root_value(std::string_view text, Kind kind);
  void sibling_value(std::string_view text, Kind kind);
  void take_sibling();
  std::uint64_t size_of(const Sibling& sibling);
  std::string promise_of(const Sibling& sibling);

  HubInfo& info_;
  Diagnostics& notes_;
  Told names_, sizes_, digests_;
  std::vector<Within> open_;
  std::string key_;
  Sibling sibling_;
  bool full_ = false;
};

bool InfoReader::begin(bool object) {
  Within within = Within::Other;
  if (open_.empty()) {
    if (!object) return false;
    within = Within::Root;
  } else if (open_.back() == Within::Root && !object && key_ == "siblings") {
    within = Within::Siblings;
  } else if (open_.back() == Within::Siblings && object) {
    within = Within::Sibling;
    sibling_ = {};
  } else if (open_.back() == Within::Siblings) {
    names_.add("the hub lists an entry that is no file");
  } else if (open_.back() == Within::Sibling && object && key_ == "lfs") {
    within = Within::Large;
    sibling_.large = true;
  }
  open_.push_back(within);
  return true;
}

bool InfoReader::end() {
  if (open_.back() == Within::Sibling) take_sibling();
  open_.pop_back();
  return true;
}

bool InfoReader::value(std::string_view text, Kind kind) {
  if (open_.empty()) return false;
  if (open_.back() == Within::Root) root_value(text, kind);
  else if (open_.back() == Within::Sibling || open_.back() == Within::Large) sibling_value(text, kind);
  else if (open_.back() == Within::Siblings) names_.add("the hub lists an entry that is no file");
  return true;
}

void InfoReader::root_value(std::string_view text, Kind kind) {
  if (key_ == "id" && kind == Kind::Text) info_.id = text.substr(0, 4 * kShownBytes);
  else if (key_ == "sha" && kind == Kind::Text) info_.commit = text.substr(0, kShownBytes);
  else if (key_ == "gated" && kind == Kind::Text) info_.gated = text.substr(0, kShownBytes);
  else if (key_ == "private") info_.is_private = kind == Kind::Literal && text == "true";
  else if (key_ == "disabled") info_.disabled = kind == Kind::Literal && text == "true";
}

void InfoReader::sibling_value(std::string_view text, Kind kind) {
  const bool large = open_.back() == Within::Large;
  // One byte more than may be, so that what is too long shows.
  if (!large && key_ == "rfilename" && kind == Kind::Text) {
    sibling_.path = text.substr(0, static_cast<std::size_t>(limits::kHubPathBytes) + 1);
    sibling_.named = true;
  } else if (key_ == "size" && !(kind == Kind::Literal && text == "null")) {
    (large ? sibling_.large_size : sibling_.size) = text.empty() ? std::string_view("?") : text.substr(0, 32);
  } else if (!large && key_ == "blobId" && kind == Kind::Text) {
    sibling_.blob = text.substr(0, 96);
  } else if (large && (key_ == "sha256" || key_ == "oid") && kind == Kind::Text) {
    sibling_.sha256 = text.substr(0, 96);
  }
}

// A whole number of bytes that a file may have.
std::optional<std::uint64_t> parse_size(std::string_view spelling) {
  const std::optional<std::uint64_t> size = parse_decimal(spelling);
  return size && *size <= limits::kHubSizeBound ? size : std::nullopt;
}

std::uint64_t InfoReader::size_of(const Sibling& sibling) {
  std::optional<std::uint64_t> size;
  for (const std::string& spelling : {sibling.size, sibling.large_size}) {
    if (spelling.empty()) continue;
    const std::optional<std::uint64_t> told = parse_size(spelling);
    if (!told) {
      sizes_.add("the hub gives a size that no file has: " + shown_text(spelling, kShownBytes), sibling.path);
      return kUnknown;
    }
    if (size && *size != *told) {
      sizes_.add("the hub gives two sizes: " + std::to_string(*size) + " and " + std::to_string(*told) + " bytes", sibling.path);
      return kUnknown;
    }
    size = told;
  }
  return size.value_or(kUnknown);
}

// Where a file is kept outside of git, the blob in git is a pointer: its name promises nothing about the file.
std::string InfoReader::promise_of(const Sibling& sibling) {
  const std::string& digest = sibling.large ? sibling.sha256 : sibling.blob;
  if (digest.empty()) return "";
  if (digest.size() == (sibling.large ? 64 : 40) && is_lower_hex(digest)) return (sibling.large ? "sha256:" : "git-sha1:") + digest;
  digests_.add("the hub gives a digest that is none: " + shown_text(digest, kShownBytes), sibling.path);
  return "";
}

void InfoReader::take_sibling() {
  if (!sibling_.named) return names_.add("the hub lists an entry without a name");
  const std::string_view fault = fault_of_path(sibling_.path);
  if (!fault.empty()) return names_.add("the hub lists a file whose name " + std::string(fault) + ": \"" + shown_text(sibling_.path, kShownBytes) + "\"");
  if (info_.files.size() == limits::kHubFilesListed) {
    full_ = true;
    return;
  }
  const std::uint64_t size = size_of(sibling_);
  std::string promise = promise_of(sibling_);
  info_.files.push_back({std::move(sibling_.path), size, std::move(promise)});
}

void InfoReader::finish() {
  std::vector<FileEntry>& files = info_.files;
  std::stable_sort(files.begin(), files.end(), [](const FileEntry& a, const FileEntry& b) { return a.path < b.path; });
  // The first of several counts.
  const auto repeated = [this](const FileEntry& first, const FileEntry& other) {
    if (first.path != other.path) return false;
    names_.add("the hub lists this file twice; what it says first is taken", first.path);
    return true;
  };
  files.erase(std::unique(files.begin(), files.end(), repeated), files.end());
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (files[i].bytes != kUnknown) continue;
    files[i].bytes = 0;
    info_.unsized.push_back(i);
  }
  names_.finish();
  sizes_.finish();
  digests_.finish();
  if (full_)
    notes_.add(DiagnosticKind::NotExamined, "source/too-many-files",
               {ErrorKind::LimitReached, "more than " + std::to_string(limits::kHubFilesListed) + " files: the rest is not read", {.path = ".", .line = {}, .byte = {}}});
}

}  // namespace

Result<HubInfo> parse_hub_info(std::string_view reply, Diagnostics& notes) {
  if (reply.starts_with("\xef\xbb\xbf")) reply.remove_prefix(3);
  // One broken name must not cost the others: it stands out by the replacement character.
  std::string repaired;
  if (find_invalid_utf8(reply) != std::string_view::npos) reply = repaired = sanitize_utf8(reply);
  HubInfo info;
  InfoReader reader(info, notes);
  const Status read = data::parse_lenient_json_stream(reply, reader);
  if (!read) return fail(read.error().kind, "the hub's information about the repository is not what it should be: " + read.error().message);
  if (!is_hub_commit(info.commit)) {
    const std::string told = info.commit.empty() ? "names no commit" : "names a commit that is none (\"" + shown_text(info.commit, kShownBytes) + "\")";
    return fail(ErrorKind::Malformed, "the hub's information about the repository " + told);
  }
  reader.finish();
  return info;
}

}  // namespace aboveboard
