// Where in a license a line stands: its numbering ("1.", "1.a", "(ii)", "Section 3", "第四条", "제4조", bullets) as a section path.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace aboveboard::license {

enum class LabelKind { Number, Decimal, Lower, Upper, Roman, Article, Part, Heading, Bullet };

// What a line begins with.
struct Label {
  LabelKind kind = LabelKind::Bullet;
  std::string text;          // "3", "2.1", "a", "ii", "第四条", "Attachment A"
  std::uint64_t value = 0;   // its place in its row, from 1; 0 where it has none
  std::size_t size = 0;      // bytes of the line that the label takes, with the blanks behind it
  char style = '.';          // '.', ')' or '(': the rows of a license keep theirs
  std::size_t indent = 0;    // of the line; set by who reads lines
};

// The label at the start of `line`, which has no blanks and no comment leader in front of it.
std::optional<Label> read_label(std::string_view line);

class Outline {
 public:
  void enter(const Label& label);
  std::size_t depth() const { return levels_.size(); }
  // As the license numbers it: "1.b.iii", "2.1", "Attachment A"; "" where nothing is numbered.
  std::string section() const;
  // Would `label` continue a row of this outline, or begin one?
  bool expects(const Label& label) const;

 private:
  void enter_letters(const Label& label);
  void enter_number(const Label& label);
  void replace_from(std::size_t level, const Label& label, LabelKind kind, std::uint64_t value);
  std::vector<Label> levels_;
};

}  // namespace aboveboard::license
