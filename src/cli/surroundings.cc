#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <string_view>

#include "cli/cli.h"

namespace aboveboard::cli {
namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

// What commands read, beside what concerns the terminal: where the ecosystem keeps models, how it reaches hubs.
constexpr std::array kVariables = {"HOME", "SOURCE_DATE_EPOCH", "XDG_CACHE_HOME", "ABOVEBOARD_CACHE", "ABOVEBOARD_CACHE_SIZE", "HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_TOKEN_PATH", "HF_HUB_DISABLE_IMPLICIT_TOKEN", "HF_HOME",
                                   "HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE", "HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE", "HF_HUB_ETAG_TIMEOUT", "HF_HUB_DOWNLOAD_TIMEOUT", "OLLAMA_MODELS", "LLAMA_CACHE", "http_proxy", "https_proxy",
                                   "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY", "SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"};

// COLUMNS is a wish and taken as it is; a terminal's own width up to where lines still read well.
int columns_of_terminal() {
  constexpr int kUsual = 80, kReadable = 120, kMost = 1000;
  const std::string_view wish = variable("COLUMNS");
  int columns = 0;
  const auto [end, error] = std::from_chars(wish.data(), wish.data() + wish.size(), columns);
  if (error == std::errc() && end == wish.data() + wish.size() && columns > 0) return std::min(columns, kMost);
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::min(static_cast<int>(size.ws_col), kReadable);
  return kUsual;
}

}  // namespace

std::string Surroundings::variable(std::string_view name) const {
  const auto found = variables.find(name);
  return found == variables.end() ? "" : found->second;
}

Surroundings look_around() {
  Surroundings around;
  for (const char* name : kVariables) {
    if (const char* value = std::getenv(name); value != nullptr) around.variables.emplace(name, value);
  }
  around.now = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
  around.error_terminal = ::isatty(STDERR_FILENO) == 1;
  around.terminal = ::isatty(STDOUT_FILENO) == 1;
  around.wants_color = variable("NO_COLOR").empty() && variable("TERM") != "dumb";
  around.columns = columns_of_terminal();
  return around;
}

}  // namespace aboveboard::cli
