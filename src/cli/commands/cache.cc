// `aboveboard cache stats` and `aboveboard cache clear`: the answers of hubs that are kept on this machine.
#include <ostream>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "cli/places.h"
#include "net/response_cache.h"
#include "report/words.h"

namespace aboveboard::cli {
namespace {

// Shows what an operation on the cache's folder says.
int on_cache(const Call& call, Result<CacheStats> (*operation)(const std::string&), std::string_view done) {
  if (!call.given.arguments.empty()) return complain(call, std::string(call.given.command->name) + " takes no arguments"), kUsage;
  const std::string folder = cache_folder(call.around);
  if (folder.empty()) return complain(call, "there is no cache: neither ABOVEBOARD_CACHE nor a home folder is set"), kUsage;
  const Result<CacheStats> stats = operation(folder);
  if (!stats) return complain(call, to_string(stats.error())), kIncomplete;
  call.out << folder << "\n  " << done << terminal::count_of(stats->entries, "answer", "answers") << ", " << terminal::human_bytes(stats->bytes);
  if (stats->broken != 0) call.out << "; " << terminal::count_of(stats->broken, "broken entry", "broken entries");
  call.out << "\n" << std::flush;
  return call.out ? kDone : kUsage;
}

}  // namespace

int run_cache_stats(const Call& call) { return on_cache(call, cache_stats, ""); }
int run_cache_clear(const Call& call) { return on_cache(call, clear_cache, "removed "); }

}  // namespace aboveboard::cli
