// Folders that a client of the Hub has downloaded a repository into: plain files, with a record of each in .cache/huggingface/download. Internal to this library.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "source/disk/beneath.h"
#include "source/source.h"

namespace aboveboard {

// What the client wrote down of one file: three lines, commit, etag and time.
struct DownloadRecord {
  std::string commit;
  std::string promised;  // as in FileEntry; "" where the etag is no digest
};

// Nothing where the text is no such record.
std::optional<DownloadRecord> parse_download_record(std::string_view text);

// The digest that an etag of the Hub is: "W/" and quotes are taken off; "" where it is none.
std::string promise_of_etag(std::string_view etag);

// Has the folder records of downloads?
bool is_hub_download(const Beneath& folder);

// Opens such a folder; without a single good record it is an ordinary one. `info` holds name and location.
std::unique_ptr<Source> hub_download_source(Beneath folder, SourceInfo info, Diagnostics& notes);

}  // namespace aboveboard
