// Ways to the host's IPC objects and keys.
#include <fcntl.h>
#include <mqueue.h>
#include <unistd.h>

#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/msg.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/syscall.h>

#include "attack.hpp"

namespace isorun {
namespace {

constexpr const char* ipc_namespace = "ipc namespace";
constexpr int user_keyring = -4;  // KEY_SPEC_USER_KEYRING

Verdict find_shared_memory(const Target& target) {
  return if_done(::shmget(target.key, 0, 0));
}
Verdict attach_shared_memory(const Target& target) {
  void* memory = ::shmat(::shmget(target.key, 0, 0), nullptr, 0);
  return memory == reinterpret_cast<void*>(-1) ? Verdict::refused : Verdict::reached;
}
Verdict remove_shared_memory(const Target& target) {
  return if_done(::shmctl(::shmget(target.key, 0, 0), IPC_RMID, nullptr));
}
Verdict change_a_semaphore(const Target& target) {
  sembuf operation{0, 1, IPC_NOWAIT};
  return if_done(::semop(::semget(target.key, 0, 0), &operation, 1));
}
Verdict send_a_message(const Target& target) {
  const struct {
    long type = 1;
    char text[8] = "attack";
  } message;
  return if_done(::msgsnd(::msgget(target.key, 0), &message, sizeof message.text, IPC_NOWAIT));
}
Verdict list_shared_memory(const Target& target) {
  shm_info information{};
  const int last = ::shmctl(0, SHM_INFO, reinterpret_cast<shmid_ds*>(&information));
  for (int index = 0; index <= last; ++index) {
    shmid_ds found{};
    if (::shmctl(index, SHM_STAT, &found) >= 0 && found.shm_perm.__key == target.key)
      return Verdict::reached;
  }
  return Verdict::refused;
}
Verdict open_posix_memory(const Target& target) {
  return if_done(::shm_open(target.name.c_str(), O_RDWR, 0));
}
Verdict remove_posix_memory(const Target& target) {
  return if_done(::shm_unlink(target.name.c_str()));
}
Verdict open_a_queue(const Target& target) {
  return if_done(::mq_open(("/" + target.name).c_str(), O_RDWR));
}
Verdict remove_a_queue(const Target& target) {
  return if_done(::mq_unlink(("/" + target.name).c_str()));
}

Verdict find_a_keyring(const Target&) {
  return if_done(::syscall(SYS_keyctl, 0 /* GET_KEYRING_ID */, user_keyring, 1));
}
Verdict leave_a_key(const Target&) {
  const long key = ::syscall(SYS_add_key, "user", "isorun-attack", "x", 1, user_keyring);
  const Verdict verdict = if_done(key);
  ::syscall(SYS_keyctl, 9 /* UNLINK */, key, user_keyring);
  return verdict;
}
Verdict ask_for_a_key(const Target&) {
  return if_permitted(::syscall(SYS_request_key, "user", "isorun-attack", nullptr, 0));
}

constexpr Attack attacks[] = {
    {"find_shared_memory", ipc_namespace, Twin::host, find_shared_memory},
    {"attach_shared_memory", ipc_namespace, Twin::host, attach_shared_memory},
    {"remove_shared_memory", ipc_namespace, Twin::host, remove_shared_memory},
    {"list_shared_memory", ipc_namespace, Twin::host, list_shared_memory},
    {"change_a_semaphore", ipc_namespace, Twin::host, change_a_semaphore},
    {"send_a_message", ipc_namespace, Twin::host, send_a_message},
    {"open_a_message_queue", ipc_namespace, Twin::host, open_a_queue},
    {"remove_a_message_queue", ipc_namespace, Twin::host, remove_a_queue},
    {"open_posix_shared_memory", "private /dev/shm", Twin::host, open_posix_memory},
    {"remove_posix_shared_memory", "private /dev/shm", Twin::host, remove_posix_memory},
    {"find_a_keyring", "filter", Twin::host, find_a_keyring},
    {"leave_a_key", "filter", Twin::host, leave_a_key},
    {"ask_for_a_key", "filter", Twin::host, ask_for_a_key},
};

}  // namespace

std::span<const Attack> ipc_attacks() {
  return attacks;
}

}  // namespace isorun
