#include <curl/curl.h>

#include "net/curl_library.h"

#include "base/shared_library.h"

namespace aboveboard {
namespace {

Result<CurlLibrary> load() {
  Result<SharedLibrary> library = SharedLibrary::load("libcurl.so.4");
  if (!library) library = SharedLibrary::load("libcurl-gnutls.so.4");  // the same interface over another TLS library
  if (!library) return fail(ErrorKind::Unsupported, "libcurl (libcurl.so.4) is not installed on this machine: nothing can be fetched from a server");
  CurlLibrary curl;
  const bool all = library->find("curl_global_init", curl.global_init) && library->find("curl_version_info", curl.version_info) &&
                   library->find("curl_easy_init", curl.easy_init) && library->find("curl_easy_cleanup", curl.easy_cleanup) &&
                   library->find("curl_easy_setopt", curl.easy_setopt) && library->find("curl_easy_getinfo", curl.easy_getinfo) &&
                   library->find("curl_easy_strerror", curl.easy_strerror) && library->find("curl_slist_append", curl.slist_append) &&
                   library->find("curl_slist_free_all", curl.slist_free_all) && library->find("curl_multi_init", curl.multi_init) &&
                   library->find("curl_multi_cleanup", curl.multi_cleanup) && library->find("curl_multi_setopt", curl.multi_setopt) &&
                   library->find("curl_multi_add_handle", curl.multi_add_handle) && library->find("curl_multi_remove_handle", curl.multi_remove_handle) &&
                   library->find("curl_multi_perform", curl.multi_perform) && library->find("curl_multi_poll", curl.multi_poll) &&
                   library->find("curl_multi_wakeup", curl.multi_wakeup) && library->find("curl_multi_info_read", curl.multi_info_read);
  if (!all) return fail(ErrorKind::Unsupported, "libcurl on this machine is too old: version 7.68 or later is needed");
  if (curl.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) return fail(ErrorKind::Unsupported, "libcurl on this machine does not start");
  const curl_version_info_data* version = curl.version_info(CURLVERSION_NOW);
  curl.brotli = (version->features & CURL_VERSION_BROTLI) != 0;
  return curl;
}

}  // namespace

const Result<CurlLibrary>& curl_library() {
  static const Result<CurlLibrary> library = load();
  return library;
}

}  // namespace aboveboard
