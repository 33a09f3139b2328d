import type { ArgumentTest, Filter, Rule } from './assemble.ts'

const EPERM = { errno: 1 } as const
const ENOSYS = { errno: 38 } as const
/** The call says that all went well, and does nothing. */
const PRETEND = { errno: 0 } as const

/** CLONE_VM, FS, FILES, SIGHAND and THREAD: what makes a thread that shares everything with the others. */
const wholeThread = 0x1_0f00n
/** CLONE_NEWTIME, NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET (linux/sched.h). */
const anyNewNamespace = 0x7e02_0080n

const jobCalls = [
  'read write readv writev pread64 pwrite64 preadv pwritev close lseek fstat newfstatat stat lstat statx',
  'access faccessat faccessat2 open openat creat dup dup2 dup3 pipe pipe2 fsync fdatasync truncate ftruncate',
  'getdents64 getcwd chdir fchdir rename renameat renameat2 mkdir mkdirat rmdir unlink unlinkat link linkat symlink',
  'symlinkat readlink readlinkat chmod fchmod fchmodat umask statfs fstatfs fallocate',
  'copy_file_range sendfile getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr',
  'mmap mprotect munmap mremap msync madvise brk membarrier',
  'rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait rt_sigpending sigaltstack tgkill restart_syscall pause',
  'set_robust_list get_robust_list set_tid_address rseq sched_yield sched_getaffinity sched_getparam',
  'sched_getscheduler sched_get_priority_max sched_get_priority_min getpriority getcpu arch_prctl',
  'select pselect6 poll ppoll epoll_create epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2',
  'nanosleep clock_nanosleep gettimeofday clock_gettime clock_getres time times setitimer getitimer alarm',
  'timerfd_create timerfd_settime timerfd_gettime',
  'getpid gettid getppid getuid geteuid getgid getegid getresuid getresgid getgroups getpgrp getpgid getsid',
  'getrusage getrlimit sysinfo uname getrandom wait4 waitid exit exit_group',
]

/** The answers of terminals and descriptors that Python asks for: TCGETS, TIOCGWINSZ, FIONREAD, FIONBIO, FIOCLEX. */
const plainRequests = [0x5401n, 0x5413n, 0x541bn, 0x5421n, 0x5451n]
const PR_SET_NAME = 15n
const PR_GET_NAME = 16n

/** F_DUPFD, GETFD, SETFD, GETFL, SETFL, GETLK, DUPFD_CLOEXEC, GETPIPE_SZ: what changes a run's own descriptors alone. */
const plainCommands = [0n, 1n, 2n, 3n, 4n, 5n, 1030n, 1032n]
/** F_SETLK, SETLKW. */
const lockCommands = [6n, 7n]
const FUTEX_PRIVATE_FLAG = 128n
/** FUTEX_WAIT and WAIT_BITSET, with the clock of FUTEX_CLOCK_REALTIME or without: how a thread is waited for. */
const futexWaits = [0n, 9n, 256n, 265n]
const CLOSE_RANGE_UNSHARE = 2n

/**
 * Files that all runs can read lead from one run to another wherever the kernel keeps something by the file itself: locks,
 * leases and notices, sleepers on a mapped page, what is in the page cache, the time of the last touch. None of that is
 * given. A run is one process, so a lock among its own threads always succeeds, and advice may always be left unheeded.
 */
const betweenRuns: readonly Rule[] = [
  allowWhere('futex', { argument: 1, mask: FUTEX_PRIVATE_FLAG, equals: FUTEX_PRIVATE_FLAG }),
  ...futexWaits.map((operation) => allowWhere('futex', { argument: 1, equals: operation })),
  ...plainCommands.map((command) => allowWhere('fcntl', { argument: 1, equals: command })),
  ...lockCommands.map(
    (command): Rule => ({
      ...{ call: 'fcntl', action: PRETEND, tests: [{ argument: 1, equals: command }] },
    }),
  ),
  { call: 'fadvise64', action: PRETEND },
  // With no time it means now, which the kernel grants on every device of the host to whoever may write to it.
  { call: 'utimensat', action: EPERM, tests: [{ argument: 2, equals: 0n }] },
  { call: 'utimensat', action: 'allow' },
]

/**
 * What a job may ask of the kernel: to compute, to use its private files, to start threads. No programs, no new
 * namespaces, no sockets, no signals to others; every other call answers EPERM.
 */
export const jobFilter: Filter = {
  rules: [
    ...betweenRuns,
    ...allow(jobCalls),
    // A thread with descriptors of its own would have as many again.
    allowWhere('clone', {
      argument: 0,
      mask: wholeThread | anyNewNamespace,
      equals: wholeThread,
    }),
    allowWhere('close_range', { argument: 2, mask: CLOSE_RANGE_UNSHARE, equals: 0n }),
    // The C library falls back to clone, whose flags a filter can read.
    { call: 'clone3', action: ENOSYS },
    // Reading limits only: the pointer to new ones is null.
    allowWhere('prlimit64', { argument: 2, equals: 0n }),
    ...plainRequests.map((request) => allowWhere('ioctl', { argument: 1, equals: request })),
    allowWhere('prctl', { argument: 0, equals: PR_SET_NAME }),
    allowWhere('prctl', { argument: 0, equals: PR_GET_NAME }),
  ],
  otherwise: EPERM,
}

const supervisorRefusals = [
  'keyctl add_key request_key bpf perf_event_open io_uring_setup io_uring_enter io_uring_register userfaultfd',
  'kexec_load kexec_file_load init_module finit_module delete_module ptrace process_vm_readv process_vm_writev',
  'process_madvise kcmp open_by_handle_at name_to_handle_at acct swapon swapoff reboot settimeofday clock_settime',
  'clock_adjtime adjtimex quotactl quotactl_fd syslog uselib personality ioperm iopl move_pages mbind set_mempolicy',
  'migrate_pages vhangup pivot_root chroot fsopen fsconfig fsmount fspick open_tree move_mount mount_setattr umount2',
  'memfd_create memfd_secret socket socketpair setns unshare execveat pidfd_getfd fanotify_init lookup_dcookie',
  'nfsservctl modify_ldt sethostname setdomainname',
]

/**
 * What the supervisor may not ask of the kernel, and so no job either, whatever becomes of the job's own filter. It
 * still makes namespaces and mounts, which its jobs need.
 */
export const supervisorFilter: Filter = {
  rules: words(supervisorRefusals).map((call) => ({ call, action: EPERM })),
  otherwise: 'allow',
}

const AF_UNIX = 1n
const inetFamilies = [2n, 10n]
/** SOCK_STREAM, whether SOCK_NONBLOCK and SOCK_CLOEXEC come with it or not; the kernel takes the type as 32 bits. */
const streamType: ArgumentTest = { argument: 1, mask: 0xfff7_f7ffn, equals: 1n }
const IPPROTO_TCP = 6n
/** SO_TYPE, ERROR, SNDBUF, RCVBUF, KEEPALIVE, RCVTIMEO, SNDTIMEO, PROTOCOL, DOMAIN. */
const socketOptions = [3n, 4n, 7n, 8n, 9n, 20n, 21n, 38n, 39n]
/** TCP_NODELAY, KEEPIDLE, KEEPINTVL, KEEPCNT, USER_TIMEOUT. */
const tcpOptions = [1n, 4n, 5n, 6n, 18n]
const SOL_SOCKET = 1n

/**
 * What a job with egress may ask for besides: streams over IP to whoever listens. In its network namespace that is the
 * forwarder alone; it cannot listen itself.
 */
export const egressJobFilter: Filter = {
  rules: [
    ...allow(['connect sendto recvfrom sendmsg recvmsg shutdown getsockname getpeername']),
    ...inetFamilies.flatMap((family) =>
      [0n, IPPROTO_TCP].map((protocol) =>
        allowWhere('socket', { argument: 0, equals: family }, streamType, {
          argument: 2,
          equals: protocol,
        }),
      ),
    ),
    ...options(SOL_SOCKET, socketOptions),
    ...options(IPPROTO_TCP, tcpOptions),
    ...jobFilter.rules,
  ],
  otherwise: jobFilter.otherwise,
}

/** What the forwarder asks for beyond a job with egress: to listen on loopback and to connect to the gateway's socket. */
export const forwarderRules: readonly Rule[] = [
  ...allow(['bind listen accept4']),
  allowWhere('socket', { argument: 0, equals: AF_UNIX }, streamType),
]

/** What the supervisor may not ask of the kernel where its jobs have egress: as before, less the forwarder's streams. */
export const egressSupervisorFilter: Filter = {
  rules: [
    ...[AF_UNIX, ...inetFamilies].map((family) =>
      allowWhere('socket', { argument: 0, equals: family }, streamType),
    ),
    ...supervisorFilter.rules,
  ],
  otherwise: supervisorFilter.otherwise,
}

function options(level: bigint, names: readonly bigint[]): Rule[] {
  return ['setsockopt', 'getsockopt'].flatMap((call) =>
    names.map((name) =>
      allowWhere(call, { argument: 1, equals: level }, { argument: 2, equals: name }),
    ),
  )
}

function allow(lines: readonly string[]): Rule[] {
  return words(lines).map((call) => ({ call, action: 'allow' }))
}

function allowWhere(call: string, ...tests: readonly ArgumentTest[]): Rule {
  return { call, action: 'allow', tests }
}

function words(lines: readonly string[]): string[] {
  return lines.join(' ').split(' ')
}
