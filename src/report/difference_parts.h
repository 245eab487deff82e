// The parts of a difference. Internal to difference*.cc.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/difference.h"

namespace aboveboard::diff {

// Collects the changes of one group.
class Changes {
 public:
  Changes(const Report& before, const Report& after, std::vector<Change>& out) : before_(before), after_(after), out_(out) {}
  void group(std::string name) { group_ = std::move(name), within_.clear(); }
  void within(std::string framework) { within_ = std::move(framework); }
  const Report& before() const { return before_; }
  const Report& after() const { return after_; }

  // Adds a change where the two texts differ.
  void add(std::string id, std::string title, Direction direction, ChangeSide before, ChangeSide after);
  ChangeSide old_side(std::string text, const EvidenceList& evidence) const { return side(before_, std::move(text), evidence); }
  ChangeSide new_side(std::string text, const EvidenceList& evidence) const { return side(after_, std::move(text), evidence); }
  // Adds a change unless one of this id with the same texts was told in this group: terms of several components, readings of one framework.
  void add_once(const std::string& id, std::string title, Direction direction, ChangeSide before, ChangeSide after);

 private:
  static ChangeSide side(const Report& report, std::string text, const EvidenceList& evidence);

  const Report& before_;
  const Report& after_;
  std::vector<Change>& out_;
  std::string group_, within_;
  std::set<std::string> told_;
};

// From a lower to a higher rank is more open.
inline Direction by_rank(int before, int after) { return after > before ? Direction::MoreOpen : after < before ? Direction::LessOpen : Direction::Neither; }

// Every key of two lists, those of the older one first, with the item that each list has under it (nullptr for none). Of items with one key, the n-th of one list
// belongs to the n-th of the other.
template <typename Item, typename Key, typename Tell>
void match(const std::vector<Item>& before, const std::vector<Item>& after, Key key, Tell tell) {
  std::multimap<std::string, const Item*> open;  // of the newer list, not matched yet; equal keys stay in order
  for (const Item& item : after) open.emplace(key(item), &item);
  std::set<const Item*> matched;
  for (const Item& old_item : before) {
    const auto found = open.lower_bound(key(old_item));
    const bool same = found != open.end() && found->first == key(old_item);
    tell(&old_item, same ? found->second : static_cast<const Item*>(nullptr));
    if (!same) continue;
    matched.insert(found->second);
    open.erase(found);
  }
  for (const Item& item : after) {
    if (matched.count(&item) == 0) tell(static_cast<const Item*>(nullptr), &item);
  }
}

void compare_labels(Changes& changes);
// Which way the label went, by its three readings.
Direction label_direction(const LabelVerdict& before, const LabelVerdict& after);

void compare_licenses(Changes& changes);  // what governs components, license records
void compare_terms(Changes& changes);
void compare_components(Changes& changes);
void compare_weights(Changes& changes);
void compare_lineage(Changes& changes);
void compare_data(Changes& changes);

void compare_answers(Changes& changes);  // questions, uses, capabilities
void compare_frameworks(Changes& changes);
void compare_texts(Changes& changes);    // claims, findings

}  // namespace aboveboard::diff
