#include "format/openvino/openvino.h"

#include <algorithm>
#include <array>
#include <unordered_set>
#include <vector>

#include "base/checked.h"
#include "base/limits.h"
#include "base/text.h"
#include "format/graph_keeper.h"
#include "format/openvino/xml.h"

namespace aboveboard::format {
namespace {

struct ElementType {
  std::string_view name;
  std::uint32_t bits;  // 0: no fixed size
};
// element_type.cpp, and the names of versions before 10
constexpr std::array<ElementType, 36> kTypes = {{{"f32", 32}, {"f16", 16}, {"bf16", 16}, {"f64", 64}, {"i8", 8}, {"i16", 16}, {"i32", 32}, {"i64", 64},
    {"u8", 8}, {"u16", 16}, {"u32", 32}, {"u64", 64}, {"boolean", 8}, {"u1", 1}, {"u2", 2}, {"u3", 3}, {"u4", 4}, {"u6", 6}, {"i4", 4}, {"nf4", 4},
    {"f8e4m3", 8}, {"f8e5m2", 8}, {"f8e8m0", 8}, {"f4e2m1", 4}, {"string", 0}, {"FP32", 32}, {"FP16", 16}, {"BF16", 16}, {"FP64", 64}, {"I8", 8},
    {"I16", 16}, {"I32", 32}, {"I64", 64}, {"U8", 8}, {"BOOL", 8}, {"BIN", 1}}};

const ElementType* find_type(std::string_view name) {
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), [&](const ElementType& type) { return type.name == name; });
  return found == kTypes.end() ? nullptr : &*found;
}

std::optional<std::uint64_t> decimal(std::string_view text) { return parse_decimal(trim(text)); }

// Operator sets that the runtime brings: opset1 and on, and none in versions before 10.
bool is_own_opset(std::string_view version) {
  if (version.empty() || version == "experimental" || version == "type_relaxed_opset") return true;
  return version.starts_with("opset") && decimal(version.substr(5)).has_value();
}

struct Layer {
  std::string name, type, precision;
  std::uint64_t place = 0;
  std::size_t depth = 0;  // of elements around it
};

// The numbers of a graph's layers.
struct Scope {
  std::size_t graph = 0;  // the level of the element around <layers>
  std::unordered_set<std::uint64_t> ids;
};

class NetReader {
 public:
  NetReader(ByteSource& bytes, Examination& examination)
      : window_(bytes), keeper_(examination, "openvino"), xml_(window_, limits::kXmlBytes) {}

  void run() {
    keeper_.examination().recognize("openvino");
    for (;;) {
      const XmlEvent event = xml_.next();
      if (event.kind == XmlEvent::Kind::End) break;
      if (event.kind == XmlEvent::Kind::Broken) {
        if (!window_.error()) keeper_.invalid("xml", event.name, event.place);
        break;
      }
      if (event.kind == XmlEvent::Kind::Limit) {
        keeper_.limit(event.name + "; the rest was not looked at", event.place);
        break;
      }
      handle(event);
    }
    if (bin_bytes_ != 0) keeper_.metadata("openvino.bin_bytes", std::to_string(bin_bytes_), {bin_place_, bin_place_});
    keeper_.check_readable(window_);
    keeper_.examination().contents().header_bytes += window_.bytes_read();
  }

 private:
  void handle(const XmlEvent& event) {
    if (event.kind == XmlEvent::Kind::Doctype) return read_doctype(event);
    if (event.kind == XmlEvent::Kind::Close) return close(event);
    if (event.name == "net") read_net(event);
    if (event.name == "layers") scopes_.push_back({level_, {}});
    if (event.name == "layer") open_layer(event);
    if (event.name == "edge") read_edge(event);
    if (event.name == "rt_info" || event.name == "meta_data") info_ = info_ == 0 ? level_ + 1 : info_;
    ++level_;
    path_.push_back(event.name);
    if (info_ != 0 && layers_.empty()) read_info(event);
    if (layers_.empty()) return;
    const Layer& layer = layers_.back();
    if (event.name == "data" && level_ == layer.depth + 1 && layer.type == "Const") read_constant(event, layer);
    if (path_.size() >= 2 && path_[path_.size() - 2] == "blobs" && level_ == layer.depth + 2) read_blob(event, layer);
  }

  void close(const XmlEvent& event) {
    if (!layers_.empty() && event.name == "layer" && level_ == layers_.back().depth) layers_.pop_back();
    // The layers of a graph stay known for its edges, until the graph ends.
    if (!scopes_.empty() && level_ == scopes_.back().graph) scopes_.pop_back();
    if (level_ == info_) info_ = 0;
    if (level_ > 0) --level_;
    if (!path_.empty()) path_.pop_back();
  }

  void read_doctype(const XmlEvent& event) {
    keeper_.invalid("doctype", "the file has a document type declaration, which no writer of graphs makes", event.place);
    for (const std::string& system : event.system)
      keeper_.examination().found(ConstructKind::OpensPath, sanitize_utf8(system), "external entity", event.place);
  }

  void read_net(const XmlEvent& event) {
    if (level_ != 0) return;
    for (const char* key : {"name", "version"})
      if (const XmlAttribute* attribute = event.find(key))
        keeper_.metadata(key, attribute->value, {attribute->place, attribute->place + attribute->value.size()});
  }

  // Values within rt_info and meta_data of the net, by the names of the elements around them.
  void read_info(const XmlEvent& event) {
    const XmlAttribute* value = event.find("value");
    if (value == nullptr) return;
    std::string key;
    for (std::size_t i = info_ - 1; i < path_.size(); ++i) key += (key.empty() ? "" : "/") + path_[i];
    if (event.name == "info" && event.find("name") != nullptr) key += "/" + event.find("name")->value;
    keeper_.metadata(key, value->value, {value->place, value->place + value->value.size()});
  }

  void open_layer(const XmlEvent& event) {
    Layer layer;
    layer.name = event.attribute("name");
    layer.type = event.attribute("type");
    layer.precision = event.attribute("precision");
    layer.place = event.place;
    layer.depth = level_ + 1;
    const std::string_view version = event.attribute("version");
    if (layer.type.empty()) keeper_.invalid("layer", "the layer " + quoted_name(layer.name) + " has no type", event.place);
    const auto id = decimal(event.attribute("id"));
    if (!id) {
      keeper_.invalid("layer", "the layer " + quoted_name(layer.name) + " has no number", event.place);
    } else if (!scopes_.empty() && ids_ < limits::kGraphValues) {
      ++ids_;
      if (!scopes_.back().ids.insert(*id).second) keeper_.invalid("duplicate-layer", "two layers have the number " + std::to_string(*id), event.place);
    }
    if (!is_own_opset(version) || layer.type == "Extension")
      keeper_.examination().found(ConstructKind::Operator, "openvino::" + sanitize_utf8(layer.type),
                                  "layer " + layer.name + (version.empty() ? "" : " of " + std::string(version)), event.place);
    layers_.push_back(std::move(layer));
  }

  void read_edge(const XmlEvent& event) {
    if (scopes_.empty() || ids_ >= limits::kGraphValues) return;
    for (const char* end : {"from-layer", "to-layer"}) {
      const auto id = decimal(event.attribute(end));
      if (id && scopes_.back().ids.contains(*id)) continue;
      keeper_.invalid("edge", std::string("an edge has the ") + end + " " + quoted_name(event.attribute(end)) + ", which is not there", event.place);
    }
  }

  // Offset and size of data in the .bin; nothing (and a note) where they are no numbers.
  struct Extent {
    std::uint64_t offset = 0, size = 0;
  };
  std::optional<Extent> read_extent(const XmlEvent& event, const Layer& layer) {
    const auto offset = decimal(event.attribute("offset"));
    const auto size = decimal(event.attribute("size"));
    const auto end = offset && size ? checked_add(*offset, *size) : std::nullopt;
    if (!end || *end > INT64_MAX) {
      keeper_.invalid("extent", "the data of " + quoted_name(layer.name) + " has no offset or size, or they are too large together", event.place);
      return std::nullopt;
    }
    if (*end > bin_bytes_) {
      bin_bytes_ = *end;
      bin_place_ = event.place;
    }
    return Extent{*offset, *size};
  }

  void count_data(const Extent& extent) {
    if (extent.size != 0 && counted_.size() < limits::kTensorsKept && !counted_.insert(extent.offset).second) return;
    keeper_.data(extent.size);
  }

  void read_constant(const XmlEvent& event, const Layer& layer) {
    if (event.find("offset") == nullptr && event.find("value") != nullptr) return;  // stands in the graph itself
    const auto extent = read_extent(event, layer);
    if (!extent) return;
    std::vector<std::uint64_t> shape;
    bool whole = true;
    const std::string_view dims = trim(event.attribute("shape"));
    if (!dims.empty())
      for (const std::string& part : split(dims, ',')) {
        const auto dim = decimal(part);
        whole = whole && dim && shape.size() < limits::kGraphDimensions;
        if (!whole) break;
        shape.push_back(*dim);
      }
    const auto elements = whole ? count_elements(shape) : std::nullopt;
    if (!elements) {
      keeper_.invalid("shape", "the constant " + quoted_name(layer.name) + " has dimensions that are no numbers or too large together", event.place);
      return;
    }
    const ElementType* type = find_type(event.attribute("element_type"));
    if (type == nullptr) {
      const std::string shown = quoted_name(event.attribute("element_type"));
      keeper_.unsupported("type", "the constant " + quoted_name(layer.name) + " has the type " + shown + ", which is not known here", event.place);
      return;
    }
    const auto needed = type->bits == 0 ? std::optional(extent->size) : packed_bytes(*elements, type->bits);
    const std::string message = "the constant " + quoted_name(layer.name) + " has " + std::to_string(extent->size) + " bytes, ";
    if (!needed || *needed > extent->size)
      keeper_.invalid("size", message + "fewer than its type and shape need", event.place, ErrorKind::Truncated);
    else if (*needed < extent->size)
      keeper_.note("surplus", message + "but needs only " + std::to_string(*needed), event.place);
    count_data(*extent);
    keeper_.tensor(layer.name, type->name, shape, extent->offset, extent->size, event.place);
  }

  // Before version 10: <blobs><weights offset size precision/>; how the values are shaped follows from the layer.
  void read_blob(const XmlEvent& event, const Layer& layer) {
    const auto extent = read_extent(event, layer);
    if (!extent) return;
    const std::string_view own = event.attribute("precision");
    const ElementType* type = find_type(own.empty() ? std::string_view(layer.precision) : own);
    const std::uint64_t bits = type != nullptr && type->bits >= 8 ? type->bits : 8;
    const std::uint64_t shape[1] = {extent->size / (bits / 8)};
    count_data(*extent);
    keeper_.tensor(layer.name + "/" + event.name, type != nullptr ? type->name : "bytes", shape, extent->offset, extent->size, event.place);
  }

  ByteWindow window_;
  GraphKeeper keeper_;
  XmlReader xml_;
  std::size_t level_ = 0;           // elements that are open
  std::size_t info_ = 0;            // the level of rt_info, 0 outside of it
  std::vector<std::string> path_;
  std::vector<Layer> layers_;       // that are open: bodies have layers in layers
  std::vector<Scope> scopes_;
  std::uint64_t ids_ = 0;
  std::uint64_t bin_bytes_ = 0, bin_place_ = 0;
  std::unordered_set<std::uint64_t> counted_;
};

}  // namespace

bool looks_like_openvino(const Sniff& sniff) {
  ByteWindow window(sniff.bytes);
  if (xml_root(window) != "net") return false;
  XmlReader reader(window, limits::kXmlPrologBytes);
  for (;;) {
    const XmlEvent event = reader.next();
    if (event.kind == XmlEvent::Kind::Open && event.name == "layers") return true;
    if (event.kind == XmlEvent::Kind::End || event.kind == XmlEvent::Kind::Broken || event.kind == XmlEvent::Kind::Limit) return false;
  }
}

void read_openvino(ByteSource& bytes, Examination& examination) { NetReader(bytes, examination).run(); }

bool looks_like_pmml(const Sniff& sniff) {
  ByteWindow window(sniff.bytes);
  return xml_root(window) == "PMML";
}

void read_pmml(ByteSource&, Examination& examination) {
  examination.recognize("pmml");
  examination.not_examined("pmml-not-read", ErrorKind::Unsupported, "PMML is recognized, and not read", 0);
}

}  // namespace aboveboard::format
