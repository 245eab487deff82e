#include <fstream>
int main(int, char** argv) {
  std::ofstream(argv[2]) << "";
  std::ofstream(argv[3]) << "";
}
