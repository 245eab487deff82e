// Every limit of the readers, by name. A limit that is hit is reported, never passed over.
#pragma once

#include <cstdint>

namespace aboveboard::limits {

inline constexpr std::uint64_t kFiles = 1'000'000;                  // files listed per source
inline constexpr std::uint64_t kDirectoryDepth = 64;                // nested folders below a target
inline constexpr std::uint64_t kDocumentBytes = 8u << 20;           // a text that is read as a card, a license or prose
inline constexpr std::uint64_t kCodeBytes = 1u << 18;               // leading bytes of a source file that detectors read
inline constexpr std::uint64_t kCodeFiles = 20'000;                 // source files whose contents are read
inline constexpr std::uint64_t kConfigBytes = 16u << 20;            // config.json and its kin, read as a tree
inline constexpr std::uint64_t kTokenizerBytes = 64u << 20;         // tokenizer.json: its bytes are streamed, not kept
inline constexpr std::uint64_t kIndexBytes = 256u << 20;            // *.index.json, streamed
inline constexpr std::uint64_t kSafetensorsHeaderBytes = 100'000'000;  // the reference implementation's own limit
inline constexpr std::uint64_t kJsonDepth = 64;
inline constexpr std::uint64_t kYamlBytes = 1u << 20;               // front matter
inline constexpr std::uint64_t kYamlNodes = 100'000;
inline constexpr std::uint64_t kGgufKeyValues = 1'000'000;
inline constexpr std::uint64_t kGgufTensors = 10'000'000;
inline constexpr std::uint64_t kGgufStringBytes = 64u << 20;
inline constexpr std::uint64_t kTemplateBytes = 1u << 20;           // of one chat template
inline constexpr std::uint64_t kGgufDimensions = 4;
inline constexpr std::uint64_t kGgufArrayDepth = 4;
inline constexpr int kNesting = 4;                                  // archives in archives
inline constexpr std::uint64_t kConstructs = 10'000;                // different imports, calls and the like that are kept of a file
inline constexpr std::uint64_t kToldPerRule = 20;                   // diagnostics of one rule and one file
inline constexpr std::uint64_t kArchiveMembers = 1'000'000;         // zip and tar
inline constexpr std::uint64_t kMemberBytes = 64u << 20;            // of a compressed member that readers may jump about in
inline constexpr std::uint64_t kMemberTexts = 8u << 20;             // of texts in the archives of one file
inline constexpr std::uint64_t kCodecMemory = 64u << 20;            // dictionary of a decompressor
inline constexpr std::uint64_t kInflatedPickle = 2ull << 30;        // of one compressed member that is streamed
inline constexpr std::uint64_t kInflatedTotal = 20ull << 30;        // of all members of a file
inline constexpr std::uint64_t kPickleOpcodes = 2'000'000'000;
inline constexpr std::uint64_t kPickleMemo = 50'000'000;
inline constexpr std::uint64_t kPickleStack = 10'000'000;
inline constexpr std::uint64_t kPickleText = 16u << 20;             // of strings that the machine keeps
inline constexpr std::uint64_t kTensorsKept = 2'000'000;            // tensors of one file that are kept with name and shape
inline constexpr std::uint64_t kQuoteBytes = 320;                   // a quote in evidence

// chat templates
inline constexpr std::uint64_t kTemplateTokens = 400'000;
inline constexpr int kTemplateDepth = 100;                          // nested expressions
inline constexpr std::uint64_t kTemplateText = 512;                 // of a text that is put together from constants
inline constexpr std::uint64_t kTemplateItems = 32;                 // of a list that a template spells out, whose values are kept
inline constexpr std::uint64_t kConfigConstructs = 1000;            // different names for code that are told of one configuration
inline constexpr double kTemplateLoop = 1'000'000;                  // steps of a loop, or bytes of a text, that constants ask for

}  // namespace aboveboard::limits
