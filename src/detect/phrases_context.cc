#include "detect/phrases_context.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace aboveboard::detect {

namespace {

constexpr std::array kSilent = {
    "**/.github/**", ".github/**", "{copying,notice,copyright,patents}*", "*licen{s,c}e*", "*use*policy*",
    "code_of_conduct*", "contributing*", "security*", "changelog*", "changes*", "history*", "authors*", "codeowners*", "acknowledg*",
    "*requirements*.txt", "third*party*", "cla.md", "pull_request_template*", "issue_template*", "**/node_modules/**", "**/third_party/**",
    "**/vendor/**", "**/tests/**", "**/test/**", "cmakelists.txt", "robots.txt", "merges.txt", "vocab*.txt", "*wechat*", "skill.md",
};

constexpr std::array kCards = {"*model*card*", "card.md", "*data*card*", "*datasheet*", "**/model_cards/**", "model_cards/**"};

constexpr std::array kGeneric = {"the",   "model",   "models",  "card",  "readme",  "introduction", "official", "implementation", "welcome", "about", "overview",
                                 "table", "release", "code",    "large", "language", "open",         "data",     "training",       "repository", "project", "and",
                                 "for",   "with",    "meet",    "news",  "this",     "our",          "license",  "usage",          "paper", "image", "text"};

bool matches_any(const auto& globs, std::string_view path) {
  return std::any_of(globs.begin(), globs.end(), [&](const char* glob) { return glob_match(glob, path); });
}

std::vector<std::string> heading_chains(const Document& document) {
  std::vector<std::string> chains(document.sections.size());
  for (std::size_t i = 0; i < chains.size(); ++i) {
    std::size_t at = i;
    for (int steps = 0; steps < 7; ++steps) {
      chains[i] += to_lower(document.sections[at].heading) + "\n";
      const std::size_t parent = document.sections[at].parent;
      if (parent == at || parent >= document.sections.size()) break;
      at = parent;
    }
  }
  return chains;
}

std::vector<std::size_t> table_heads(const Document& document) {
  std::vector<std::size_t> heads(document.sentences.size(), kNone);
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const Sentence& sentence = document.sentences[i];
    if (sentence.kind != BlockKind::TableRow) continue;
    const bool follows = i > 0 && document.sentences[i - 1].kind == BlockKind::TableRow && document.sentences[i - 1].section == sentence.section &&
                         sentence.line <= document.sentences[i - 1].end_line + 12;
    heads[i] = follows ? heads[i - 1] : i;
  }
  return heads;
}

std::vector<std::size_t> sentences_of_links(const Document& document) {
  std::vector<std::size_t> found(document.links.size(), kNone);
  const auto& sentences = document.sentences;
  for (std::size_t i = 0; i < found.size(); ++i) {
    // The last sentence that begins at or before the link; a link whose sentence lost all its words is read with the one before it.
    const auto after = std::upper_bound(sentences.begin(), sentences.end(), document.links[i].begin,
                                        [](std::size_t begin, const Sentence& sentence) { return begin < sentence.begin; });
    if (after != sentences.begin()) found[i] = static_cast<std::size_t>(after - sentences.begin()) - 1;
  }
  return found;
}

}  // namespace

Standing standing_of(std::string_view path) {
  if (matches_any(kSilent, path)) return Standing::None;
  if (matches_any(kCards, path)) return Standing::Primary;
  const std::string extension = file_extension(path);
  const bool prose = extension == "md" || extension == "markdown" || extension == "mdx" || extension == "rst" || glob_match("readme*", path);
  if (!prose) return Standing::None;
  const auto depth = std::count(path.begin(), path.end(), '/');
  if (depth == 0) return Standing::Primary;
  return depth == 1 && glob_match("readme*", path) ? Standing::Primary : Standing::Other;
}

std::vector<DocumentView> view_documents(const std::vector<ScannedSource>& sources) {
  std::vector<DocumentView> views;
  for (const ScannedSource& source : sources) {
    for (const ScannedFile& file : source.files) {
      if (!file.document) continue;
      const Standing standing = standing_of(file.path);
      if (standing == Standing::None) continue;
      DocumentView view{&source, &file, &*file.document, standing, {}, {}, {}, {}, {}};
      view.lower.reserve(file.document->sentences.size());
      view.pairs.reserve(file.document->sentences.size());
      for (const Sentence& sentence : file.document->sentences) {
        view.lower.push_back(to_lower(sentence.text));
        view.pairs.emplace_back(view.lower.back());
      }
      view.headings = heading_chains(*file.document);
      view.table_head = table_heads(*file.document);
      view.link_sentence = sentences_of_links(*file.document);
      views.push_back(std::move(view));
    }
  }
  return views;
}

std::string words_around(const DocumentView& view, std::size_t sentence) {
  std::string words = view.lower[sentence];
  const std::size_t head = view.table_head[sentence];
  std::size_t first = sentence;
  if (head != kNone && head != sentence) {
    words += "\n" + view.lower[head];
    first = head;
  }
  const std::size_t section = view.document->sentences[sentence].section;
  for (int steps = 0; steps < 3 && first > 0 && view.document->sentences[first - 1].section == section; ++steps) {
    words += "\n" + view.lower[--first];
  }
  return words;
}

std::string own_name(const std::vector<DocumentView>& views) {
  for (const DocumentView& view : views) {
    if (view.standing != Standing::Primary) continue;
    for (const Section& section : view.document->sections) {
      if (section.heading.empty() || section.level > 2) continue;
      std::string word;
      for (const char c : to_lower(section.heading) + " ") {
        if (std::isalpha(static_cast<unsigned char>(c))) {
          word += c;
          continue;
        }
        if (word.size() >= 3 && std::find(kGeneric.begin(), kGeneric.end(), word) == kGeneric.end()) return word;
        word.clear();
      }
    }
  }
  return {};
}

}  // namespace aboveboard::detect
