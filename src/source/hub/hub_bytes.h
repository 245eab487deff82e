// HubBytes: positioned reads of one file of a repository, by as few requests as it takes. Internal to this folder.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "source/hub/repository.h"

namespace aboveboard {

// What was fetched is kept as long as this lives, so that nothing is asked for twice; there may be several readers. A small file is fetched whole. Else exactly what is asked for is
// fetched; small reads, and those that go on and on in order, take more along. Once all of a file is here, it is held against its digest. An error stays: what failed is not tried again.
class HubBytes final : public ByteSource {
 public:
  HubBytes(std::shared_ptr<HubRepository> repository, HubFile file) : repository_(std::move(repository)), file_(std::move(file)) {}

  // Asks for the beginning of the file where the listing does not say its size; 0 where that fails, and reading then tells why.
  std::uint64_t size() const override;
  std::optional<std::uint64_t> known_size() const override;
  Status read_at(std::uint64_t offset, std::span<std::byte> out) override;
  Result<std::unique_ptr<ByteStream>> stream() override;
  bool remote() const override { return true; }
  void expect(std::uint64_t offset, std::uint64_t length) override;

 private:
  // All with lock_ held.
  void find_size() const;
  Status fetch(std::uint64_t begin, std::uint64_t end, bool exactly) const;
  Status fetch_gap(std::uint64_t begin, std::uint64_t end, bool exactly) const;
  Status check_all() const;
  void keep(std::uint64_t begin, std::string bytes) const;
  std::uint64_t first_missing(std::uint64_t begin, std::uint64_t end) const;
  std::uint64_t next_kept(std::uint64_t begin) const;
  std::uint64_t read_ahead(std::uint64_t begin, std::uint64_t end) const;
  void copy(std::uint64_t offset, std::span<std::byte> out) const;

  std::shared_ptr<HubRepository> repository_;
  // A file does not change by being fetched.
  mutable std::mutex lock_;
  mutable HubFile file_;
  mutable std::optional<Error> error_;
  mutable std::map<std::uint64_t, std::string> kept_;  // by where they begin; they do not overlap
  mutable std::uint64_t kept_bytes_ = 0;
  mutable std::uint64_t last_end_ = 0;   // of what was fetched last
  mutable std::uint64_t run_begin_ = 0;  // where fetching in order began
  mutable std::uint64_t run_ = 0;        // fetches in order
};

}  // namespace aboveboard
