#include "license/reading.h"

#include <gtest/gtest.h>

#include "license/license.h"
#include "support/paths.h"

namespace aboveboard::testing {
namespace {

using license::Match;

bool reads_like_license(const std::string& text) {
  const auto matches = license::identify(text);
  return !matches.empty() && matches[0].verdict == MatchVerdict::Unknown;
}

TEST(Reading, ChineseAndKoreanLicensesAreLicenses) {
  for (const char* file : {"zh.txt", "ko.txt"}) {
    EXPECT_TRUE(reads_like_license(read_file(project_root() / "tests/license/invented" / file))) << file;
  }
}

TEST(Reading, ChineseAndKoreanCardsAreNone) {
  EXPECT_FALSE(reads_like_license("# 模型\n\n本模型用中文和英文写短诗。训练数据来自公开的诗集,共一百万首。请看示例代码。\n"));
  EXPECT_FALSE(reads_like_license("# 모델\n\n이 모델은 한국어와 영어로 짧은 시를 씁니다. 학습 데이터는 공개된 시집에서 모았습니다. 사용자는 예제 코드를 볼 수 있습니다. 라이선스는 Apache 2.0입니다.\n"));
}

}  // namespace
}  // namespace aboveboard::testing
