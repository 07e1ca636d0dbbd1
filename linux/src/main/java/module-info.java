/**
 * The kernel: spawning, pidfds, epoll, FIFOs, signals, users and {@code /proc}. The only place with
 * foreign calls; it knows nothing of services.
 */
@org.jspecify.annotations.NullMarked
module dev.reeve.linux {
  requires static org.jspecify;

  exports dev.reeve.linux;
}
