// The socket on which commands in a sandbox request other commands, each in a sandbox beside it.
// src/suite/pytest/relay.py is the client and documents the protocol.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include <isorun/error.hpp>
#include <isorun/unique_fd.hpp>

namespace isorun {

struct RelayedCommand {
  std::vector<std::string> argv;         // at least one word
  std::vector<std::string> environment;  // NAME=VALUE
  std::string directory;
  std::array<UniqueFd, 3> streams;  // standard input, output and error
};

class RelayConnection {
 public:
  explicit RelayConnection(UniqueFd socket) : socket_(std::move(socket)) {}

  [[nodiscard]] int fd() const { return socket_.get(); }

  // The command, once it has arrived completely. Does not block. Errors: it cannot arrive any more.
  Result<std::optional<RelayedCommand>> read();

  // Whether the client has closed the connection.
  [[nodiscard]] bool is_closed() const;

  void answer(int exit_code);

 private:
  UniqueFd socket_;
  std::string received_;
  std::array<UniqueFd, 3> streams_;
};

class ControlSocket {
 public:
  // Creates the socket in a new directory below `parent`, which is borrowed; the destructor removes
  // both.
  static Result<ControlSocket> open(int parent);

  ControlSocket(ControlSocket&& other) noexcept = default;
  ControlSocket& operator=(ControlSocket&&) = delete;
  ~ControlSocket();

  [[nodiscard]] int fd() const { return socket_.get(); }
  [[nodiscard]] const std::string& directory() const { return directory_; }  // absolute
  [[nodiscard]] std::string path() const;

  // Does not block.
  std::optional<RelayConnection> accept();

 private:
  ControlSocket(int parent, std::string directory, UniqueFd socket)
      : parent_(parent), directory_(std::move(directory)), socket_(std::move(socket)) {}

  int parent_;
  std::string directory_;
  UniqueFd socket_;
};

}  // namespace isorun
