#include "conversation.hpp"

#include <fcntl.h>
#include <stdexcept>
#include <unistd.h>

namespace isorun {

Conversation::Conversation(Sandbox& sandbox, const Words& argv, unsigned slot) {
  int to[2];
  int from[2];
  if (::pipe2(to, O_CLOEXEC) != 0 || ::pipe2(from, O_CLOEXEC) != 0)
    throw std::runtime_error("pipe");
  input_.reset(to[1]);
  output_.reset(from[0]);
  const UniqueFd its_input(to[0]);
  const UniqueFd its_output(from[1]);
  Result<Shard> shard = sandbox.start({.argv = argv,
                                       .environment = environment(),
                                       .input = its_input.get(),
                                       .output = its_output.get(),
                                       .error = its_output.get()},
                                      slot);
  if (!shard) throw std::runtime_error(to_string(shard.error()));
  shard_.emplace(std::move(*shard));
}

std::string Conversation::hear() {
  for (;;) {
    if (const std::size_t end = heard_.find('\n'); end != std::string::npos) {
      std::string line = heard_.substr(0, end);
      heard_.erase(0, end + 1);
      return line;
    }
    char piece[4096];
    const ssize_t size = ::read(output_.get(), piece, sizeof piece);
    if (size <= 0) return heard_ + "[end]";
    heard_.append(piece, static_cast<std::size_t>(size));
  }
}

void Conversation::say(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(input_.get(), text.data(), text.size()) < 0) throw std::runtime_error("write");
}

std::string Conversation::end() {
  hang_up();
  const Ending ending = shard_->wait();
  std::string text;
  for (std::string line = hear(); line != "[end]"; line = hear()) text += line + "\n";
  return text + to_text(ending);
}

}  // namespace isorun
