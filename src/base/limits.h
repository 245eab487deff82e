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

// Archives and compressed files.
inline constexpr std::uint64_t kArchiveGapBytes = 64u << 20;        // outside of members, that are searched for hidden ones
inline constexpr std::uint64_t kCheckedMember = 1u << 20;           // a member up to this is held against its announced size and checksum
inline constexpr std::uint64_t kRatioBytes = 10'000'000;            // a member larger than this,
inline constexpr std::uint64_t kRatio = 200;                        // and as many times its compressed size, is noted
inline constexpr std::uint64_t kLinkBytes = 4096;                   // the target of a symbolic link
inline constexpr std::uint64_t kPaxBytes = 1u << 20;                // extended headers and long names of a tar member

// Array containers: numpy, HDF5, Keras, msgpack.
inline constexpr std::uint64_t kNumpyHeaderBytes = 1u << 20;        // the longest header that is parsed; numpy itself takes 10,000 unless told otherwise
inline constexpr std::uint64_t kNumpyDepth = 64;                    // brackets in brackets
inline constexpr std::uint64_t kNumpyNodes = 200'000;               // values in one header
inline constexpr std::uint64_t kNumpyArrays = 10'000;               // arrays one behind the other in one file
inline constexpr std::uint64_t kHdf5UserBlock = 1u << 20;           // before the signature, for a file that is not named as HDF5
inline constexpr std::uint64_t kHdf5MetadataBytes = 128u << 20;     // headers, trees, heaps and names of one file
inline constexpr std::uint64_t kHdf5ChunkBytes = 32u << 20;         // of these, indices of chunks
inline constexpr std::uint64_t kHdf5HeaderBytes = 16u << 20;        // of one object
inline constexpr std::uint64_t kHdf5Objects = 1'000'000;
inline constexpr std::uint64_t kHdf5NameBytes = 4096;               // of a path
inline constexpr std::uint64_t kHdf5Depth = 128;                    // groups in groups
inline constexpr int kHdf5TypeDepth = 16;
inline constexpr std::uint64_t kHdf5TreeDepth = 32;                 // levels of a tree
inline constexpr std::uint64_t kHdf5AttributeBytes = 16u << 20;     // a value that is read, such as a model's configuration
inline constexpr std::uint64_t kKerasConfigBytes = 16u << 20;       // a configuration, read as a stream
inline constexpr std::uint64_t kKerasNames = 8;                     // values of one repeated key that are kept

}  // namespace aboveboard::limits
