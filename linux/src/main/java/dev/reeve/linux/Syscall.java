package dev.reeve.linux;

/**
 * System calls by number: {@code asm/unistd_64.h} for x86_64, {@code asm-generic/unistd.h} for
 * aarch64. Called by number because the kernel's structures, unlike those of a C library, are the
 * same for ever.
 */
enum Syscall {
  READ(0, 63),
  WRITE(1, 64),
  CLOSE(3, 57),
  IOCTL(16, 29),
  PREAD64(17, 67),
  PWRITE64(18, 68),
  GETPID(39, 172),
  SOCKET(41, 198),
  CONNECT(42, 203),
  SENDMSG(46, 211),
  RECVMSG(47, 212),
  BIND(49, 200),
  LISTEN(50, 201),
  GETSOCKNAME(51, 204),
  SETSOCKOPT(54, 208),
  GETSOCKOPT(55, 209),
  KILL(62, 129),
  FCNTL(72, 25),
  FLOCK(73, 32),
  FDATASYNC(75, 83),
  FTRUNCATE(77, 46),
  FCHMOD(91, 52),
  FCHOWN(93, 55),
  UMASK(95, 166),
  GETEUID(107, 175),
  GETEGID(108, 177),
  PRCTL(157, 167),
  MOUNT(165, 40),
  SETXATTR(188, 5),
  SETPRIORITY(141, 140),
  GETDENTS64(217, 61),
  CLOCK_GETTIME(228, 113),
  EPOLL_CTL(233, 21),
  WAITID(247, 95),
  INOTIFY_ADD_WATCH(254, 27),
  INOTIFY_RM_WATCH(255, 28),
  OPENAT(257, 56),
  MKDIRAT(258, 34),
  MKNODAT(259, 33),
  FCHOWNAT(260, 54),
  UNLINKAT(263, 35),
  READLINKAT(267, 78),
  FCHMODAT(268, 53),
  UNSHARE(272, 97),
  SPLICE(275, 76),
  TEE(276, 77),
  EPOLL_PWAIT(281, 22),
  EVENTFD2(290, 19),
  EPOLL_CREATE1(291, 20),
  PIPE2(293, 59),
  INOTIFY_INIT1(294, 26),
  PRLIMIT64(302, 261),
  SETNS(308, 268),
  STATX(332, 291),
  PIDFD_SEND_SIGNAL(424, 424),
  OPEN_TREE(428, 428),
  MOVE_MOUNT(429, 429),
  PIDFD_OPEN(434, 434),
  PIDFD_GETFD(438, 438),
  MOUNT_SETATTR(442, 442);

  final int onX86;
  final int onArm;
  final long number;

  Syscall(int onX86, int onArm) {
    this.onX86 = onX86;
    this.onArm = onArm;
    this.number = Machine.either(onX86, onArm);
  }
}
