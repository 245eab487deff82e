// The commands, one file each.
#pragma once

#include <iosfwd>

#include "cli/cli.h"
#include "cli/parse.h"

namespace aboveboard::cli {

// All that a command is given.
struct Call {
  const Invocation& given;
  const Surroundings& around;
  std::ostream& out;
  std::ostream& err;
};

int run_audit(const Call& call);
int run_check(const Call& call);
int run_init(const Call& call);
int run_license(const Call& call);
int run_license_learn(const Call& call);
int run_inspect(const Call& call);
int run_list(const Call& call);
int run_compare(const Call& call);
int run_diff(const Call& call);
int run_cache_stats(const Call& call);
int run_cache_clear(const Call& call);
int run_mof(const Call& call);
int run_rules(const Call& call);
int run_card(const Call& call);
int run_lint(const Call& call);
int run_check(const Call& call);
int run_init(const Call& call);
int run_compare(const Call& call);
int run_diff(const Call& call);
int run_explain(const Call& call);
int run_help(const Call& call);

}  // namespace aboveboard::cli
