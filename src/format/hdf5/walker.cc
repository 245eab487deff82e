#include "format/hdf5/walker.h"

#include <algorithm>

#include "base/limits.h"
#include "base/text.h"
#include "format/hdf5/btree.h"
#include "format/hdf5/heaps.h"

namespace aboveboard::format::hdf5 {

void Walker::report(const Error& error, std::uint64_t address) {
  const std::uint64_t room = file_.size() - file_.base();
  const std::uint64_t byte = file_.base() + std::min(error.place.byte.value_or(address), room);
  switch (error.kind) {
    case ErrorKind::Unreadable: return examination_.unreadable(error);
    case ErrorKind::Unsupported: return examination_.not_examined("hdf5-unsupported", error.kind, error.message, byte);
    case ErrorKind::LimitReached: return examination_.not_examined("hdf5-limit", error.kind, error.message, byte);
    case ErrorKind::Truncated: return examination_.invalid("hdf5-address", error.message, byte, error.kind);
    default: return examination_.invalid("hdf5-structure", error.message, byte);
  }
}

void Walker::check(bool checksums_fit, std::uint64_t address) {
  if (!checksums_fit) examination_.invalid("hdf5-checksum", "the checksum of a structure does not fit its bytes", file_.base() + std::min(address, file_.size() - file_.base()));
}

// False where a limit has been reached: said once, and nothing more is read.
bool Walker::may_go_on(std::uint64_t address) {
  if (stopped_) return false;
  stopped_ = file_.spent() > file_.limit() || seen_.size() > limits::kHdf5Objects;
  if (stopped_) report(Error{ErrorKind::LimitReached, "more objects, or more structure, than is read", {{}, std::nullopt, address}}, address);
  return !stopped_;
}

void Walker::walk(std::uint64_t root) {
  pending_.push_back({root, "", 0});
  seen_.insert(root);
  while (!pending_.empty() && may_go_on(pending_.back().address)) {
    const Object object = std::move(pending_.back());
    pending_.pop_back();
    const std::size_t before = pending_.size();
    visit(object);
    std::reverse(pending_.begin() + static_cast<std::ptrdiff_t>(before), pending_.end());  // so that they are visited in their order
  }
}

void Walker::visit(const Object& object) {
  const Result<ObjectHeader> header = read_object_header(file_, object.address);
  if (!header) return report(header.error(), object.address);
  check(header->checksums_fit, object.address);
  for (const Message& message : header->messages) {
    if (message.type == kSymbolTable) follow_symbol_table(object, message);
    if (message.type == kLinkInfo) follow_link_info(object, message);
    if (message.type == kLink && !message.shared()) {
      const Result<Link> link = parse_link(file_.cursor(message.data));
      if (link)
        add(object, *link, message.address);
      else
        report(link.error(), message.address);
    }
    if (message.type > kLastMessageType && (message.flags & 0x80) != 0) 
      report(Error{ErrorKind::Unsupported, "a message of an unknown type, without which the object must not be read", {}}, message.address);
  }
  read_attributes(object, *header);
  if (header->find(kLayout) == nullptr) return;
  if (const Status read = read_dataset(object, *header); !read) report(read.error(), object.address);
}

// What a link leads to: an object that is still to be visited, or something outside of the file.
void Walker::add(const Object& parent, const Link& link, std::uint64_t place) {
  const std::uint64_t byte = file_.base() + place;
  const std::string path = parent.path.empty() ? link.name : parent.path + "/" + link.name;
  if (link.type >= 65) {
    examination_.found(ConstructKind::Operator, "hdf5::user-link", "type " + std::to_string(link.type) + " at " + sanitize_utf8(path), byte);
  } else if (link.type == static_cast<std::uint8_t>(LinkType::External)) {
    examination_.found(ConstructKind::OpensPath, sanitize_utf8(link.file), "external link " + sanitize_utf8(path) + " to " + sanitize_utf8(link.target), byte);
  } else if (link.type > 1) {
    report(Error{ErrorKind::Malformed, "a link of a reserved type", {{}, std::nullopt, place}}, place);
  }
  if (link.type != 0) return;
  if (path.size() > limits::kHdf5NameBytes || parent.depth >= limits::kHdf5Depth)
    return report(Error{ErrorKind::LimitReached, "a path that is longer, or groups that are nested deeper, than is read", {{}, std::nullopt, place}}, place);
  if (!file_.spend(path.size())) return;
  if (link.address >= file_.size() - file_.base()) return report(Error{ErrorKind::Truncated, "a link leads behind the file", {{}, std::nullopt, place}}, place);
  if (seen_.insert(link.address).second) pending_.push_back({link.address, path, parent.depth + 1});
}

Status Walker::read_symbols(const Object& object, std::uint64_t address, const LocalHeap& heap) {
  ABOVEBOARD_TRY(file_.enter(address));
  ABOVEBOARD_ASSIGN(const std::string head, file_.read(address, 8));
  Cursor start = file_.cursor(head);
  if (start.take(4) != "SNOD") return broken("no symbol table node begins here", address);
  start.skip(2);
  const std::uint64_t symbols = start.u16();
  const std::uint64_t bytes = file_.widths().length + file_.widths().address + 24;
  ABOVEBOARD_ASSIGN(const std::string entries, file_.read(address + 8, symbols * bytes));
  Cursor in = file_.cursor(entries);
  for (std::uint64_t i = 0; i < symbols && may_go_on(address); ++i) {
    Link link;
    const std::uint64_t name = in.length();
    link.address = in.address();
    const std::uint32_t cache = in.u32();
    in.skip(20);
    link.type = cache == 2 ? static_cast<std::uint8_t>(LinkType::Soft) : 0;
    ABOVEBOARD_ASSIGN(link.name, heap.text(file_, name));
    add(object, link, address + 8 + i * bytes);
  }
  return {};
}

void Walker::follow_symbol_table(const Object& object, const Message& message) {
  Cursor in = file_.cursor(message.data);
  const std::uint64_t tree = in.address();
  const std::uint64_t heap_address = in.address();
  if (!in.ok()) return report(Error{ErrorKind::Malformed, "a symbol table message is cut short", {}}, message.address);
  const Result<LocalHeap> heap = LocalHeap::open(file_, heap_address);
  if (!heap) return report(heap.error(), message.address);
  const Status walked =
      walk_btree1(file_, tree, 0, file_.widths().length, [&](std::string_view, std::uint64_t child) { return read_symbols(object, child, *heap); });
  if (!walked) report(walked.error(), message.address);
}

// Links in a fractal heap, with a tree over their names.
void Walker::follow_link_info(const Object& object, const Message& message) {
  Cursor in = file_.cursor(message.data);
  const unsigned version = in.u8();
  const unsigned flags = in.u8();
  if ((flags & 1) != 0) in.skip(8);
  const std::uint64_t heap_address = in.address();
  const std::uint64_t names = in.address();
  if (!in.ok() || version != 0) return report(Error{version != 0 ? ErrorKind::Unsupported : ErrorKind::Malformed, "a link info message of an unknown kind", {}}, message.address);
  if (heap_address == kUndefined) return;
  const Result<FractalHeap> heap = FractalHeap::open(file_, heap_address);
  if (!heap) return report(heap.error(), message.address);
  BTree2Walk walk{5};
  const Status walked = walk_btree2(file_, names, walk, [&](std::string_view record) -> Status {
    if (record.size() < 5 || !may_go_on(message.address)) return {};
    ABOVEBOARD_ASSIGN(const HeapObject stored, heap->object(file_, record.substr(4)));
    ABOVEBOARD_ASSIGN(const Link link, parse_link(file_.cursor(stored.bytes)));
    add(object, link, stored.address);
    return {};
  });
  check(heap->checksums_fit() && walk.checksums_fit, heap_address);
  if (!walked) report(walked.error(), message.address);
}

// The message that a shared one stands for: a committed type. Messages in the file's own shared heap are rare, and not read.
Result<std::string> Walker::shared_data(std::string_view pointer, std::uint16_t type) {
  Cursor in = file_.cursor(pointer);
  const unsigned version = in.u8();
  const unsigned kind = in.u8();
  if (version == 1) in.skip(6);
  if (version < 1 || version > 3 || (version == 3 && kind == 1)) return fail(ErrorKind::Unsupported, "a message in the heap of shared messages");
  const std::uint64_t address = in.address();
  if (!in.ok()) return fail(ErrorKind::Malformed, "a shared message is cut short");
  if (const auto known = committed_.find(address); type == kDatatype && known != committed_.end()) {
    if (!file_.spend(known->second.size())) return broken("more structure than is read", address, ErrorKind::LimitReached);
    return known->second;
  }
  const File::Pass pass(file_);
  ABOVEBOARD_ASSIGN(const ObjectHeader header, read_object_header(file_, address));
  const Message* message = header.find(type);
  if (message == nullptr || message->shared()) return broken("a shared message leads to an object without one", address);
  if (type == kDatatype) committed_.emplace(address, std::string(message->data));
  return std::string(message->data);
}

Result<std::string> Walker::shared_data(const Message& message) {
  if (!message.shared()) return std::string(message.data);
  return shared_data(message.data, message.type);
}

}  // namespace aboveboard::format::hdf5
