#include "report/json_records.h"

#include <fmt/format.h>

#include <map>

namespace aboveboard::json {
namespace {

using data::JsonWriter;

void optional_number(JsonWriter& out, std::string_view key, const std::optional<std::uint64_t>& value) {
  if (value) number(out, key, *value);
}

void flag(JsonWriter& out, std::string_view key, bool value) {
  out.key(key);
  out.boolean(value);
}

void write_dtypes(JsonWriter& out, const std::map<std::string, std::uint64_t>& dtypes) {
  out.key("dtypes");
  out.begin_object();
  for (const auto& [name, elements] : dtypes) number(out, name, elements);
  out.end_object();
}

void write_tensor(JsonWriter& out, const TensorRecord& tensor) {
  out.begin_object();
  out.member("name", tensor.name);
  out.member("dtype", tensor.dtype);
  list(out, "shape", tensor.shape, [&](std::uint64_t dimension) { out.number(dimension); });
  number(out, "bytes", tensor.bytes);
  out.end_object();
}

void write_weights_file(JsonWriter& out, const WeightsFile& file) {
  out.begin_object();
  out.member("source", file.source);
  out.member("path", file.path);
  out.member("format", file.format);
  flag(out, "pointer", file.pointer);
  optional_text(out, "digest", file.digest);
  number(out, "bytes", file.bytes);
  number(out, "tensors", file.tensors);
  number(out, "parameters", file.parameters);
  write_dtypes(out, file.dtypes);
  flag(out, "valid", file.valid);
  if (!file.tensor_list.empty()) list(out, "tensor_list", file.tensor_list, [&](const TensorRecord& tensor) { write_tensor(out, tensor); });
  evidence(out, file.evidence);
  out.end_object();
}

void write_digest(JsonWriter& out, const FileDigest& digest) {
  out.begin_object();
  out.member("source", digest.source);
  out.member("path", digest.path);
  out.member("algorithm", digest.algorithm);
  out.member("digest", digest.value);
  optional_text(out, "promised", digest.promised);
  optional_text(out, "promised_by", digest.promised_by);
  if (!digest.promised.empty()) flag(out, "kept", !broken(digest));
  evidence(out, digest.evidence);
  out.end_object();
}

// The character at `at` if it is one that must not stand raw, with its length; else 0. JSON is valid UTF-8 here.
std::uint32_t treacherous_at(std::string_view text, std::size_t at, std::size_t& length) {
  const auto byte = [&](std::size_t i) { return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u; };
  if (byte(0) == 0x7F) return length = 1, 0x7F;
  if (byte(0) == 0xC2 && byte(1) < 0xA0) return length = 2, byte(1);
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return length = 2, 0x061C;
  if (byte(0) != 0xE2 && byte(0) != 0xEF) return 0;
  const std::uint32_t code = ((byte(0) & 0x0Fu) << 12) | ((byte(1) & 0x3Fu) << 6) | (byte(2) & 0x3Fu);
  const bool hidden = code == 0x200B || code == 0x200E || code == 0x200F || (code >= 0x2028 && code <= 0x202E) ||
                      (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF;
  return hidden ? (length = 3, code) : 0;
}

}  // namespace

void preamble(JsonWriter& out, const ToolInfo& tool) {
  number(out, "schema_version", kSchemaVersion);
  out.key("tool");
  out.begin_object();
  out.member("name", tool.name);
  out.member("version", tool.version);
  out.member("data_version", tool.data_version);
  out.end_object();
}

void evidence(JsonWriter& out, const EvidenceList& evidence, std::string_view key) {
  list(out, key, evidence, [&](const Evidence& item) {
    out.begin_object();
    optional_text(out, "source", item.source);
    optional_text(out, "path", item.path);
    optional_text(out, "member", item.member);
    optional_number(out, "line", item.line);
    optional_number(out, "end_line", item.end_line);
    optional_number(out, "byte", item.byte);
    optional_number(out, "bytes", item.bytes);
    optional_text(out, "quote", item.quote);
    optional_text(out, "extractor", item.extractor);
    out.member("kind", to_string(item.kind));
    out.end_object();
  });
}

void term_members(JsonWriter& out, const Term& term) {
  out.member("kind", to_string(term.kind));
  out.member("value", term.value);
  optional_text(out, "condition", term.condition);
  optional_text(out, "section", term.section);
  out.member("origin", to_string(term.origin));
  out.member("quote", term.quote);
  evidence(out, term.evidence);
}

void license(JsonWriter& out, const License& license) {
  out.begin_object();
  out.member("id", license.id);
  optional_text(out, "spdx", license.spdx);
  out.member("name", license.name);
  optional_text(out, "family", license.family);
  optional_text(out, "version", license.version);
  out.member("verdict", to_string(license.verdict));
  flag(out, "declared", license.declared);
  flag(out, "detected", license.detected);
  flag(out, "conflict", license.conflict);
  if (license.clarified) flag(out, "clarified", true);
  list(out, "classes", license.classes, [&](LicenseClass item) { out.string(to_string(item)); });
  list(out, "applies_to", license.applies_to, [&](ComponentId id) { out.string(to_string(id)); });
  list(out, "terms", license.terms, [&](const Term& term) {
    out.begin_object();
    term_members(out, term);
    if (!term.elsewhere.empty()) evidence(out, term.elsewhere, "elsewhere");
    out.end_object();
  });
  if (!license.residue.empty()) {
    list(out, "residue", license.residue, [&](const ResidueLine& line) {
      out.begin_object();
      out.member("change", line.added ? "added" : "removed");
      number(out, "line", line.line);
      out.member("text", line.text);
      out.end_object();
    });
  }
  evidence(out, license.evidence);
  out.end_object();
}

void digests(JsonWriter& out, const std::vector<FileDigest>& digests) {
  if (digests.empty()) return;  // not asked for
  list(out, "digests", digests, [&](const FileDigest& digest) { write_digest(out, digest); });
}

void weights(JsonWriter& out, const Weights& weights) {
  out.begin_object();
  texts(out, "formats", weights.formats);
  out.key("parameters");
  weights.parameters ? out.number(*weights.parameters) : out.null();
  write_dtypes(out, weights.dtypes);
  if (weights.stored_elements != 0) number(out, "stored_elements", weights.stored_elements);
  optional_text(out, "quantization", weights.quantization);
  optional_text(out, "architecture", weights.architecture);
  optional_number(out, "layers", weights.layers);
  optional_number(out, "tokens", weights.tokens);
  optional_number(out, "embedding_rows", weights.embedding_rows);
  if (!weights.tied.empty()) {
    list(out, "tied", weights.tied, [&](const TiedTensors& pair) {
      out.begin_object();
      out.member("embedding", pair.embedding);
      out.member("head", pair.head);
      out.end_object();
    });
  }
  number(out, "bytes", weights.bytes);
  out.member("complete", to_string(weights.complete));
  optional_text(out, "complete_reason", weights.completeness_reason);
  list(out, "files", weights.files, [&](const WeightsFile& file) { write_weights_file(out, file); });
  evidence(out, weights.evidence);
  out.end_object();
}

void findings(JsonWriter& out, const std::vector<Finding>& findings) {
  list(out, "findings", findings, [&](const Finding& finding) {
    out.begin_object();
    out.member("rule", finding.rule);
    out.member("level", to_string(finding.level));
    out.member("message", finding.message);
    out.member("help", finding.help);
    evidence(out, finding.evidence);
    out.end_object();
  });
}

void not_examined(JsonWriter& out, const std::vector<NotExamined>& items) {
  list(out, "not_examined", items, [&](const NotExamined& item) {
    out.begin_object();
    out.member("what", item.what);
    out.member("why", item.why);
    flag(out, "named", item.named);
    out.end_object();
  });
}

void texts(JsonWriter& out, std::string_view key, const std::vector<std::string>& items) {
  list(out, key, items, [&](const std::string& item) { out.string(item); });
}

void number(JsonWriter& out, std::string_view key, std::uint64_t value) {
  out.key(key);
  out.number(value);
}

void optional_text(JsonWriter& out, std::string_view key, std::string_view text) {
  if (!text.empty()) out.member(key, text);
}

std::string escape_invisible(std::string json) {
  std::string out;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < json.size();) {
    std::size_t length = 1;
    const std::uint32_t code = treacherous_at(json, at, length);
    if (code != 0) {
      out.append(json, copied, at - copied);
      out += fmt::format("\\u{:04x}", code);
      copied = at + length;
    }
    at += code != 0 ? length : 1;
  }
  if (copied == 0) return json;
  out.append(json, copied);
  return out;
}

}  // namespace aboveboard::json
