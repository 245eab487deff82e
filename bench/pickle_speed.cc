// How fast the pickle machine runs over dense opcodes: MB/s for one kind after the other. No library: it prints one line for each.
#include <chrono>
#include <cstdio>
#include <functional>
#include <string>
#include <vector>

#include "base/limits.h"
#include "format/examination.h"
#include "format/pickle/pickle.h"

namespace {

using namespace aboveboard;

constexpr std::size_t kBytes = 64u << 20;

std::string repeated(const std::string& head, const std::string& unit, const std::string& tail) {
  std::string out = head;
  while (out.size() + unit.size() <= kBytes) out += unit;
  return out + tail;
}

struct Mix {
  const char* name;
  std::string bytes;
};

std::vector<Mix> mixes() {
  std::vector<Mix> out;
  out.push_back({"list and pop", repeated("", "]0", "N.")});
  out.push_back({"appended bytes", repeated("]", "K\x07" "a", ".")});
  out.push_back({"appends by mark", repeated("]", "(K\x01K\x02K\x03K\x04K\x05K\x06K\x07K\x08" "e", ".")});
  out.push_back({"memoize and get", repeated("N\x94", "h" + std::string(1, '\0') + "\x94" + "0", "N.")});
  out.push_back({"put and get", repeated("N", "q\x05h\x05" "0", ".")});
  out.push_back({"short strings", repeated("", "\x8c\x06layer10", "N.")});
  out.push_back({"strings of 40", repeated("", "X\x28" + std::string(3, '\0') + std::string(40, 'x') + "0", "N.")});
  out.push_back({"reduce", repeated("ccollections\nOrderedDict\nq\x01" "0", "h\x01)R0", "N.")});
  out.push_back({"globals", repeated("", "ccollections\nOrderedDict\n0", "N.")});
  out.push_back({"stack globals", repeated("", "\x8c\x0b" "collections\x8c\x0bOrderedDict\x93" "0", "N.")});
  out.push_back({"tuples", repeated("", "K\x01K\x02\x86K\x03\x85\x86" "0", "N.")});
  out.push_back({"marked tuples", repeated("", "(K\x01K\x02K\x03K\x04t0", "N.")});
  out.push_back({"dict items", repeated("}", "K\x01K\x02s", ".")});
  out.push_back({"text ints", repeated("(l", "I12345\na", ".")});
  out.push_back({"text strings", repeated("", "S'layer weight'\n0", "N.")});
  out.push_back({"text memo", repeated("N", "p17\ng17\n0", ".")});
  out.push_back({"floats", repeated("", "G\x3f\xf0" + std::string(6, '\0') + "0", "N.")});
  out.push_back({"small pickles", repeated("", "\x80\x02N.", "")});
  return out;
}

double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main() {
  for (const Mix& mix : mixes()) {
    Contents contents;
    double best = 1e9;
    for (int i = 0; i < 3; ++i) {
      contents = {};
      Diagnostics notes;
      format::Budget budget;
      format::Examination examination("bench", contents, notes, budget, {});
      MemorySource source(mix.bytes);
      best = std::min(best, seconds([&] { format::read_pickle(source, examination); }));
    }
    std::printf("%-18s %7.0f MB/s%s\n", mix.name, static_cast<double>(mix.bytes.size()) / 1e6 / best, contents.valid ? "" : "  (broken)");
  }
}
