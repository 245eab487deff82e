// XmlReader: elements and attributes of an XML file, one after another. Nothing is loaded, no declaration is obeyed: of entities there are the five
// that XML itself has. https://www.w3.org/TR/xml/
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "format/byte_window.h"

namespace aboveboard::format {

struct XmlAttribute {
  std::string name;
  std::string value;
  std::uint64_t place = 0;  // of the value
};

struct XmlEvent {
  enum class Kind {
    Open,     // an element; `empty` where it is closed at once
    Close,    // an element ends
    Doctype,  // a document type declaration: `name` is its text, `system` what it wants to have loaded
    End,      // the file ends
    Broken,   // it breaks the rules: `name` says how
    Limit,    // a limit of ours: `name` says which
  };
  Kind kind = Kind::End;
  std::string name;
  std::vector<XmlAttribute> attributes;
  bool empty = false;
  std::vector<std::string> system;
  std::uint64_t place = 0;

  // The value of an attribute, "" where there is none.
  std::string_view attribute(std::string_view wanted) const;
  const XmlAttribute* find(std::string_view wanted) const;
};

class XmlReader {
 public:
  explicit XmlReader(ByteWindow& window, std::uint64_t limit) : window_(window), end_(std::min(limit, window.size())), cut_(limit < window.size()) {}

  // The next event. After End, Broken and Limit there are no more.
  XmlEvent next();
  std::size_t depth() const { return open_.size(); }

 private:
  std::optional<char> peek();
  bool starts_with(std::string_view text);
  bool skip_past(std::string_view mark);
  void skip_space();
  std::string take_name();
  XmlEvent broken(std::string why);
  XmlEvent stop(XmlEvent::Kind kind, std::string why);
  XmlEvent read_tag();
  XmlEvent read_close();
  XmlEvent read_doctype();
  bool read_attribute(XmlEvent& event);
  bool decode(std::string& value);

  ByteWindow& window_;
  std::uint64_t at_ = 0, end_;
  bool cut_;
  bool done_ = false;
  bool rooted_ = false;
  std::vector<std::string> open_;
  std::optional<std::string> pending_close_;
  std::string why_;
};

// The name of the root element, where the file is XML (in an encoding that has ASCII in it): looked for behind declarations and comments.
std::string xml_root(ByteWindow& window);

}  // namespace aboveboard::format
