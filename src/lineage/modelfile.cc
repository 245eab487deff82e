#include "lineage/modelfile.h"

#include <algorithm>

#include "base/text.h"
#include "lineage/mention.h"

namespace aboveboard::lineage {
namespace {

// Lines of a text, one after the other; each may end in LF or CRLF.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}
  bool next() {
    if (end_ >= text_.size() && number_ > 0) return false;
    begin_ = number_ == 0 ? 0 : end_ + 1;
    if (begin_ > text_.size()) return false;
    end_ = std::min(text_.find('\n', begin_), text_.size());
    ++number_;
    return begin_ < text_.size();
  }
  std::size_t begin() const { return begin_; }
  std::size_t end() const { return end_; }
  std::string_view line() const { return text_.substr(begin_, end_ - begin_); }
  std::uint64_t number() const { return number_; }

 private:
  std::string_view text_;
  std::size_t begin_ = 0, end_ = 0;
  std::uint64_t number_ = 0;
};

std::string_view quotes_of(std::string_view value) { return value.starts_with("\"\"\"") ? "\"\"\"" : value.starts_with("\"") ? "\"" : ""; }

// "user", "assistant" ... stand before the value of a MESSAGE.
std::size_t skip_role(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_of(" \t\r\n", at);
  return end == std::string_view::npos ? text.size() : std::min(text.find_first_not_of(" \t", end), text.size());
}

bool is_modelfile(const ScannedFile& file) {
  const std::string name = to_lower(file_name(file.path));
  return name == "modelfile" || name.starts_with("modelfile.") || name.ends_with(".modelfile");
}

// A file of weights beside the Modelfile, or in a folder of Ollama's.
bool is_file(const ScannedSource& source, const ScannedFile& file, std::string_view value) {
  const std::string extension = file_extension(value);
  if (extension == "gguf" || extension == "safetensors" || extension == "bin") return true;
  const std::string_view folder = parent_path(file.path);
  const std::string path = (folder.empty() ? "" : std::string(folder) + "/") + std::string(value);
  const auto first_from = [&](const std::string& wanted) {  // files are in order of path
    return std::lower_bound(source.files.begin(), source.files.end(), wanted, [](const ScannedFile& other, const std::string& text) { return other.path < text; });
  };
  const auto named = first_from(path);
  const auto below = first_from(path + "/");
  return (named != source.files.end() && named->path == path) || (below != source.files.end() && below->path.starts_with(path + "/"));
}

}  // namespace

std::vector<Instruction> parse_modelfile(std::string_view text) {
  std::vector<Instruction> instructions;
  Lines lines(text);
  while (lines.next()) {
    const std::string_view line = trim(lines.line());
    if (line.empty() || line.starts_with("#")) continue;
    const std::size_t space = line.find_first_of(" \t");
    Instruction one;
    one.keyword = to_lower(line.substr(0, space));
    one.line = lines.number();
    std::size_t begin = lines.begin() + lines.line().find(line);
    begin = space == std::string_view::npos ? lines.end() : std::min(text.find_first_not_of(" \t", begin + space), lines.end());
    if (one.keyword == "message") begin = std::min(skip_role(text, begin), lines.end());
    const std::string_view quotes = quotes_of(text.substr(begin, lines.end() - begin));
    std::string_view value = trim(text.substr(begin, lines.end() - begin));
    // Open as long as it does not end in quotes other than its first.
    while (!quotes.empty() && (value.size() < 2 * quotes.size() || !value.ends_with(quotes))) {
      if (!lines.next()) return instructions;
      // Only the end of the last line is looked at, so that the whole stays linear.
      const std::string_view last = trim(lines.line());
      if (!last.ends_with(quotes)) continue;
      value = trim(text.substr(begin, lines.end() - begin));
    }
    value.remove_prefix(quotes.size());
    value.remove_suffix(quotes.size());
    one.value = value;
    instructions.push_back(std::move(one));
  }
  return instructions;
}

void read_modelfile(const ScannedSource& source, const ScannedFile& file, Mentions& found) {
  if (file.text.empty() || !is_modelfile(file)) return;
  const std::vector<Instruction> instructions = parse_modelfile(file.text);
  const bool adapter = std::any_of(instructions.begin(), instructions.end(), [](const Instruction& one) { return one.keyword == "adapter"; });
  for (const Instruction& one : instructions) {
    if (one.keyword != "from" || is_file(source, file, one.value)) continue;
    found.add(Where::Modelfile, adapter ? "adapter" : "unknown", one.value, source, file, one.line);
  }
}

}  // namespace aboveboard::lineage
