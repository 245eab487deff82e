#include "format/openvino/xml.h"

#include <charconv>

#include "base/limits.h"

namespace aboveboard::format {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool is_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':' ||
         (static_cast<unsigned char>(c) & 0x80) != 0;
}

// "#116" and "#x74" are 116; -1 for what is not below 128.
int character_number(std::string_view entity) {
  entity.remove_prefix(1);
  const bool hexadecimal = entity.starts_with('x') || entity.starts_with('X');
  if (hexadecimal) entity.remove_prefix(1);
  int number = 0;
  const auto [end, error] = std::from_chars(entity.data(), entity.data() + entity.size(), number, hexadecimal ? 16 : 10);
  return error == std::errc() && end == entity.data() + entity.size() && number < 128 ? number : -1;
}

// Quoted texts behind SYSTEM and PUBLIC in a declaration: what a parser that obeys it would load.
void find_system(std::string_view text, std::vector<std::string>& found) {
  for (std::size_t at = 0; at < text.size() && found.size() < 64;) {
    const std::size_t system = std::min(text.find("SYSTEM", at), text.find("PUBLIC", at));
    if (system == std::string_view::npos) return;
    at = system + 6;
    // The last of the quoted texts that follow at once: PUBLIC has a name before the address.
    std::string last;
    bool any = false;
    while (at < text.size()) {
      while (at < text.size() && is_space(text[at])) ++at;
      if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) break;
      const std::size_t end = text.find(text[at], at + 1);
      if (end == std::string_view::npos) break;
      last = text.substr(at + 1, end - at - 1);
      any = true;
      at = end + 1;
    }
    if (any) found.push_back(last);
  }
}

}  // namespace

const XmlAttribute* XmlEvent::find(std::string_view wanted) const {
  const auto found = std::find_if(attributes.begin(), attributes.end(), [&](const XmlAttribute& attribute) { return attribute.name == wanted; });
  return found == attributes.end() ? nullptr : &*found;
}

std::string_view XmlEvent::attribute(std::string_view wanted) const {
  const XmlAttribute* found = find(wanted);
  return found == nullptr ? std::string_view() : std::string_view(found->value);
}

std::optional<char> XmlReader::peek() {
  if (at_ >= end_) return std::nullopt;
  const auto byte = window_.view(at_, 1);
  return byte ? std::optional(byte->front()) : std::nullopt;
}

bool XmlReader::starts_with(std::string_view text) {
  if (text.size() > end_ - at_) return false;
  const auto bytes = window_.view(at_, text.size());
  return bytes && *bytes == text;
}

// Moves behind the next `mark`; false where there is none.
bool XmlReader::skip_past(std::string_view mark) {
  while (at_ < end_) {
    const std::uint64_t length = std::min<std::uint64_t>(end_ - at_, 4096);
    const auto bytes = window_.view(at_, length);
    if (!bytes) return false;
    const std::size_t found = bytes->find(mark);
    if (found != std::string_view::npos) {
      at_ += found + mark.size();
      return true;
    }
    if (length < mark.size() || at_ + length >= end_) break;
    at_ += length - (mark.size() - 1);
  }
  at_ = end_;
  return false;
}

void XmlReader::skip_space() {
  for (auto c = peek(); c && is_space(*c); c = peek()) ++at_;
}

std::string XmlReader::take_name() {
  std::string name;
  for (auto c = peek(); c && is_name(*c) && name.size() < limits::kGraphNameBytes; c = peek()) {
    name += *c;
    ++at_;
  }
  return name;
}

XmlEvent XmlReader::stop(XmlEvent::Kind kind, std::string why) {
  done_ = true;
  XmlEvent event;
  event.kind = kind;
  event.name = std::move(why);
  event.place = at_;
  return event;
}

XmlEvent XmlReader::broken(std::string why) {
  // Where only a part of the file is read, its end breaks nothing.
  if (cut_ && at_ >= end_) return stop(XmlEvent::Kind::Limit, "the file is longer than what is read of it");
  return stop(XmlEvent::Kind::Broken, std::move(why));
}

XmlEvent XmlReader::next() {
  if (done_) return stop(XmlEvent::Kind::End, "");
  if (pending_close_) {
    XmlEvent event;
    event.kind = XmlEvent::Kind::Close;
    event.name = std::move(*pending_close_);
    event.place = at_;
    pending_close_.reset();
    return event;
  }
  if (at_ == 0 && starts_with("\xef\xbb\xbf")) at_ = 3;
  while (at_ < end_) {
    if (!skip_past("<")) break;  // text
    --at_;
    if (starts_with("<!--")) {
      at_ += 4;
      if (!skip_past("-->")) return broken("a comment does not end");
    } else if (starts_with("<![CDATA[")) {
      if (!skip_past("]]>")) return broken("a CDATA section does not end");
    } else if (starts_with("<?")) {
      if (!skip_past("?>")) return broken("a processing instruction does not end");
    } else if (starts_with("<!")) {
      return read_doctype();
    } else if (starts_with("</")) {
      return read_close();
    } else {
      return read_tag();
    }
  }
  if (cut_) return stop(XmlEvent::Kind::Limit, "the file is longer than what is read of it");
  if (!open_.empty()) return broken("the file ends within the element " + open_.back());
  if (!rooted_) return broken("the file has no element");
  return stop(XmlEvent::Kind::End, "");
}

// <!DOCTYPE name SYSTEM "..." [ declarations ]>
XmlEvent XmlReader::read_doctype() {
  XmlEvent event;
  event.kind = XmlEvent::Kind::Doctype;
  event.place = at_;
  int brackets = 0;
  char quote = '\0';
  for (auto c = peek(); c; c = peek()) {
    ++at_;
    if (event.name.size() >= limits::kXmlTokenBytes) return stop(XmlEvent::Kind::Limit, "a declaration is longer than is read");
    event.name += *c;
    if (quote != '\0') {
      if (*c == quote) quote = '\0';
    } else if (*c == '"' || *c == '\'') {
      quote = *c;
    } else if (*c == '[') {
      ++brackets;
    } else if (*c == ']') {
      --brackets;
    } else if (*c == '>' && brackets <= 0) {
      find_system(event.name, event.system);
      return event;
    }
  }
  return broken("a declaration does not end");
}

XmlEvent XmlReader::read_close() {
  XmlEvent event;
  event.kind = XmlEvent::Kind::Close;
  event.place = at_;
  at_ += 2;
  event.name = take_name();
  skip_space();
  if (peek() != '>') return broken("an end tag is broken");
  ++at_;
  if (open_.empty() || open_.back() != event.name) return broken("the element " + event.name + " ends, but did not begin");
  open_.pop_back();
  return event;
}

XmlEvent XmlReader::read_tag() {
  XmlEvent event;
  event.kind = XmlEvent::Kind::Open;
  event.place = at_;
  ++at_;
  event.name = take_name();
  if (event.name.empty()) return broken("a tag has no name");
  if (open_.empty() && rooted_) return broken("there is a second root element");
  std::uint64_t bytes = 0;
  for (;;) {
    skip_space();
    const auto c = peek();
    if (!c) return broken("a tag does not end");
    if (*c == '>' || *c == '/') break;
    if (!read_attribute(event)) return why_ == "limit" ? stop(XmlEvent::Kind::Limit, "an attribute is longer than is read") : broken(why_);
    bytes += event.attributes.back().name.size() + event.attributes.back().value.size();
    if (bytes > limits::kXmlTokenBytes) return stop(XmlEvent::Kind::Limit, "a tag is longer than is read");
  }
  if (peek() == '/') {
    ++at_;
    event.empty = true;
  }
  if (peek() != '>') return broken("a tag does not end");
  ++at_;
  rooted_ = true;
  if (event.empty) {
    pending_close_ = event.name;
  } else if (open_.size() >= limits::kXmlDepth) {
    return stop(XmlEvent::Kind::Limit, "elements are nested deeper than is read");
  } else {
    open_.push_back(event.name);
  }
  return event;
}

bool XmlReader::read_attribute(XmlEvent& event) {
  XmlAttribute attribute;
  attribute.name = take_name();
  skip_space();
  if (attribute.name.empty() || peek() != '=') return why_ = "an attribute has no name or no value", false;
  ++at_;
  skip_space();
  const auto quote = peek();
  if (quote != '"' && quote != '\'') return why_ = "the value of an attribute is not quoted", false;
  ++at_;
  attribute.place = at_;
  for (auto c = peek(); c != quote; c = peek()) {
    if (!c) return why_ = "the value of an attribute does not end", false;
    if (*c == '<') return why_ = "the value of an attribute has a < in it", false;
    if (attribute.value.size() >= limits::kXmlTokenBytes) return why_ = "limit", false;
    attribute.value += *c;
    ++at_;
  }
  ++at_;
  if (event.find(attribute.name) != nullptr) return why_ = "the attribute " + attribute.name + " stands twice", false;
  if (!decode(attribute.value)) return false;
  event.attributes.push_back(std::move(attribute));
  return true;
}

// The five entities of XML, and characters by number below 128; others are left as they stand. An entity that must have been declared is refused.
bool XmlReader::decode(std::string& value) {
  if (value.find('&') == std::string::npos) return true;
  static constexpr std::pair<std::string_view, char> kEntities[] = {{"amp", '&'}, {"lt", '<'}, {"gt", '>'}, {"quot", '"'}, {"apos", '\''}};
  std::string out;
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != '&') {
      out += value[i];
      continue;
    }
    const std::size_t end = value.find(';', i);
    if (end == std::string::npos || end - i > 12) return why_ = "an & begins no entity", false;
    const std::string_view entity = std::string_view(value).substr(i + 1, end - i - 1);
    if (entity.starts_with('#')) {
      const int number = character_number(entity);
      if (number > 0) out += static_cast<char>(number);
      else out += value.substr(i, end - i + 1);
    } else {
      char meant = '\0';
      for (const auto& [name, c] : kEntities)
        if (entity == name) meant = c;
      if (meant == '\0') return why_ = "the entity &" + std::string(entity) + "; is not one of the five of XML", false;
      out += meant;
    }
    i = end;
  }
  value = std::move(out);
  return true;
}

std::string xml_root(ByteWindow& window) {
  const auto head = window.view(0, std::min<std::uint64_t>(window.size(), 256));
  if (!head) return "";
  std::string_view start = *head;
  if (start.starts_with("\xef\xbb\xbf")) start.remove_prefix(3);
  while (!start.empty() && is_space(start.front())) start.remove_prefix(1);
  if (!start.starts_with('<')) return "";
  XmlReader reader(window, limits::kXmlPrologBytes);
  for (;;) {
    const XmlEvent event = reader.next();
    if (event.kind == XmlEvent::Kind::Open) return event.name;
    if (event.kind != XmlEvent::Kind::Doctype) return "";
  }
}

}  // namespace aboveboard::format
