// Which sentences of a release speak of the data that trained it: by their headings, by their own words, or by the document they stand in.
#pragma once

#include <vector>

#include "detect/phrases_context.h"

namespace aboveboard::detect {

enum class Topic : char {
  None,      // of something else
  Sentence,  // its own words say so
  Section,   // a heading above it says so, or the whole document is about data
};

struct DataDocument {
  const DocumentView* view = nullptr;
  bool about_data = false;         // a data card, or the readme of a data source
  std::vector<Topic> topics;       // of each sentence
  std::vector<bool> data_section;  // of each section: its headings are about the training data
};

struct DataContext {
  std::vector<DataDocument> documents;  // those that speak for the release, in the order of `views`
  bool made_from_base = false;          // a card names a base: then tuning is the training of this release
};

// `views` outlives the result.
DataContext read_data_context(const std::vector<DocumentView>& views);

// Front matter of a dataset card, as hubs have them.
bool is_dataset_card(const DocumentView& view);

}  // namespace aboveboard::detect
