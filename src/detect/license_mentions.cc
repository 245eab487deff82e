#include "detect/license_mentions.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "license/license.h"

namespace aboveboard {
namespace {

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

// A whole word of ASCII letters, also with a plural s; any place for other scripts.
bool has_word(std::string_view text, std::string_view word) {
  const bool ascii = static_cast<unsigned char>(word.front()) < 0x80;
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    if (!ascii) return true;
    const std::size_t after = at + word.size();
    const std::size_t end = after < text.size() && text[after] == 's' ? after + 1 : after;
    if ((at == 0 || !is_word_byte(text[at - 1])) && (end >= text.size() || !is_word_byte(text[end]))) return true;
  }
  return false;
}

template <std::size_t N>
bool has_any_word(std::string_view text, const std::array<std::string_view, N>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return has_word(text, word); });
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  const auto digit = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1; };
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      decoded += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

// "https://host/owner/name/blob/rev/PATH" -> "PATH"; "" where the URL is of another shape.
std::string path_in_repository(std::string_view url) {
  static constexpr std::array<std::string_view, 4> kViews = {"/blob/", "/raw/", "/resolve/", "/tree/"};
  for (const std::string_view view : kViews) {
    const std::size_t at = url.find(view);
    if (at == std::string_view::npos) continue;
    const std::size_t slash = url.find('/', at + view.size());
    if (slash != std::string_view::npos) return std::string(url.substr(slash + 1));
  }
  return "";
}

bool names_a_license(std::string_view lower_case) {
  static constexpr std::array<std::string_view, 7> kWords = {"licen", "terms of use", "terms and conditions", "agreement", "许可", "协议", "terms"};
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return lower_case.find(word) != std::string_view::npos; });
}

// The link text alone says what it is: "license", "here", "LICENSE file" name nothing.
bool is_bare_word(std::string_view lower_case) {
  static constexpr std::array<std::string_view, 13> kBare = {"license", "licensing", "licenses", "this license", "the license", "licence", "license file", "here", "link", "terms", "license agreement", "model license", "the model license"};
  return std::find(kBare.begin(), kBare.end(), trim(lower_case)) != kBare.end();
}

void add_link(std::vector<LicenseMention>& mentions, const Document& document, const Sentence& sentence, const Link& link, std::size_t source, const std::vector<LicenseText>& texts) {
  if (link.target.starts_with('#')) return;  // a table of contents
  const std::string lower = to_lower(link.text);
  const LicenseText* local = resolve_link(link.target, document.path, source, texts);
  if (local == nullptr && !names_a_license(lower)) return;
  const std::size_t at = sentence.text.find(link.text);
  LicenseMention mention;
  mention.begin = at == std::string::npos ? sentence.text.size() : at;
  mention.end = at == std::string::npos ? sentence.text.size() : at + link.text.size();
  mention.local = local;
  const auto take_names = [&](const std::string& words) {
    for (const auto& named : license::names_in(words)) {
      if (!named.id.empty()) mention.known.push_back(named.id);
      else mention.family = named.family;
    }
  };
  take_names(link.text);
  // A bare "LICENSE" whose target is called after the license.
  if (local == nullptr && mention.known.empty() && mention.family.empty()) take_names(percent_decoded(file_name(link.target)));
  if (local == nullptr && mention.known.empty() && mention.family.empty() && !is_bare_word(lower)) mention.name = link.text;
  if (local == nullptr && mention.known.empty() && mention.family.empty() && mention.name.empty()) return;
  mentions.push_back(std::move(mention));
}

}  // namespace

std::vector<Covers> covered_by_words(std::string_view lower_case_words) {
  // A model card and a data card are documents, whatever they describe.
  std::string text(lower_case_words);
  for (const std::string_view card : {"model card", "data card", "dataset card"}) {
    for (std::size_t at = text.find(card); at != std::string::npos; at = text.find(card, at)) text.replace(at, card.size(), "card");
  }
  static constexpr std::array<std::string_view, 12> kModel = {"model", "weight", "checkpoint", "parameters", "llm", "mllm", "vlm", "base/chat", "模型", "权重", "open-weight", "adapter"};
  static constexpr std::array<std::string_view, 12> kCode = {"code", "codebase", "repository", "repo", "library", "software", "script", "package", "project", "sdk", "代码", "仓库"};
  static constexpr std::array<std::string_view, 6> kData = {"dataset", "data", "corpus", "corpora", "数据", "数据集"};
  static constexpr std::array<std::string_view, 7> kDocs = {"documentation", "document", "report", "paper", "card", "tutorial", "文档"};
  std::vector<Covers> covers;
  if (has_any_word(text, kDocs)) covers.push_back(Covers::Docs);
  if (has_any_word(text, kModel)) covers.push_back(Covers::Model);
  if (has_any_word(text, kCode)) covers.push_back(Covers::Code);
  if (has_any_word(text, kData)) covers.push_back(Covers::Data);
  return covers;
}

const LicenseText* resolve_link(std::string_view target, std::string_view from_path, std::size_t source, const std::vector<LicenseText>& texts) {
  std::string path = percent_decoded(target.substr(0, target.find_first_of("#?")));
  const bool remote = path.find("://") != std::string::npos || path.starts_with("//");
  if (remote) path = path_in_repository(path);
  while (path.starts_with("./")) path.erase(0, 2);
  while (path.starts_with("/")) path.erase(0, 1);
  if (path.empty()) return nullptr;
  const std::string folder(parent_path(from_path));
  const std::string relative = remote || folder.empty() ? path : folder + "/" + path;
  for (const LicenseText& text : texts) {
    if (text.where.source == source && (text.path == relative || text.path == path)) return &text;
  }
  return nullptr;
}

std::vector<LicenseMention> find_mentions(const Document& document, const Sentence& sentence, std::size_t source, const std::vector<LicenseText>& texts) {
  std::vector<LicenseMention> mentions;
  const auto first = std::lower_bound(document.links.begin(), document.links.end(), sentence.begin, [](const Link& link, std::size_t begin) { return link.begin < begin; });
  for (auto link = first; link != document.links.end() && link->begin < sentence.end; ++link) {
    if (!link->image) add_link(mentions, document, sentence, *link, source, texts);
  }
  for (const auto& named : license::names_in(sentence.text)) {
    const auto inside = [&](const LicenseMention& m) { return named.begin < m.end && m.begin < named.end; };
    const auto known = std::find_if(mentions.begin(), mentions.end(), inside);
    if (known != mentions.end()) {
      // Words around a link may say more than the link alone ("the Example [License](...)").
      if (!named.id.empty() && known->known.empty() && known->local == nullptr) known->known = {named.id};
      continue;
    }
    LicenseMention mention;
    mention.begin = named.begin;
    mention.end = named.end;
    if (!named.id.empty()) mention.known = {named.id};
    else mention.family = named.family;
    mentions.push_back(std::move(mention));
  }
  std::sort(mentions.begin(), mentions.end(), [](const LicenseMention& a, const LicenseMention& b) { return a.begin < b.begin; });
  return mentions;
}

}  // namespace aboveboard
