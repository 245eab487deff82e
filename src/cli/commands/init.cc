// `aboveboard init [FILE]`
#include <unistd.h>

#include <ostream>

#include "cli/commands/commands.h"
#include "cli/output.h"
#include "data/embedded.h"
#include "data/value.h"

namespace aboveboard::cli {
namespace {

// The policy that data/policy/init.yaml holds as a text, with its comments.
std::string first_policy() {
  for (const data::EmbeddedFile& file : data::embedded_below("policy/init.yaml")) {
    Diagnostics notes;
    const auto value = data::parse_json(file.json, {.path = std::string(file.path)}, notes);
    const data::Value* text = value ? value->find("text") : nullptr;
    if (text != nullptr) return text->text;
  }
  return "";
}

}  // namespace

int run_init(const Call& call) {
  const auto& arguments = call.given.arguments;
  if (arguments.size() > 1) return complain(call, "init writes one file"), kUsage;
  const std::string path = arguments.empty() ? "aboveboard-policy.yaml" : arguments.front();
  if (path == "-") {
    call.out << first_policy() << std::flush;
    return call.out ? kDone : kUsage;
  }
  if (!call.given.has(FlagId::Force) && ::access(path.c_str(), F_OK) == 0) return complain(call, path + ": there is such a file already; --force replaces it"), kUsage;
  if (const Status written = write_whole_file(path, first_policy()); !written) return complain(call, to_string(written.error())), kUsage;
  call.out << "wrote " << path << "\n`aboveboard check TARGET --policy " << path << "` judges a release by it.\n" << std::flush;
  return call.out ? kDone : kUsage;
}

}  // namespace aboveboard::cli
