// Context: the documents of a release as its detectors see them. Which of them speak about the release, and for every sentence the
// headings, the head of its table and the words before it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detect/phrases_pattern.h"
#include "format/scan.h"

namespace aboveboard::detect {

// How much a document's words count for the release as a whole.
enum class Standing {
  None,     // licenses, policies, contribution guides, third-party notices, requirement lists: they speak of other things
  Other,    // deeper documents: what they describe may be a part or a tool
  Primary,  // cards and the readme of the source
};

struct DocumentView {
  const ScannedSource* source = nullptr;
  const ScannedFile* file = nullptr;
  const Document* document = nullptr;
  Standing standing = Standing::None;
  std::vector<std::string> lower;          // of each sentence, in lower case
  std::vector<PairSet> pairs;              // of each sentence in lower case
  std::vector<std::string> headings;       // of each section: its heading and those above, the innermost first, in lower case
  std::vector<std::size_t> table_head;     // of each sentence: the first row of its table, or npos
  std::vector<std::size_t> link_sentence;  // of each link: the sentence that holds it, or npos
};

inline constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Every document of the sources, in their order. The views point into `sources`.
std::vector<DocumentView> view_documents(const std::vector<ScannedSource>& sources);

// The standing of a document by its path.
Standing standing_of(std::string_view path);

// The words around a sentence in lower case: itself, the head of its table, and up to three sentences before it in the same section.
std::string words_around(const DocumentView& view, std::size_t sentence);

// What a release calls itself: the first word of its title that is a name. "" where the title has none. In lower case.
std::string own_name(const std::vector<DocumentView>& views);

}  // namespace aboveboard::detect
