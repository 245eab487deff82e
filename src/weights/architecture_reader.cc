// Reads the files of data/architectures; their form is in data/architectures/README.md.
#include <algorithm>

#include "base/text.h"
#include "weights/architecture.h"

namespace aboveboard::weights {
namespace {

constexpr int kBlockDepth = 8;

tl::unexpected<Error> mistake(std::string message, std::uint64_t line) {
  return fail(ErrorKind::Malformed, std::move(message), {"", line, std::nullopt});
}

// "norm.{weight,bias}" is two names.
std::vector<std::string> alternatives(const std::string& name) {
  for (std::size_t open = name.find('{'); open != std::string::npos; open = name.find('{', open + 1)) {
    const std::size_t close = name.find('}', open);
    if (close == std::string::npos) break;
    const std::string inside = name.substr(open + 1, close - open - 1);
    if (inside.find(',') == std::string::npos) continue;
    std::vector<std::string> all;
    for (const std::string& part : split(inside, ','))
      for (std::string& rest : alternatives(name.substr(0, open) + part + name.substr(close + 1))) all.push_back(std::move(rest));
    return all;
  }
  return {name};
}

// The text of a scalar: expressions may stand in YAML as numbers and truth values too.
std::string scalar(const data::Value& value) { return value.type == data::ValueType::Null ? "null" : value.text; }

}  // namespace

class ArchitectureReader {
 public:
  explicit ArchitectureReader(Architecture& out) : out_(out) {}
  Status run(const data::Value& rule);

 private:
  using Block = Architecture::Block;
  using Pattern = Architecture::Pattern;

  Status read_when(const data::Value& rule);
  Status read_schemes(const data::Value& rule);
  Status read_dimension(const std::string& name, const data::Value& value);
  Status read_block(const data::Value& value, Block& block, int depth);
  Status read_variables(const data::Value& value, Block& block);
  Status read_tensor(const std::string& name, const data::Value& value, Block& block);
  Status read_shape(const data::Value& shape, Pattern& pattern);
  Status read_options(const data::Value& value, Pattern& pattern);
  Result<std::vector<Architecture::Piece>> pieces(std::string_view name, std::uint64_t line);
  Result<Expression> expression(const data::Value& value) { return expression(scalar(value), value.line); }
  Result<Expression> expression(const std::string& text, std::uint64_t line) {
    Result<Expression> parsed = Expression::parse(text, out_.names_);
    if (!parsed) return mistake(parsed.error().message, line);
    for (const std::uint32_t slot : parsed->slots())
      if (slot >= out_.dimensions_.size()) used_.push_back(slot);
    return parsed;
  }
  // An expression of this key, if there is one.
  Status read_optional(const data::Value& map, std::string_view key, std::optional<Expression>& to) {
    const data::Value* value = map.find(key);
    if (value == nullptr) return {};
    ABOVEBOARD_ASSIGN(to, expression(*value));
    return {};
  }
  std::uint32_t variable(const std::string& name) {
    const std::uint32_t slot = out_.names_.add(name);
    out_.slots_ = std::max<std::size_t>(out_.slots_, slot + 1);
    return slot;
  }

  Architecture& out_;
  std::vector<std::uint32_t> used_;  // variables in the expressions since it was emptied
};

Status ArchitectureReader::read_when(const data::Value& rule) {
  const data::Value* when = rule.find("when");
  if (when == nullptr || !when->is_map() || when->members.empty()) return mistake("when is missing", rule.line);
  for (const data::Member& member : when->members) out_.when_.emplace_back(member.key, member.value.as_texts());
  return {};
}

Status ArchitectureReader::read_schemes(const data::Value& rule) {
  const data::Value* names = rule.find("names");
  if (names == nullptr) {
    out_.schemes_.emplace_back();
    return {};
  }
  for (const data::Value& scheme : names->items) {
    if (out_.beginnings_.empty())
      for (const data::Member& member : scheme.members) out_.beginnings_.push_back(member.key);
    std::vector<std::string> texts;
    for (const std::string& beginning : out_.beginnings_) {
      const data::Value* text = scheme.find(beginning);
      if (text == nullptr) return mistake("names lacks " + beginning, scheme.line);
      texts.push_back(text->text);
    }
    out_.schemes_.push_back(std::move(texts));
  }
  return out_.schemes_.empty() ? Status(mistake("names is empty", rule.line)) : Status{};
}

Status ArchitectureReader::read_dimension(const std::string& name, const data::Value& value) {
  Architecture::Dimension dimension;
  const data::Value* given = &value;
  if (value.is_map()) {
    dimension.keys = texts_of(value, "key");
    if (dimension.keys.empty()) return mistake(name + " has no key", value.line);
    given = value.find("default");
    if (given == nullptr) return mistake(name + " has no default", value.line);
    dimension.nullable = text_of(value, "nullable") == "true";
    const std::string kind = text_of(value, "is");
    if (kind == "truth") dimension.kind = Architecture::Kind::Truth;
    else if (kind == "text") dimension.kind = Architecture::Kind::Text;
    else if (kind == "list") dimension.kind = Architecture::Kind::List;
    else if (kind == "number or list") dimension.kind = Architecture::Kind::NumberOrList;
    else if (!kind.empty()) return mistake(name + ": there is no kind " + kind, value.line);
  }
  ABOVEBOARD_ASSIGN(dimension.value, expression(*given));
  out_.names_.add(name);
  out_.dimensions_.push_back(std::move(dimension));
  return {};
}

Result<std::vector<Architecture::Piece>> ArchitectureReader::pieces(std::string_view name, std::uint64_t line) {
  std::vector<Architecture::Piece> all;
  while (!name.empty()) {
    const std::size_t open = name.find('{');
    Architecture::Piece piece;
    piece.text = std::string(name.substr(0, open));
    name.remove_prefix(std::min(open, name.size()));
    if (!name.empty()) {
      const std::size_t close = name.find('}');
      const std::string_view inside = name.substr(1, close == std::string_view::npos ? close : close - 1);
      const auto beginning = std::find(out_.beginnings_.begin(), out_.beginnings_.end(), inside);
      const std::int64_t slot = out_.names_.find(inside);
      if (close == std::string_view::npos || (beginning == out_.beginnings_.end() && slot < 0))
        return mistake("there is no {" + std::string(inside) + "}", line);
      if (beginning != out_.beginnings_.end()) piece.beginning = static_cast<std::int32_t>(beginning - out_.beginnings_.begin());
      else piece.slot = static_cast<std::int32_t>(slot);
      name.remove_prefix(close + 1);
    }
    all.push_back(std::move(piece));
  }
  return all;
}

Status ArchitectureReader::read_shape(const data::Value& shape, Pattern& pattern) {
  if (shape.as_text() == "any") pattern.any_shape = true;
  else if (!shape.is_list()) return mistake("a shape is a list, or any", shape.line);
  for (const data::Value& size : shape.items) {
    ABOVEBOARD_ASSIGN(Expression one, expression(size));
    pattern.shape.push_back(std::move(one));
  }
  return {};
}

Status ArchitectureReader::read_options(const data::Value& value, Pattern& pattern) {
  const data::Value* shape = value.find("shape");
  if (shape == nullptr) return mistake("a tensor without shape", value.line);
  ABOVEBOARD_TRY(read_shape(*shape, pattern));
  ABOVEBOARD_TRY(read_optional(value, "when", pattern.when));
  ABOVEBOARD_TRY(read_optional(value, "optional", pattern.optional));
  if (const data::Value* former = value.find("former")) {
    ABOVEBOARD_ASSIGN(pattern.former, pieces(former->text, former->line));
  }
  const std::string role = text_of(value, "role");
  if (role == "embedding") pattern.role = TensorRole::Embedding;
  else if (role == "head") pattern.role = TensorRole::Head;
  else if (!role.empty()) return mistake("there is no role " + role, value.line);
  return {};
}

Status ArchitectureReader::read_tensor(const std::string& name, const data::Value& value, Block& block) {
  for (const std::string& one : alternatives(name)) {
    Pattern pattern;
    used_.clear();
    ABOVEBOARD_ASSIGN(pattern.name, pieces(one, value.line));
    if (value.is_map()) {
      ABOVEBOARD_TRY(read_options(value, pattern));
    } else {
      ABOVEBOARD_TRY(read_shape(value, pattern));
    }
    pattern.depends = used_;
    pattern.number = static_cast<std::uint32_t>(out_.patterns_++);
    block.patterns.push_back(std::move(pattern));
  }
  return {};
}

Status ArchitectureReader::read_variables(const data::Value& value, Block& block) {
  if (const data::Value* loop = value.find("for")) {
    if (loop->members.size() != 1) return mistake("for takes one variable", value.line);
    ABOVEBOARD_ASSIGN(block.count, expression(loop->members.front().value));
    block.variable = variable(loop->members.front().key);
  }
  if (const data::Value* lets = value.find("let")) {
    for (const data::Member& member : lets->members) {
      ABOVEBOARD_ASSIGN(Expression one, expression(member.value));
      block.lets.emplace_back(variable(member.key), std::move(one));
    }
  }
  return {};
}

Status ArchitectureReader::read_block(const data::Value& value, Block& block, int depth) {
  if (depth > kBlockDepth) return mistake("blocks that are nested too deep", value.line);
  const std::size_t outer = out_.names_.size();
  ABOVEBOARD_TRY(read_variables(value, block));
  ABOVEBOARD_TRY(read_optional(value, "when", block.when));
  ABOVEBOARD_TRY(read_optional(value, "optional", block.optional));
  ABOVEBOARD_ASSIGN(block.under, pieces(text_of(value, "under"), value.line));
  if (const data::Value* tensors = value.find("tensors"))
    for (const data::Member& member : tensors->members) ABOVEBOARD_TRY(read_tensor(member.key, member.value, block));
  if (const data::Value* blocks = value.find("blocks")) {
    for (const data::Value& inner : blocks->items) {
      block.blocks.emplace_back();
      ABOVEBOARD_TRY(read_block(inner, block.blocks.back(), depth + 1));
    }
  }
  out_.names_.drop(outer);
  return {};
}

Status ArchitectureReader::run(const data::Value& rule) {
  out_.id_ = text_of(rule, "id");
  ABOVEBOARD_TRY(read_when(rule));
  ABOVEBOARD_TRY(read_schemes(rule));
  const data::Value* dimensions = rule.find("dimensions");
  const data::Value* blocks = rule.find("blocks");
  if (dimensions == nullptr || blocks == nullptr) return mistake("dimensions and blocks are needed", rule.line);
  for (const data::Member& member : dimensions->members) ABOVEBOARD_TRY(read_dimension(member.key, member.value));
  if (const data::Value* needed = rule.find("requires")) {
    for (const data::Value& condition : needed->items) {
      ABOVEBOARD_ASSIGN(Expression one, expression(condition));
      out_.requires_.push_back(std::move(one));
    }
  }
  out_.slots_ = out_.dimensions_.size();
  for (const data::Value& value : blocks->items) {
    out_.blocks_.emplace_back();
    ABOVEBOARD_TRY(read_block(value, out_.blocks_.back(), 0));
  }
  return {};
}

Result<Architecture> Architecture::read(const data::Value& rule) {
  Architecture architecture;
  ABOVEBOARD_TRY(ArchitectureReader(architecture).run(rule));
  return architecture;
}

}  // namespace aboveboard::weights
