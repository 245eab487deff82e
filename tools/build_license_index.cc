// Builds the license index: the SPDX texts of the npm package spdx-license-list, and the fingerprints of data/licenses/fingerprints.
//   build_license_index SPDX_FULL_JSON FINGERPRINT_FOLDER OUTPUT
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "base/hash.h"
#include "data/value.h"
#include "license/fingerprint.h"
#include "license/index.h"
#include "license/normalize.h"
#include "license/registry.h"

namespace {

using namespace aboveboard;
using namespace aboveboard::license;

struct Builder {
  std::vector<DocRecord> docs;
  std::vector<std::string> ids;
  std::string strings;
  std::map<std::uint64_t, std::string> words;
  std::vector<std::vector<std::pair<std::uint64_t, std::uint8_t>>> doc_tokens;
  std::vector<AnchorRecord> anchors;
  std::vector<ExactRecord> exact;
  std::map<std::uint64_t, std::vector<Posting>> grams;
  std::vector<ChunkPosting> chunk_postings;
  std::vector<std::uint64_t> filter = std::vector<std::uint64_t>(kFilterBits / 64);

  std::pair<std::uint32_t, std::uint32_t> keep(const std::string& text) {
    const auto begin = static_cast<std::uint32_t>(strings.size());
    strings += text;
    return {begin, static_cast<std::uint32_t>(text.size())};
  }
};

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

// The tokens of the first line, if it is a title, which may be absent: a few words, or a short line that says "license" or the like. Another first line is
// the beginning of what the license says.
std::uint32_t title_of(const std::vector<Token>& tokens) {
  constexpr std::uint32_t kTitle = 16, kFewWords = 6;
  std::uint32_t count = 0;
  while (count < tokens.size() && count < kTitle && (count == 0 || (tokens[count].flags & kLineStart) == 0)) ++count;
  if (count == kTitle) return 0;
  bool says = false;
  for (const std::string_view word : {"license", "agreement", "copyright", "terms", "notice", "dedication", "public", "policy"}) {
    for (std::uint32_t i = 0; i < count; ++i) says = says || tokens[i].hash == word_hash(word);
  }
  return says || count <= kFewWords ? count : 0;
}

// Where "end of terms and conditions" stands: it and the appendix "How to apply ..." behind it are often left out of copies.
std::uint32_t body_of(const std::vector<Token>& tokens) {
  const std::uint64_t end[] = {word_hash("end"), word_hash("of"), word_hash("terms"), word_hash("and"), word_hash("conditions")};
  for (std::size_t i = 0; i + 5 < tokens.size(); ++i) {
    if (std::equal(std::begin(end), std::end(end), tokens.begin() + static_cast<std::ptrdiff_t>(i),
                   [](std::uint64_t word, const Token& token) { return word == token.hash; })) {
      return static_cast<std::uint32_t>(i);
    }
  }
  return static_cast<std::uint32_t>(tokens.size());
}

// One 5-gram in 8 by its hash, and all of them for short texts.
void add_grams(Builder& b, std::size_t doc_index) {
  DocRecord& doc = b.docs[doc_index];
  const auto& tokens = b.doc_tokens[doc_index];
  const bool dense = tokens.size() <= kDenseTokens;
  GramRoller roller;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    roller.push(tokens[i].first);
    if (i >= kGram) roller.drop(tokens[i - kGram].first);
    const std::uint64_t hash = roller.hash();
    if (i + 1 < kGram || (!dense && ((hash >> 24) & kSketchMask) != 0)) continue;
    b.grams[hash].push_back({static_cast<std::uint16_t>(doc_index), static_cast<std::uint16_t>(i + 1 - kGram)});
    const auto bit = static_cast<std::uint32_t>(hash) & (kFilterBits - 1);
    b.filter[bit >> 6] |= 1ull << (bit & 63);
    ++doc.grams;
  }
}

void add_text(Builder& b, const std::string& id, const std::string& name, const std::string& text, bool osi) {
  const std::vector<Token> tokens = normalize(text);
  const std::vector<Token> kept = substantive(tokens);
  const auto doc_index = static_cast<std::uint32_t>(b.docs.size());
  DocRecord doc{};
  std::tie(doc.id_begin, doc.id_size) = b.keep(id);
  std::tie(doc.name_begin, doc.name_size) = b.keep(name);
  doc.flags = osi ? kOsi : 0u;
  doc.whole = stream_hash(kept.data(), kept.data() + kept.size());
  doc.tokens = static_cast<std::uint32_t>(tokens.size());
  doc.title_tokens = title_of(tokens);
  doc.body_tokens = body_of(tokens);
  std::vector<std::pair<std::uint64_t, std::uint8_t>> stored;
  for (const Token& token : tokens) {
    b.words.emplace(token.hash, token_word(text, token));
    stored.emplace_back(token.hash, token.flags);
  }
  b.doc_tokens.push_back(std::move(stored));
  b.exact.push_back({doc.whole, doc_index, 0});
  b.ids.push_back(id);
  b.docs.push_back(doc);
}

void add_print(Builder& b, const Fingerprint& print) {
  const auto doc_index = static_cast<std::uint32_t>(b.docs.size());
  DocRecord doc = record_of(print);
  std::tie(doc.id_begin, doc.id_size) = b.keep(print.id);
  for (std::size_t i = 0; i < print.chunks.size(); ++i) {
    b.chunk_postings.push_back({print.chunks[i], doc_index, static_cast<std::uint32_t>(i)});
  }
  doc.anchors_begin = static_cast<std::uint32_t>(b.anchors.size());
  for (const Anchor& anchor : print.anchors) b.anchors.push_back({anchor.hash, anchor.tokens, anchor.forbidden ? 1u : 0u});
  b.exact.push_back({doc.whole, doc_index, 0});
  b.doc_tokens.emplace_back();
  b.ids.push_back(print.id);
  b.docs.push_back(doc);
}

// Where several ids share their words: the plain ids before those that say "or later", the deprecated last.
int preference(const std::string& id) {
  const auto ends_with = [&id](std::string_view end) { return id.size() > end.size() && id.ends_with(end); };
  if (ends_with("-only")) return 0;
  if (ends_with("-or-later") || ends_with("+")) return 3;
  return current_spdx_id(id) != id ? 4 : 1;
}

template <typename T>
void put(std::string& out, IndexHeader& header, IndexSection which, const T* data, std::size_t count) {
  while (out.size() % 8 != 0) out.push_back('\0');
  header.section_begin[which] = static_cast<std::uint32_t>(out.size());
  header.section_count[which] = static_cast<std::uint32_t>(count);
  out.append(reinterpret_cast<const char*>(data), count * sizeof(T));
}

// A text that ends with all of another (the LGPL 3 with the GPL 3 behind it) is complete without it.
void cut_appended(Builder& b) {
  constexpr std::size_t kLong = 2000;
  for (std::size_t d = 0; d < b.docs.size(); ++d) {
    for (std::size_t other = 0; other < b.docs.size(); ++other) {
      const auto &whole = b.doc_tokens[d], &end = b.doc_tokens[other];
      if (end.size() < kLong || whole.size() <= end.size()) continue;
      const auto same = [](const auto& x, const auto& y) { return x.first == y.first; };
      if (!std::equal(end.rbegin(), end.rend(), whole.rbegin(), same)) continue;
      b.docs[d].body_tokens = std::min(b.docs[d].body_tokens, static_cast<std::uint32_t>(whole.size() - end.size()));
      b.docs[d].flags |= kAppended;
    }
  }
}

// A power of two at least twice as large as `count`: a hash table that is at most half full.
std::size_t slots_for(std::size_t count) {
  std::size_t slots = 16;
  while (slots < 2 * count) slots *= 2;
  return slots;
}

struct WordTable {
  std::vector<WordRecord> words;
  std::vector<std::uint32_t> slots;
  std::map<std::uint64_t, std::uint32_t> by_hash;
};

WordTable word_table(Builder& b) {
  WordTable table;
  table.slots.resize(slots_for(b.words.size()));
  for (const auto& [hash, word] : b.words) {
    const auto [begin, size] = b.keep(word);
    table.by_hash[hash] = static_cast<std::uint32_t>(table.words.size());
    table.words.push_back({hash, begin, size});
    std::size_t at = mix64(hash) & (table.slots.size() - 1);
    while (table.slots[at] != 0) at = (at + 1) & (table.slots.size() - 1);
    table.slots[at] = static_cast<std::uint32_t>(table.words.size());
  }
  return table;
}

struct GramTable {
  std::vector<GramSlot> slots;
  std::vector<Posting> postings;
};

GramTable gram_table(const Builder& b) {
  GramTable table;
  table.slots.resize(slots_for(b.grams.size()));
  for (const auto& [hash, postings] : b.grams) {
    std::size_t at = (hash >> 32) & (table.slots.size() - 1);
    while (table.slots[at].count != 0) at = (at + 1) & (table.slots.size() - 1);
    if (table.postings.size() >= 1u << 20 || postings.size() >= 1u << 12) {
      std::fprintf(stderr, "too many postings for the index format\n");
      std::exit(1);
    }
    table.slots[at] = {static_cast<std::uint32_t>(hash), static_cast<std::uint32_t>(table.postings.size()) & 0xfffff, static_cast<std::uint32_t>(postings.size()) & 0xfff};
    table.postings.insert(table.postings.end(), postings.begin(), postings.end());
  }
  return table;
}

// Of documents with the same words, all but the preferred one are twins.
void sort_exact(Builder& b) {
  std::sort(b.exact.begin(), b.exact.end(), [&b](const ExactRecord& x, const ExactRecord& y) {
    return std::make_tuple(x.hash, preference(b.ids[x.doc]), b.ids[x.doc].size(), b.ids[x.doc]) <
           std::make_tuple(y.hash, preference(b.ids[y.doc]), b.ids[y.doc].size(), b.ids[y.doc]);
  });
  for (std::size_t i = 1; i < b.exact.size(); ++i) {
    if (b.exact[i].hash == b.exact[i - 1].hash) b.docs[b.exact[i].doc].flags |= kTwin;
  }
}

std::string serialize(Builder& b) {
  sort_exact(b);
  cut_appended(b);
  for (std::size_t d = 0; d < b.docs.size(); ++d) {
    if ((b.docs[d].flags & kTwin) == 0) add_grams(b, d);
  }
  const WordTable words = word_table(b);
  const GramTable grams = gram_table(b);
  std::vector<std::uint32_t> tokens;
  for (std::size_t d = 0; d < b.docs.size(); ++d) {
    b.docs[d].tokens_begin = static_cast<std::uint32_t>(tokens.size());
    for (const auto& [hash, flags] : b.doc_tokens[d]) tokens.push_back(words.by_hash.at(hash) | static_cast<std::uint32_t>(flags) << kWordBits);
  }
  std::sort(b.chunk_postings.begin(), b.chunk_postings.end(),
            [](const ChunkPosting& x, const ChunkPosting& y) { return std::tie(x.hash, x.doc, x.position) < std::tie(y.hash, y.doc, y.position); });
  IndexHeader header{};
  header.magic = kIndexMagic;
  std::string out(sizeof header, '\0');
  put(out, header, kDocs, b.docs.data(), b.docs.size());
  put(out, header, kStrings, b.strings.data(), b.strings.size());
  put(out, header, kWords, words.words.data(), words.words.size());
  put(out, header, kWordSlots, words.slots.data(), words.slots.size());
  put(out, header, kTokens, tokens.data(), tokens.size());
  put(out, header, kAnchors, b.anchors.data(), b.anchors.size());
  put(out, header, kExact, b.exact.data(), b.exact.size());
  put(out, header, kGramSlots, grams.slots.data(), grams.slots.size());
  put(out, header, kPostings, grams.postings.data(), grams.postings.size());
  put(out, header, kChunkPostings, b.chunk_postings.data(), b.chunk_postings.size());
  put(out, header, kFilter, b.filter.data(), b.filter.size());
  out.replace(0, sizeof header, reinterpret_cast<const char*>(&header), sizeof header);
  return out;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "usage: build_license_index SPDX_FULL_JSON FINGERPRINT_FOLDER OUTPUT\n");
    return 2;
  }
  Diagnostics notes;
  const auto list = data::parse_json(slurp(argv[1]), {argv[1]}, notes);
  if (!list || !list->is_map()) {
    std::fprintf(stderr, "%s is not the SPDX list%s\n", argv[1], list ? "" : (": " + to_string(list.error())).c_str());
    return 1;
  }
  Builder builder;
  for (const data::Member& member : list->members) {
    const data::Value* text = member.value.find("licenseText");
    const data::Value* name = member.value.find("name");
    const data::Value* osi = member.value.find("osiApproved");
    if (text == nullptr || name == nullptr) continue;
    add_text(builder, member.key, std::string(name->as_text()), std::string(text->as_text()), osi != nullptr && osi->boolean);
  }
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(argv[2])) {
    if (entry.path().extension() == ".fingerprint") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const auto& path : paths) {
    const auto print = read_fingerprint(slurp(path), path.string());
    if (!print) {
      std::fprintf(stderr, "%s\n", to_string(print.error()).c_str());
      return 1;
    }
    add_print(builder, *print);
  }
  std::ofstream(argv[3], std::ios::binary) << serialize(builder);
  return 0;
}
