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
inline constexpr std::uint64_t kPickleMemo = 1'500'000;            // entries of eight bytes; later ones are counted, not kept
inline constexpr std::uint64_t kPickleStack = 2'000'000;            // values of eight bytes
inline constexpr std::uint64_t kPickleText = 6u << 20;              // of strings that the machine keeps for good
inline constexpr std::uint64_t kTensorsKept = 2'000'000;            // tensors of one file that are kept with name and shape
inline constexpr std::uint64_t kQuoteBytes = 320;                   // a quote in evidence

// src/weights
inline constexpr std::uint64_t kExpectedTensors = 1'000'000;        // that a configuration implies, with the turns of its loops
inline constexpr std::uint64_t kConfigNumber = 1ull << 40;          // of a configuration, that a shape is computed from
inline constexpr std::uint64_t kConfigItems = 1024;                 // of a list in a configuration, such as the kinds of its layers
// Pickles and PyTorch files. All of a pickle machine's memory together stays below 64 MB.
inline constexpr std::uint64_t kPickleMarks = 250'000;              // nested
inline constexpr std::uint64_t kPickleStructure = 16u << 20;        // bytes of containers whose items are kept, where tensors are looked for
inline constexpr int kPickleNesting = 3;                            // pickles in constants of pickles
inline constexpr std::uint64_t kPickleNestedBytes = 1u << 30;       // of all constants of a file that are run as pickles
inline constexpr std::uint64_t kPytorchWalk = 2'000'000;            // items of containers that are followed to tensors
inline constexpr int kPytorchDepth = 64;                            // containers in containers
inline constexpr std::uint64_t kTorchScriptBytes = 1u << 20;        // of a program file that are searched for operators

// Archives and compressed files.

// Archives and compressed files
inline constexpr std::uint64_t kArchiveGapBytes = 64u << 20;        // outside of members, that are searched for hidden ones
inline constexpr std::uint64_t kCheckedMember = 1u << 20;           // a member up to this is held against its announced size and checksum
inline constexpr std::uint64_t kRatioBytes = 10'000'000;            // a member larger than this,
inline constexpr std::uint64_t kRatio = 200;                        // and as many times its compressed size, is noted
inline constexpr std::uint64_t kLinkBytes = 4096;                   // the target of a symbolic link
inline constexpr std::uint64_t kPaxBytes = 1u << 20;                // extended headers and long names of a tar member
// chat templates
inline constexpr std::uint64_t kTemplateBytes = 4u << 20;           // of one template
inline constexpr std::uint64_t kTemplateTokens = 400'000;
inline constexpr int kTemplateDepth = 100;                          // nested expressions
inline constexpr std::uint64_t kTemplateConstructs = 200;           // different ones that are told of one template
inline constexpr std::uint64_t kTemplateText = 512;                 // of a text that is put together from constants
inline constexpr std::uint64_t kTemplateItems = 32;                 // of a list that a template spells out, whose values are kept
inline constexpr std::uint64_t kConfigConstructs = 1000;            // different names for code that are told of one configuration
inline constexpr double kTemplateLoop = 1'000'000;                  // steps of a loop, or bytes of a text, that constants ask for

// Array containers: numpy, HDF5, Keras, msgpack.
inline constexpr std::uint64_t kNumpyHeaderBytes = 1u << 20;        // the longest header that is parsed; numpy itself takes 10,000 unless told otherwise
inline constexpr std::uint64_t kNumpyDepth = 64;                    // brackets in brackets
inline constexpr std::uint64_t kNumpyNodes = 200'000;               // values in one header
inline constexpr std::uint64_t kNumpyArrays = 10'000;               // arrays one behind the other in one file
inline constexpr std::uint64_t kHdf5UserBlock = 1u << 20;           // before the signature, in compressed bytes
inline constexpr std::uint64_t kHdf5MetadataBytes = 128u << 20;     // headers, trees, heaps and names of one file
inline constexpr std::uint64_t kHdf5ChunkBytes = 32u << 20;         // of these, indices of chunks
inline constexpr std::uint64_t kHdf5HeaderBytes = 16u << 20;        // of one object
inline constexpr std::uint64_t kHdf5Objects = 1'000'000;
inline constexpr std::uint64_t kHdf5NameBytes = 4096;               // of a path
inline constexpr std::uint64_t kHdf5Depth = 128;                    // groups in groups
inline constexpr int kHdf5TypeDepth = 16;
inline constexpr std::uint64_t kHdf5TreeDepth = 32;                 // levels of a tree
inline constexpr std::uint64_t kHdf5AttributeBytes = 16u << 20;     // a value that is read, such as a model's configuration
inline constexpr std::uint64_t kKerasNames = 8;                     // values of one repeated key that are kept
inline constexpr std::uint64_t kMsgpackDepth = 64;                  // maps and lists in each other
inline constexpr std::uint64_t kMsgpackValues = 5'000'000;          // values in one file
inline constexpr std::uint64_t kFlaxNameBytes = 4096;               // of a tensor's dotted name
inline constexpr std::uint64_t kZarrBytes = 64u << 10;              // the description of one array
// Graph formats: ONNX, TensorFlow, TensorFlow Lite, ExecuTorch, Core ML, OpenVINO, GGML.
inline constexpr std::uint64_t kProtobufDepth = 100;                // messages in messages; protobuf's own limit
inline constexpr std::uint64_t kProtobufFields = 50'000'000;        // fields walked of one file, all passes together
inline constexpr std::uint64_t kSniffFields = 100'000;              // fields walked to tell what a file is
inline constexpr std::uint64_t kGraphNameBytes = 512;               // of a name that are kept
inline constexpr std::uint64_t kGraphNamesTotal = 64u << 20;        // of all names of tensors
inline constexpr std::uint64_t kGraphValueBytes = 64u << 10;        // of a metadata value that are kept
inline constexpr std::uint64_t kGraphMetadataTotal = 1u << 20;      // of all of them
inline constexpr std::uint64_t kGraphDimensions = 1024;             // of one tensor
inline constexpr std::uint64_t kGraphValues = 5'000'000;            // names of values that are compared (SSA, order of nodes)
inline constexpr std::uint64_t kOnnxGraphDepth = 32;                // graphs in attributes of graphs
inline constexpr std::uint64_t kExternalFiles = 10'000;             // files of tensor data beside a graph
inline constexpr std::uint64_t kKerasConfigBytes = 16u << 20;       // JSON of a Keras model or object, and of all of them in a SavedModel
inline constexpr std::uint64_t kBundleBlockBytes = 64u << 20;       // a block of a TensorFlow checkpoint index
inline constexpr std::uint64_t kFlatbufferTables = 5'000'000;       // tables and strings looked at; they may be shared, so that a file can be longer than it is
inline constexpr std::uint64_t kCoremlDepth = 16;                   // pipelines, branches and blocks in each other
inline constexpr std::uint64_t kXmlDepth = 256;
inline constexpr std::uint64_t kXmlTokenBytes = 1u << 20;           // a name, an attribute or a comment's beginning
inline constexpr std::uint64_t kXmlBytes = 1u << 30;                // of an OpenVINO graph
inline constexpr std::uint64_t kXmlPrologBytes = 1u << 20;          // before the root element, when telling what a file is
inline constexpr std::uint64_t kGgmlVocabulary = 10'000'000;

// Stores of other programs on this machine, and archives as sources.
inline constexpr std::uint64_t kRecordBytes = 64u << 10;            // a ref, or a record that a program keeps of a download
inline constexpr std::uint64_t kAbsentNames = 10'000;               // names of which a hub said that there is no such file
inline constexpr std::uint64_t kManifestBytes = 4u << 20;           // a manifest of Ollama
inline constexpr std::uint64_t kManifestLayers = 100'000;
inline constexpr std::uint64_t kStoreEntries = 100'000;             // names in one folder of a store
inline constexpr std::uint64_t kFoundReleases = 100'000;            // on this machine
inline constexpr std::uint64_t kSearchDepth = 8;                    // folders below one that is searched for releases
inline constexpr std::uint64_t kSearchEntries = 1'000'000;          // names looked at below all of them
inline constexpr std::uint64_t kKeptMember = 1u << 20;              // of the beginning of a member of an archive that are kept in memory
inline constexpr std::uint64_t kKeptTotal = 64u << 20;              // of all members
inline constexpr std::uint64_t kArchiveDirectoryBytes = 64u << 20;  // read of an archive before its first member is told
inline constexpr std::uint64_t kSevenZipHeader = 8u << 20;          // of a 7z archive, decompressed
inline constexpr std::uint64_t kArchiveInflated = 64ull << 30;      // of an archive that is listed, and of all that is read of it again
inline constexpr std::uint64_t kArchiveExpansionFloor = 1u << 30;   // an archive that yields more than this
inline constexpr std::uint64_t kArchiveExpansion = 1000;            // and this many times its bytes is read no further
// Linked parts.
inline constexpr std::size_t kFollowed = 16;                        // data sets, and as many bases, of one release
inline constexpr int kLineageDepth = 6;                             // bases of bases
// Requests to servers (src/net).
inline constexpr std::uint64_t kUrlBytes = 16u << 10;               // a longer one is not requested
inline constexpr std::uint64_t kHttpHeaderBytes = 128u << 10;       // of the header of one response, with what a server says while it works
inline constexpr std::uint64_t kHttpHeaders = 256;                  // lines of it
inline constexpr std::uint64_t kHttpErrorBytes = 64u << 10;         // of the body of a response that is no success; the rest is left out
inline constexpr std::uint64_t kHttpRedirects = 10;                 // of one request
inline constexpr long kHttpAttemptSeconds = 1800;                   // of one attempt, however steadily its bytes drip
inline constexpr std::uint64_t kCachedBytes = 256u << 20;           // of one answer that is kept on disk

// A hub over HTTP
inline constexpr std::uint64_t kHubLocationBytes = 8192;            // what a user writes
inline constexpr std::uint64_t kHubRevisionBytes = 255;
inline constexpr std::uint64_t kHubPathBytes = 4096;                // of a file in a repository
inline constexpr std::uint64_t kHubReplyBytes = 256u << 20;         // what a hub says of a repository
inline constexpr std::uint64_t kHubFilesListed = 100'000;           // of one repository; hubs advise against more
inline constexpr std::uint64_t kHubFilesRead = 2'000;               // of one repository, by requests
inline constexpr std::uint64_t kHubFileBytes = 64u << 20;           // of one file, which are kept while it is read
inline constexpr std::uint64_t kHubTotalBytes = 512u << 20;         // of all files of one repository
inline constexpr std::uint64_t kHubSizeBound = 1ull << 53;          // a file said to be larger is not believed
inline constexpr int kHubFailures = 3;                              // requests in a row that a hub fails before it is asked for no further file
// Lineage.
inline constexpr std::uint64_t kLineageMentions = 1'000;            // of bases and data sets, in all files of a release
inline constexpr std::uint64_t kLineageNameBytes = 512;             // a longer name of a base is none
inline constexpr std::uint64_t kLineageFindings = 20;               // of one rule
inline constexpr std::uint64_t kComparedTemplates = 64;             // chat templates of one release
inline constexpr std::uint64_t kComparedFiles = 10'000;             // weight files of one release
// Rules (src/framework).
inline constexpr std::uint64_t kConditionSteps = 1'000;             // of one requirement's condition, with those of requirements that it names
inline constexpr std::uint64_t kConditionReferences = 100;          // requirements that name one another in a row
inline constexpr std::uint64_t kFrameworkBytes = 1u << 20;          // a framework that a user gives
inline constexpr std::uint64_t kFrameworkNodes = 100'000;
inline constexpr std::uint64_t kFrameworksGiven = 64;

// Data information.
inline constexpr std::size_t kDataMentions = 2'000;                 // of sources of training data, in all files of a release
inline constexpr std::size_t kDataSources = 400;                    // of them, when mentions of the same are put together
inline constexpr std::size_t kCroissantRecords = 2'000;             // files, record sets and fields of one Croissant file
inline constexpr std::size_t kCroissantText = 4'096;                // bytes of one text of a Croissant file that are kept
// Measures.
inline constexpr std::uint64_t kMeasureDigits = 32;                 // figures and commas of one number in a text; a longer one is none
inline constexpr std::uint64_t kMeasureMentions = 10'000;           // of one measure, in all files of a release

// Reports that are read back (src/report).
inline constexpr std::uint64_t kReportBytes = 64u << 20;            // of one JSON report
inline constexpr std::uint64_t kReportValues = 1'000'000;           // texts, numbers, lists and objects in it

// Policies.
inline constexpr std::uint64_t kPolicyBytes = 1u << 20;             // of a policy file
inline constexpr std::uint64_t kPolicyNodes = 50'000;               // YAML nodes in it
inline constexpr std::uint64_t kPolicyEntries = 2'000;              // of one list in it
inline constexpr std::uint64_t kPolicyErrors = 50;                  // told of one file
inline constexpr std::uint64_t kBaselineBytes = 256u << 20;         // of a former check

// Terms of licenses and where they stand.
inline constexpr std::size_t kTermPlaces = 8;                       // further places of a term in one text
inline constexpr std::size_t kTermPlacesInCopies = 16;              // further places of a term in the text and its copies
inline constexpr std::size_t kLicenseCopies = 2;                    // of a license's text in which its terms are looked for, besides the first

}  // namespace aboveboard::limits
