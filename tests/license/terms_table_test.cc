// Terms: what the rules read from the shared license texts, what data/licenses says of them, and what the rows of facts/licenses.json say, held against what
// the texts say (terms_gold.tsv). Our own invented licenses (invented/) are read on every checkout.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/diagnostics.h"
#include "data/value.h"
#include "license/identify.h"
#include "support/terms_score.h"

namespace aboveboard::testing {
namespace {

namespace fs = std::filesystem;

fs::path here() { return project_root() / "tests/license"; }
Gold gold() { return read_gold(here() / "terms_gold.tsv"); }

std::optional<fs::path> texts() {
  const auto shared = shared_material();
  if (!shared || !fs::is_directory(*shared / "license-texts")) return std::nullopt;
  return *shared / "license-texts";
}

std::string shown(const std::set<KindAndValue>& terms) {
  std::string out;
  for (const auto& [kind, value] : terms) out += kind + "=" + value + " ";
  return out;
}

TEST(TermsTable, InventedLicensesAreReadWhole) {
  const TermTable table = score_terms(read_gold(here() / "invented_gold.tsv"), here() / "invented");
  EXPECT_GE(table.all.right, 70u);
  EXPECT_EQ(table.differences, "");
}

TEST(TermsTable, TextsAloneGiveTheirTerms) {
  const auto folder = texts();
  if (!folder) GTEST_SKIP() << "the shared license texts are not beside the checkout";
  const Gold expected = gold();
  for (const auto& entry : fs::directory_iterator(*folder)) {
    if (entry.path().extension() == ".txt") {
      EXPECT_EQ(expected.count(entry.path().filename().string()), 1u) << entry.path() << " has no gold";
    }
  }
  const TermTable table = score_terms(expected, *folder);
  std::printf("%s%s", printed(table).c_str(), table.differences.c_str());
  EXPECT_GE(table.all.precision(), 0.95) << table.differences;
  EXPECT_GE(table.all.recall(), 0.90) << table.differences;
}

// Nothing shipped without a text that shows it, nothing missing that the text shows.
TEST(TermsTable, DataAgreesWithTheTexts) {
  const auto folder = texts();
  if (!folder) GTEST_SKIP() << "the shared license texts are not beside the checkout";
  std::size_t held = 0;
  for (const auto& [file, expected] : gold()) {
    const auto matches = license::identify(read_file(*folder / file));
    ASSERT_FALSE(matches.empty()) << file;
    const license::Info* info = license::find(matches[0].id);
    ASSERT_NE(info, nullptr) << file;
    const bool osi = std::find(info->classes.begin(), info->classes.end(), LicenseClass::Osi) != info->classes.end();
    if (osi) continue;  // the data says no terms of licenses that restrict nothing by definition
    std::set<KindAndValue> shipped;
    for (const Term& term : info->terms) shipped.insert({std::string(to_string(term.kind)), term.value});
    EXPECT_EQ(shown(shipped), shown(expected)) << info->id << " against " << file;
    ++held;
  }
  EXPECT_GE(held, 60u);
}

// ---- the rows of facts/licenses.json -------------------------------------------------------------------------------------------------------------------

// Rows and the text that each was read from; a second text is the policy that the row counts in.
struct RowText {
  const char* row;
  const char* text;
  const char* policy = nullptr;
};
constexpr RowText kRows[] = {
    {"llama-1", "llama-1-ldb.txt"}, {"llama-2", "llama-2.txt", "llama-2-aup.txt"}, {"llama-3.1", "llama-3.1.txt", "llama-3.1-aup.txt"},
    {"llama-3.2", "llama-3.2.txt", "llama-3.2-aup.txt"}, {"llama-3.3", "llama-3.3.txt", "llama-3.3-aup.txt"}, {"llama-4", "llama-4.txt", "llama-4-aup.txt"},
    {"gemma-2024-04-01", "gemma-2024-04-01.txt"}, {"gemma-2025-03-24", "gemma-2025-03-24.txt"}, {"tongyi-qianwen", "tongyi-qianwen.txt"},
    {"tongyi-qianwen-research", "tongyi-qianwen-research.txt"}, {"qwen-2024", "qwen-2024.txt"}, {"deepseek-la-1.0", "deepseek-v3-model.txt"},
    {"creativeml-openrail-m", "creativeml-openrail-m.txt"}, {"openrail-pp-m", "openrail-pp-m-sdxl1.0.txt"}, {"bigscience-openrail-m", "bigscience-openrail-m.txt"},
    {"bigscience-rail-1.0", "bigscience-rail-1.0.txt"}, {"bigcode-openrail-m", "bigcode-openrail-m-v1.txt"}, {"falcon-2-11b", "falcon-2-11b.txt"},
    {"yi-series", "yi-series-2023.txt"}, {"grok-1", "grok-1.txt"}, {"gpt-oss", "gpt-oss-license.txt", "gpt-oss-usage-policy.txt"},
    {"openmdw-1.0", "openmdw-1.0.txt"}, {"openmdw-1.1", "openmdw-1.1.txt"}, {"apple-amlr", "apple-amlr-fastvlm.txt"}, {"apple-ascl", "apple-ascl-fastvlm.txt"},
    {"nvidia-open-model", "nvidia-open-model-2025-04-28.txt"}, {"stability-community", "stability-community-2024.txt"},
    {"stability-sdxl-turbo", "sdxl-turbo-nc.txt"}, {"stability-svd", "svd.txt"}, {"flux1-dev-nc", "flux1-dev-nc.txt"}, {"dbrx", "dbrx.txt"},
    {"kimi-k2", "kimi-k2.txt"}, {"minimax-model-license", "minimax-01-model.txt"}, {"exaone-1.2-nc", "exaone-4.0.txt"}, {"dinov3", "dinov3.txt"},
    {"chameleon", "chameleon.txt", "chameleon-aup.txt"}, {"hunyuan-large", "hunyuan-large.txt"}, {"hunyuan-3d-2.0", "hunyuan-3d-2.0.txt"},
    {"deepfloyd-if", "deepfloyd-if.txt"}, {"ltxv-owl", "ltxv-owl-2025-04.txt"}, {"fair-ai-public-1.0", "fair-ai-public-1.0.txt"},
    {"fair-ai-public-1.0-sd", "fair-ai-public-1.0-sd.txt"}, {"open-weights-permissive-1.0", "open-weights-permissive-1.0.txt"},
};

// Where a row says what its text does not.
struct RowError {
  const char* row;
  const char* kind;
};
constexpr RowError kRowErrors[] = {
    {"llama-1", "patent"},             // the text has no clause on litigation at all
    {"falcon-2-11b", "termination"},   // only patent litigation ends the patent license; no clause on breach
    {"ltxv-owl", "termination"},       // a breach is "material" and costs damages; nothing ends the license
    {"exaone-1.2-nc", "share-alike"},  // a copy of the agreement goes along; derivatives are not put under it
    {"deepfloyd-if", "share-alike"},   // as llama-1: a copy of the license, no more
    {"fair-ai-public-1.0", "attribution"}, {"fair-ai-public-1.0-sd", "attribution"},  // the license and the source go along; no notices or credit are asked for
    {"grok-1", "commercial-use"}, {"gpt-oss", "commercial-use"},                      // permitted, yet Apache-2.0 does not speak of it
};

std::string lower_text(const data::Value& row, const char* key) { return to_lower(text_of(row, key)); }
bool empty_word(const std::string& text) { return text.empty() || text.starts_with("none") || text.starts_with("no ") || text == "no" || text == "—" || text == "mit"; }

// The terms that a row states beyond doubt; prose that names a duty without a value gives the kind's only value.
std::set<KindAndValue> stated(const data::Value& row) {
  std::set<KindAndValue> terms;
  const auto number = [&](const char* key, const char* kind) {
    const data::Value* map = row.find(key);
    if (map != nullptr && map->find("value") != nullptr) terms.insert({kind, map->find("value")->text});
  };
  number("mau_threshold", "user-threshold");
  number("revenue_threshold", "revenue-threshold");
  if (lower_text(row, "commercial_use").starts_with("no")) terms.insert({"commercial-use", "no"});
  const std::string policy = lower_text(row, "acceptable_use_policy");
  const bool lawful_only = policy.find("law") != std::string::npos && (policy.find("research purposes") != std::string::npos || policy.starts_with("usage_policy"));
  if (!empty_word(policy) && !lawful_only) terms.insert({"acceptable-use", "required"});
  if (!empty_word(lower_text(row, "attribution_naming")) && lower_text(row, "attribution_naming").find("display model name") == std::string::npos &&
      !lower_text(row, "attribution_naming").starts_with("no ")) {
    terms.insert({"attribution", "required"});
  }
  const std::string naming = lower_text(row, "derivative_naming");
  if (!empty_word(naming) && naming.find("encouraged") == std::string::npos) terms.insert({"naming", "required"});
  if (const data::Value* output = row.find("output_training_restriction"); output != nullptr && output->is_map()) {
    const std::string kind = text_of(*output, "kind");
    terms.insert({"output-training", kind.starts_with("no-") ? "no" : kind.starts_with("explicitly") ? "yes" : "conditional"});
  } else if (!empty_word(lower_text(row, "output_training_restriction"))) {
    terms.insert({"output-training", "conditional"});
  }
  if (const data::Value* region = row.find("geographic_restriction"); region != nullptr && region->is_map()) terms.insert({"geography", "restricted"});
  const std::string flow = lower_text(row, "share_alike_flow_down");
  if (flow == "yes" || flow.find("flow") != std::string::npos || flow.find("copyleft") != std::string::npos) terms.insert({"share-alike", "required"});
  if (lower_text(row, "patent").find("litigation") != std::string::npos) terms.insert({"patent", "conditional"});
  const std::string end = lower_text(row, "termination");
  if (end.find("breach") != std::string::npos || end.find("cure") != std::string::npos) terms.insert({"termination", "conditional"});
  if (end.find("remote") != std::string::npos) terms.insert({"remote-cutoff", "allowed"});
  return terms;
}

TEST(TermsTable, RowsAgreeWithTheTexts) {
  const auto folder = texts();
  if (!folder) GTEST_SKIP() << "the shared license texts are not beside the checkout";
  Diagnostics notes;
  const fs::path path = folder->parent_path() / "facts/licenses.json";
  const auto facts = data::parse_json(read_file(path), {path.string()}, notes);
  ASSERT_TRUE(facts);
  const Gold expected = gold();
  std::size_t held = 0;
  for (const data::Value& row : facts->find("licenses")->items) {
    const std::string id = text_of(row, "id");
    const auto* known = std::find_if(std::begin(kRows), std::end(kRows), [&id](const RowText& r) { return r.row == id; });
    if (text_of(row, "confidence") != "text-read" || known == std::end(kRows)) continue;  // leads, and rows whose text is not here
    std::set<KindAndValue> says = expected.at(known->text);
    if (known->policy != nullptr) says.insert(expected.at(known->policy).begin(), expected.at(known->policy).end());
    for (const KindAndValue& term : stated(row)) {
      const bool wrong = std::any_of(std::begin(kRowErrors), std::end(kRowErrors), [&](const RowError& e) { return e.row == id && e.kind == term.first; });
      ++held;
      EXPECT_NE(says.count(term) != 0, wrong) << id << ": " << term.first << " = " << term.second << (wrong ? " is in the text after all" : " is in no text");
    }
    // "yes" must not meet a text that forbids.
    if (lower_text(row, "commercial_use").starts_with("yes")) {
      EXPECT_EQ(says.count({"commercial-use", "no"}), 0u) << id;
    }
  }
  EXPECT_GE(held, 200u);
}

}  // namespace
}  // namespace aboveboard::testing
