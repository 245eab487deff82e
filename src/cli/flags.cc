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
    Flag{FlagId::Licenses, "--licenses", 0, "PATH", true, "a file made by `aboveboard license learn`, or a folder of them: licenses to know beside the built-in ones"},
    Flag{FlagId::Id, "--id", 0, "ID", false, "the id of the license: LicenseRef-..., or an SPDX id"},
    Flag{FlagId::FullName, "--title", 0, "NAME", false, "what the license is called; its id otherwise"},
    Flag{FlagId::PolicyFile, "--policy", 0, "FILE", false, "what releases must keep (see `aboveboard init`); aboveboard-policy.yaml in the working directory otherwise"},
    Flag{FlagId::Baseline, "--baseline", 0, "FILE", false, "the JSON of a former check: what it knew is listed, and only what is new fails"},
    Flag{FlagId::Force, "--force", 0, "", false, "replace a file that is there"},
    Flag{FlagId::Policy, "--policy", 0, "", false, "the text is an acceptable-use policy, not a license"},
    Flag{FlagId::MustHave, "--must", 0, "WORDS", true, "words that a changed copy must still have to be this version; the title line otherwise"},
    Flag{FlagId::MustNotHave, "--must-not", 0, "WORDS", true, "words that a changed copy must not have: the version or name of a sibling"},
    Flag{FlagId::Format, "--format", 'f', "FORMAT[=FILE]", true,
         "text (default) or json; with =FILE into that file. May be given more than once: one audit, many outputs"},
    Flag{FlagId::Digest, "--digest", 0, "", false, "compute the SHA-256 of every weights file: reads all of their bytes"},
    Flag{FlagId::Verify, "--verify", 0, "", false,
         "compare the digests that caches, stores, names and git-LFS pointers promise with the bytes; exit status 5 where they differ"},
    Flag{FlagId::Tensors, "--tensors", 0, "", false, "list every tensor with its dtype and shape"},
    Flag{FlagId::Color, "--color", 0, "WHEN", false, "auto (default: on a terminal, unless NO_COLOR is set or TERM is dumb), always or never"},
    Flag{FlagId::Help, "--help", 'h', "", false, "show help, also that of a command"},
    Flag{FlagId::Version, "--version", 'V', "", false, "show the version"},
};

constexpr std::array kCommonFlags = {FlagId::Color, FlagId::Help, FlagId::Version};
constexpr std::array kAuditFlags = {FlagId::Weights, FlagId::Code, FlagId::Data,  FlagId::Docs,
                                    FlagId::Base,    FlagId::Follow, FlagId::Offline, FlagId::Name,    FlagId::Complete, FlagId::Licenses, FlagId::Digest, FlagId::Verify, FlagId::Format};
constexpr std::array kCheckFlags = {FlagId::PolicyFile, FlagId::Baseline, FlagId::Weights, FlagId::Code, FlagId::Data,  FlagId::Docs,
                                    FlagId::Base,    FlagId::Follow, FlagId::Offline, FlagId::Name,    FlagId::Complete, FlagId::Licenses, FlagId::Digest, FlagId::Verify, FlagId::Format};
constexpr std::array kInitFlags = {FlagId::Force};
constexpr std::array kLicenseFlags = {FlagId::Licenses, FlagId::Format};
constexpr std::array kLearnFlags = {FlagId::Id, FlagId::FullName, FlagId::Policy, FlagId::MustHave, FlagId::MustNotHave};
constexpr std::array kInspectFlags = {FlagId::Tensors, FlagId::Digest, FlagId::Verify, FlagId::Offline, FlagId::Format};
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
    Command{"explain", "[ID...]", "say why a rule or finding exists, what evidence it uses, and how to fix it",
            "Without an id, all of them are listed.", {}, run_explain},
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
