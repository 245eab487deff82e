// `aboveboard license learn TEXT --id ID`
#include <algorithm>
#include <ostream>

#include "base/limits.h"
#include "cli/commands/commands.h"
#include "cli/output.h"
#include "license/learned.h"
#include "source/source.h"

namespace aboveboard::cli {
namespace {

constexpr std::uint32_t kLeastWords = 30;  // of a text that can be told from others

bool is_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+';
  });
}

license::Lesson lesson_of(const Invocation& given) {
  license::Lesson lesson;
  lesson.id = given.value(FlagId::Id).value_or("");
  lesson.policy = given.has(FlagId::Policy);
  for (const GivenFlag& item : given.flags) {
    if (item.id == FlagId::MustHave) lesson.must_have.push_back(item.value);
    if (item.id == FlagId::MustNotHave) lesson.must_not_have.push_back(item.value);
  }
  return lesson;
}

Result<std::string> read_text(const std::string& location) {
  Diagnostics notes;
  ABOVEBOARD_ASSIGN(const auto source, open_source(location, location, notes));
  if (source->info().kind != "file" || source->files().empty()) return fail(ErrorKind::Usage, "not a file", {location, {}, {}});
  ABOVEBOARD_ASSIGN(const auto bytes, source->open(source->files().front().path));
  return read_all(*bytes, limits::kDocumentBytes);
}

}  // namespace

int run_license_learn(const Call& call) {
  const license::Lesson lesson = lesson_of(call.given);
  if (call.given.arguments.size() != 1) return complain(call, "license learn needs one text"), kUsage;
  if (!is_id(lesson.id)) return complain(call, "license learn needs --id: letters, digits, '.' and '-', as in LicenseRef-acme-1.0"), kUsage;
  const std::string& location = call.given.arguments.front();
  const Result<std::string> text = read_text(location);
  if (!text) {
    Error error = text.error();
    if (error.place.path.empty()) error.place.path = location;
    return complain(call, to_string(error)), kUsage;
  }
  const license::Learned learned = license::learn_license(*text, lesson, call.given.value(FlagId::FullName).value_or(""));
  if (learned.print.tokens < kLeastWords) {
    return complain(call, location + ": only " + std::to_string(learned.print.tokens) + " words; a text this short cannot be told from others"), kUsage;
  }
  call.out << license::write_learned(learned) << std::flush;
  return call.out ? kDone : kUsage;
}

}  // namespace aboveboard::cli
