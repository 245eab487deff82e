#include "weights/architecture.h"

#include <algorithm>
#include <charconv>

#include "base/limits.h"
#include "base/text.h"
#include "data/embedded.h"

namespace aboveboard::weights {
namespace {

// The value of a key such as "text_config.hidden_size", or nullptr.
const data::Value* find_path(const data::Value& config, std::string_view path) {
  const data::Value* value = &config;
  while (value != nullptr) {
    const std::size_t dot = path.find('.');
    value = value->find(path.substr(0, dot));
    if (dot == std::string_view::npos) return value;
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

tl::unexpected<Error> wrong(const data::Value& value, std::string_view what) {
  return fail(ErrorKind::Malformed, std::string(what), {"", value.line == 0 ? std::nullopt : std::optional(value.line), std::nullopt});
}

Result<Term> number_of(const data::Value& value) {
  if (value.type != data::ValueType::Number || !value.integer) return wrong(value, "is no whole number");
  if (*value.integer < 0 || static_cast<std::uint64_t>(*value.integer) > limits::kConfigNumber) return wrong(value, "is out of bounds");
  return Term::of(*value.integer);
}

Result<Term> list_of(const data::Value& value) {
  if (!value.is_list()) return wrong(value, "is no list");
  if (value.items.size() > limits::kConfigItems) return wrong(value, "is a list of more items than are read");
  Term list{Term::Kind::List, 0, {}, {}};
  for (const data::Value& item : value.items) {
    if (item.is_string()) {
      list.items.push_back({Term::Kind::Text, 0, std::string(clip_utf8(item.text, 256)), {}});
    } else if (item.type == data::ValueType::Bool) {
      list.items.push_back(Term::of(item.boolean ? 1 : 0));
    } else {
      ABOVEBOARD_ASSIGN(Term number, number_of(item));
      list.items.push_back(std::move(number));
    }
  }
  return list;
}

}  // namespace

bool Architecture::matches(const data::Value& config) const {
  return std::all_of(when_.begin(), when_.end(), [&](const auto& condition) {
    const data::Value* value = find_path(config, condition.first);
    return value != nullptr && value->is_string() &&
           std::find(condition.second.begin(), condition.second.end(), value->text) != condition.second.end();
  });
}

Result<Term> Architecture::convert(const data::Value& value, const Dimension& dimension) {
  switch (dimension.kind) {
    case Kind::Truth:
      if (value.type != data::ValueType::Bool) return wrong(value, "is neither true nor false");
      return Term::of(value.boolean ? 1 : 0);
    case Kind::Text:
      if (!value.is_string()) return wrong(value, "is no text");
      return Term{Term::Kind::Text, 0, std::string(clip_utf8(value.text, 256)), {}};
    case Kind::List:
      return list_of(value);
    case Kind::NumberOrList:
      if (value.is_list()) return list_of(value);
      break;
    case Kind::Number:
      break;
  }
  return number_of(value);
}

Result<std::vector<Term>> Architecture::dimensions(const data::Value& config) const {
  std::vector<Term> terms;
  terms.reserve(dimensions_.size());
  for (const Dimension& dimension : dimensions_) {
    const data::Value* value = nullptr;
    const std::string* key = nullptr;
    for (const std::string& candidate : dimension.keys) {
      if (value != nullptr) break;
      value = find_path(config, candidate);
      key = &candidate;
      if (value != nullptr && value->type == data::ValueType::Null && !dimension.nullable) value = nullptr;
    }
    if (value != nullptr && value->type == data::ValueType::Null) {
      terms.emplace_back();
      continue;
    }
    Result<Term> term = value != nullptr ? convert(*value, dimension) : dimension.value->evaluate(terms);
    if (!term) {
      Error error = term.error();
      const std::string name = key != nullptr && value != nullptr ? *key : names_.name(terms.size());
      error.message = name + (value != nullptr ? " " : " has no value: ") + error.message;
      return fail(std::move(error));
    }
    terms.push_back(std::move(*term));
  }
  for (const Expression& condition : requires_) {
    ABOVEBOARD_ASSIGN(const std::int64_t met, condition.number(terms));
    if (met == 0) return fail(ErrorKind::Unsupported, "it asks for a variant that is not described here");
  }
  return terms;
}

std::optional<std::uint64_t> Architecture::dimension(std::string_view name, std::span<const Term> dimensions) const {
  const std::int64_t slot = names_.find(name);
  if (slot < 0 || static_cast<std::size_t>(slot) >= dimensions.size()) return std::nullopt;
  const Term& term = dimensions[static_cast<std::size_t>(slot)];
  if (term.kind != Term::Kind::Number || term.number < 0) return std::nullopt;
  return static_cast<std::uint64_t>(term.number);
}

// Walks the blocks with the variables' values. The shape of a pattern is computed again only when a variable that it uses has changed.
class Lister {
 public:
  Lister(const Architecture& architecture, std::span<const Term> dimensions, std::size_t scheme, const ExpectedVisitor& visit)
      : architecture_(architecture), scheme_(architecture.schemes_[scheme]), visit_(visit), scope_(dimensions.begin(), dimensions.end()) {
    scope_.resize(architecture.slots_);
    changed_.resize(architecture.slots_);
    known_.resize(architecture.patterns_);
  }

  Result<bool> run() {
    for (const Architecture::Block& block : architecture_.blocks_) {
      ABOVEBOARD_TRY(walk(block, false));
      if (stopped_) return false;
    }
    return true;
  }

 private:
  struct Known {
    std::uint64_t stamp = 0;  // 0: nothing is known
    bool here = true, optional = false;
    std::vector<std::uint64_t> shape;
  };

  Status walk(const Architecture::Block& block, bool optional);
  Status walk_once(const Architecture::Block& block, bool optional);
  Status tell(const Architecture::Pattern& pattern, bool optional);
  Status learn(const Architecture::Pattern& pattern, Known& known);
  void append(std::string& name, const std::vector<Architecture::Piece>& pieces) const;
  void set(std::uint32_t slot, Term value) {
    scope_[slot] = std::move(value);
    changed_[slot] = ++now_;
  }

  const Architecture& architecture_;
  const std::vector<std::string>& scheme_;
  const ExpectedVisitor& visit_;
  std::vector<Term> scope_;
  std::vector<std::uint64_t> changed_;  // when each slot changed last
  std::vector<Known> known_;            // of each pattern
  std::string name_, former_;
  std::uint64_t now_ = 1, steps_ = 0;
  std::int64_t layer_ = -1;
  bool stopped_ = false;
};

Status Lister::walk(const Architecture::Block& block, bool optional) {
  if (!block.variable) return walk_once(block, optional);
  ABOVEBOARD_ASSIGN(const std::int64_t count, block.count->number(scope_));
  const bool outermost = layer_ < 0;
  scope_[*block.variable] = Term::of(0);
  for (std::int64_t i = 0; i < count && !stopped_; ++i) {
    if (++steps_ > limits::kExpectedTensors) return fail(ErrorKind::LimitReached, "it says more layers than are listed");
    scope_[*block.variable].number = i;
    changed_[*block.variable] = ++now_;
    if (outermost) layer_ = i;
    ABOVEBOARD_TRY(walk_once(block, optional));
  }
  if (outermost) layer_ = -1;
  return {};
}

Status Lister::walk_once(const Architecture::Block& block, bool optional) {
  for (const auto& [slot, expression] : block.lets) {
    ABOVEBOARD_ASSIGN(Term value, expression.evaluate(scope_));
    set(slot, std::move(value));
  }
  if (block.when) {
    ABOVEBOARD_ASSIGN(const std::int64_t here, block.when->number(scope_));
    if (here == 0) return {};
  }
  if (block.optional) {
    ABOVEBOARD_ASSIGN(const std::int64_t may, block.optional->number(scope_));
    optional = optional || may != 0;
  }
  const std::size_t length = name_.size();
  append(name_, block.under);
  for (const Architecture::Pattern& pattern : block.patterns) {
    ABOVEBOARD_TRY(tell(pattern, optional));
    if (stopped_) break;
  }
  for (const Architecture::Block& inner : block.blocks) {
    if (stopped_) break;
    ABOVEBOARD_TRY(walk(inner, optional));
  }
  name_.resize(length);
  return {};
}

Status Lister::learn(const Architecture::Pattern& pattern, Known& known) {
  known.stamp = now_;
  known.here = true;
  if (pattern.when) {
    ABOVEBOARD_ASSIGN(const std::int64_t here, pattern.when->number(scope_));
    known.here = here != 0;
    if (!known.here) return {};
  }
  if (pattern.optional) {
    ABOVEBOARD_ASSIGN(const std::int64_t may, pattern.optional->number(scope_));
    known.optional = may != 0;
  }
  known.shape.clear();
  std::int64_t elements = 1;
  for (const Expression& expression : pattern.shape) {
    ABOVEBOARD_ASSIGN(const std::int64_t size, expression.number(scope_));
    if (size < 0 || __builtin_mul_overflow(elements, size, &elements))
      return fail(ErrorKind::Malformed, "the shape of a tensor is out of bounds");
    known.shape.push_back(static_cast<std::uint64_t>(size));
  }
  return {};
}

Status Lister::tell(const Architecture::Pattern& pattern, bool optional) {
  Known& known = known_[pattern.number];
  const bool fresh = known.stamp != 0 && std::all_of(pattern.depends.begin(), pattern.depends.end(),
                                                     [&](std::uint32_t slot) { return changed_[slot] <= known.stamp; });
  if (!fresh) ABOVEBOARD_TRY(learn(pattern, known));
  if (!known.here) return {};
  if (++steps_ > limits::kExpectedTensors) return fail(ErrorKind::LimitReached, "it says more tensors than are listed");
  const std::size_t length = name_.size();
  if (!pattern.former.empty()) {
    former_ = name_;
    append(former_, pattern.former);
  } else if (!former_.empty()) {
    former_.clear();
  }
  append(name_, pattern.name);
  stopped_ = !visit_({name_, former_, known.shape, pattern.any_shape, !optional && !known.optional, pattern.role, layer_});
  name_.resize(length);
  return {};
}

void Lister::append(std::string& name, const std::vector<Architecture::Piece>& pieces) const {
  for (const Architecture::Piece& piece : pieces) {
    name.append(piece.text);
    if (piece.beginning >= 0) name.append(scheme_[static_cast<std::size_t>(piece.beginning)]);
    if (piece.slot < 0) continue;
    char digits[20];
    const auto [end, error] = std::to_chars(digits, digits + sizeof digits, scope_[static_cast<std::size_t>(piece.slot)].number);
    name.append(digits, end);
  }
}

Result<bool> Architecture::list(std::span<const Term> dimensions, std::size_t scheme, const ExpectedVisitor& visit) const {
  return Lister(*this, dimensions, scheme, visit).run();
}

std::optional<Architecture> find_architecture(const data::Value& config) {
  std::string quoted[2];
  const std::string_view keys[2] = {"model_type", "_class_name"};
  for (int i = 0; i < 2; ++i)
    if (const data::Value* value = config.find(keys[i]); value != nullptr && value->is_string() && value->text.size() < 256)
      quoted[i] = "\"" + value->text + "\"";
  for (const data::EmbeddedFile& file : data::embedded_below("architectures/")) {
    // Only a file that has the name somewhere is parsed.
    const bool candidate = std::any_of(quoted, quoted + 2, [&](const std::string& name) {
      return !name.empty() && file.json.find(name) != std::string_view::npos;
    });
    if (!candidate) continue;
    Diagnostics ours;  // the tests look at these
    const auto rule = data::parse_json(file.json, {}, ours);
    if (!rule) continue;
    auto architecture = Architecture::read(*rule);
    if (architecture && architecture->matches(config)) return std::move(*architecture);
  }
  return std::nullopt;
}

}  // namespace aboveboard::weights
