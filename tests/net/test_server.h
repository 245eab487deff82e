// A small HTTP/1.1 server on the loopback, in the process of the test: it answers as it is told, also wrongly, and keeps what it was asked.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "base/text.h"
#include "net/http.h"

namespace aboveboard::testing {

struct Received {
  std::string target;  // "/path?query"; the whole URL where a proxy is asked
  std::vector<std::pair<std::string, std::string>> headers;

  std::string header(std::string_view lower_case_name) const {
    for (const auto& [name, value] : headers) {
      if (name == lower_case_name) return value;
    }
    return "";
  }
};

struct Reply {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers = {};
  std::string body = {};
  bool says_length = true;
  bool chunked = false;
  std::optional<std::size_t> cut_after = {};  // of the body: then the connection is closed
  std::string raw = {};                       // all of the answer, instead of the above
  bool hangs = false;                         // behind all that, the connection stays open without a byte
};

using Handler = std::function<Reply(const Received&)>;

// A file that can be asked for in parts.
inline Reply file_reply(const Received& request, const std::string& bytes, const std::string& etag = "") {
  Reply reply{.status = 200, .headers = {{"Accept-Ranges", "bytes"}}, .body = bytes};
  if (!etag.empty()) reply.headers.emplace_back("ETag", etag);
  const std::string range = request.header("range"), if_range = request.header("if-range");
  if (!range.starts_with("bytes=") || (!if_range.empty() && if_range != etag)) return reply;
  std::uint64_t first = 0, last = 0;
  const auto dash = std::from_chars(range.data() + 6, range.data() + range.size(), first).ptr;
  std::from_chars(dash + 1, range.data() + range.size(), last);
  if (first >= bytes.size()) return {.status = 416, .headers = {{"Content-Range", "bytes */" + std::to_string(bytes.size())}}};
  last = std::min<std::uint64_t>(last, bytes.size() - 1);
  reply.status = 206;
  reply.body = bytes.substr(first, last - first + 1);
  reply.headers.emplace_back("Content-Range", "bytes " + std::to_string(first) + "-" + std::to_string(last) + "/" + std::to_string(bytes.size()));
  return reply;
}

class TestServer {
 public:
  TestServer() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), length);
    ::listen(listener_, 128);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    acceptor_ = std::thread([this] { accept_all(); });
  }
  ~TestServer() {
    {
      const std::lock_guard lock(mutex_);
      ending_ = true;
      for (const int connection : connections_) ::shutdown(connection, SHUT_RDWR);
    }
    ended_.notify_all();
    ::shutdown(listener_, SHUT_RDWR);
    acceptor_.join();
    for (std::thread& thread : threads_) thread.join();
    for (const int connection : connections_) ::close(connection);
    ::close(listener_);
  }
  TestServer(const TestServer&) = delete;
  TestServer& operator=(const TestServer&) = delete;

  // What to answer where the path (without the query) is asked for; 404 for all others.
  void on(std::string path, Handler handler) {
    const std::lock_guard lock(mutex_);
    handlers_[std::move(path)] = std::move(handler);
  }
  void on(std::string path, Reply reply) {
    on(std::move(path), [reply = std::move(reply)](const Received&) { return reply; });
  }
  // The first answer first, and so on; the last one again and again.
  void in_turn(std::string path, std::vector<Handler> handlers) {
    on(std::move(path), [handlers = std::move(handlers), turn = std::size_t{0}](const Received& request) mutable {
      const Handler& handler = handlers[std::min(turn, handlers.size() - 1)];
      ++turn;
      return handler(request);
    });
  }

  std::string origin() const { return "http://127.0.0.1:" + std::to_string(port_); }
  std::string url(std::string_view target) const { return origin() + std::string(target); }
  std::uint16_t port() const { return port_; }
  std::vector<Received> received() {
    const std::lock_guard lock(mutex_);
    return received_;
  }
  std::size_t connection_count() {
    const std::lock_guard lock(mutex_);
    return connections_.size();
  }

 private:
  void accept_all() {
    for (;;) {
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) return;
      const std::lock_guard lock(mutex_);
      connections_.push_back(connection);
      if (ending_) return;
      threads_.emplace_back([this, connection] {
        serve(connection);
        ::shutdown(connection, SHUT_RDWR);
      });
    }
  }

  void serve(int connection) {
    std::string buffer;
    for (;;) {
      std::size_t end = 0;
      while ((end = buffer.find("\r\n\r\n")) == std::string::npos) {
        char bytes[4096];
        const ssize_t got = ::recv(connection, bytes, sizeof bytes, 0);
        if (got <= 0) return;
        buffer.append(bytes, static_cast<std::size_t>(got));
      }
      const Received request = parse(std::string_view(buffer).substr(0, end));
      buffer.erase(0, end + 4);
      const Reply reply = answer_to(request);
      if (!send(connection, reply)) return;
    }
  }

  static Received parse(std::string_view head) {
    Received request;
    const std::vector<std::string> lines = split(head, '\n');
    request.target = split(lines.front(), ' ').at(1);
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const std::size_t colon = lines[i].find(':');
      request.headers.emplace_back(to_lower(lines[i].substr(0, colon)), trim(std::string_view(lines[i]).substr(colon + 1)));
    }
    return request;
  }

  Reply answer_to(const Received& request) {
    const std::lock_guard lock(mutex_);
    received_.push_back(request);
    const auto found = handlers_.find(request.target.substr(0, request.target.find('?')));
    return found == handlers_.end() ? Reply{.status = 404, .body = "no such file"} : found->second(request);
  }

  // False where the connection is not to be used again.
  bool send(int connection, const Reply& reply) {
    if (!reply.raw.empty()) {
      send_all(connection, reply.raw);
      if (reply.hangs) hang();
      return false;
    }
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Said\r\n";
    for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
    if (reply.chunked) head += "Transfer-Encoding: chunked\r\n";
    else if (reply.says_length && reply.status != 304) head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
    std::string body = reply.body.substr(0, reply.cut_after.value_or(reply.body.size()));
    if (reply.chunked && !body.empty()) {
      char size[32];
      const auto end = std::to_chars(size, size + sizeof size, body.size(), 16).ptr;
      body = std::string(size, end) + "\r\n" + body + "\r\n";
    }
    if (reply.chunked && !reply.cut_after) body += "0\r\n\r\n";
    if (!send_all(connection, head + "\r\n" + body)) return false;
    if (reply.hangs) hang();
    return !reply.cut_after && !reply.hangs && (reply.says_length || reply.chunked);
  }

  static bool send_all(int connection, std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(connection, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  void hang() {
    std::unique_lock lock(mutex_);
    ended_.wait(lock, [this] { return ending_; });
  }

  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::thread acceptor_;
  std::list<std::thread> threads_;
  std::mutex mutex_;
  std::condition_variable ended_;
  bool ending_ = false;
  std::vector<int> connections_;
  std::vector<Received> received_;
  std::map<std::string, Handler> handlers_;
};

// A client whose further attempts come at once.
inline HttpOptions quick_options() {
  HttpOptions options;
  options.user_agent = "aboveboard-test";
  options.backoff_milliseconds = 1;
  options.connect_seconds = 2;
  options.stall_seconds = 2;
  return options;
}

inline std::unique_ptr<HttpClient> client_of(HttpOptions options = quick_options()) {
  Result<std::unique_ptr<HttpClient>> client = make_http_client(std::move(options));
  return client ? std::move(*client) : nullptr;
}

}  // namespace aboveboard::testing
