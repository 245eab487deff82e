// `aboveboard mof FILE...`
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "base/limits.h"
#include "base/text.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "data/json_writer.h"
#include "framework/mof_form.h"
#include "license/license.h"
#include "report/page.h"
#include "source/source.h"

namespace aboveboard::cli {
namespace {

using data::JsonWriter;
using terminal::dim;
using terminal::Page;
using terminal::plain;
using terminal::Spans;
using terminal::strong;
using terminal::Style;
using terminal::styled;

struct Form {
  std::string path;
  MofForm form;
  MofEvaluation evaluation;
};

// The SPDX list's own spelling, or that of a deprecated id that its successor begins with ("GPL-3.0").
bool is_osi_approved(std::string_view id) {
  const license::Info* info = license::find(id);
  if (info == nullptr || std::find(info->classes.begin(), info->classes.end(), LicenseClass::Osi) == info->classes.end()) return false;
  const std::string_view stem = id.ends_with('+') ? id.substr(0, id.size() - 1) : id;
  return info->spdx == id || (!stem.empty() && info->spdx.starts_with(stem));
}

Result<Form> read_form(const std::string& location) {
  Diagnostics notes;
  ABOVEBOARD_ASSIGN(const auto source, open_source(location, location, notes));
  if (source->info().kind != "file" || source->files().empty()) return fail(ErrorKind::Usage, "a form is one YAML file", {location, {}, {}});
  ABOVEBOARD_ASSIGN(const auto bytes, source->open(source->files().front().path));
  ABOVEBOARD_ASSIGN(const std::string text, read_all(*bytes, limits::kYamlBytes));
  ABOVEBOARD_ASSIGN(MofForm form, parse_mof_form(text, location));
  MofEvaluation evaluation = evaluate_mof_form(form, is_osi_approved);
  return Form{location, std::move(form), std::move(evaluation)};
}

constexpr std::array<std::string_view, 4> kRoman = {"0", "I", "II", "III"};

// "missing: Data card and Model card; not open: Training code (MIT License, line 30)"
std::string wanting_words(const MofProgress& progress) {
  std::vector<std::string> missing, invalid, unlicensed;
  for (const MofItem* item : progress.wanting) {
    const std::string& name = item->component->name;
    const std::string line = item->line == 0 ? "" : ", line " + std::to_string(item->line);
    if (item->status == MofStatus::Missing) missing.push_back(name);
    if (item->status == MofStatus::Invalid) invalid.push_back(name + " (" + quoted(item->license, 60) + line + ")");
    if (item->status == MofStatus::Unlicensed) unlicensed.push_back(name);
  }
  std::string words;
  const auto add = [&](std::string_view what, const std::vector<std::string>& items) {
    if (!items.empty()) words += (words.empty() ? "" : "; ") + std::string(what) + ": " + join_and(items);
  };
  add("missing", missing);
  add("not an open license", invalid);
  add("without a license", unlicensed);
  return words;
}

void write_form(Page& page, const Form& one) {
  page.blank();
  page.text(0, {strong(one.form.name.empty() ? one.path : one.form.name), plain(": "), styled(one.evaluation.label, one.evaluation.number == 0 ? Style::Warn : Style::Good)});
  page.text(2, {terminal::place(one.path)});
  for (const MofProgress& progress : one.evaluation.progress) {
    page.row(2, {{{plain("Class " + std::string(kRoman[static_cast<std::size_t>(progress.number)]))}, 9}, {{plain(fmt::format("{:>6.2f} %", progress.percent))}, 8}, {{plain(wanting_words(progress))}, 0}});
  }
  std::vector<std::string> conditional;
  for (const MofItem* item : one.evaluation.conditional) conditional.push_back(item->component->name + " (" + item->license + " was not made for " + (item->component->type == "document" ? "documents" : item->component->type) + ")");
  if (!conditional.empty()) page.text(2, {plain("on condition that a license made for its type follows: " + join_and(conditional))}, 2);
  for (const MofProblem& problem : one.form.problems) page.text(2, {styled("form: ", Style::Warn), plain(problem.message), dim(problem.line == 0 ? "" : fmt::format(" (line {})", problem.line))}, 2);
}

void write_item(JsonWriter& out, const MofItem& item) {
  out.begin_object();
  out.key("id");
  out.number(item.component->id);
  out.member("name", item.component->name);
  out.member("type", item.component->type);
  out.member("status", to_string(item.status));
  if (!item.license.empty()) out.member("license", item.license);
  if (!item.from.empty()) out.member("from", item.from);
  if (!item.appropriate) {
    out.key("appropriate");
    out.boolean(false);
  }
  if (item.line != 0) {
    out.key("line");
    out.number(item.line);
  }
  out.end_object();
}

void write_form(JsonWriter& out, const Form& one) {
  out.begin_object();
  out.member("path", one.path);
  out.member("name", one.form.name);
  out.key("class");
  out.number(static_cast<std::int64_t>(one.evaluation.number));
  out.member("label", one.evaluation.label);
  out.key("progress");
  out.begin_object();
  for (const MofProgress& progress : one.evaluation.progress) {
    out.key(std::to_string(progress.number));
    out.real(progress.percent);
  }
  out.end_object();
  out.key("components");
  out.begin_array();
  for (const MofItem& item : one.evaluation.items) write_item(out, item);
  out.end_array();
  out.key("problems");
  out.begin_array();
  for (const MofProblem& problem : one.form.problems) {
    out.begin_object();
    out.key("line");
    out.number(problem.line);
    out.member("message", problem.message);
    out.end_object();
  }
  out.end_array();
  out.end_object();
}

std::string write_json(const std::vector<Form>& forms) {
  JsonWriter out;
  out.begin_object();
  out.key("schema_version");
  out.number(std::uint64_t{kSchemaVersion});
  out.key("forms");
  out.begin_array();
  for (const Form& one : forms) write_form(out, one);
  out.end_array();
  out.end_object();
  return out.take();
}

}  // namespace

int run_mof(const Call& call) {
  const Result<std::vector<Output>> outputs = read_outputs(call);
  if (!outputs) return complain(call, outputs.error().message), kUsage;
  if (call.given.arguments.empty()) return complain(call, "mof needs a form of the Model Openness Tool"), kUsage;
  std::vector<Form> forms;
  int status = kDone;
  for (const std::string& location : call.given.arguments) {
    Result<Form> form = read_form(location);
    if (!form) {
      complain(call, to_string(form.error()));
      const bool usage = form.error().kind == ErrorKind::NotFound || form.error().kind == ErrorKind::Usage;
      status = usage ? kUsage : std::max<int>(status, kIncomplete);
      continue;
    }
    if (!form->form.problems.empty() && status == kDone) status = kIncomplete;
    forms.push_back(std::move(*form));
  }
  if (forms.empty()) return status;
  const bool written = write_outputs(call, *outputs, [&](const Output& output, const TerminalOptions& options) {
    if (output.format == Format::Json) return write_json(forms);
    Page page(options.width, options.color);
    for (const Form& one : forms) write_form(page, one);
    return page.take();
  });
  return written ? status : kUsage;
}

}  // namespace aboveboard::cli
