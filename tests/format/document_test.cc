#include "format/document.h"

#include <gtest/gtest.h>

#include "builders.h"

namespace aboveboard::testing {
namespace {

struct Parsed {
  Diagnostics notes;
  Document document;
  explicit Parsed(std::string text, std::string path = "README.md")
      : document(parse_document(std::move(path), std::move(text), notes)) {}
  std::vector<std::string> texts() const {
    std::vector<std::string> all;
    for (const Sentence& sentence : document.sentences) all.push_back(sentence.text);
    return all;
  }
  std::string rules() const {
    std::string all;
    for (const Diagnostic& item : notes.items()) all += (all.empty() ? "" : " ") + item.rule;
    return all;
  }
  const Sentence& at(std::size_t i) const { return document.sentences.at(i); }
  std::string quote(std::size_t i) const { return document.text.substr(at(i).begin, at(i).end - at(i).begin); }
};

using Texts = std::vector<std::string>;

TEST(Document, SplitsParagraphsIntoSentencesOverSoftBreaks) {
  const Parsed parsed("First one\ngoes on. The second!  Third?\n\nFourth\n");
  EXPECT_EQ(parsed.texts(), (Texts{"First one goes on.", "The second!", "Third?", "Fourth"}));
  EXPECT_EQ(parsed.at(0).line, 1u);
  EXPECT_EQ(parsed.at(0).end_line, 2u);
  EXPECT_EQ(parsed.quote(0), "First one\ngoes on.");
  EXPECT_EQ(parsed.at(3).line, 4u);
}

TEST(Document, DoesNotSplitAtAbbreviationsNumbersUrlsAndFileNames) {
  for (const std::string line :
       {"Uses e.g. Python and version 3.1 of it.", "See Fig. 3 by Prof. A. Person, i.e. the plot.",
        "Read file.txt at https://a.example/b.html?c=d. now", "Company Inc. Holding and others, cf. Sec. 2.",
        "No. 5 of pp. 3-4 vs. the rest"})
    EXPECT_EQ(Parsed(line).texts().size(), 1u) << line;
  EXPECT_EQ(Parsed("It took 3.5 h, etc. Then it ended.").texts().size(), 2u);
}

TEST(Document, SplitsAtChineseAndJapaneseFullStops) {
  EXPECT_EQ(Parsed("\xe4\xb8\x80\xe3\x80\x82\xe4\xba\x8c\xef\xbc\x81\xe4\xb8\x89").texts().size(), 3u);
}

TEST(Document, TakesMarkupOutOfTextAndKeepsItInTheRange) {
  const Parsed parsed(
      "**Bold** and *slanted* and `a_b*c` and [link](https://a.example \"t\") \\* 2 * 3 &amp; <b>x</b> "
      "snake_case_name.\n");
  EXPECT_EQ(parsed.texts(), (Texts{"Bold and slanted and a_b*c and link * 2 * 3 & x snake_case_name."}));
  EXPECT_EQ(parsed.quote(0), parsed.document.text.substr(0, parsed.document.text.size() - 1));
}

TEST(Document, MakesSectionsOfHeadingsOfEveryKind) {
  const Parsed parsed("top\n\n# One #\na\n\nTwo\n---\nb\n\n<h3>Three</h3>\n\nc\n\n##Four\nd\n");
  ASSERT_EQ(parsed.document.sections.size(), 5u);
  EXPECT_EQ(parsed.document.sections[1].heading, "One");
  EXPECT_EQ(parsed.document.sections[2].heading, "Two");
  EXPECT_EQ(parsed.document.sections[2].level, 2);
  EXPECT_EQ(parsed.document.sections[3].heading, "Three");
  EXPECT_EQ(parsed.document.sections[3].parent, 2u);
  EXPECT_EQ(parsed.document.sections[4].parent, 1u);
  EXPECT_EQ(parsed.document.sentences.back().section, 4u);
  EXPECT_EQ(parsed.document.sentences.front().section, 0u);
}

TEST(Document, ReadsHeadingsOfReStructuredText) {
  const Parsed parsed("=====\nTitle\n=====\n\nText\n\nPart\n~~~~\n\nMore\n", "index.rst");
  ASSERT_EQ(parsed.document.sections.size(), 3u);
  EXPECT_EQ(parsed.document.sections[2].heading, "Part");
}

TEST(Document, FindsWordsInHeadingsUpwards) {
  const Parsed parsed("# Training data\n## Sources\nText.\n# Database\nText.\n");
  const auto& sentences = parsed.document.sentences;
  EXPECT_TRUE(under_heading(parsed.document, sentences[2], "data license"));
  EXPECT_TRUE(under_heading(parsed.document, sentences[2], "model card|training data"));
  EXPECT_TRUE(under_heading(parsed.document, sentences[2], "source"));
  EXPECT_FALSE(under_heading(parsed.document, sentences[4], "data"));
}

TEST(Document, KeepsTableRowsListItemsQuotesAndCodeApart) {
  const Parsed parsed(
      "| a | **b** |\n|---|:-:|\n| c | [d](e) \\| f |\n\n- item. More\n  - nested\n    goes on\n1. first\n\n> said\n> "
      "so\n\n```py\nx = 1\n```\n\n    y = 2\n");
  EXPECT_EQ(parsed.texts(),
            (Texts{"a | b", "c | d | f", "item.", "More", "nested goes on", "first", "said so", "x = 1", "y = 2"}));
  EXPECT_EQ(parsed.at(1).kind, BlockKind::TableRow);
  EXPECT_EQ(parsed.at(4).kind, BlockKind::ListItem);
  EXPECT_EQ(parsed.at(6).kind, BlockKind::Quote);
  EXPECT_EQ(parsed.at(7).kind, BlockKind::Code);
  EXPECT_EQ(parsed.at(8).kind, BlockKind::Code);
}

TEST(Document, ReadsHtmlAsTextWithRowsAndBreaks) {
  const Parsed parsed(
      "<div "
      "align=\"center\">\n<p>One<br>Two</p>\n</div>\n\n<table><tr><td>a</td><td>b</td></tr>\n<tr><td>c</td>\n<td>d</"
      "td></tr></table>\n\n<!-- not\n\nthis -->\n<style>nor {this}</style>\nEnd\n");
  EXPECT_EQ(parsed.texts(), (Texts{"One", "Two", "a | b", "c | d", "End"}));
}

TEST(Document, KeepsIndentedLicenseTextAsProse) {
  const Parsed parsed("      Some License\n\n   1. Definitions.\n\n      \"You\" means a reader.\n", "LICENSE");
  EXPECT_EQ(parsed.texts(), (Texts{"Some License", "Definitions.", "\"You\" means a reader."}));
  EXPECT_NE(parsed.at(0).kind, BlockKind::Code);
}

TEST(Document, FindsLinksOfEveryForm) {
  const Parsed parsed(
      "[in](a.md) [ref][R] [R] <https://auto.example> https://bare.example/x_y). ![img](i.png \"t\")\n"
      "[![Badge text](b.svg)](LICENSE) <a href=\"h.html\">ht<b>ml</b></a> <img src='s.png' alt='alt'>\n\n[r]: "
      "https://ref.example 'title'\n");
  std::string all;
  for (const Link& link : parsed.document.links) all += (link.image ? "!" : "") + link.target + "=" + link.text + ";";
  EXPECT_EQ(all,
            "a.md=in;https://ref.example=ref;https://ref.example=R;https://auto.example=https://auto.example;https://"
            "bare.example/x_y=https://bare.example/x_y;!i.png=img;"
            "LICENSE=Badge text;!b.svg=Badge text;h.html=html;!s.png=alt;");
  EXPECT_EQ(parsed.document.links[6].line, 2u);
}

TEST(Card, ReadsFrontMatterWithItsLines) {
  const Parsed parsed("---\nlicense:\n- mit\n- apache-2.0\nlanguage: no\n---\n# Title\n");
  ASSERT_TRUE(parsed.document.front_matter);
  const FrontMatter& front = *parsed.document.front_matter;
  EXPECT_EQ(front.line, 2u);
  EXPECT_EQ(front.end_line, 5u);
  EXPECT_EQ(front.value.find("license")->as_texts(), (Texts{"mit", "apache-2.0"}));
  EXPECT_EQ(front.value.find("license")->items[1].line, 4u);
  EXPECT_EQ(front.value.find("language")->as_text(), "no");
  EXPECT_EQ(parsed.texts(), (Texts{"Title"}));
  EXPECT_EQ(parsed.at(0).line, 7u);
}

TEST(Card, ReadsFrontMatterBehindMarksBlankLinesAndOtherLineEndings) {
  for (const std::string text : {"\xef\xbb\xbf---\nlicense: mit\n---\nText\n", "\n\n---\nlicense: mit\n---\nText\n",
                                 "---\r\nlicense: mit\r\n--- \r\nText\r\n", "---\nlicense: mit\n---"}) {
    const Parsed parsed(text);
    ASSERT_TRUE(parsed.document.front_matter) << text;
    EXPECT_EQ(parsed.document.front_matter->value.find("license")->as_text(), "mit") << text;
    EXPECT_EQ(parsed.rules(), "") << text;
  }
}

TEST(Card, NotesBrokenFrontMatterAndKeepsTheProse) {
  const Parsed parsed("---\nlicense: mit\nname: [a, b\n---\nText stays.\n");
  EXPECT_FALSE(parsed.document.front_matter);
  EXPECT_EQ(parsed.rules(), "format/card-front-matter");
  EXPECT_EQ(parsed.notes.items().front().kind, DiagnosticKind::Invalid);
  EXPECT_TRUE(parsed.notes.items().front().error.place.line);
  EXPECT_EQ(parsed.texts(), (Texts{"Text stays."}));
}

TEST(Card, NotesRepeatedKeys) {
  const Parsed parsed("---\nlicense: mit\nlicense: apache-2.0\n---\n");
  EXPECT_EQ(parsed.rules(), "format/yaml-duplicate-key");
  ASSERT_TRUE(parsed.document.front_matter);
  EXPECT_EQ(parsed.document.front_matter->value.members.size(), 2u);
}

TEST(Card, RefusesAYamlBomb) {
  std::string bomb = "---\na: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char c = 'b'; c <= 'j'; ++c) {
    bomb += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 9; ++i) bomb += std::string(i == 0 ? "*" : ", *") + static_cast<char>(c - 1);
    bomb += "]\n";
  }
  const Parsed parsed(bomb + "---\nText.\n");
  EXPECT_EQ(parsed.rules(), "format/card-front-matter");
  EXPECT_EQ(parsed.texts(), (Texts{"Text."}));
}

TEST(Card, ReadsProseWithoutFrontMatterAndWithRules) {
  EXPECT_EQ(Parsed("No front matter.\n").texts(), (Texts{"No front matter."}));
  EXPECT_FALSE(Parsed("Text\n---\na: b\n---\n").document.front_matter);
  const Parsed open("---\nlicense: mit\n");
  EXPECT_FALSE(open.document.front_matter);
  EXPECT_EQ(Parsed("---\nA sentence between rules.\n---\nText\n").texts().size(), 2u);
  EXPECT_EQ(Parsed("").texts(), Texts{});
}

TEST(Card, NotesInvalidUtf8AndReadsOn) {
  const Parsed parsed("Good.\n\nB\xff\x64.\n");
  EXPECT_EQ(parsed.rules(), "format/invalid-utf8");
  EXPECT_EQ(parsed.notes.items().front().error.place.line, 3u);
  EXPECT_EQ(parsed.texts(), (Texts{"Good.", "B\xef\xbf\xbd\x64."}));
}

TEST(Document, EverySentenceAndLinkLiesWhereItSays) {
  const Parsed parsed(
      "# A *b*\r\nOne **two.** Three\r\n> quoted\r\n> more. Yes\r\n\r\n- a\r\n- b <br> c\r\n\r\n| x | y "
      "|\r\n|---|---|\r\n| 1 | [l](t) |\r\n\r\n<p>h &amp; i</p>\r\n```\r\ncode\r\n```\r\n");
  const Document& document = parsed.document;
  std::size_t end = 0;
  for (const Sentence& sentence : document.sentences) {
    ASSERT_LT(sentence.begin, sentence.end);
    ASSERT_LE(sentence.end, document.text.size());
    EXPECT_GE(sentence.begin, end);
    end = sentence.end;
    EXPECT_EQ(document.lines.line_of(sentence.begin), sentence.line);
    EXPECT_EQ(document.lines.line_of(sentence.end - 1), sentence.end_line);
    EXPECT_LT(sentence.section, document.sections.size());
  }
  ASSERT_EQ(document.links.size(), 1u);
  EXPECT_EQ(document.text.substr(document.links[0].begin, document.links[0].end - document.links[0].begin), "[l](t)");
}

TEST(Document, IsLinearOnHostileText) {
  const std::size_t repeats = 100'000;
  for (const std::string unit :
       {"[",  "[](", "[](<", "*",  "**a", "`",  "`` ` ",   "<",  "<a ", "<a b=\"", "<!--", "<!a",
        "> ", "- ",  "|",    "|-", "&#",  "_a", "http://", "![", "</",  "[a]:",    "\\",   "#"}) {
    std::string text;
    for (std::size_t i = 0; i < repeats; ++i) text += unit;
    const Parsed parsed(text);
    EXPECT_EQ(parsed.document.text.size(), text.size());
    std::string lines;
    for (std::size_t i = 0; i < repeats; ++i) lines += unit + "\n";
    EXPECT_EQ(Parsed(lines).document.text.size(), lines.size());
  }
}

}  // namespace
}  // namespace aboveboard::testing
