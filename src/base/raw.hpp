// System calls without the C library: no errno, no cancellation, no locks. For code that runs
// between clone and exec in a shared address space, where errno would belong to
// another process.
#pragma once

#include <cstdint>
#include <type_traits>

#include <sys/syscall.h>

namespace isorun::raw {

template <class T>
long word(T value) {
  if constexpr (std::is_pointer_v<T>) {
    return reinterpret_cast<long>(value);
  } else if constexpr (std::is_null_pointer_v<T>) {
    return 0;
  } else {
    return static_cast<long>(value);
  }
}

inline long call6(long number, long a, long b, long c, long d, long e, long f) {
#if defined(__x86_64__)
  long result = number;
  register long r10 asm("r10") = d;
  register long r8 asm("r8") = e;
  register long r9 asm("r9") = f;
  asm volatile("syscall"
               : "+a"(result)
               : "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
               : "rcx", "r11", "memory");
  return result;
#elif defined(__aarch64__)
  register long x8 asm("x8") = number;
  register long x0 asm("x0") = a;
  register long x1 asm("x1") = b;
  register long x2 asm("x2") = c;
  register long x3 asm("x3") = d;
  register long x4 asm("x4") = e;
  register long x5 asm("x5") = f;
  asm volatile("svc 0"
               : "+r"(x0)
               : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
               : "memory");
  return x0;
#else
#error "isorun knows the system call instructions of x86-64 and arm64 only"
#endif
}

// The kernel's return value: a result, or a negated errno.
template <class... Arguments>
long call(long number, Arguments... arguments) {
  static_assert(sizeof...(arguments) <= 6);
  const long words[7] = {word(arguments)...};
  return call6(number, words[0], words[1], words[2], words[3], words[4], words[5]);
}

// clone(2) for a child that shares the caller's memory and needs its own stack; `entry` must
// not return. `cleared`, if given, becomes 0 when the kernel has done with the child's stack
// (CLONE_CHILD_CLEARTID).
inline long spawn(unsigned long flags, void* stack_top, int* cleared, void (*entry)(void*),
                  void* argument) {
#if defined(__x86_64__)
  long result = SYS_clone;
  register long r10 asm("r10") = word(cleared);
  register long r8 asm("r8") = 0;
  register void (*r12)(void*) asm("r12") = entry;
  register void* r13 asm("r13") = argument;
  asm volatile(
      "syscall\n\t"
      "test %%rax, %%rax\n\t"
      "jnz 1f\n\t"
      "xor %%ebp, %%ebp\n\t"
      "mov %%r13, %%rdi\n\t"
      "call *%%r12\n\t"
      "ud2\n"
      "1:"
      : "+a"(result)
      : "D"(flags), "S"(stack_top), "d"(0L), "r"(r10), "r"(r8), "r"(r12), "r"(r13)
      : "rcx", "r11", "memory");
  return result;
#else
  register long x8 asm("x8") = SYS_clone;
  register long x0 asm("x0") = static_cast<long>(flags);
  register long x1 asm("x1") = word(stack_top);
  register long x2 asm("x2") = 0;
  register long x3 asm("x3") = 0;
  register long x4 asm("x4") = word(cleared);
  register long x9 asm("x9") = reinterpret_cast<long>(entry);
  register long x10 asm("x10") = word(argument);
  asm volatile(
      "svc 0\n\t"
      "cbnz x0, 1f\n\t"
      "mov x29, xzr\n\t"
      "mov x0, x10\n\t"
      "blr x9\n\t"
      "brk 1\n"
      "1:"
      : "+r"(x0)
      : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x9), "r"(x10)
      : "memory");
  return x0;
#endif
}

// Falls back to exit(2) if a filter refuses exit_group(2): the same for a single thread.
[[noreturn]] inline void exit(int code) {
  call(SYS_exit_group, code);
  for (;;) call(SYS_exit, code);
}

}  // namespace isorun::raw
