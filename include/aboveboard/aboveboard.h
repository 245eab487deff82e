// Aboveboard: audits an AI model release from its own files. This header is the whole public API; it needs nothing but the standard library.
//
//   aboveboard::v1::AuditOptions options;
//   options.targets = {{"./Model-8B"}};
//   const auto outcome = aboveboard::v1::audit(options);
//   if (!outcome) return fail(outcome.failure().message);
//   std::cout << outcome.report().json();
//
// Nothing here prints, exits, reads the environment, throws (but for lack of memory), or executes anything of a release. No request is made but to a hub that the options name,
// for targets that lie on it. Calls share no state: audits may run in several threads at once. A Report is a value; it does not refer to the files any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aboveboard::v1 {

// What a target holds. Without one, the role is inferred from its files, and the report says so. A base is another release, that this one is made from: it is audited by
// itself, and what it passes on governs here too.
enum class Role { Weights, Code, Data, Docs, Base };

struct Target {
  std::string location;  // a folder, a file or an archive; "hf:owner/name@revision", where there is a hub
  std::optional<Role> role = {};
};

// How a hub is reached. Only documents and the headers of weights are fetched.
struct HubAccess {
  std::string endpoint = "https://huggingface.co";
  std::string token = {};         // sent to the endpoint's own origin only; "" for none
  bool offline = false;           // no request: what the cache holds, or a failure
  std::string cache_folder = {};  // where answers are kept; "" for nowhere
  std::uint64_t cache_bytes = std::uint64_t{2} << 30;
  std::string proxy = {};         // for http and https; "" for none
  std::string ca_file = {};       // certificates of authorities in PEM; "" for the system's
  std::function<bool()> canceled = {};  // asked often, from another thread: true ends the requests
};

struct AuditOptions {
  std::vector<Target> targets;
  std::string name = {};  // what the report calls the release; "" for the name of the first target
  bool complete = false;  // the targets are the whole release: what is not found counts as absent, not as unknown
  std::optional<HubAccess> hub = {};  // nothing: targets on a hub are failures, and no request is made
  bool follow = false;    // fetch data sets and bases that the release names on the hub
};

// The G7 ladder, lowest first: the values may be compared.
enum class Label { Closed, WeightsAvailable, OpenWeights, OpenSource, OpenSourceOpenData };

// Three readings of the label; see the documentation of the report.
struct Readings {
  std::optional<Label> at_least;  // what the files prove; nothing where not even weights are shown
  std::optional<Label> apparent;  // what they show and state, taken as true; nothing where what governs the weights cannot be told
  Label at_most = Label::OpenSourceOpenData;  // what no line rules out
};

enum class Level { Error, Warning, Note };

// How a page of text is set.
struct PageOptions {
  int width = 80;      // columns, at least 40; no line is wider
  bool color = false;  // ANSI colors by role; never the only sign
};

class Outcome;

class Report {
 public:
  Report(const Report&);
  Report(Report&&) noexcept;
  Report& operator=(const Report&);
  Report& operator=(Report&&) noexcept;
  ~Report();

  Readings label() const;
  // The careful sentence about the release.
  std::string sentence() const;
  std::size_t findings(Level level) const;
  // Was something that the caller named, or that should have been read, not examined? Then no answer is a clean bill.
  bool incomplete() const;

  // The page that the program shows: UTF-8, with everything that could steer a terminal made visible.
  std::string text(const PageOptions& options = {}) const;
  // All of it, as data/schema/report.schema.json describes it: UTF-8, one object, a final newline. The same files give the same bytes.
  std::string json() const;

 private:
  struct Content;
  friend Outcome audit(const AuditOptions& options);
  explicit Report(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

enum class FailureKind {
  NotFound,    // a target is not there, and nothing else could be audited
  Unreadable,  // the system will not give its bytes
  Usage,       // the options contradict each other, or name nothing
  Internal,    // a fault of this library
};

struct Failure {
  FailureKind kind = FailureKind::Internal;
  std::string message;  // a sentence, with the path where there is one
};

// A report, or why there is none.
class Outcome {
 public:
  Outcome(Report report) : value_(std::move(report)) {}
  Outcome(Failure failure) : value_(std::move(failure)) {}
  explicit operator bool() const { return std::holds_alternative<Report>(value_); }
  // Only where there is one.
  const Report& report() const { return std::get<Report>(value_); }
  const Failure& failure() const { return std::get<Failure>(value_); }

 private:
  std::variant<Report, Failure> value_;
};

// Audits a release. Fails only where nothing could be opened or the options are wrong; whatever else goes wrong is in the report.
Outcome audit(const AuditOptions& options);

struct InspectOptions {
  std::vector<std::string> files;  // weight files, or folders of them
  bool tensors = false;            // list every tensor in json() and text()
  bool digest = false;             // compute the SHA-256 of every file: reads all of its bytes
  bool verify = false;             // compare the digests that names and git-LFS pointers promise
};

// What weight files hold, whether they keep the rules of their formats, and what loading them would import, call or open.
class Inspection {
 public:
  Inspection(const Inspection&);
  Inspection(Inspection&&) noexcept;
  Inspection& operator=(const Inspection&);
  Inspection& operator=(Inspection&&) noexcept;
  ~Inspection();

  // Elements of all tensors, as the Hub counts them; nothing where no header could be read.
  std::optional<std::uint64_t> parameters() const;
  // A finding of level Error whose rule begins with "danger/".
  bool dangerous() const;
  std::size_t findings(Level level) const;
  // Something could not be looked at: then nothing said here is a clean bill.
  bool incomplete() const;
  // A file is not what its name or a pointer promises (only with `verify`).
  bool broken_promise() const;

  std::string text(const PageOptions& options = {}) const;
  // As data/schema/records.schema.json describes it.
  std::string json() const;

 private:
  struct Content;
  friend std::variant<Inspection, Failure> inspect(const InspectOptions& options);
  explicit Inspection(std::unique_ptr<Content> content);
  std::unique_ptr<Content> content_;
};

// Inspects weight files. Nothing is executed, unpickled or followed. Fails only where no file could be opened.
std::variant<Inspection, Failure> inspect(const InspectOptions& options);

enum class LicenseVerdict {
  Exact,       // the text, word for word
  Equivalent,  // the text, but for what changes nothing: copyright lines, numbering, spelling; or a notice that gives the license without its text
  Modified,    // the text with changes that matter; `differences` lists them
  Unknown,     // a license that is none known
};

// A term of a license, in the words of data/schema. A threshold's value is a number.
struct LicenseTerm {
  std::string kind, value, condition, section;
  std::size_t begin = 0, end = 0;  // bytes of the text where it stands; equal where it was not located
};

struct LicenseDifference {
  bool added = true;     // false: the known license has words here that the text lacks
  std::size_t line = 0;  // of the text, 1-based
  std::string text;
};

// A license found in a text.
struct LicenseInText {
  std::string id, name;  // the SPDX id or LicenseRef-...; "" where the verdict is Unknown
  LicenseVerdict verdict = LicenseVerdict::Unknown;
  bool notice = false;   // a header or notice that names the license; its text is not here
  bool policy = false;   // an acceptable-use policy
  std::size_t begin = 0, end = 0;  // bytes of the text
  std::vector<std::string> classes;
  std::vector<LicenseTerm> terms;
  std::vector<LicenseDifference> differences;
};

// Every license in a text, in order. Reads the first 8 MiB; linear in them.
std::vector<LicenseInText> licenses_in(std::string_view text);

// "weights-available" ...: as in JSON.
std::string_view to_string(Label label);
// The version of this library, such as "0.1.0".
std::string_view version();

}  // namespace aboveboard::v1
