// The records that every JSON output shares: evidence, licenses, weights, findings, what was not examined.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "data/json_writer.h"
#include "model/report.h"
#include "report/report.h"

namespace aboveboard::json {

// schema_version and tool.
void preamble(data::JsonWriter& out, const ToolInfo& tool);
// A whole report, as one object.
void report(data::JsonWriter& out, const Report& report, const ToolInfo& tool);
// The member "evidence", or another of that form: objects with only the members that are set.
void evidence(data::JsonWriter& out, const EvidenceList& evidence, std::string_view key = "evidence");
// The members of a term, in an object that is open.
void term_members(data::JsonWriter& out, const Term& term);
void license(data::JsonWriter& out, const License& license);
void digests(data::JsonWriter& out, const std::vector<FileDigest>& digests);
void weights(data::JsonWriter& out, const Weights& weights);
void findings(data::JsonWriter& out, const std::vector<Finding>& findings);
void not_examined(data::JsonWriter& out, const std::vector<NotExamined>& items);

void texts(data::JsonWriter& out, std::string_view key, const std::vector<std::string>& items);
void number(data::JsonWriter& out, std::string_view key, std::uint64_t value);
// Nothing where the text is empty.
void optional_text(data::JsonWriter& out, std::string_view key, std::string_view text);

template <typename Item, typename Write>
void list(data::JsonWriter& out, std::string_view key, const std::vector<Item>& items, Write write) {
  out.key(key);
  out.begin_array();
  for (const Item& item : items) write(item);
  out.end_array();
}

// JSON in which characters that steer a terminal, or reorder or hide text, stand as \u escapes; a parser reads the same strings from both.
std::string escape_invisible(std::string json);

}  // namespace aboveboard::json
