// Digests of whole files, in one pass and bounded memory.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/result.h"

namespace aboveboard {

enum class DigestKind {
  Sha256,
  GitBlob,  // SHA-1 of "blob <size>\0" and the bytes, as git names what it keeps (gitformat-pack, "blob")
};

// Lower-case hexadecimal. `overlap`: the next bytes are read by another thread while these are hashed; for one large file on an idle machine.
Result<std::string> digest_of(ByteSource& bytes, DigestKind kind, bool overlap = false);

}  // namespace aboveboard
