#include "report/read_json_records.h"

#include <utility>

namespace aboveboard::json {
namespace {

void read_term(ObjectReader& in, Term& term) {
  in.word("kind", term.kind);
  in.text("value", term.value);
  in.text("condition", term.condition, Need::Optional);
  in.text("section", term.section, Need::Optional);
  in.word("origin", term.origin);
  in.text("quote", term.quote);
  in.list("evidence", term.evidence);
}

void read_license_term(ObjectReader& in, Term& term) {
  read_term(in, term);
  in.list("elsewhere", term.elsewhere, Need::Optional);
}

void read_residue(ObjectReader& in, ResidueLine& line) {
  std::string change;
  in.one_of("change", change, {"added", "removed"});
  line.added = change == "added";
  in.number("line", line.line);
  in.text("text", line.text);
}

void read_governing_term(ObjectReader& in, GoverningTerm& governed) {
  in.text("license", governed.license);
  read_term(in, governed.term);
  in.list("also", governed.also, Need::Optional);
}

void read_tensor(ObjectReader& in, TensorRecord& tensor) {
  in.text("name", tensor.name);
  in.text("dtype", tensor.dtype);
  in.numbers("shape", tensor.shape);
  in.number("bytes", tensor.bytes);
}

void read_weights_file(ObjectReader& in, WeightsFile& file) {
  in.text("source", file.source);
  in.text("path", file.path);
  in.text("format", file.format);
  in.flag("pointer", file.pointer);
  in.text("digest", file.digest, Need::Optional);
  in.number("bytes", file.bytes);
  in.number("tensors", file.tensors);
  in.number("parameters", file.parameters);
  in.counts("dtypes", file.dtypes);
  in.flag("valid", file.valid);
  in.list("tensor_list", file.tensor_list, Need::Optional, read_tensor);
  in.list("evidence", file.evidence);
}

void read_tied(ObjectReader& in, TiedTensors& pair) {
  in.text("embedding", pair.embedding);
  in.text("head", pair.head);
}

}  // namespace

void read(ObjectReader& in, Evidence& evidence) {
  in.text("source", evidence.source, Need::Optional);
  in.text("path", evidence.path, Need::Optional);
  in.text("member", evidence.member, Need::Optional);
  in.number("line", evidence.line);
  in.number("end_line", evidence.end_line);
  in.number("byte", evidence.byte);
  in.number("bytes", evidence.bytes);
  in.text("quote", evidence.quote, Need::Optional);
  in.text("extractor", evidence.extractor, Need::Optional);
  in.word("kind", evidence.kind);
}

void read(ObjectReader& in, License& license) {
  in.text("id", license.id);
  in.text("spdx", license.spdx, Need::Optional);
  in.text("name", license.name);
  in.text("family", license.family, Need::Optional);
  in.text("version", license.version, Need::Optional);
  in.word("verdict", license.verdict);
  in.flag("declared", license.declared);
  in.flag("detected", license.detected);
  in.flag("conflict", license.conflict);
  in.flag("clarified", license.clarified, Need::Optional);
  in.words("classes", license.classes);
  in.words("applies_to", license.applies_to);
  in.list("terms", license.terms, Need::Required, read_license_term);
  in.list("residue", license.residue, Need::Optional, read_residue);
  in.list("evidence", license.evidence);
}

void read(ObjectReader& in, Governing& governing) {
  in.words("components", governing.components);
  in.texts("licenses", governing.licenses);
  in.words("classes", governing.classes);
  in.list("terms", governing.terms, Need::Required, read_governing_term);
}

void read(ObjectReader& in, Weights& weights) {
  in.texts("formats", weights.formats);
  in.number_or_null("parameters", weights.parameters);
  in.counts("dtypes", weights.dtypes);
  in.number("stored_elements", weights.stored_elements, Need::Optional);
  in.text("quantization", weights.quantization, Need::Optional);
  in.text("architecture", weights.architecture, Need::Optional);
  in.number("layers", weights.layers);
  in.number("tokens", weights.tokens);
  in.number("embedding_rows", weights.embedding_rows);
  in.list("tied", weights.tied, Need::Optional, read_tied);
  in.number("bytes", weights.bytes);
  in.word("complete", weights.complete);
  in.text("complete_reason", weights.completeness_reason, Need::Optional);
  in.list("files", weights.files, Need::Required, read_weights_file);
  in.list("evidence", weights.evidence);
}

void read(ObjectReader& in, FileDigest& digest) {
  in.text("source", digest.source);
  in.text("path", digest.path);
  in.one_of("algorithm", digest.algorithm, {"sha256", "git-sha1"});
  in.text("digest", digest.value);
  in.text("promised", digest.promised, Need::Optional);
  in.one_of("promised_by", digest.promised_by, {"name", "pointer", "store"}, Need::Optional);
  in.derived_flag("kept");
  in.list("evidence", digest.evidence);
}

void read(ObjectReader& in, Finding& finding) {
  in.text("rule", finding.rule);
  in.word("level", finding.level);
  in.text("message", finding.message);
  in.text("help", finding.help);
  in.list("evidence", finding.evidence);
}

void read(ObjectReader& in, NotExamined& item) {
  in.text("what", item.what);
  in.text("why", item.why);
  in.flag("named", item.named);
}

}  // namespace aboveboard::json
