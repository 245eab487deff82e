#include "framework/card.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/text.h"
#include "framework/hub_card.h"
#include "framework/openwashing.h"
#include "framework/sentences.h"
#include "framework/terms.h"

namespace aboveboard {
namespace {

using State = CardState;

class Adviser {
 public:
  explicit Adviser(const Report& report) : facts_(report.facts), card_(report.facts.card), label_(report.label) {}

  std::vector<CardAdvice> run() {
    read_licenses();
    for (const CardField& field : card_.fields) advise_field(field);
    for (const char* key : {"license", "license_name", "license_link", "base_model", "base_model_relation", "datasets", "library_name", "pipeline_tag"}) {
      if (find_field(card_, key) == nullptr) advise_absent(key);
    }
    return std::move(all_);
  }

 private:
  void keep(const CardField& field, std::string why = "") { all_.push_back({field.key, State::Kept, field.values, false, field.yaml, std::move(why), {field.evidence}}); }
  void put(std::string key, State state, std::vector<std::string> values, bool list, std::string why, EvidenceList evidence) {
    all_.push_back({std::move(key), state, std::move(values), list, "", std::move(why), std::move(evidence)});
  }
  void ask_for(std::string key) {
    std::string why = sentence("card.fill." + key);
    put(std::move(key), State::Unknown, {}, false, std::move(why), {});
  }

  // The licenses of the weights that the release itself grants; those whose text is here before those that are only named.
  void read_licenses() {
    for (const License* license : governing_licenses(facts_, ComponentId::Parameters)) {
      if (!is_made_up(*license)) granted_.push_back(license);
    }
    if (std::any_of(granted_.begin(), granted_.end(), [](const License* l) { return l->detected; })) std::erase_if(granted_, [](const License* l) { return !l->detected; });
    for (const License* license : granted_) {
      const std::string id = hub_license(*license);
      if (std::find(wanted_.begin(), wanted_.end(), id) == wanted_.end()) wanted_.push_back(id);
    }
    const CardField* now = find_field(card_, "license");
    license_kept_ = now != nullptr && !now->values.empty() && fits(*now);
    const std::vector<std::string>& final = license_kept_ || wanted_.empty() ? (now == nullptr ? wanted_ : now->values) : wanted_;
    other_ = std::find(final.begin(), final.end(), "other") != final.end();
  }

  bool from_text() const { return !granted_.empty() && granted_.front()->detected; }

  // Is what the card says what the texts are? Where no text is here, it is the only word there is.
  bool fits(const CardField& license) const {
    const bool known = std::all_of(license.values.begin(), license.values.end(), [](const std::string& id) { return is_hub_license(id); });
    if (!known) return wanted_.empty();
    if (!from_text()) return true;
    return std::all_of(wanted_.begin(), wanted_.end(), [&](const std::string& id) { return std::find(license.values.begin(), license.values.end(), id) != license.values.end(); });
  }

  void advise_license(const CardField& field) {
    if (granted_.empty()) return keep(field, sentence("card.why.unread"));
    if (license_kept_) return keep(field, from_text() ? "" : sentence("card.why.no-text"));
    put("license", State::Changed, wanted_, wanted_.size() > 1, why_license(), granted_.front()->evidence);
  }
  std::string why_license() const {
    const License& license = *granted_.front();
    return sentence(license.detected ? "card.why.license" : "card.why.license-id", {{"license", license.name.empty() ? license.id : license.name}, {"place", place_of(facts_, license.evidence)}});
  }

  void advise_name(const CardField& field) {
    if (other_ || license_kept_) return keep(field);
    put(field.key, State::Removed, {}, false, sentence("card.why.other-only"), {field.evidence});
  }
  void advise_link(const CardField& field) {
    if (!other_ && !license_kept_) return put(field.key, State::Removed, {}, false, sentence("card.why.other-only"), {field.evidence});
    const std::string value = field.values.empty() ? "" : field.values.front();
    const bool here = std::any_of(card_.hints.begin(), card_.hints.end(), [](const CardHint& hint) { return hint.key == "license_link"; });
    if (here || value.find("://") != std::string::npos) return keep(field);
    const std::string path = text_path();
    if (path.empty()) return keep(field, sentence("card.why.link-broken"));
    put(field.key, State::Changed, {path}, false, sentence("card.why.link-broken"), granted_.front()->evidence);
  }

  // The file that holds the license's text, where it lies beside the card; "" elsewhere.
  std::string text_path() const {
    if (!from_text() || granted_.front()->evidence.empty()) return "";
    const Evidence& evidence = granted_.front()->evidence.front();
    return evidence.member.empty() && (card_.path.empty() || evidence.source == card_.source) ? evidence.path : "";
  }

  // A claim in the front matter that goes too far stands in the lines of its key.
  const Claim* overstated(const CardField& field, const std::string& value) const {
    for (const Claim& claim : facts_.claims) {
      if (claim.evidence.path != card_.path || claim.evidence.source != card_.source || !claim.evidence.line || excess_of(claim, facts_, label_) == Excess::None) continue;
      if (*claim.evidence.line < field.evidence.line.value_or(0) || *claim.evidence.line >= end_of(field)) continue;
      if (value.empty() || equals_ignoring_case(claim.words, value)) return &claim;
    }
    return nullptr;
  }
  // The line of the next key; where there is none, only claims of tags and of this very line count.
  std::uint64_t end_of(const CardField& field) const {
    const std::uint64_t line = field.evidence.line.value_or(0);
    std::uint64_t end = field.values.size() + line + 1;
    for (const CardField& other : card_.fields) {
      const std::uint64_t next = other.evidence.line.value_or(0);
      if (next > line) return next;
    }
    return end;
  }

  void advise_field(const CardField& field) {
    if (field.key == "license") return advise_license(field);
    if (field.key == "license_name") return advise_name(field);
    if (field.key == "license_link") return advise_link(field);
    if (field.key == "base_model_relation" && !field.values.empty() && !is_hub_relation(field.values.front())) return advise_relation(field);
    if (const Claim* claim = overstated(field, "")) return take_out(field, *claim);
    keep(field);
  }
  void advise_relation(const CardField& field) {
    const std::string why = sentence("card.why.relation", {{"word", field.values.front()}});
    for (const Lineage& line : facts_.lineage) {
      if (line.of.empty() && is_hub_relation(line.relation)) return put(field.key, State::Changed, {line.relation}, false, why, line.evidence);
    }
    put(field.key, State::Removed, {}, false, why, {field.evidence});
  }
  void take_out(const CardField& field, const Claim& claim) {
    std::vector<std::string> left;
    for (const std::string& value : field.values) {
      if (overstated(field, value) == nullptr) left.push_back(value);
    }
    const std::string why = sentence("card.why.claim", {{"words", claim.words}});
    const bool some = field.key == "tags" && !left.empty();
    put(field.key, some ? State::Changed : State::Removed, some ? left : std::vector<std::string>{}, true, why, {claim.evidence});
  }

  void advise_absent(const std::string& key) {
    if (key == "license") {
      if (granted_.empty()) return ask_for(key);
      return put(key, State::Added, wanted_, wanted_.size() > 1, why_license(), granted_.front()->evidence);
    }
    if (key == "license_name" || key == "license_link") return advise_absent_license(key);
    if (key == "base_model" || key == "base_model_relation") return advise_absent_base(key);
    if (key == "datasets") return advise_absent_data();
    for (const CardHint& hint : card_.hints) {
      if (hint.key == key) return put(key, State::Added, {hint.value}, false, sentence("card.why.shown", {{"place", place_of(facts_, {hint.evidence})}}), {hint.evidence});
    }
    if (key == "pipeline_tag") ask_for(key);
  }
  void advise_absent_license(const std::string& key) {
    if (!other_) return;
    if (granted_.empty()) return ask_for(key);
    const License& license = *granted_.front();
    const std::string value = key == "license_name" ? hub_license_name(license) : text_path();
    if (value.empty()) return ask_for(key);
    put(key, State::Added, {value}, false, sentence("card.why.other-needs", {{"place", place_of(facts_, license.evidence)}}), license.evidence);
  }
  void advise_absent_base(const std::string& key) {
    std::vector<std::string> values;
    EvidenceList evidence;
    std::string relation;
    for (const Lineage& line : facts_.lineage) {
      const auto slash = line.base.find('/');
      const bool on_hub = slash != std::string::npos && slash > 0 && line.base.find('/', slash + 1) == std::string::npos && line.base.find_first_of(" \t\n\\:") == std::string::npos;
      if (!line.of.empty() || !is_hub_relation(line.relation) || !on_hub) continue;
      values.push_back(line.base);
      evidence.insert(evidence.end(), line.evidence.begin(), line.evidence.end());
      relation = line.relation;
    }
    if (values.empty()) return;
    const std::string why = sentence("card.why.shown", {{"place", place_of(facts_, evidence)}});
    if (key == "base_model") return put(key, State::Added, values, values.size() > 1, why, evidence);
    put(key, State::Added, {relation}, false, why, evidence);
  }
  void advise_absent_data() {
    std::vector<std::string> names;
    EvidenceList evidence;
    constexpr std::string_view kPrefix = "datasets/";
    for (const Lineage& line : facts_.lineage) {
      if (!line.of.empty() || line.relation != "dataset" || !line.base.starts_with(kPrefix)) continue;
      names.push_back(line.base.substr(kPrefix.size()));
      evidence.insert(evidence.end(), line.evidence.begin(), line.evidence.end());
    }
    if (names.empty()) return ask_for("datasets");
    put("datasets", State::Added, names, true, sentence("card.why.shown", {{"place", place_of(facts_, evidence)}}), evidence);
  }

  const Facts& facts_;
  const Card& card_;
  const LabelVerdict& label_;
  std::vector<const License*> granted_;
  std::vector<std::string> wanted_;  // for `license`
  bool license_kept_ = false;
  bool other_ = false;               // `license` is, or becomes, "other"
  std::vector<CardAdvice> all_;
};

}  // namespace

std::vector<CardAdvice> advise_card(const Report& report) { return Adviser(report).run(); }

}  // namespace aboveboard
