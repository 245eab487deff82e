// Names: dotted names of modules, classes and functions, matched against patterns part by part.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace aboveboard::danger {

// "a.{b,c}.d" as "a.b.d" and "a.c.d"; a brace may hold dots, and no brace.
std::vector<std::string> expand_braces(std::string_view pattern);

// What wildcards of careful lists never stand for: parts that lead out of a library.
struct Foreign {
  std::unordered_set<std::string> modules;  // os, subprocess, numpy ...
  std::unordered_set<std::string> classes;  // Popen, FileIO ...
};

// Names and patterns of one list. In a pattern, "*" within a part stands for any letters, the part "**" for any number of parts, also none, and the part "<Class>" for a
// name with a capital letter at its beginning, behind an underscore or not.
class NameSet {
 public:
  // Careful: no wildcard stands for a part with a double underscore at its beginning or for a foreign one.
  explicit NameSet(const Foreign* careful = nullptr) : careful_(careful) {}
  void add(std::string_view pattern);
  // Is the name in the list as it stands?
  bool holds(std::string_view name) const;
  // Does a pattern match it?
  bool matches(std::string_view name) const;
  bool empty() const { return exact_.empty() && patterns_.empty(); }

 private:
  using Parts = std::vector<std::string>;
  bool match_from(const Parts& pattern, std::size_t at, const Parts& name, std::size_t part) const;
  bool match_part(std::string_view pattern, std::string_view part, bool last) const;

  const Foreign* careful_;
  std::unordered_set<std::string> exact_;  // looked up, never walked
  std::vector<Parts> patterns_;
};

}  // namespace aboveboard::danger
