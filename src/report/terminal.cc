// The page for a terminal, from top to bottom.
#include "report/head.h"
#include "report/page.h"
#include "report/report.h"
#include "report/sections.h"

namespace aboveboard {

std::string write_terminal(const Report& report, const TerminalOptions& options) {
  terminal::Page page(options.width, options.color);
  terminal::write_head(page, report);
  terminal::write_components(page, report.facts);
  terminal::write_data(page, report.facts);
  terminal::write_licenses(page, report.facts);
  terminal::write_weights(page, report.facts);
  terminal::write_digests(page, report.facts);
  terminal::write_uses(page, report);
  terminal::write_capabilities(page, report);
  terminal::write_steps(page, report);
  terminal::write_frameworks(page, report, options.detail);
  terminal::write_lineage(page, report.facts);
  terminal::write_findings(page, report.facts, report.findings);
  terminal::write_language(page, report);
  terminal::write_scope(page, report.facts);
  terminal::write_not_examined(page, report.facts);
  return page.take();
}

std::string write_terminal_records(const Facts& facts, const TerminalOptions& options) {
  terminal::Page page(options.width, options.color);
  terminal::write_licenses(page, facts);
  terminal::write_weights(page, facts);
  terminal::write_digests(page, facts);
  terminal::write_findings(page, facts, facts.findings);
  terminal::write_not_examined(page, facts);
  return page.take();
}

}  // namespace aboveboard
