#include "framework/statement_ids.h"

#include "data/embedded.h"
#include "data/packed.h"
#include "data/value.h"

namespace aboveboard {
namespace {

StatementIds load() {
  StatementIds ids;
  for (const auto& file : data::embedded_below("phrases/statements")) {
    const data::Value value = data::unpack(file.packed, {"rationale", "found-by", "examples"});
    const data::Value* list = value.find("statements");
    for (std::size_t i = 0; list != nullptr && i < list->items.size(); ++i) {
      const data::Value& item = list->items[i];
      const data::Value* assertable = item.find("assertable");
      ids.all.push_back(data::text_of(item, "id"));
      if (assertable != nullptr && assertable->boolean) ids.assertable.push_back(ids.all.back());
    }
  }
  return ids;
}

}  // namespace

const StatementIds& statement_ids() {
  static const StatementIds ids = load();
  return ids;
}

}  // namespace aboveboard
