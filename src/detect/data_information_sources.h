// Sources of training data: where texts, tags, tables and links name them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detect/data_information_context.h"
#include "model/data_information.h"

namespace aboveboard::detect {

// One mention, before mentions of the same source are put together.
struct SourceMention {
  DataSource source;
  std::string key;  // letters and digits of the name, in lower case
  bool tag = false;  // an identifier, not a name as prose has it
};

// Keeps mentions apart by name and location, and counts those beyond the limit.
class Mentions {
 public:
  void add(DataSource source, bool tag = false);
  std::vector<SourceMention>& items() { return items_; }
  std::size_t left_out() const { return left_out_; }

 private:
  std::vector<SourceMention> items_;
  std::size_t left_out_ = 0;
};

// Front matter, links, tables, lists and sentences of all documents. `own_name`: what the release calls itself, in lower case.
void find_sources(const DataContext& context, const std::string& own_name, Mentions& mentions);

// One source for each name and each location; the deepest of what was said, the first place first.
std::vector<DataSource> merge_sources(std::vector<SourceMention> mentions);

// A location as it is compared: without scheme and host of a hub, in lower case.
std::string location_key(std::string_view location);

// The license that a text gives, as it has it; "" where it gives none.
std::string license_in(const std::string& text);

// May data under this license be copied, changed and shared on?
bool is_open_license(const std::string& given);

// How others can have it, by its license, its location, and the words beside it.
DataAccess access_of(const DataSource& source, const std::string& lower_words);

}  // namespace aboveboard::detect
