#include "cli/places.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <memory>

#include "base/text.h"
#include "cli/network.h"
#include "net/http.h"

namespace aboveboard::cli {
namespace {

// The first of these variables that is set, "" for none.
std::string first_of(const Surroundings& around, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    if (const std::string value = around.variable(name); !value.empty()) return value;
  }
  return "";
}

// As the Hub's clients take a switch: 1, on, yes, true, in any case.
bool is_on(const std::string& value) {
  const std::string lower = to_lower(value);
  return lower == "1" || lower == "on" || lower == "yes" || lower == "true";
}

std::string cache_home(const Surroundings& around) {
  if (const std::string folder = around.variable("XDG_CACHE_HOME"); !folder.empty()) return folder;
  const std::string home = around.variable("HOME");
  return home.empty() ? "" : home + "/.cache";
}

std::string below(const std::string& folder, std::string_view path) { return folder.empty() ? "" : folder + "/" + std::string(path); }

// "~/models" as a shell would have it.
std::string expanded(const Surroundings& around, std::string path) {
  if (path == "~" || path.starts_with("~/")) path.replace(0, 1, around.variable("HOME"));
  return path;
}

std::string hub_home(const Surroundings& around) {
  const std::string home = expanded(around, around.variable("HF_HOME"));
  return home.empty() ? below(cache_home(around), "huggingface") : home;
}

constexpr std::size_t kTokenBytes = 4096;

std::string token_of(const Surroundings& around) {
  if (is_on(around.variable("HF_HUB_DISABLE_IMPLICIT_TOKEN"))) return "";
  if (const std::string token = first_of(around, {"HF_TOKEN", "HUGGING_FACE_HUB_TOKEN"}); !token.empty()) return std::string(trim(token));
  std::string path = expanded(around, around.variable("HF_TOKEN_PATH"));
  if (path.empty()) path = below(hub_home(around), "token");
  std::ifstream file(path, std::ios::binary);
  std::string token(kTokenBytes, '\0');
  file.read(token.data(), static_cast<std::streamsize>(token.size()));
  token.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return std::string(trim(token));
}

// Only then a token is looked for.
bool asks_hub(const Call& call, const std::string& endpoint) {
  const auto is_on_hub = [&](const std::string& location) {
    const auto target = parse_hub_target(location, endpoint);
    return !target || target->has_value();
  };
  const auto& flags = call.given.flags;
  return call.given.has(FlagId::Follow) || std::any_of(call.given.arguments.begin(), call.given.arguments.end(), is_on_hub) ||
         std::any_of(flags.begin(), flags.end(), [&](const GivenFlag& item) { return is_on_hub(item.value); });
}

// What may stand in a header: a token with anything else is none, and would be a way to write headers.
bool is_token(std::string_view token) {
  return std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < '\x7f'; });
}

Result<std::string> endpoint_of(const Surroundings& around) {
  std::string endpoint = around.variable("HF_ENDPOINT");
  while (endpoint.ends_with('/')) endpoint.pop_back();
  if (endpoint.empty()) return HubOptions().endpoint;
  const bool scheme = endpoint.starts_with("https://") || endpoint.starts_with("http://");
  const std::string_view rest = std::string_view(endpoint).substr(std::min(endpoint.size(), endpoint.find("//") == std::string::npos ? 0 : endpoint.find("//") + 2));
  if (!scheme || rest.empty() || rest.find_first_of("@ ?#\t\n\r") != std::string_view::npos)
    return fail(ErrorKind::Usage, "HF_ENDPOINT must be https:// or http:// and a host, such as https://huggingface.co");
  return endpoint;
}

// Bytes, or with K, M, G behind it.
Result<std::uint64_t> cache_size(const Surroundings& around) {
  const std::string text = around.variable("ABOVEBOARD_CACHE_SIZE");
  if (text.empty()) return HubOptions().cache_bytes;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::array<std::pair<std::string_view, int>, 7> kUnits = {{{"", 0}, {"K", 10}, {"M", 20}, {"G", 30}, {"k", 10}, {"m", 20}, {"g", 30}}};
  const auto known = std::find_if(kUnits.begin(), kUnits.end(), [unit](const auto& one) { return one.first == unit; });
  if (error != std::errc() || known == kUnits.end() || number > (std::uint64_t{1} << 40)) return fail(ErrorKind::Usage, "ABOVEBOARD_CACHE_SIZE takes a number of bytes, or one with K, M or G behind it, not " + text);
  return number << known->second;
}

std::uint32_t seconds(const std::string& text, std::uint32_t usual) {
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && value > 0 && value <= 3600 ? value : usual;
}

HttpOptions http_options(const Call& call) {
  const Surroundings& around = call.around;
  HttpOptions options;
  options.user_agent = "aboveboard/" ABOVEBOARD_VERSION;
  options.http_proxy = first_of(around, {"http_proxy", "all_proxy", "ALL_PROXY"});  // HTTP_PROXY may come from a request, as curl has it
  options.https_proxy = first_of(around, {"https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"});
  options.no_proxy = first_of(around, {"no_proxy", "NO_PROXY"});
  options.ca_file = first_of(around, {"SSL_CERT_FILE", "CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE"});
  options.connect_seconds = seconds(around.variable("HF_HUB_ETAG_TIMEOUT"), options.connect_seconds);
  options.stall_seconds = seconds(around.variable("HF_HUB_DOWNLOAD_TIMEOUT"), options.stall_seconds);
  options.canceled = canceled;
  if (around.error_terminal) options.progress = [&err = call.err](const HttpProgress& progress) { show_progress(err, progress); };
  return options;
}

}  // namespace

Stores stores_of(const Surroundings& around) {
  const std::string home = around.variable("HOME");
  Stores stores;
  stores.hub_cache = expanded(around, first_of(around, {"HF_HUB_CACHE", "HUGGINGFACE_HUB_CACHE"}));
  if (stores.hub_cache.empty()) stores.hub_cache = below(hub_home(around), "hub");
  if (const std::string given = around.variable("OLLAMA_MODELS"); !given.empty()) stores.ollama = {expanded(around, given)};
  else stores.ollama = {below(home, ".ollama/models"), "/usr/share/ollama/.ollama/models"};
  stores.lm_studio = {below(home, ".lmstudio/models"), below(home, ".cache/lm-studio/models")};
  stores.llama_cpp = expanded(around, around.variable("LLAMA_CACHE"));
  if (stores.llama_cpp.empty()) stores.llama_cpp = below(cache_home(around), "llama.cpp");
  std::erase(stores.ollama, "");
  std::erase(stores.lm_studio, "");
  return stores;
}

std::string cache_folder(const Surroundings& around) {
  const std::string given = expanded(around, around.variable("ABOVEBOARD_CACHE"));
  return given.empty() ? below(cache_home(around), "aboveboard") : given;
}

Result<Places> places_of(const Call& call) {
  const Surroundings& around = call.around;
  HubOptions hub;
  ABOVEBOARD_ASSIGN(hub.endpoint, endpoint_of(around));
  ABOVEBOARD_ASSIGN(hub.cache_bytes, cache_size(around));
  if (asks_hub(call, hub.endpoint)) hub.token = token_of(around);
  if (!is_token(hub.token)) return fail(ErrorKind::Usage, "the token of the hub (HF_TOKEN, or the file that holds it) has characters that no token has");
  hub.offline = call.given.has(FlagId::Offline) || is_on(around.variable("HF_HUB_OFFLINE")) || is_on(around.variable("TRANSFORMERS_OFFLINE"));
  hub.cache_folder = cache_folder(around);
  Places places;
  places.stores = stores_of(around);
  places.hub = std::make_shared<Hub>(std::move(hub), [options = http_options(call)]() -> std::unique_ptr<HttpClient> {
    watch_for_interrupt();
    auto client = make_http_client(options);
    return client ? std::move(*client) : nullptr;
  });
  return places;
}

}  // namespace aboveboard::cli
