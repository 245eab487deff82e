// What a set of terms amounts to.
#include <algorithm>

#include "license/license.h"

namespace aboveboard::license {

std::vector<LicenseClass> classes_of(const std::vector<LocatedTerm>& terms) {
  std::vector<Term> bare;
  for (const LocatedTerm& located : terms) bare.push_back(located.term);
  return classes_of(bare);
}

std::vector<LicenseClass> classes_of(const std::vector<Term>& terms) {
  std::vector<LicenseClass> classes;
  const auto add = [&classes](LicenseClass c) {
    if (std::find(classes.begin(), classes.end(), c) == classes.end()) classes.push_back(c);
  };
  for (const Term& term : terms) {
    switch (term.kind) {
      case TermKind::CommercialUse:
        if (term.value == "no") add(LicenseClass::Noncommercial);
        if (term.value == "conditional") add(LicenseClass::Proprietary);
        break;
      case TermKind::UserThreshold:
      case TermKind::RevenueThreshold: add(LicenseClass::ScaleRestricted); break;
      case TermKind::AcceptableUse:
      case TermKind::FieldOfUse: add(LicenseClass::ConductRestricted); break;
      case TermKind::Redistribution:
      case TermKind::Modification:
        if (term.value == "no") add(LicenseClass::NoRedistribution);
        break;
      case TermKind::OutputTraining:
        if (term.value == "no") add(LicenseClass::Proprietary);
        break;
      case TermKind::Geography:
        if (term.value != "yes" && term.value != "any") add(LicenseClass::TerritoryRestricted);
        break;
      case TermKind::UseAny:
        if (term.value == "conditional" || term.value == "no") add(LicenseClass::Proprietary);
        break;
      case TermKind::Attribution:
      case TermKind::Naming:
      case TermKind::ShareAlike:
      case TermKind::Patent:
      case TermKind::Termination:
      case TermKind::UnilateralChange:
      case TermKind::RemoteCutoff: break;
    }
  }
  std::sort(classes.begin(), classes.end());
  return classes;
}

}  // namespace aboveboard::license
