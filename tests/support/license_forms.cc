#include "support/license_forms.h"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>

namespace aboveboard::testing {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

std::string trimmed(const std::string& line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string::npos) return "";
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
}

// Numbers that look like chance and are the same everywhere (splitmix64).
struct Dice {
  std::uint64_t state;
  std::uint64_t roll() {
    std::uint64_t x = state += 0x9e3779b97f4a7c15ull;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
  }
};

// The stretch of a text from `begin` to the end of `end`, without line breaks; "" where it is not there.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  std::string flat;
  for (const char c : text) {
    const char sign = c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    if (sign != ' ' || (!flat.empty() && flat.back() != ' ')) flat.push_back(sign);
  }
  const std::size_t first = flat.rfind(begin);
  if (first == std::string::npos) return "";
  const std::size_t last = flat.find(end, first);
  return last == std::string::npos ? "" : flat.substr(first, last + end.size() - first);
}

}  // namespace

std::string rewrapped(const std::string& text, std::size_t width) {
  std::string out, line;
  const auto end_line = [&] {
    if (!line.empty()) out += line + "\n";
    line.clear();
  };
  for (const std::string& old : lines_of(text)) {
    if (is_blank(old)) {
      end_line();
      out += "\n";
      continue;
    }
    std::istringstream words(old);
    for (std::string word; words >> word;) {
      if (!line.empty() && line.size() + word.size() + 1 > width) end_line();
      line += (line.empty() ? "" : " ") + word;
    }
  }
  end_line();
  return out;
}

std::string copyright_filled(const std::string& text) {
  std::string out = text;
  constexpr std::array<std::pair<const char*, const char*>, 18> kBlanks = {{
      {"<year>", "2024"}, {"[year]", "2024"}, {"[yyyy]", "2023"}, {"<YEAR>", "2024"}, {"[YEAR]", "2024"}, {"{year}", "2024"}, {"<yyyy>", "2023"},
      {"<copyright holders>", "Ada Poole and friends"}, {"<copyright holder>", "Ada Poole"}, {"<COPYRIGHT HOLDER>", "ADA POOLE"},
      {"[name of copyright owner]", "Harbor Systems GmbH"}, {"<owner>", "Harbor Systems"}, {"<OWNER>", "Harbor Systems"},
      {"<name of author>", "Ada Poole"}, {"[fullname]", "Ada Poole"}, {"<author>", "Ada Poole"}, {"[name of copyright holder]", "Ada Poole"},
      {"<name>", "Ada Poole"},
  }};
  for (const auto& [blank, value] : kBlanks) replace_all(out, blank, value);
  if (out.substr(0, 600).find("Copyright") == std::string::npos) out = "Copyright (c) 2019-2024 Ada Poole and the contributors. All rights reserved.\n\n" + out;
  return out;
}

std::string as_markdown(const std::string& text) {
  std::string out;
  bool first = true, paragraph_start = true;
  for (const std::string& line : lines_of(text)) {
    std::string plain = trimmed(line);
    if (plain.empty()) {
      out += "\n";
      paragraph_start = true;
      continue;
    }
    replace_all(plain, "*", "\\*");
    const bool heading = plain.size() < 60 && plain.back() != '.' && plain.back() != ',' && plain.back() != ';' && plain[0] >= 'A' && plain[0] <= 'Z';
    if (first) {
      out += "# " + plain + "\n";
    } else if (paragraph_start && heading) {
      out += "**" + plain + "**\n";
    } else {
      out += plain + "  \n";
    }
    first = paragraph_start = false;
  }
  return out;
}

std::string commented(const std::string& text, unsigned style) {
  constexpr std::array<const char*, 4> kLeads = {" * ", "# ", "// ", "-- "};
  std::string out = style % 4 == 0 ? "/*\n" : "";
  for (const std::string& line : lines_of(text)) out += std::string(kLeads[style % 4]) + line + "\n";
  if (style % 4 == 0) out += " */\n";
  constexpr std::array<const char*, 4> kCode = {"\nint area(int width, int height) { return width * height; }\n", "\ndef area(width, height):\n    return width * height\n",
                                                "\nfn area(width: u32, height: u32) -> u32 { width * height }\n", "\nlocal function area(w, h) return w * h end\n"};
  return out + kCode[style % 4];
}

std::string in_prose(const std::string& text) {
  return "# Tide tables\n\nPrints the tides of a harbor for a day, a week or a year. It reads the measurements of the last season and draws a\n"
         "curve through them; see `tide --help` for what it takes. Reports of wrong tides are welcome.\n\n## Terms\n\n" + text +
         "\n\n## Thanks\n\nTo the harbor masters who kept the books by hand, and to everyone who typed them in.\n";
}

std::string noisy(const std::string& text, unsigned percent, std::uint64_t seed) {
  constexpr std::array<const char*, 12> kWords = {"lantern", "harbor", "green", "seventeen", "walking", "of", "table", "into", "quickly", "winter", "an", "paper"};
  Dice dice{seed};
  std::string out, word;
  const auto end_word = [&] {
    if (word.empty()) return;
    const std::uint64_t roll = dice.roll();
    if (roll % 100 >= percent) {
      out += word;
    } else if ((roll >> 20) % 3 == 0) {
      out += kWords[(roll >> 32) % kWords.size()];
    } else if ((roll >> 20) % 3 == 1) {
      out += word + " " + kWords[(roll >> 32) % kWords.size()];
    }
    word.clear();
  };
  for (const char c : text) {
    if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
      word.push_back(c);
      continue;
    }
    end_word();
    out.push_back(c);
  }
  end_word();
  return out;
}

std::string restricted(const std::string& text, std::uint64_t seed, std::size_t& at) {
  constexpr std::array<const char*, 8> kLimits = {"for non-commercial purposes only", "except for military use", "by students only", "not", "with prior written consent",
                                                  "for research purposes", "up to 100 users", "only inside the European Union"};
  Dice dice{seed};
  std::vector<std::size_t> blanks;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == ' ' && text[i - 1] != ' ' && text[i + 1] != ' ') blanks.push_back(i);
  }
  at = blanks.empty() ? text.size() : blanks[dice.roll() % blanks.size()];
  return text.substr(0, at) + " " + kLimits[dice.roll() % kLimits.size()] + text.substr(at);
}

std::string head_of(const std::string& text, unsigned percent) {
  std::size_t total = 0;
  const auto is_space = [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; };
  for (std::size_t i = 0; i < text.size(); ++i) total += !is_space(text[i]) && (i == 0 || is_space(text[i - 1]));
  const std::size_t wanted = std::max<std::size_t>(1, total * percent / 100);
  std::size_t seen = 0, at = 0;
  for (; at < text.size(); ++at) {
    const bool begins = !is_space(text[at]) && (at == 0 || is_space(text[at - 1]));
    if (begins && ++seen > wanted) break;
  }
  return text.substr(0, at);
}

std::vector<HeaderNotice> appendix_notices(const std::vector<IdAndText>& texts) {
  // Where the notice begins and ends in the text that prescribes it, in a few words.
  struct Stretch {
    const char *id, *begin, *end;
  };
  constexpr std::array<Stretch, 30> kStretches = {{
      {"Apache-2.0", "Licensed under the Apache License", "limitations under the License."}, {"ECL-2.0", "Licensed under the Educational", "limitations under the License."},
      {"SISSL", "The contents of this file are subject", "copy of the License at"}, {"SISSL-1.2", "The contents of this file are subject", "in compliance with the License."},
      {"GFDL-1.1-or-later", "Permission is granted to copy, distribute and/or modify", "entitled \"GNU Free Documentation License\"."},
      {"GFDL-1.2-or-later", "Permission is granted to copy, distribute and/or modify", "entitled \"GNU Free Documentation License\"."},
      {"GFDL-1.3-or-later", "Permission is granted to copy, distribute and/or modify", "entitled \"GNU Free Documentation License\"."},
      {"SHL-0.5", "Copyright and related rights are licensed under", "limitations under the License."},
      {"SHL-0.51", "Copyright and related rights are licensed under", "limitations under the License."},
      {"MulanPSL-1.0", "is licensed under the Mulan PSL v1", "for more details."}, {"MulanPSL-2.0", "is licensed under Mulan PSL v2", "for more details."},
      {"FreeImage", "The contents of this file are subject", "governing rights and limitations under the License."},
      {"CPAL-1.0", "The contents of this file are subject", "governing rights and limitations under the License."},
      {"MPL-1.1", "The contents of this file are subject", "governing rights and limitations under the License."},
      {"MPL-1.0", "The contents of this file are subject", "governing rights and limitations under the License."},
      {"gSOAP-1.3b", "The contents of this file are subject", "WITHOUT WARRANTY"}, {"RSCPL", "The contents of this file are subject", "limitations under the License."},
      {"RHeCos-1.1", "The contents of this file are subject", "limitations under the License."}, {"CUA-OPL-1.0", "The contents of this file are subject", "limitations under the License."},
      {"SPL-1.0", "The contents of this file are subject", "copy of the License"}, {"NPL-1.0", "The contents of this file are subject", "limitations under the License."},
      {"Watcom-1.0", "This file contains Original Code", "read it before using this file."}, {"APSL-1.0", "This file contains Original Code", "before using this file."},
      {"APSL-1.1", "This file contains Original Code", "before using this file."}, {"APSL-2.0", "This file contains Original Code", "before using this file."},
      {"ImageMagick", "Licensed under the ImageMagick License", "limitations under the License."}, {"SCEA", "Licensed under the SCEA Shared Source License", "governing permissions and limitations"},
      {"LPPL-1.3c", "This work may be distributed and/or modified", "or later."}, {"MPL-2.0", "This Source Code Form is subject to the terms", "at http"},
      {"CDL-1.0", "This material has been released under", "to the terms of the License."},
  }};
  struct Gnu {
    const char *text, *family, *version;
  };
  constexpr std::array<Gnu, 7> kGnu = {{{"GPL-1.0-or-later", "GPL", "1.0"}, {"GPL-2.0-or-later", "GPL", "2.0"}, {"GPL-3.0-or-later", "GPL", "3.0"}, {"LGPL-2.0-or-later", "LGPL", "2.0"},
                                        {"LGPL-2.1-or-later", "LGPL", "2.1"}, {"AGPL-3.0-or-later", "AGPL", "3.0"}, {"AGPL-1.0-or-later", "AGPL", "1.0"}}};
  std::map<std::string, const std::string*> by_id;
  for (const auto& [id, text] : texts) by_id[id] = &text;
  std::vector<HeaderNotice> notices;
  for (const Stretch& stretch : kStretches) {
    const auto found = by_id.find(stretch.id);
    if (found == by_id.end()) continue;
    std::string text = between(*found->second, stretch.begin, stretch.end);
    if (!text.empty() && text.size() < 2500) notices.push_back({std::move(text), stretch.id});
  }
  for (const Gnu& gnu : kGnu) {
    const auto found = by_id.find(gnu.text);
    if (found == by_id.end()) continue;
    for (const char* begin : {"This program is free software", "This library is free software"}) {
      const std::string later = between(*found->second, begin, "for more details.");
      if (later.empty() || later.size() > 1500) continue;
      const std::string stem = std::string(gnu.family) + "-" + gnu.version;
      notices.push_back({later, stem + "-or-later"});
      std::string only = later;
      const std::size_t either = only.find("either version");
      const std::size_t end = only.find("any later version", either);
      if (either == std::string::npos || end == std::string::npos) continue;
      std::string number = gnu.version;
      if (number.ends_with(".0")) number.resize(1);
      only.replace(either, end + 17 - either, "version " + number + " of the License");
      notices.push_back({only, stem + "-only"});
    }
  }
  return notices;
}

HeaderNotice written_notice(const std::string& id, const std::string& name, unsigned style) {
  std::string said = name;
  if (said.find("icen") == std::string::npos) said += " license";
  std::string text;
  switch (style % 6) {
    case 0: text = "SPDX-License-Identifier: " + id; break;
    case 1: text = "Copyright (c) 2024 Ada Poole\n\nThis file is licensed under the " + said + ".\nSee the file LICENSE at the top of this tree for the full text."; break;
    case 2: text = "Tide tables, (c) 2021 Ada Poole. Released under the " + said + "; see LICENSE."; break;
    case 3: text = "Use of this source code is governed by the\n" + said + " that can be found in the LICENSE file."; break;
    case 4: text = "You may copy, change and pass on this file under the terms of the\n" + said + ", a copy of which came with it."; break;
    default: text = "Distributed under the " + said + "."; break;
  }
  return {commented(text, style / 6), id};
}

}  // namespace aboveboard::testing
