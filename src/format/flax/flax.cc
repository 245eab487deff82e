#include "format/flax/flax.h"

#include <algorithm>
#include <vector>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/flax/array_payload.h"
#include "format/name_hash.h"

namespace aboveboard::format {
namespace {

constexpr std::string_view kChunkedKey = "__msgpack_chunked_array__";
constexpr std::uint64_t kSniffedValues = 4096;  // that may stand before the first array
constexpr std::uint64_t kMetadataKept = 256;
constexpr std::uint64_t kTextKept = 1024;

// An array that is cut into pieces: {"__msgpack_chunked_array__": true, "shape": {"0": n, ...}, "chunks": {"0": array, ...}}.
struct Pieces {
  std::vector<std::uint64_t> shape;
  std::uint64_t elements = 0;
  std::uint64_t bytes = 0;
  std::uint64_t begin = 0;
  std::string dtype;
  bool mixed = false;
};

class FlaxReader {
 public:
  FlaxReader(ByteSource& bytes, Examination& examination) : in_(bytes), examination_(examination) {}

  void read() {
    if (value("", 0) && in_.remaining() != 0) examination_.invalid("flax-trailing-bytes", std::to_string(in_.remaining()) + " bytes follow the state", in_.position());
    // What was passed over was not read: what is left are the heads.
    examination_.contents().header_bytes += in_.position() - std::min(in_.position(), skipped_);
  }

 private:
  bool stop(const Error& error, std::uint64_t at) {
    if (in_.error()) {
      examination_.unreadable(*in_.error());
    } else if (error.kind == ErrorKind::LimitReached) {
      examination_.not_examined("flax-limit", error.kind, error.message, error.place.byte.value_or(at));
    } else {
      examination_.invalid(error.kind == ErrorKind::Truncated ? "flax-truncated" : "flax-structure", error.message, error.place.byte.value_or(at), error.kind);
    }
    return false;
  }
  bool limit(std::string message) { return stop({ErrorKind::LimitReached, std::move(message), {}}, in_.position()); }

  // One value and all below it. False where the reading has ended.
  bool value(const std::string& path, std::uint64_t depth, Pieces* pieces = nullptr) {
    if (++values_ > limits::kMsgpackValues) return limit("more values than are read");
    if (path.size() > limits::kFlaxNameBytes) return limit("a name is longer than is read");
    const auto head = in_.next();
    if (!head) return stop(head.error(), in_.position());
    if (depth == 0 && head->kind != MsgpackKind::Map) return stop({ErrorKind::Malformed, "the state is no map", {}}, head->begin);
    switch (head->kind) {
      case MsgpackKind::Map: return map(path, *head, depth, pieces);
      case MsgpackKind::List: return list(path, *head, depth, pieces);
      case MsgpackKind::Extension: return extension(path, *head, pieces);
      case MsgpackKind::Integer: return keep(path, std::to_string(head->integer), *head);
      case MsgpackKind::Bool: return keep(path, head->integer != 0 ? "true" : "false", *head);
      case MsgpackKind::Text:
        if (head->size > kTextKept) return pass(head->size);
        return keep(path, sanitize_utf8(in_.take(head->size).value_or("")), *head);
      case MsgpackKind::Binary: return pass(head->size);
      default: return true;
    }
  }

  bool pass(std::uint64_t bytes) {
    skipped_ += bytes;
    in_.skip(bytes);
    return true;
  }

  bool keep(const std::string& path, std::string text, const MsgpackValue& head) {
    auto& metadata = examination_.contents().metadata;
    if (kept_++ < kMetadataKept) metadata.push_back({sanitize_utf8(path), std::move(text), head.begin, in_.position() - head.begin});
    return true;
  }

  bool list(const std::string& path, const MsgpackValue& head, std::uint64_t depth, Pieces* pieces) {
    if (depth >= limits::kMsgpackDepth) return limit("lists and maps are nested deeper than is read");
    for (std::uint64_t i = 0; i < head.size; ++i) {
      if (!value(path + "." + std::to_string(i), depth + 1, pieces)) return false;
    }
    return true;
  }

  bool map(const std::string& path, const MsgpackValue& head, std::uint64_t depth, Pieces* pieces) {
    if (depth >= limits::kMsgpackDepth) return limit("lists and maps are nested deeper than is read");
    Pieces own;
    bool chunked = false;
    std::vector<std::uint64_t> hashes;
    for (std::uint64_t i = 0; i < head.size; ++i) {
      std::string key;
      if (!read_key(key)) return false;
      hashes.push_back(hash_name(key));
      chunked = chunked || (i == 0 && key == kChunkedKey);
      if (chunked && key == "shape" ? !read_shape(own, depth + 1) : !value(path.empty() ? key : path + "." + key, depth + 1, chunked && key == "chunks" ? &own : pieces))
        return false;
    }
    std::sort(hashes.begin(), hashes.end());
    if (std::adjacent_find(hashes.begin(), hashes.end()) != hashes.end())
      examination_.note("flax-duplicate-key", "a key stands twice in one map; loaders take the last", head.begin);
    if (chunked) add_pieces(path, own, head.begin);
    return true;
  }

  bool read_key(std::string& key) {
    if (++values_ > limits::kMsgpackValues) return limit("more values than are read");
    const auto head = in_.next();
    if (!head) return stop(head.error(), in_.position());
    if (head->kind != MsgpackKind::Text) return stop({ErrorKind::Malformed, "a key is no text", {}}, head->begin);
    if (head->size > limits::kFlaxNameBytes) return limit("a key is longer than is read");
    key = in_.take(head->size).value_or("");
    if (find_invalid_utf8(key) != std::string_view::npos) return stop({ErrorKind::Malformed, "a key is not UTF-8", {}}, head->begin);
    return true;
  }

  // The shape of a cut array: a list, or a map with the numbers of the dimensions as keys.
  bool read_shape(Pieces& pieces, std::uint64_t depth) {
    ++values_;
    const auto head = in_.next();
    if (!head) return stop(head.error(), in_.position());
    if ((head->kind != MsgpackKind::Map && head->kind != MsgpackKind::List) || head->size > 64 || depth >= limits::kMsgpackDepth)
      return stop({ErrorKind::Malformed, "the shape of a cut array is no list", {}}, head->begin);
    for (std::uint64_t i = 0; i < head->size; ++i) {
      std::string key;
      if (head->kind == MsgpackKind::Map && !read_key(key)) return false;
      ++values_;
      const auto dimension = in_.next();
      if (!dimension) return stop(dimension.error(), in_.position());
      if (dimension->kind != MsgpackKind::Integer || dimension->integer < 0) return stop({ErrorKind::Malformed, "a dimension is no whole number from 0 on", {}}, dimension->begin);
      pieces.shape.push_back(static_cast<std::uint64_t>(dimension->integer));
    }
    return true;
  }

  bool extension(const std::string& path, const MsgpackValue& head, Pieces* pieces) {
    if (head.extension == kFlaxComplex) return pass(head.size);
    if (head.extension != kFlaxArray && head.extension != kFlaxScalar) {
      examination_.not_examined("flax-extension", ErrorKind::Unsupported, "an extension of type " + std::to_string(head.extension) + ", which is not one of Flax", head.begin);
      return pass(head.size);
    }
    const auto array = read_flax_array(in_, head.size);
    if (!array) return stop(array.error(), head.begin);
    skipped_ += array->bytes;
    const auto bytes = checked_mul(array->elements, array->itemsize);
    if (array->itemsize == 0)
      examination_.not_examined("flax-dtype", ErrorKind::Unsupported, "an unknown dtype: " + sanitize_utf8(array->dtype), head.begin);
    else if (!bytes || *bytes != array->bytes)
      examination_.invalid("flax-size", "the data of " + sanitize_utf8(path) + " has " + std::to_string(array->bytes) + " bytes, which its shape does not ask for", head.begin);
    if (pieces != nullptr)
      join(*pieces, *array);
    else
      add(path, array->dtype, array->shape, array->begin, array->bytes, head.begin);
    return true;
  }

  static void join(Pieces& pieces, const FlaxArray& array) {
    if (pieces.begin == 0) pieces.begin = array.begin, pieces.dtype = array.dtype;
    pieces.mixed = pieces.mixed || pieces.dtype != array.dtype;
    const auto elements = checked_add(pieces.elements, array.elements);
    pieces.mixed = pieces.mixed || !elements;
    pieces.elements = elements.value_or(0);
    pieces.bytes += array.bytes;
  }

  void add_pieces(const std::string& path, const Pieces& pieces, std::uint64_t place) {
    std::uint64_t elements = 1;
    bool fits = true;
    for (const std::uint64_t dimension : pieces.shape) {
      const auto product = checked_mul(elements, dimension);
      fits = fits && product;
      elements = product.value_or(0);
    }
    if (!fits || pieces.mixed || elements != pieces.elements) {
      examination_.invalid("flax-chunks", "the pieces of " + sanitize_utf8(path) + " do not add up to its shape", place);
      return;
    }
    add(path, pieces.dtype, pieces.shape, pieces.begin, pieces.bytes, place);
  }

  void add(const std::string& path, const std::string& dtype, const std::vector<std::uint64_t>& shape, std::uint64_t begin, std::uint64_t bytes, std::uint64_t place) {
    Contents& contents = examination_.contents();
    ++contents.tensor_count;
    contents.data_bytes += bytes;
    names_ += path.size();
    const std::string_view known = dtypes_.size() < 64 || std::find(dtypes_.begin(), dtypes_.end(), dtype) != dtypes_.end() ? std::string_view(dtype) : "other";
    if (known == dtype && std::find(dtypes_.begin(), dtypes_.end(), dtype) == dtypes_.end()) dtypes_.push_back(dtype);
    if (names_ > limits::kHdf5MetadataBytes || contents.tensors.size() >= limits::kTensorsKept) {
      examination_.not_examined("flax-limit", ErrorKind::LimitReached, "more tensors than are kept", place);
      return;
    }
    contents.tensors.add(sanitize_utf8(path), sanitize_utf8(known), shape, begin, bytes, place);
  }

  MsgpackReader in_;
  Examination& examination_;
  std::uint64_t values_ = 0;
  std::uint64_t skipped_ = 0;
  std::uint64_t kept_ = 0;
  std::uint64_t names_ = 0;
  std::vector<std::string> dtypes_;  // different ones: a table keeps few
};

// Does the value that follows lead to an array, with nothing before it that Flax does not write?
enum class Search { Found, Nothing, Never };
Search search(MsgpackReader& in, std::uint64_t depth, std::uint64_t& values) {
  if (++values > kSniffedValues || depth > limits::kMsgpackDepth) return Search::Never;
  const auto head = in.next();
  if (!head) return Search::Never;
  if (head->kind == MsgpackKind::Extension && head->extension != kFlaxComplex) {
    if (head->extension != kFlaxArray && head->extension != kFlaxScalar) return Search::Never;
    const auto array = read_flax_array(in, head->size);
    return array && array->itemsize != 0 ? Search::Found : Search::Never;
  }
  const bool map = head->kind == MsgpackKind::Map;
  if (depth == 0 && !map) return Search::Never;
  if (!map && head->kind != MsgpackKind::List) {
    const bool payload = head->kind == MsgpackKind::Text || head->kind == MsgpackKind::Binary || head->kind == MsgpackKind::Extension;
    return !payload || in.skip(head->size) ? Search::Nothing : Search::Never;
  }
  for (std::uint64_t i = 0; i < head->size; ++i) {
    if (map) {
      const auto key = in.next();
      if (!key || key->kind != MsgpackKind::Text || key->size > limits::kFlaxNameBytes) return Search::Never;
      const auto text = in.take(key->size);
      if (!text || find_invalid_utf8(*text) != std::string_view::npos) return Search::Never;
    }
    const Search below = search(in, depth + 1, values);
    if (below != Search::Nothing) return below;
  }
  return Search::Nothing;
}

}  // namespace

bool looks_like_flax(const Sniff& sniff) {
  const auto first = sniff.head.empty() ? 0u : static_cast<unsigned char>(sniff.head[0]);
  if (!((first > 0x80 && first <= 0x8f) || first == 0xde || first == 0xdf)) return false;
  MsgpackReader in(sniff.bytes);
  std::uint64_t values = 0;
  return search(in, 0, values) == Search::Found;
}

void read_flax(ByteSource& bytes, Examination& examination) {
  examination.recognize("flax");
  FlaxReader(bytes, examination).read();
}

}  // namespace aboveboard::format
