// The PyTorch readers on any bytes, as a zip archive, an old stream and a tar: tensors lie in the file, or a diagnostic says why not.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "format/pytorch/pytorch.h"

namespace {

using namespace aboveboard;

void check(void (*read)(ByteSource&, format::Examination&), ByteSource& source) {
  Contents contents;
  Diagnostics notes;
  format::Budget budget;
  format::Examination examination("fuzz", contents, notes, budget, {});
  read(source, examination);
  if (!contents.valid && notes.items().empty()) std::abort();
  for (std::size_t i = 0; i < contents.tensors.size(); ++i) {
    const Tensor tensor = contents.tensors[i];
    if (contents.valid && tensor.bytes > source.size()) std::abort();
  }
}

void read_zip(ByteSource& source, format::Examination& examination) {
  if (const auto archive = format::open_zip(source, examination)) static_cast<void>(format::read_pytorch_zip(source, *archive, examination));
}

void read_tar(ByteSource& source, format::Examination& examination) {
  if (const auto archive = format::open_tar(source, examination)) static_cast<void>(format::read_pytorch_tar(source, *archive, examination));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  MemorySource source({reinterpret_cast<const char*>(data), size});
  check(read_zip, source);
  check(format::read_legacy_pytorch, source);
  check(read_tar, source);
  return 0;
}
