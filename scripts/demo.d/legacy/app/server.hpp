// A server on a fixed port of 127.0.0.1: one line asks, one line answers, one connection a request.
#pragma once

#include <functional>
#include <string>
#include <thread>

namespace legacy {

class Server {
 public:
  using Handler = std::function<std::string(const std::string& line)>;

  Server(int port, Handler handler);  // throws std::system_error when the port is taken
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server();

 private:
  void serve() const;

  int fd_;
  Handler handler_;
  std::jthread thread_;
};

// Sends one line and returns the answer; throws std::system_error when nobody answers in 10 s.
std::string request(int port, const std::string& line);

}  // namespace legacy
