#include "cli/flags.h"

#include <algorithm>
#include <array>

#include "cli/commands/commands.h"

namespace aboveboard::cli {
namespace {

constexpr std::array kFlags = {
    Flag{FlagId::Weights, "--weights", 0, "TARGET", true, "a target that holds the weights"},
    Flag{FlagId::Code, "--code", 0, "TARGET", true, "a target that holds code: training, inference, evaluation"},
    Flag{FlagId::Data, "--data", 0, "TARGET", true, "a target that holds data, or describes it"},
    Flag{FlagId::Docs, "--docs", 0, "TARGET", true, "a target that holds documents"},
    Flag{FlagId::Base, "--base", 0, "TARGET", true, "the release that this one is made from: it is audited by itself, and what it passes on governs here too"},
    Flag{FlagId::Follow, "--follow", 0, "", false, "fetch the data sets and bases that the release names on the hub; without it they stay references"},
    Flag{FlagId::Offline, "--offline", 0, "", false, "make no request: use what is kept of earlier ones, and the Hub cache of this machine; as HF_HUB_OFFLINE=1"},
    Flag{FlagId::Name, "--name", 0, "NAME", false, "what the report calls the release; the first target's name otherwise"},
    Flag{FlagId::Complete, "--complete", 0, "", false,
         "the given targets are the whole release: what is not found there counts as absent, not as unknown"},
    Flag{FlagId::Assert, "--assert", 0, "ID", true,
         "you vouch for a statement that no file can show, such as monetization.none; the report says that it is your word"},
    Flag{FlagId::Licenses, "--licenses", 0, "PATH", true, "a file made by `aboveboard license learn`, or a folder of them: licenses to know beside the built-in ones"},
    Flag{FlagId::Id, "--id", 0, "ID", false, "the id of the license: LicenseRef-..., or an SPDX id"},
    Flag{FlagId::FullName, "--title", 0, "NAME", false, "what the license is called; its id otherwise"},
    Flag{FlagId::Policy, "--policy", 0, "", false, "the text is an acceptable-use policy, not a license"},
    Flag{FlagId::MustHave, "--must", 0, "WORDS", true, "words that a changed copy must still have to be this version; the title line otherwise"},
    Flag{FlagId::MustNotHave, "--must-not", 0, "WORDS", true, "words that a changed copy must not have: the version or name of a sibling"},
    Flag{FlagId::Format, "--format", 'f', "FORMAT[=FILE]", true,
         "text (default) or json; with =FILE into that file. May be given more than once: one audit, many outputs"},
    Flag{FlagId::Digest, "--digest", 0, "", false, "compute the SHA-256 of every weights file: reads all of their bytes"},
    Flag{FlagId::Verify, "--verify", 0, "", false,
         "compare the digests that caches, stores, names and git-LFS pointers promise with the bytes; exit status 5 where they differ"},
    Flag{FlagId::Tensors, "--tensors", 0, "", false, "list every tensor with its dtype and shape"},
    Flag{FlagId::Framework, "--framework", 0, "FILE", true, "a framework of your own (YAML, as those of data/frameworks), beside the built-in ones"},
    Flag{FlagId::Users, "--users", 0, "N", false, "you will have N users a month (50000, 10k, 700M): uses are answered for that"},
    Flag{FlagId::Revenue, "--revenue", 0, "R", false, "your revenue is R US dollars a year (500000, $20M): uses are answered for that"},
    Flag{FlagId::Region, "--region", 0, "XX", false, "where you are: the two letters of a country (ISO 3166-1), or EU"},
    Flag{FlagId::Detail, "--detail", 0, "", false, "show every requirement of every framework on the page"},
    Flag{FlagId::Suggest, "--suggest", 0, "[=FILE]", false, "write the card as it should be: front matter and a section on openness, made from the evidence; with =FILE into that file"},
    Flag{FlagId::All, "--all", 0, "", false, "show every row, also those that are the same for all releases"},
    Flag{FlagId::FailOn, "--fail-on", 0, "WHAT", false, "less-open: exit status 1 where anything became less open, whatever else became more open"},
    Flag{FlagId::PolicyFile, "--policy", 0, "FILE", false, "what releases must keep (see `aboveboard init`); aboveboard-policy.yaml in the working directory otherwise"},
    Flag{FlagId::Baseline, "--baseline", 0, "FILE", false, "the JSON of a former check: what it knew is listed, and only what is new fails"},
    Flag{FlagId::Force, "--force", 0, "", false, "replace a file that is there"},
    Flag{FlagId::Color, "--color", 0, "WHEN", false, "auto (default: on a terminal, unless NO_COLOR is set or TERM is dumb), always or never"},
    Flag{FlagId::Help, "--help", 'h', "", false, "show help, also that of a command"},
    Flag{FlagId::Version, "--version", 'V', "", false, "show the version"},
};

template <std::size_t... kSizes>
constexpr std::array<FlagId, (kSizes + ...)> joined(const std::array<FlagId, kSizes>&... lists) {
  std::array<FlagId, (kSizes + ...)> all{};
  std::size_t at = 0;
  const auto add = [&](const auto& list) {
    for (const FlagId id : list) all[at++] = id;
  };
  (add(lists), ...);
  return all;
}

// Which release, and where it lives.
constexpr std::array kReleaseFlags = {FlagId::Weights, FlagId::Code, FlagId::Data, FlagId::Docs, FlagId::Base, FlagId::Follow, FlagId::Offline, FlagId::Name, FlagId::Licenses};
// What its judgment takes from the caller.
constexpr std::array kJudgmentFlags = {FlagId::Complete, FlagId::Assert, FlagId::Framework, FlagId::Users, FlagId::Revenue, FlagId::Region};
constexpr std::array kBytesFlags = {FlagId::Digest, FlagId::Verify};
constexpr std::array kFormatFlag = {FlagId::Format};

constexpr std::array kCommonFlags = {FlagId::Color, FlagId::Help, FlagId::Version};
constexpr std::array kAuditFlags = joined(kReleaseFlags, kJudgmentFlags, kBytesFlags, std::array{FlagId::Detail}, kFormatFlag);
constexpr std::array kCheckFlags = joined(std::array{FlagId::PolicyFile, FlagId::Baseline}, kReleaseFlags, kJudgmentFlags, kBytesFlags, kFormatFlag);
constexpr std::array kInitFlags = {FlagId::Force};
constexpr std::array kCardFlags = joined(std::array{FlagId::Suggest}, kReleaseFlags, std::array{FlagId::Complete});
constexpr std::array kLintFlags = joined(kReleaseFlags, kBytesFlags, kFormatFlag);
constexpr std::array kCompareFlags = {FlagId::All, FlagId::Offline, FlagId::Licenses, FlagId::Format};
constexpr std::array kDiffFlags = {FlagId::FailOn, FlagId::Offline, FlagId::Licenses, FlagId::Format};
constexpr std::array kLicenseFlags = {FlagId::Licenses, FlagId::Format};
constexpr std::array kLearnFlags = {FlagId::Id, FlagId::FullName, FlagId::Policy, FlagId::MustHave, FlagId::MustNotHave};
constexpr std::array kInspectFlags = {FlagId::Tensors, FlagId::Digest, FlagId::Verify, FlagId::Offline, FlagId::Format};
constexpr std::array kMofFlags = {FlagId::Format};
constexpr std::array kRulesFlags = {FlagId::Framework, FlagId::Format};
constexpr std::array kExplainFlags = {FlagId::Framework};
constexpr std::array kListFlags = {FlagId::Licenses, FlagId::Format};

constexpr std::array kCommands = {
    Command{"audit", "[TARGET...]", "audit a release: in what sense is it open, and for which use?",
            "A target is a folder, a file or an archive of the release; a repository on the hub (hf:owner/name, hf:owner/name@revision, hf:datasets/owner/name, or its URL), of which only documents and the headers of weights are "
            "fetched; or a model in Ollama's store (ollama:name:tag). Where no flag gives its role, the role is inferred from its files, and the report says so. "
            "`aboveboard TARGET` means the same. Nothing is executed, no request is made for a target on this machine, and weights are read no further than their headers.",
            kAuditFlags, run_audit},
    Command{"check", "[TARGET...]", "audit a release and judge it by a policy: the gate for a pipeline",
            "Takes what `audit` takes. Exit status, the strongest that applies: 2 where the call or the policy is wrong and nothing was judged, 5 where bytes are not those of a required digest, 1 where the policy is violated, "
            "3 where something was not examined and the policy does not allow that, 0 where the release passed.",
            kCheckFlags, run_check},
    Command{"init", "[FILE]", "write a policy to begin with, every rule explained", "To aboveboard-policy.yaml, if no file is named; - is standard output. A file that is there is kept, unless --force is given.", kInitFlags, run_init},
    Command{"card", "TARGET...", "hold the model card against the files beside it, or write it anew from them",
            "Shows each key of the card's front matter with what the files show of it. With --suggest: front matter in YAML, with a comment wherever something was changed and why, and a section on openness in Markdown, which "
            "says which components are there, which are not, and with what restrictions. What is not known is left out, or stands as a comment to fill in.",
            kCardFlags, run_card},
    Command{"lint", "TARGET...", "say what a publisher should mend before release, the worst first",
            "The targets are taken for the whole release (as with --complete). Each problem stands with its file and line, what to do, what that costs and what it would give. "
            "Exit status 1 where a problem is an error, whatever else was not examined; warnings and notes leave it 0.",
            kLintFlags, run_lint},
    Command{"compare", "A B...", "put releases side by side: label, components, licenses, terms, frameworks, weights",
            "Takes 2 to 12 releases, each a location as `audit` takes it, or a report that `audit --format json` wrote (a file that ends in .json). Shows the rows that differ. "
            "A release of several sources is audited first, and its report given here. One that cannot be audited becomes a column that says so, and the exit status is 3.", kCompareFlags, run_compare},
    Command{"diff", "OLD NEW", "say what became more or less open between two reports",
            "Takes two reports that `audit --format json` wrote (files that end in .json), or locations to audit, the older one first. First one sentence, then every change with its direction and its places "
            "in both. What can no longer be told counts as less open. Where the reports were made with different rules, it is said.", kDiffFlags, run_diff},
    Command{"license", "FILE...", "say which licenses stand in files, and what their terms are",
            "Compares each text with the known licenses and reads its clauses. A text that was changed is shown with the lines that differ.",
            kLicenseFlags, run_license},
    Command{"license learn", "TEXT", "make a fingerprint of a license text, for --licenses",
            "Writes hashes of the text, from which it cannot be read again, and the terms that its words show, to standard output. Read the terms before you use "
            "them: what stands in the file is what audits will say.",
            kLearnFlags, run_license_learn},
    Command{"inspect", "FILE...", "say what weight files hold, and what loading them would do",
            "Each file is read by what its bytes are, whatever its name, archives member by member: tensors, rules of the format that are broken, and what a loader would import, call, open or run. "
            "Nothing is executed, unpickled or followed, and headers are read only, unless a digest is asked for. What was not looked at is listed.", kInspectFlags, run_inspect},
    Command{"list", "[FOLDER...]", "list the releases on this machine: label, license and size of each",
            "Looks into the Hub's cache, the stores of Ollama, LM Studio and llama.cpp, and the given folders, and audits every release there. No request is made.", kListFlags, run_list},
    Command{"cache stats", "", "say how much is kept of the hub's answers", "The folder is $ABOVEBOARD_CACHE, else aboveboard in $XDG_CACHE_HOME or ~/.cache; ABOVEBOARD_CACHE_SIZE bounds it (2G otherwise).", {}, run_cache_stats},
    Command{"cache clear", "", "remove what is kept of the hub's answers", "", {}, run_cache_clear},
    Command{"mof", "FILE...", "evaluate forms of the Model Openness Tool, as that tool does",
            "Reads the tool's YAML, and says class, progress to each class in percent, and which components are missing, not openly licensed or without a license. Licenses are taken by their SPDX ids, spelled exactly. "
            "What a release's own files show is told by `aboveboard audit`, which has the framework too.", kMofFlags, run_mof},
    Command{"rules", "[PREFIX...]", "list all rules: frameworks with their requirements, findings, statements",
            "With prefixes, those whose id or group begins with one. `aboveboard explain ID` tells more of each.", kRulesFlags, run_rules},
    Command{"explain", "[ID...]", "say why a rule or finding exists, what it checks, what evidence it uses, and how to fix it",
            "Ids are those of requirements, frameworks, accepted sets (accepted/osi), findings, statements, clauses and components; without one, all are listed.", kExplainFlags, run_explain},
    Command{"help", "[COMMAND]", "show help", "", {}, run_help},
};

}  // namespace

std::span<const Flag> all_flags() { return kFlags; }

const Flag& flag(FlagId id) {
  return *std::find_if(kFlags.begin(), kFlags.end(), [id](const Flag& candidate) { return candidate.id == id; });
}

std::span<const Command> all_commands() { return kCommands; }

const Command* find_command(std::string_view name) {
  const auto found = std::find_if(kCommands.begin(), kCommands.end(), [name](const Command& command) { return command.name == name; });
  return found == kCommands.end() ? nullptr : &*found;
}

std::span<const FlagId> common_flags() { return kCommonFlags; }

bool takes(const Command& command, FlagId id) {
  const auto among = [id](std::span<const FlagId> flags) { return std::find(flags.begin(), flags.end(), id) != flags.end(); };
  return among(command.flags) || among(kCommonFlags);
}

}  // namespace aboveboard::cli
