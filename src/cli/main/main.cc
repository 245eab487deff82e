// The program. Nothing in this project throws; what a library below might is caught here, last, and said.
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "cli/cli.h"

int main(int count, char** values) {
  try {
    return aboveboard::cli::run(std::vector<std::string>(values + 1, values + count), aboveboard::cli::look_around(), std::cout, std::cerr);
  } catch (const std::exception& error) {
    std::cerr << "aboveboard: internal error: " << error.what() << "\n";
  } catch (...) {
    std::cerr << "aboveboard: internal error\n";
  }
  return aboveboard::cli::kInternal;
}
