// no_sockets: runs a program that dies (SIGSYS) at its first attempt to make or connect a socket, by a filter in the kernel. Its children are held to the same.
//
// usage: no_sockets PROGRAM [argument...]
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <iterator>

namespace {

#if defined(__x86_64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kArchitecture = AUDIT_ARCH_AARCH64;
#else
constexpr unsigned kArchitecture = 0;
#endif
constexpr unsigned kForeignCalls = 0x40000000;  // of x86-64: the same calls under other numbers
constexpr int kCannot = 125;

// If the accumulator is `value`, the program ends here.
#define KILL_IF(test, value) BPF_JUMP(BPF_JMP | (test) | BPF_K, (value), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS)

bool install() {
  sock_filter filter[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, kArchitecture, 1, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      KILL_IF(BPF_JGE, kForeignCalls),
      KILL_IF(BPF_JEQ, SYS_socket),
      KILL_IF(BPF_JEQ, SYS_socketpair),
      KILL_IF(BPF_JEQ, SYS_connect),
      KILL_IF(BPF_JEQ, SYS_io_uring_setup),  // makes sockets too
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  sock_fprog program{static_cast<unsigned short>(std::size(filter)), filter};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    fputs("usage: no_sockets PROGRAM [argument...]\n", stderr);
    return 2;
  }
  if (kArchitecture == 0 || !install()) {
    fprintf(stderr, "no_sockets: no filter can be installed here: %s\n", strerror(errno));
    return kCannot;
  }
  execv(arguments[1], arguments + 1);
  fprintf(stderr, "no_sockets: %s: %s\n", arguments[1], strerror(errno));
  return 127;
}
