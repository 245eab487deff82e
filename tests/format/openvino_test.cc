#include "format/openvino/openvino.h"

#include <gtest/gtest.h>

#include "base/limits.h"
#include "examined.h"
#include "format/openvino/xml.h"

namespace aboveboard::testing {
namespace {

Examined read(const std::string& bytes) { return Examined(bytes, format::read_openvino); }

std::string layer(int id, std::string_view name, std::string_view type, std::string_view version, std::string_view inside = "") {
  return "<layer id=\"" + std::to_string(id) + "\" name=\"" + std::string(name) + "\" type=\"" + std::string(type) + "\" version=\"" + std::string(version) + "\">" +
         std::string(inside) + "</layer>";
}
std::string constant(int id, std::string_view name, std::string_view data) { return layer(id, name, "Const", "opset1", "<data " + std::string(data) + "/>"); }
std::string net(std::string_view layers, std::string_view more = "") {
  return "<?xml version=\"1.0\"?>\n<!-- made by a test -->\n<net name=\"tiny\" version=\"11\"><layers>" + std::string(layers) + "</layers>" + std::string(more) + "</net>\n";
}
const std::string kWeights = constant(1, "w", "element_type=\"f32\" shape=\"2, 3\" offset=\"0\" size=\"24\"");

TEST(Openvino, ListsConstantsAndMetadata) {
  const std::string bytes = net(layer(0, "x", "Parameter", "opset1") + kWeights + constant(2, "b", "element_type='u4' shape='3' offset='64' size='2'") +
                                    constant(3, "one", "element_type=\"i64\" shape=\"\" offset=\"72\" size=\"8\""),
                                "<edges><edge from-layer=\"0\" from-port=\"0\" to-layer=\"1\" to-port=\"0\"/></edges>"
                                "<rt_info><Runtime_version value=\"2024.1\"/><conversion_parameters><framework value=\"onnx\"/></conversion_parameters></rt_info>");
  EXPECT_TRUE(sniffs(bytes, format::looks_like_openvino));
  const Examined graph = read(bytes);
  EXPECT_EQ(graph.rules(), "");
  EXPECT_EQ(graph.tensors(), "w f32 [2,3] 24\nb u4 [3] 2\none i64 [] 8\n");
  EXPECT_EQ(graph.metadata("openvino.bin_bytes"), "80");
  EXPECT_EQ(graph.metadata("name"), "tiny");
  EXPECT_EQ(graph.metadata("rt_info/conversion_parameters/framework"), "onnx");
  EXPECT_EQ(graph.contents.data_bytes, 34u);
  EXPECT_TRUE(graph.contents.constructs.empty());
}

TEST(Openvino, ReadsBlobsOfOldVersions) {
  const std::string old = "<net name=\"n\" version=\"7\"><layers><layer id=\"0\" name=\"conv\" precision=\"FP16\" type=\"Convolution\"><data stride=\"1,1\"/><blobs>"
                          "<weights offset=\"0\" size=\"12\"/><biases offset=\"12\" size=\"4\" precision=\"FP32\"/></blobs></layer></layers></net>";
  const Examined graph = read(old);
  EXPECT_EQ(graph.rules(), "");
  EXPECT_EQ(graph.tensors(), "conv/weights FP16 [6] 12\nconv/biases FP32 [1] 4\n");
}

TEST(Openvino, NamesLayersOfExtensions) {
  const Examined graph = read(net(layer(0, "a", "MyOp", "extension") + layer(1, "b", "Ex&#116;ension", "opset1") + layer(2, "c", "Relu", "opset1") +
                                  layer(3, "d", "Odd", "my_opset")));
  EXPECT_EQ(graph.rules(), "");
  ASSERT_EQ(graph.contents.constructs.size(), 3u);
  EXPECT_EQ(graph.contents.constructs[0].name, "openvino::MyOp");
  EXPECT_EQ(graph.contents.constructs[1].name, "openvino::Extension");
  EXPECT_EQ(graph.contents.constructs[2].name, "openvino::Odd");
}

TEST(Openvino, LooksIntoBodies) {
  const std::string body = "<body><layers>" + kWeights + layer(2, "m", "Inner", "extension") + "</layers><edges><edge from-layer=\"1\" to-layer=\"2\"/></edges></body>";
  const Examined graph = read(net(layer(1, "loop", "Loop", "opset5", body) + layer(2, "r", "Result", "opset1"), "<edges><edge from-layer=\"1\" to-layer=\"2\"/></edges>"));
  EXPECT_EQ(graph.rules(), "");
  EXPECT_EQ(graph.tensors(), "w f32 [2,3] 24\n");
  EXPECT_NE(graph.construct("openvino::Inner"), nullptr);
}

TEST(Openvino, ObeysNoDeclarations) {
  const std::string bytes = "<!DOCTYPE net [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y PUBLIC \"-//n\" 'http://example.org/y'>]>" + net(kWeights);
  EXPECT_TRUE(sniffs(bytes, format::looks_like_openvino));
  const Examined graph = read(bytes);
  EXPECT_EQ(graph.rules(), "openvino-doctype");
  EXPECT_EQ(graph.construct("file:///etc/passwd")->kind, ConstructKind::OpensPath);
  EXPECT_NE(graph.construct("http://example.org/y"), nullptr);
  EXPECT_EQ(graph.tensors(), "w f32 [2,3] 24\n");
  EXPECT_EQ(read(net(layer(0, "&x;", "Relu", "opset1"))).rules(), "openvino-xml");
  std::string laughs = "<!DOCTYPE net [<!ENTITY a \"ha\">";
  for (int i = 0; i < 50; ++i) laughs += "<!ENTITY a" + std::to_string(i) + " \"&a;&a;&a;\">";
  EXPECT_EQ(read(laughs + "]>" + net(kWeights)).rules(), "openvino-doctype");
}

TEST(Openvino, NamesWhatIsBroken) {
  const auto constants = [](std::string_view data) { return read(net(constant(0, "w", data))).rules(); };
  EXPECT_EQ(constants("element_type=\"f32\" shape=\"2,3\" offset=\"0\" size=\"23\""), "openvino-size");
  EXPECT_EQ(constants("element_type=\"f32\" shape=\"2,3\" offset=\"0\" size=\"25\""), "openvino-surplus");
  EXPECT_EQ(constants("element_type=\"f32\" shape=\"2,3\" offset=\"-1\" size=\"24\""), "openvino-extent");
  EXPECT_EQ(constants("element_type=\"f32\" shape=\"2,3\" offset=\"18446744073709551615\" size=\"24\""), "openvino-extent");
  EXPECT_EQ(constants("element_type=\"f32\" shape=\"2,-3\" offset=\"0\" size=\"24\""), "openvino-shape");
  EXPECT_EQ(constants("element_type=\"f32\" shape=\"9999999999,9999999999\" offset=\"0\" size=\"24\""), "openvino-shape");
  EXPECT_EQ(constants("element_type=\"f99\" shape=\"2,3\" offset=\"0\" size=\"24\""), "openvino-type");
  EXPECT_EQ(read(net(kWeights + kWeights)).rules(), "openvino-duplicate-layer");
  EXPECT_EQ(read(net(kWeights, "<edges><edge from-layer=\"1\" to-layer=\"9\"/></edges>")).rules(), "openvino-edge");
  EXPECT_EQ(read(net("<layer id=\"0\" name=\"x\"/>")).rules(), "openvino-layer");
  EXPECT_EQ(read(net("<layer type=\"Relu\"/>")).rules(), "openvino-layer");
}

TEST(Openvino, NamesWhatIsNoXml) {
  for (const std::string bytes : {"<net><layers></net>", "<net>", "<net a=\"1\" a=\"2\"/>", "<net a=1/>", "<net a/>", "<net a=\"<\"/>", "<net", "<net/><net/>", "<net></layers></net>", "< net/>",
                                  "<net><!-- ", "<net a=\"&\"/>", "<net><![CDATA[", "text", ""})
    EXPECT_EQ(read(bytes).rules(), "openvino-xml") << bytes;
  for (const std::string bytes : {"<net/>", "\xef\xbb\xbf<net></net>", "<net a='1' b=\"&lt;&amp;&#x3c;&#8364;\"><![CDATA[</net>]]><?x y?></net >"}) EXPECT_EQ(read(bytes).rules(), "") << bytes;
}

TEST(Openvino, StopsAtItsLimits) {
  std::string deep = "<net>";
  for (std::uint64_t i = 0; i < limits::kXmlDepth + 1; ++i) deep += "<a>";
  EXPECT_EQ(read(deep).rules(), "openvino-limit");
  EXPECT_EQ(read("<net a=\"" + std::string(limits::kXmlTokenBytes + 1, 'x') + "\"/>").rules(), "openvino-limit");
}

TEST(Openvino, IsToldByItsRoot) {
  EXPECT_FALSE(sniffs("<html><net/></html>", format::looks_like_openvino));
  EXPECT_FALSE(sniffs("<net><other/></net>", format::looks_like_openvino));
  EXPECT_FALSE(sniffs("network", format::looks_like_openvino));
  EXPECT_TRUE(sniffs("<!--" + std::string(10'000, 'x') + "-->" + net(kWeights), format::looks_like_openvino));
  EXPECT_TRUE(sniffs("<?xml version=\"1.0\"?><PMML version=\"4.4\"/>", format::looks_like_pmml));
  EXPECT_EQ(Examined("<PMML/>", format::read_pmml).rules(), "pmml-not-read");
}

}  // namespace
}  // namespace aboveboard::testing
