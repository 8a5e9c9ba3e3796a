// What a sandbox costs at least: the steps of a plan, carried out with the fewest system calls and
// nothing around them. No options, no sentences for errors, no signals, no time limits.
//
//   launch plan | floor SLOTS COUNT COMMAND      prints the microseconds of one launch and end
//
// The process is stage and launcher in one. What every command inherits (no_new_privs, bounding
// set, filter) it sets up once.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/mount.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>

static void check(bool good, const char* what) {
  if (good) return;
  dprintf(2, "floor: %s: %s\n", what, strerror(errno));
  _exit(1);
}

// The plan
// -----------------------------------------------------------------------------------------------

enum verb {
  new_mounts,
  new_user,
  privatize,
  workshop,
  enter_root,
  clone_one,
  read_only,
  limit,
  write_file,
  new_layer,
  overlay,
  whole,
  bind_tree,
  new_proc,
  new_mqueue,
  new_devpts,
  make_dir,
  make_link,
  make_file,
  put_root,
  put,
  protect,
  network,
};

struct step {
  enum verb verb;
  int tree;
  int part;
  unsigned mode;
  char a[200];
  char b[200];
  char options[300];
  struct step* mount;  // of a put: what it puts
};

struct plan {
  struct step steps[300];
  int stage;  // so many of them are the stage's
  int count;
};

// As `isorun plan` words them. %n comes at the end of each: then all of the line has been read.
static bool parse(const char* line, struct step* s) {
#define IS(v, ...) \
  (end = 0, s->verb = v, sscanf(line, __VA_ARGS__, &end), end > 0 && line[end] == '\n')
#define PLAIN(v, text) (s->verb = v, strcmp(line, text "\n") == 0)
  int end = 0;
  return PLAIN(new_mounts, "enter a new mount namespace") ||
         PLAIN(new_user, "enter a new user namespace, with its own mount namespace") ||
         IS(privatize, "make %199s and all mounts below it private%n", s->a) ||
         IS(workshop,
            "mount the workshop, a tmpfs, on %199s and make it the root directory, with the host's "
            "at /host%n",
            s->a) ||
         IS(enter_root, "stack %199s on the workshop, as the root directory%n", s->a) ||
         IS(clone_one, "clone the mount of %199[^,], without those below it, to %199s%n", s->a,
            s->b) ||
         IS(read_only, "make %199s and all mounts below it read-only%n", s->a) ||
         IS(limit, "limit %199s to %199s%n", s->a, s->b) ||
         IS(write_file, "write the file %199s%n", s->a) ||
         IS(new_layer, "mount the layer, a tmpfs of %199s bytes%n", s->a) ||
         IS(overlay, "mount #%d: an overlay of %199[^,], written to part %d of the layer%n",
            &s->tree, s->a, &s->part) ||
         IS(whole, "mount #%d: part %d of the layer, empty%n", &s->tree, &s->part) ||
         IS(bind_tree, "mount #%d: %199s with all mounts below it%n", &s->tree, s->a) ||
         IS(new_proc, "mount #%d: a new proc%n", &s->tree) ||
         IS(new_mqueue, "mount #%d: a new mqueue%n", &s->tree) ||
         IS(new_devpts, "mount #%d: a new devpts%n", &s->tree) ||
         IS(make_dir, "make the directory %199[^,], mode %o%n", s->a, &s->mode) ||
         IS(make_link, "make the symlink %199s to %199s%n", s->a, s->b) ||
         IS(make_file, "make the file %199s%n", s->a) ||
         IS(put_root, "put mount #%d on /, as the root directory%n", &s->tree) ||
         IS(put, "put mount #%d on %199s%n", &s->tree, s->a) ||
         IS(protect, "make %199s read-only%n", s->a) ||
         PLAIN(network, "enter the slot's network namespace");
}

static void prepare(struct plan* plan, struct step* s) {
  if (s->verb == overlay) {
    char options[sizeof s->options];
    snprintf(options, sizeof options, "lowerdir=%s,upperdir=layer/%d,workdir=layer/w%d,userxattr",
             s->a, s->part, s->part);
    strcpy(s->options, options);
  }
  if (s->verb != put && s->verb != put_root) return;
  for (struct step* made = plan->steps; made < s; ++made) {
    if (made->tree == s->tree && made->verb != put && made->verb != put_root) s->mount = made;
  }
  check(s->mount != NULL, "a plan that makes no sense");
  struct stat like;  // the layer's directories look as what they hide
  s->mount->mode = stat(s->verb == put ? s->a : "/", &like) == 0 ? like.st_mode & 07777 : 0755;
}

static void read_plan(struct plan* plan) {
  char line[1000];
  bool is_shard = false;
  while (fgets(line, sizeof line, stdin) != NULL && strncmp(line, "Then", 4) != 0) {
    int number = 0;
    int text = 0;
    is_shard |= strncmp(line, "For each shard", 14) == 0;
    if (sscanf(line, "%d %n", &number, &text) != 1 || text == 0) continue;
    check(plan->count < 300, "too long a plan");
    struct step* s = &plan->steps[plan->count++];
    s->tree = -1;
    if (!parse(line + text, s)) {
      errno = EINVAL;
      check(false, line);
    }
    prepare(plan, s);
    if (!is_shard) plan->stage = plan->count;
  }
}

// Its steps
// ----------------------------------------------------------------------------------------------

struct shard {
  int layer;
  int network;
  int trees[300];  // by the number of the step
};

static long open_tree_clone(const char* path, unsigned flags) {
  return syscall(SYS_open_tree, AT_FDCWD, path, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | flags);
}

static long move_here(int tree, const char* target) {
  const long moved = syscall(SYS_move_mount, tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH);
  close(tree);
  return moved;
}

static long set_read_only(const char* path, unsigned flags) {
  struct mount_attr attributes = {.attr_set = MOUNT_ATTR_RDONLY};
  return syscall(SYS_mount_setattr, AT_FDCWD, path, flags, &attributes, sizeof attributes);
}

// Mounts it on top of the root directory; the current directory stays.
static long stack_on_root(const char* mounted) {
  const int root = open(mounted, O_PATH | O_CLOEXEC);
  const int here = open(".", O_PATH | O_CLOEXEC);
  const long result = syscall(SYS_move_mount, root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH) |
                      fchdir(root) | chroot(".") | fchdir(here);
  close(root);
  close(here);
  return result;
}

static long make_parents(const char* path) {
  char part[200];
  strcpy(part, path);
  for (char* slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
    *slash = '\0';
    mkdir(part, 0755);
    *slash = '/';
  }
  return 0;
}

static long make_a_file(const char* path) {
  return close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
}

static void write_text(const char* path, const char* text) {
  const int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
  check(write(file, text, strlen(text)) == (ssize_t)strlen(text), path);
  close(file);
}

// Only a process that stays outside may map all ids.
static void map_all_ids(pid_t process) {
  char path[50];
  snprintf(path, sizeof path, "/proc/%d/gid_map", process);
  write_text(path, "0 0 4294967295");
  snprintf(path, sizeof path, "/proc/%d/uid_map", process);
  write_text(path, "0 0 4294967295");
}

static long enter_user_namespace(void) {
  if (getuid() != 0) {
    char gid[50];
    char uid[50];
    snprintf(gid, sizeof gid, "%u %u 1", getegid(), getegid());
    snprintf(uid, sizeof uid, "%u %u 1", geteuid(), geteuid());
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return -1;
    write_text("/proc/self/setgroups", "deny");
    write_text("/proc/self/gid_map", gid);
    write_text("/proc/self/uid_map", uid);
    return 0;
  }
  int ready[2];
  char byte = 0;
  check(pipe2(ready, O_CLOEXEC) == 0, "pipe");
  const pid_t stage = getpid();
  const pid_t helper = fork();
  if (helper == 0) {
    check(read(ready[0], &byte, 1) == 1, "pipe");
    map_all_ids(stage);
    _exit(0);
  }
  int status = 0;
  return unshare(CLONE_NEWUSER | CLONE_NEWNS) | (write(ready[1], &byte, 1) != 1) |
         (waitpid(helper, &status, 0) != helper) | status | close(ready[0]) | close(ready[1]);
}

static long make_workshop(const char* spot) {
  return mount("tmpfs", spot, "tmpfs", 0, "mode=0755") | chdir(spot) | mkdir("host", 0755) |
         syscall(SYS_pivot_root, ".", "host") | chdir("/") | mkdir("layer", 0700) |
         mkdir("spot", 0700);
}

// mount(2) where the plan's mounts without a place are put: one call instead of six. What hides the
// source of another step must wait for it, so binds of the host's are made when the plan makes
// them.
static long make_mount(const struct step* s, struct shard* shard) {
  char path[30];
  switch (s->verb) {
    case overlay:
      snprintf(path, sizeof path, "layer/w%d", s->part);
      check(mkdir(path, 0700) == 0, path);
      snprintf(path, sizeof path, "layer/%d", s->part);
      check(mkdir(path, s->mode) == 0, path);
      snprintf(path, sizeof path, "spot/%d", s->tree);
      return mount("overlay", path, "overlay", MS_NOSUID | MS_NODEV, s->options);
    case whole:
      snprintf(path, sizeof path, "layer/%d", s->part);
      return mkdir(path, s->mode);
    default:
      if (s->a[0] != '/') return 0;
      shard->trees[s->tree] = (int)open_tree_clone(s->a, AT_RECURSIVE);
      return shard->trees[s->tree] < 0 ? -1 : 0;
  }
}

static long put_mount(const struct step* s, struct shard* shard) {
  const struct step* made = s->mount;
  const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
  char path[30];
  switch (made->verb) {
    case overlay:
      snprintf(path, sizeof path, "spot/%d", made->tree);
      if (s->verb == put_root) return stack_on_root(path);
      return mount(path, s->a, NULL, MS_MOVE, NULL);
    case whole:
      snprintf(path, sizeof path, "layer/%d", made->part);
      return mount(path, s->a, NULL, MS_BIND, NULL);
    case new_proc:
      return mount("proc", s->a, "proc", flags, NULL);
    case new_mqueue:
      return mount("mqueue", s->a, "mqueue", flags, NULL);
    case new_devpts:
      return mount("devpts", s->a, "devpts", MS_NOSUID | MS_NOEXEC,
                   getuid() == 0 ? "ptmxmode=0666,mode=0620,max=256,gid=5"
                                 : "ptmxmode=0666,mode=0620,max=256");
    default:
      if (made->a[0] != '/') return mount(made->a, s->a, NULL, MS_BIND | MS_REC, NULL);
      return move_here(shard->trees[made->tree], s->a);
  }
}

// Shards share their memory, and with it errno: what it says may be another's.
static long carry_out(const struct step* s, struct shard* shard) {
  char options[300];
  switch (s->verb) {
    case new_mounts:
      return unshare(CLONE_NEWNS);
    case new_user:
      return enter_user_namespace();
    case privatize:
      return mount(NULL, s->a, NULL, MS_REC | MS_PRIVATE, NULL);
    case workshop:
      return make_workshop(s->a);
    case enter_root:
      return stack_on_root(s->a);
    case clone_one:
      return move_here((int)open_tree_clone(s->a, 0), s->b);
    case read_only:
      return set_read_only(s->a, AT_RECURSIVE);
    case limit:
      write_text(s->a, s->b);
      return 0;
    case write_file:
      write_text(s->a, "127.0.0.1 localhost\n::1 localhost\n");
      return 0;
    case new_layer:
      snprintf(options, sizeof options, "mode=0700,size=%s", s->a);
      if (mount("tmpfs", "layer", "tmpfs", MS_NOSUID | MS_NODEV, options) != 0) return -1;
      shard->layer = open("layer", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
      return 0;
    case make_dir:
      make_parents(s->a);
      return access(s->a, F_OK) != 0 && mkdir(s->a, s->mode) != 0;
    case make_link:
      return symlink(s->b, s->a);
    case make_file:
      make_parents(s->a);
      return make_a_file(s->a);
    case put:
    case put_root:
      return put_mount(s, shard);
    case protect:
      if (access(s->a, F_OK) != 0) return 0;
      return mount(s->a, s->a, NULL, MS_BIND, NULL) != 0 || set_read_only(s->a, 0) != 0;
    case network:
      return setns(shard->network, CLONE_NEWNET);
    default:
      return make_mount(s, shard);
  }
}

static void carry_out_all(const struct step* s, int count, struct shard* shard) {
  for (; count > 0; ++s, --count) {
    if (carry_out(s, shard) == 0) continue;
    dprintf(2, "floor: step %d %s %s: %s\n", s->verb, s->a, s->b, strerror(errno));
    _exit(1);
  }
}

// What a command inherits
// -----------------------------------------------------------------------------------------------

#if defined(__x86_64__)
#define NATIVE AUDIT_ARCH_X86_64
#else
#define NATIVE AUDIT_ARCH_AARCH64
#endif

static void drop_bounding_set(uint64_t kept) {
  for (int number = 0; prctl(PR_CAPBSET_READ, number) >= 0; ++number) {
    if ((kept >> number & 1) == 0) check(prctl(PR_CAPBSET_DROP, number) == 0, "bounding set");
  }
}

// The calls that isorun's filter denies, of the machine's own architecture; the numbers of
// add_key, request_key and keyctl follow each other.
static void install_filter(void) {
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, NATIVE, 0, 8),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_clone3, 8, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCSTI, 4, 0),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, TIOCLINUX, 3, 2),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SYS_keyctl + 1, 1, 0),
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SYS_add_key, 2, 0),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
  };
  const struct sock_fprog filter = {sizeof program / sizeof *program, program};
  check(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no_new_privs");
  check(prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0, "seccomp");
}

// Launches
// -------------------------------------------------------------------------------------------------

enum { max_slots = 64, stack_bytes = 64 * 1024, max_stacks = 4 * max_slots };

static struct plan plan;
static uint64_t kept_capabilities;
static char* command[2];
static int reports[2];
static int networks[max_slots];

struct launch {
  int alive;  // cleared by the kernel
  unsigned slot;
  char stack[stack_bytes];
};

struct report {
  unsigned slot;
  int status;
  struct rusage usage;
};

static int execute(void* unused) {
  (void)unused;
  setsid();
  syscall(SYS_close_range, 3, ~0U, 0);
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[2] = {0};
  for (int half = 0; half < 2; ++half)
    data[half].permitted = data[half].effective = (unsigned)(kept_capabilities >> (32 * half));
  syscall(SYS_capset, &header, data);
  execve(command[0], command, environ);
  _exit(127);
}

static void send_report(const struct report* report, int layer) {
  union {
    char space[CMSG_SPACE(sizeof(int))];
    struct cmsghdr align;
  } control = {{0}};
  struct iovec data = {(void*)(uintptr_t)report, sizeof *report};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
  struct cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof layer);
  memcpy(CMSG_DATA(header), &layer, sizeof layer);
  sendmsg(reports[1], &message, MSG_NOSIGNAL);
}

static int run_shard(void* argument) {
  struct launch* launch = argument;
  struct shard shard = {.network = networks[launch->slot]};
  struct report report = {.slot = launch->slot};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  carry_out_all(plan.steps + plan.stage, plan.count - plan.stage, &shard);
  check(chdir("/") == 0, "chdir");
  signal(SIGCHLD, SIG_DFL);
  char stack[16 * 1024];
  const pid_t pid = clone(execute, stack + sizeof stack, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
  while (wait4(-1, &report.status, __WALL, &report.usage) != pid) continue;
  send_report(&report, shard.layer);
  _exit(0);
}

static void launch(unsigned slot) {
  static struct launch* launches[max_stacks];
  struct launch** place = launches;
  while (*place != NULL && __atomic_load_n(&(*place)->alive, __ATOMIC_ACQUIRE)) ++place;
  check(place < launches + max_stacks, "too many launches that have not ended");
  if (*place == NULL) {
    *place = mmap(NULL, sizeof **place, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  }
  struct launch* l = *place;
  l->alive = 1;
  l->slot = slot;
  check(clone(run_shard, l->stack + sizeof l->stack,
              CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS | CLONE_VM |
                  CLONE_CHILD_CLEARTID | SIGCHLD,
              l, NULL, NULL, &l->alive) > 0,
        "clone");
}

static unsigned wait_for_one(void) {
  char control[CMSG_SPACE(sizeof(int))];
  struct report report;
  struct iovec data = {&report, sizeof report};
  struct msghdr message = {
      .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
  check(recvmsg(reports[0], &message, MSG_CMSG_CLOEXEC) == sizeof report, "report");
  check(report.status == 0, "the command failed");
  int layer = -1;
  memcpy(&layer, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof layer);
  close(layer);
  return report.slot;
}

static void launch_all(unsigned slots, int count) {
  int started = 0;
  for (unsigned slot = 0; slot < slots && started < count; ++slot, ++started) launch(slot);
  for (int ended = 0; ended < count; ++ended) {
    const unsigned slot = wait_for_one();
    if (started < count) launch(slot);
    started += started < count;
  }
}

static void make_network(unsigned slot) {
  struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
  check(unshare(CLONE_NEWNET) == 0, "network");
  const int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  check(ioctl(any, SIOCSIFFLAGS, &request) == 0, "loopback");
  close(any);
  networks[slot] = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  const unsigned slots = (unsigned)atoi(argv[1]);
  const int count = atoi(argv[2]);
  command[0] = argv[3];
  check(slots <= max_slots, "too many slots");
  read_plan(&plan);
  // As root: what Docker leaves.
  if (getuid() == 0) kept_capabilities = 0xa80425fb;
  struct shard stage = {0};
  umask(0);
  carry_out_all(plan.steps, plan.stage, &stage);
  for (const struct step* s = plan.steps + plan.stage; s < plan.steps + plan.count; ++s) {
    char spot[30];
    snprintf(spot, sizeof spot, "spot/%d", s->tree);
    if (s->verb == overlay) check(mkdir(spot, 0700) == 0, spot);
  }
  signal(SIGCHLD, SIG_IGN);
  for (unsigned slot = 0; slot < slots; ++slot) make_network(slot);
  check(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, reports) == 0, "socketpair");
  drop_bounding_set(kept_capabilities);
  install_filter();
  launch_all(slots, 2 * (int)slots);
  const double begin = now();
  launch_all(slots, count);
  printf("%.1f\n", (now() - begin) / count);
  return 0;
}
