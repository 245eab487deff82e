#include "format/pickle/text_store.h"

namespace aboveboard::format::pickle {

void TextStore::turn_page() {
  at_ = (at_ + kPage - 1) / kPage * kPage;
  auto& pages = at_ < limit_ ? pages_ : recent_;
  const std::uint64_t index = at_ < limit_ ? at_ / kPage : at_ / kPage % kRecentPages;
  while (pages.size() <= index) pages.push_back(std::make_unique_for_overwrite<char[]>(kPage));
  page_ = pages[index].get();
}

}  // namespace aboveboard::format::pickle
