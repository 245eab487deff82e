#include "base/text.h"
#include "base/limits.h"
#include "format/hdf5/heaps.h"
#include "format/hdf5/walker.h"

namespace aboveboard::format::hdf5 {
namespace {

// Passes over a serialized selection (specification VIII.A, dataspace selections): false where it is of a kind that is not known.
bool skip_selection(Cursor& in) {
  const std::uint32_t type = in.u32();
  const std::uint32_t version = in.u32();
  if (type == 0 || type == 3) {  // none, all
    in.skip(8);
    return in.ok();
  }
  if (type == 2 && version == 1) {
    in.skip(4);
    in.skip(in.u32());
    return in.ok();
  }
  if (type == 1 && version == 1) {
    in.skip(4);
    in.skip(in.u32());
    return in.ok();
  }
  if (type == 2 && version == 2) {
    in.skip(1);
    in.skip(in.u32());
    return in.ok();
  }
  if (type > 2 || type == 0) return false;
  const bool regular = type == 2 && (in.u8() & 1) != 0;
  const unsigned width = in.u8();
  const std::uint64_t rank = in.u32();
  if (width > 8 || rank > 32) return false;
  if (regular) {
    in.skip(4 * rank * width);
    return in.ok();
  }
  const std::uint64_t blocks = in.number(width);
  if (blocks > in.remaining()) return false;
  in.skip(blocks * rank * width * (type == 2 ? 2 : 1));
  return in.ok();
}

}  // namespace

// A virtual dataset shows parts of others, which may lie in other files.
Status Walker::read_sources(const Data& data, const Layout& layout) {
  if (layout.address == kUndefined) return {};
  ABOVEBOARD_ASSIGN(const GlobalObject object, find_global_object(file_, layout.address, layout.heap_index));
  if (object.size > limits::kHdf5AttributeBytes) return broken("a list of sources longer than is read", object.address, ErrorKind::LimitReached);
  ABOVEBOARD_ASSIGN(const std::string bytes, file_.read(object.address, object.size));
  Cursor in = file_.cursor(bytes);
  if (in.u8() != 0) return broken("an unknown version of virtual datasets", object.address, ErrorKind::Unsupported);
  const std::uint64_t sources = in.length();
  for (std::uint64_t i = 0; i < sources; ++i) {
    const std::uint64_t at = object.address + in.position();
    const std::string_view path = in.text();
    const std::string_view dataset = in.text();
    if (!in.ok()) return broken("a list of sources is cut short", at);
    if (path != ".") {
      examination_.found(ConstructKind::OpensPath, sanitize_utf8(path), "source " + sanitize_utf8(dataset) + " of the virtual dataset " + sanitize_utf8(data.path), file_.base() + at);
    }
    if (!skip_selection(in) || !skip_selection(in)) return broken("a selection of an unknown kind", at, ErrorKind::Unsupported);
  }
  return {};
}

}  // namespace aboveboard::format::hdf5
