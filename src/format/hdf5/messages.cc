#include "format/hdf5/messages.h"

#include <algorithm>

#include "base/checked.h"

namespace aboveboard::format::hdf5 {
namespace {

constexpr unsigned kLargestRank = 32;  // H5S_MAX_RANK

tl::unexpected<Error> wrong(std::string message, ErrorKind kind = ErrorKind::Malformed) { return fail(kind, std::move(message)); }

Result<Layout> parse_old_layout(Cursor& in) {
  Layout layout;
  const unsigned rank = in.u8();
  const unsigned type = in.u8();
  in.skip(5);
  if (type > 2) return wrong("an unknown class of data layout");
  layout.type = static_cast<LayoutClass>(type);
  if (type != 0) layout.address = in.address();
  std::uint64_t size = 1;
  for (unsigned i = 0; i < rank; ++i) {
    layout.chunk.push_back(in.u32());
    const auto product = checked_mul(size, layout.chunk.back());
    if (!product) return wrong("the size of a dataset does not fit 64 bits");
    size = *product;
  }
  if (type == 2) layout.chunk.push_back(in.u32());
  layout.has_size = type == 0;
  layout.size = type == 0 ? in.u32() : size;
  layout.data = in.position();
  if (!in.ok() || rank > kLargestRank + 1) return wrong("a data layout is cut short");
  return layout;
}

Status parse_chunked_4(Cursor& in, Layout& layout) {
  const unsigned flags = in.u8();
  const unsigned rank = in.u8();
  const unsigned width = in.u8();
  if (rank > kLargestRank + 1 || width == 0 || width > 8) return wrong("the chunks of a dataset have too many dimensions");
  for (unsigned i = 0; i < rank; ++i) layout.chunk.push_back(in.number(width));
  const unsigned index = in.u8();
  if (index < 1 || index > 5) return wrong("an unknown kind of chunk index");
  layout.index = static_cast<ChunkIndex>(index);
  if (index == 1 && (flags & 2) != 0) {
    layout.size = in.length();
    in.skip(4);
  } else if (index == 1) {
    layout.has_size = false;
  }
  in.skip(index == 3 ? 1 : index == 4 ? 5 : index == 5 ? 6 : 0);
  layout.address = in.address();
  return {};
}

}  // namespace

Result<Dataspace> parse_dataspace(Cursor in) {
  Dataspace space;
  const unsigned version = in.u8();
  const unsigned rank = in.u8();
  in.u8();
  if (version != 1 && version != 2) return wrong("an unknown version of dataspaces", ErrorKind::Unsupported);
  if (version == 1)
    in.skip(5);
  else
    space.null = in.u8() == 2;
  if (rank > kLargestRank) return wrong("a dataspace of more than 32 dimensions");
  for (unsigned i = 0; i < rank; ++i) {
    space.shape.push_back(in.length());
    const auto product = checked_mul(space.elements, space.shape.back());
    if (!product) return wrong("the elements of a dataset do not fit 64 bits");
    space.elements = *product;
  }
  if (!in.ok()) return wrong("a dataspace is cut short");
  if (space.null) space.elements = 0;
  return space;
}

Result<Layout> parse_layout(Cursor in) {
  const unsigned version = in.u8();
  if (version == 1 || version == 2) return parse_old_layout(in);
  if (version < 3 || version > 5) return wrong("an unknown version of data layouts", ErrorKind::Unsupported);
  Layout layout;
  const unsigned type = in.u8();
  if (type > 3 || (type == 3 && version == 3)) return wrong("an unknown class of data layout");
  layout.type = static_cast<LayoutClass>(type);
  if (layout.type == LayoutClass::Compact) {
    layout.size = in.u16();
    layout.data = in.position();
  } else if (layout.type == LayoutClass::Contiguous) {
    layout.address = in.address();
    layout.size = in.length();
  } else if (layout.type == LayoutClass::Virtual) {
    layout.address = in.address();
    layout.heap_index = in.u32();
  } else if (version >= 4) {
    ABOVEBOARD_TRY(parse_chunked_4(in, layout));
  } else {
    const unsigned rank = in.u8();
    if (rank > kLargestRank + 1) return wrong("the chunks of a dataset have too many dimensions");
    layout.address = in.address();
    for (unsigned i = 0; i < rank; ++i) layout.chunk.push_back(in.u32());
  }
  if (!in.ok()) return wrong("a data layout is cut short");
  return layout;
}

Result<std::vector<Filter>> parse_filters(Cursor in) {
  std::vector<Filter> filters;
  const unsigned version = in.u8();
  const unsigned count = in.u8();
  if (version != 1 && version != 2) return wrong("an unknown version of filter pipelines", ErrorKind::Unsupported);
  if (version == 1) in.skip(6);
  for (unsigned i = 0; i < count; ++i) {
    Filter filter;
    filter.id = in.u16();
    const std::uint64_t name = version == 1 || filter.id >= 256 ? in.u16() : 0;
    in.skip(2);
    const std::uint64_t values = in.u16();
    filter.name = in.take(version == 1 ? (name + 7) / 8 * 8 : name);
    filter.name.resize(std::min(filter.name.size(), filter.name.find('\0')));
    in.skip(4 * values + (version == 1 && values % 2 == 1 ? 4 : 0));
    if (!in.ok()) return wrong("a filter pipeline is cut short");
    filters.push_back(std::move(filter));
  }
  return filters;
}

Result<Link> parse_link(Cursor in) {
  Link link;
  if (in.u8() != 1) return wrong("an unknown version of links", ErrorKind::Unsupported);
  const unsigned flags = in.u8();
  if ((flags & 8) != 0) link.type = in.u8();
  if ((flags & 4) != 0) in.skip(8);
  if ((flags & 16) != 0) in.skip(1);
  link.name = in.take(in.number(1u << (flags & 3)));
  if (link.type == 0) {
    link.address = in.address();
  } else {
    const std::string_view value = in.take(in.u16());
    Cursor parts(value.substr(std::min<std::size_t>(1, value.size())), in.widths());
    if (link.type == static_cast<std::uint8_t>(LinkType::Soft)) link.target = value;
    if (link.type == static_cast<std::uint8_t>(LinkType::External)) {
      link.file = parts.text();
      link.target = parts.text();
      if (!parts.ok()) return wrong("an external link without file or path");
    }
  }
  if (!in.ok()) return wrong("a link is cut short");
  return link;
}

Result<Attribute> parse_attribute(Cursor in) {
  Attribute attribute;
  const unsigned version = in.u8();
  const unsigned flags = in.u8();
  if (version < 1 || version > 3) return wrong("an unknown version of attributes", ErrorKind::Unsupported);
  const std::uint64_t name = in.u16();
  const std::uint64_t type = in.u16();
  const std::uint64_t space = in.u16();
  if (version == 3) in.skip(1);
  const auto padded = [&](std::uint64_t size) { return version == 1 ? (size + 7) / 8 * 8 : size; };
  attribute.name = in.take(padded(name)).substr(0, static_cast<std::size_t>(name));
  attribute.name.resize(std::min(attribute.name.size(), attribute.name.find('\0')));
  attribute.type_bytes = in.take(padded(type));
  attribute.space_bytes = in.take(padded(space));
  attribute.type_shared = version != 1 && (flags & 1) != 0;
  attribute.space_shared = version != 1 && (flags & 2) != 0;
  if (!in.ok()) return wrong("an attribute is cut short");
  attribute.data_offset = in.position();
  attribute.data = in.take(in.remaining());
  return attribute;
}

}  // namespace aboveboard::format::hdf5
