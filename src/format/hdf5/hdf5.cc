#include "format/hdf5/hdf5.h"

#include <algorithm>

#include "base/limits.h"
#include "format/hdf5/superblock.h"
#include "format/hdf5/walker.h"

namespace aboveboard::format {
namespace {

constexpr std::uint16_t kDriverInfo = 0x14;

// What follows from the superblock for the whole file.
void judge(const hdf5::Superblock& block, hdf5::File& file, hdf5::Walker& walker, Examination& examination) {
  walker.check(block.checksum_fits, 0);
  if (block.base != file.base()) examination.note("hdf5-base", "the superblock names another address as its own; the library goes by where it stands", file.base());
  // The end moves with the base, as the library has it (H5Fsuper.c); what wraps round is behind any file.
  const std::uint64_t end = block.end - block.base + file.base();
  if (block.end != hdf5::kUndefined && end > file.size())
    examination.invalid("hdf5-truncated", "the superblock says that the file has " + std::to_string(end) + " bytes, but it has " + std::to_string(file.size()), file.size(),
                        ErrorKind::Truncated);
  bool several = block.driver != hdf5::kUndefined;
  if (block.extension != hdf5::kUndefined) {
    const auto extension = hdf5::read_object_header(file, block.extension);
    if (!extension)
      walker.report(extension.error(), block.extension);
    else
      several = several || extension->find(kDriverInfo) != nullptr;
  }
  if (several) examination.not_examined("hdf5-unsupported", ErrorKind::Unsupported, "the file is one of several that a file driver puts together", file.base());
}

}  // namespace

bool looks_like_hdf5(const Sniff& sniff) {
  // Compressed bytes would have to be inflated up to each place, and to their end where their length is not known.
  if (!sniff.bytes.known_size()) return sniff.head.starts_with("\x89HDF\r\n\x1a\n");
  return hdf5::find_signature(sniff.bytes, sniff.bytes.random_access() ? UINT64_MAX : limits::kHdf5UserBlock).has_value();
}

void read_hdf5(ByteSource& bytes, Examination& examination) {
  const auto base = hdf5::find_signature(bytes, UINT64_MAX);
  examination.recognize("hdf5");
  if (!base) return examination.invalid("hdf5-signature", "the signature of HDF5 stands nowhere in the file", 0);
  hdf5::File file(bytes);
  file.set_base(*base);
  if (*base != 0) examination.note("hdf5-user-block", std::to_string(*base) + " bytes of other content stand before the HDF5 file", 0);
  hdf5::Walker walker(file, examination);
  const auto block = hdf5::read_superblock(file);
  if (!block) return walker.report(block.error(), 0);
  judge(*block, file, walker, examination);
  walker.walk(block->root);
  examination.contents().header_bytes += std::min(file.spent(), file.size());
}

}  // namespace aboveboard::format
