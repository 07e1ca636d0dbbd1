/**
 * The kernel: spawning, pidfds, epoll, FIFOs, signals, users and {@code /proc}. The only place with
 * foreign calls; it knows nothing of services.
 *
 * <p>Needs Linux 5.10 and glibc 2.34 on x86_64 or aarch64, and {@code
 * --enable-native-access=dev.reeve.linux}.
 */
@org.jspecify.annotations.NullMarked
module dev.reeve.linux {
  requires static org.jspecify;
  requires jdk.unsupported;

  exports dev.reeve.linux;
  exports dev.reeve.linux.cgroup;
}
