// Examination: what the readers of one binary file share. Each reader adds what it finds to the Contents, and notes what it refuses.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "base/diagnostics.h"
#include "base/stream.h"
#include "format/construct.h"
#include "format/metadata.h"
#include "format/tensor_table.h"

namespace aboveboard {

// A text that lies in an archive, kept for those who judge configurations.
struct TextMember {
  std::string member;
  std::string text;
};

// All that the readers of a file found in it, its members included.
struct Contents {
  std::vector<std::string> formats;     // what its bytes are, outermost first: "pytorch", "zip"; more than one where several readers take it
  TensorTable tensors;
  std::uint64_t tensor_count = 0;       // also of tensors that are not in the table, for a limit
  std::map<std::string, std::uint64_t> elements;  // per dtype; where a reader leaves it empty, what the table adds up to
  std::vector<std::uint64_t> names;     // hash of every tensor's name, sorted; where a reader leaves it empty, from the table
  std::uint64_t data_bytes = 0;         // of the tensors, without headers and padding; shared storage once
  std::uint64_t header_bytes = 0;       // what was read of the file itself to know this
  std::optional<std::uint64_t> data_begin;  // where the file's own tensors lie, that Tensor::begin counts from: safetensors and GGUF alone
  std::vector<MetadataEntry> metadata;  // what the header says of itself, in file order
  std::vector<Construct> constructs;    // in order of discovery; each (kind, name, member) once
  std::vector<TextMember> texts;        // configurations, templates and programs in archives; at most limits::kMemberTexts bytes in all
  bool left_out = false;                // a reader that would take the bytes was not run, since they are on a server; the notes say so
  bool valid = true;                    // false: rules of the format are broken (the notes say how)
};

namespace format {

// What the examination of one file may still spend; shared by all of its members. A limit that is hit is noted by who hits it.
struct Budget {
  std::uint64_t file_bytes = UINT64_MAX;  // of the file itself: no place in it lies behind
  std::uint64_t inflated = 0;  // bytes that decompression has made so far
  std::uint64_t members = 0;   // of archives, looked into so far
  std::uint64_t texts = 0;     // bytes of Contents::texts, with what a text takes besides
  std::unordered_map<std::string, std::uint64_t> told;         // diagnostics by rule: a hostile file can break one a million times
  std::unordered_map<std::string, std::size_t> constructs;     // where in Contents::constructs; looked up, never walked
};

class Examination {
 public:
  // Looks into a member: sniffs its bytes, runs every reader that they call for. Set by examine().
  using MemberReader = std::function<void(ByteSource& bytes, Examination& member)>;

  Examination(std::string path, Contents& contents, Diagnostics& notes, Budget& budget, MemberReader reader)
      : path_(std::move(path)), contents_(contents), notes_(notes), budget_(budget), reader_(std::move(reader)) {}

  const std::string& path() const { return path_; }
  const std::string& member_name() const { return member_; }  // "" for the file itself
  int depth() const { return depth_; }                        // archives around these bytes
  Contents& contents() { return contents_; }
  Budget& budget() { return budget_; }

  // The bytes are of this format.
  void recognize(std::string_view format);
  // A rule of the format is broken: "format/" + rule, with the byte. Of each rule the first limits::kToldPerRule are told, of these and of those below.
  void invalid(std::string_view rule, std::string message, std::uint64_t byte, ErrorKind kind = ErrorKind::Malformed);
  // Worth mentioning; no rule is broken.
  void note(std::string_view rule, std::string message, std::uint64_t byte);
  // A part of the file was not looked at. Unsupported: no version of this program reads it; LimitReached: a limit of ours.
  void not_examined(std::string_view rule, ErrorKind kind, std::string message, std::uint64_t byte);
  // The system would not give the bytes.
  void unreadable(Error error);
  // Repeated ones are counted. At most limits::kConstructs different ones are kept; more are noted as not examined.
  void found(ConstructKind kind, std::string name, std::string detail, std::uint64_t byte);

  // The same examination, one archive deeper, for a member of this name.
  Examination inside(std::string_view member) const;
  // Looks into the bytes of a member; beyond limits::kNesting it is noted as not examined.
  void examine_member(ByteSource& bytes, std::string_view member);

 private:
  void tell(DiagnosticKind kind, std::string_view rule, ErrorKind error, std::string message, std::uint64_t byte);

  std::string path_;
  std::string member_;
  int depth_ = 0;
  Contents& contents_;
  Diagnostics& notes_;
  Budget& budget_;
  MemberReader reader_;
};

// What a sniffer sees of a file.
struct Sniff {
  std::string_view head;  // the first bytes, up to 4 KiB
  std::string_view tail;  // the last bytes, up to 64 KiB and 22
  std::uint64_t size = 0;
  ByteSource& bytes;      // for the few formats whose mark lies elsewhere
};

}  // namespace format
}  // namespace aboveboard
