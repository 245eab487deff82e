#include "format/archive/flavor.h"

#include <gtest/gtest.h>

namespace aboveboard::format {
namespace {

TEST(ArchiveFlavor, IsToldByTheNamesOfMembers) {
  EXPECT_EQ(archive_flavor({"./", "./model_config.yaml", "./model_weights.ckpt"}), "nemo");
  EXPECT_EQ(archive_flavor({"model_config.yaml", "model_weights/0/part.distcp"}), "nemo");
  EXPECT_EQ(archive_flavor({"MAR-INF/MANIFEST.json", "handler.py"}), "torchserve");
  EXPECT_EQ(archive_flavor({"mar-inf\\manifest.JSON"}), "torchserve");
  EXPECT_EQ(archive_flavor({"schema.json", "1.npy"}), "skops");
  EXPECT_EQ(archive_flavor({"Model.mlpackage/Manifest.json", "Model.mlpackage/Data/com.example/model.mlmodel"}), "mlpackage");
  EXPECT_EQ(archive_flavor({".args", "model.gguf"}), "llamafile");
  EXPECT_EQ(archive_flavor({"MLmodel", "conda.yaml", "model.pkl"}), "mlflow");
  EXPECT_EQ(archive_flavor({"AndroidManifest.xml", "classes.dex", "META-INF/MANIFEST.MF"}), "apk");
  EXPECT_EQ(archive_flavor({"META-INF/MANIFEST.MF", "a/B.class"}), "jar");
  EXPECT_EQ(archive_flavor({"[Content_Types].xml", "word/document.xml"}), "ooxml");
}

TEST(ArchiveFlavor, IsEmptyForOthers) {
  EXPECT_EQ(archive_flavor({}), "");
  EXPECT_EQ(archive_flavor({""}), "");
  EXPECT_EQ(archive_flavor({"model_config.yaml"}), "");
  EXPECT_EQ(archive_flavor({"archive/data.pkl", "archive/version"}), "");
}

}  // namespace
}  // namespace aboveboard::format
