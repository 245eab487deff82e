#include <algorithm>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/hdf5/heaps.h"
#include "format/hdf5/walker.h"

namespace aboveboard::format::hdf5 {

Status Walker::read_dataset(const Object& object, const ObjectHeader& header) {
  const Message* space = header.find(kDataspace);
  const Message* type = header.find(kDatatype);
  const Message* layout = header.find(kLayout);
  if (space == nullptr || type == nullptr) return broken("a dataset without dataspace or datatype", object.address);
  Data data{header, object.path, {}, {}, 0, 0, 0, false, false};
  ABOVEBOARD_ASSIGN(const std::string space_bytes, shared_data(*space));
  ABOVEBOARD_ASSIGN(data.space, parse_dataspace(file_.cursor(space_bytes)));
  ABOVEBOARD_ASSIGN(const std::string type_bytes, shared_data(*type));
  Cursor in = file_.cursor(type_bytes);
  ABOVEBOARD_ASSIGN(data.type, parse_datatype(in));
  const auto bytes = checked_mul(data.space.elements, data.type.size);
  const auto elements = checked_mul(data.space.elements, data.type.inner);
  if (!bytes || !elements || *bytes > INT64_MAX) {
    examination_.invalid("hdf5-overflow", "the elements of a dataset do not fit 63 bits", file_.base() + space->address);
    return {};
  }
  data.bytes = *bytes;
  read_filters(data);
  read_external_files(data);
  ABOVEBOARD_ASSIGN(const Layout placed, parse_layout(file_.cursor(layout->data)));
  place(data, *layout, placed);

  Contents& contents = examination_.contents();
  ++contents.tensor_count;
  contents.data_bytes += data.stored;
  if (contents.tensors.size() >= limits::kTensorsKept) return {};
  std::vector<std::uint64_t> shape = data.space.shape;
  if (data.space.null) shape = {0};
  if (data.type.inner != 1) shape.push_back(data.type.inner);
  contents.tensors.add(sanitize_utf8(object.path), data.type.name, shape, data.begin, data.stored, file_.base() + object.address);
  return {};
}

void Walker::read_filters(Data& data) {
  const Message* message = data.header.find(kFilters);
  if (message == nullptr) return;
  const Result<std::string> bytes = shared_data(*message);
  if (!bytes) return report(bytes.error(), message->address);
  const Result<std::vector<Filter>> filters = parse_filters(file_.cursor(*bytes));
  if (!filters) return report(filters.error(), message->address);
  data.filtered = !filters->empty();
  for (const Filter& filter : *filters) {
    if (filter.id >= 1 && filter.id <= 6) continue;  // part of the library: deflate, shuffle, fletcher32, szip, nbit, scale-offset
    examination_.found(ConstructKind::Operator, "hdf5::filter-" + std::to_string(filter.id), sanitize_utf8(filter.name), file_.base() + message->address);
  }
}

// Data that lies in other files (message 0x0007): their names.
void Walker::read_external_files(Data& data) {
  const Message* message = data.header.find(kExternalFiles);
  if (message == nullptr) return;
  data.external = true;
  Cursor in = file_.cursor(message->data);
  in.skip(6);
  const unsigned used = in.u16();
  const std::uint64_t heap_address = in.address();
  const Result<LocalHeap> heap = LocalHeap::open(file_, heap_address);
  if (!heap) return report(heap.error(), message->address);
  for (unsigned i = 0; i < used; ++i) {
    const std::uint64_t name = in.length();
    in.length();
    in.length();
    if (!in.ok()) return report(Error{ErrorKind::Malformed, "a list of external files is cut short", {}}, message->address);
    const Result<std::string> path = heap->text(file_, name);
    if (!path) return report(path.error(), message->address);
    examination_.found(ConstructKind::OpensPath, sanitize_utf8(*path), "external storage of " + sanitize_utf8(data.path), file_.base() + message->address);
  }
}

void Walker::check_extent(std::uint64_t address, std::uint64_t bytes, std::uint64_t place, const std::string& path) {
  if (bytes <= file_.room(address)) return;
  examination_.invalid("hdf5-data-truncated", "the data of " + sanitize_utf8(path) + " has " + std::to_string(bytes) + " bytes and ends behind the file",
                       file_.base() + place, ErrorKind::Truncated);
}

void Walker::place(Data& data, const Message& message, const Layout& layout) {
  switch (layout.type) {
    case LayoutClass::Compact:
      data.begin = file_.base() + message.address + layout.data;
      data.stored = data.bytes;
      if (layout.size > message.data.size() - layout.data) examination_.invalid("hdf5-data-truncated", "compact data ends behind its message", file_.base() + message.address);
      if (layout.size < data.bytes) examination_.invalid("hdf5-size", "the data of " + sanitize_utf8(data.path) + " has fewer bytes than its shape says", file_.base() + message.address);
      return;
    case LayoutClass::Contiguous: return place_contiguous(data, message, layout);
    case LayoutClass::Chunked: return place_chunks(data, message, layout);
    case LayoutClass::Virtual:
      if (const Status read = read_sources(data, layout); !read) report(read.error(), message.address);
  }
}

void Walker::place_contiguous(Data& data, const Message& message, const Layout& layout) {
  if (data.external || data.bytes == 0) return;
  if (layout.address == kUndefined) {
    examination_.note("hdf5-unwritten", "the data of " + sanitize_utf8(data.path) + " was never written: it reads as a fill value", file_.base() + message.address);
    return;
  }
  data.begin = file_.base() + std::min(layout.address, file_.size());
  data.stored = data.bytes;
  if (layout.has_size && layout.size < data.bytes)
    examination_.invalid("hdf5-size", "the data of " + sanitize_utf8(data.path) + " has fewer bytes than its shape says", file_.base() + message.address);
  check_extent(layout.address, data.bytes, message.address, data.path);
}

void Walker::place_chunks(Data& data, const Message& message, const Layout& layout) {
  if (data.bytes == 0) return;
  std::uint64_t chunk = 1;
  for (const std::uint64_t dimension : layout.chunk) {
    const auto product = checked_mul(chunk, dimension);
    if (!product || dimension == 0) {
      examination_.invalid("hdf5-overflow", "a chunk of no bytes, or of more than 64 bits count", file_.base() + message.address);
      return;
    }
    chunk = *product;
  }
  if (layout.chunk.size() != data.space.shape.size() + 1 || layout.chunk.back() != data.type.size) {
    examination_.invalid("hdf5-size", "the chunks of " + sanitize_utf8(data.path) + " do not fit its shape", file_.base() + message.address);
    return;
  }
  if (layout.address == kUndefined) {
    examination_.note("hdf5-unwritten", "the data of " + sanitize_utf8(data.path) + " was never written: it reads as a fill value", file_.base() + message.address);
    return;
  }
  data.begin = file_.base() + std::min(layout.address, file_.size());
  if (const Status walked = walk_chunks(data, layout, chunk, message.address); !walked) report(walked.error(), message.address);
}

}  // namespace aboveboard::format::hdf5
