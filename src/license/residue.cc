#include "license/residue.h"

#include "license/benign.h"
#include "license/word_set.h"

namespace aboveboard::license {
namespace {

constexpr auto kLegalWords = hashed(std::to_array<std::string_view>({
    "not", "no", "nor", "never", "none", "without", "must", "shall", "should", "may", "can", "cannot", "will", "only", "solely",
    "exclusively", "except", "excluding", "unless", "provided", "condition", "conditions", "conditional", "if", "prohibited", "prohibit",
    "prohibits", "forbidden", "restricted", "restrict", "restriction", "restrictions", "limit", "limits", "limited", "limitation",
    "permitted", "permission", "permissions", "grant", "granted", "grants", "allow", "allowed", "deny", "denied", "revoke", "revocable",
    "irrevocable", "terminate", "terminates", "termination", "require", "required", "requires", "agree", "agrees", "agreement",
    "obligation", "obligations", "duty", "commercial", "commercially", "noncommercial", "nonprofit", "profit", "research", "academic",
    "educational", "personal", "internal", "military", "weapon", "weapons", "surveillance", "warfare", "nuclear", "train", "training",
    "trained", "output", "outputs", "model", "models", "derivative", "derivatives", "distill", "distillation", "user", "users", "monthly",
    "active", "revenue", "million", "billion", "annual", "fee", "fees", "royalty", "pay", "payment", "paid", "price", "sell", "sold",
    "sale", "sublicense", "distribute", "redistribute", "distribution", "redistribution", "modify", "modification", "modifications",
    "copy", "use", "used", "uses", "using", "publish", "disclose", "territory", "country", "countries", "region", "european", "union",
    "china", "export", "patent", "patents", "trademark", "warranty", "liability", "attribution", "acknowledgment", "display", "name",
    "names", "endorse", "promote", "advertising", "percent", "version", "later", "any", "all", "harm", "evil", "good", "law", "laws",
    "and", "or", "both", "either", "than", "more", "less", "greater", "exceed", "exceeds", "before", "after", "until", "competing",
    "compete", "competitive", "service", "hosted", "saas", "api", "register", "registration", "request", "application", "apply",
    "separate", "additional", "free", "prior", "written", "consent", "approval", "notice", "source", "binary", "object",
}));

}  // namespace

bool is_legal_word(std::uint64_t hash) { return among(kLegalWords, hash); }

Residue classify(const Index& index, const DocRecord& doc, std::string_view text, const std::vector<Token>& tokens,
                 const Alignment& alignment) {
  const Compared view{index, doc, text, tokens};
  Residue residue;
  for (const Hunk& hunk : alignment.hunks) {
    const std::uint32_t size = hunk.ref_end - hunk.ref_begin + hunk.text_end - hunk.text_begin;
    const bool appendix = hunk.text_begin == hunk.text_end && hunk.ref_begin >= doc.body_tokens;
    if (is_benign(view, hunk)) {
      residue.benign.push_back(hunk);
      residue.benign_tokens += appendix ? 0 : size;
      residue.benign_text += hunk.text_end - hunk.text_begin;
    } else {
      residue.legal.push_back(hunk);
      residue.legal_tokens += size;
    }
  }
  return residue;
}

}  // namespace aboveboard::license
