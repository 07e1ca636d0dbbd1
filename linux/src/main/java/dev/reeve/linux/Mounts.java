package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;

/**
 * Changes of the mounts of the calling thread, which has a namespace of its own. All give 0 or
 * minus an error number. What a path means is looked up once, so that it cannot be swapped in
 * between; see open_tree(2), move_mount(2) and mount_setattr(2).
 */
final class Mounts {
  /** The kernel that has {@code mount_setattr}. */
  static final KernelVersion MINIMUM = new KernelVersion(5, 12);

  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_RECURSIVE = 0x8000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int F_EMPTY_PATH = 4;
  private static final int T_EMPTY_PATH = 0x40;
  private static final int MS_NOSUID = 2;
  private static final int MS_NODEV = 4;
  private static final int MS_REC = 0x4000;
  private static final int MS_PRIVATE = 1 << 18;
  private static final int MS_SLAVE = 1 << 19;
  private static final long ATTR_RDONLY = 1;
  // struct mount_attr of <linux/mount.h>: set, clear, propagation, userns_fd.
  private static final int ATTR_SIZE = 32;

  private Mounts() {}

  /** What is mounted here is not seen elsewhere any more; what is mounted elsewhere comes here. */
  static long separate() {
    try (Arena arena = Arena.ofConfined()) {
      long root = arena.allocateFrom("/").address();
      return Native.sys(Syscall.MOUNT, 0, root, 0, MS_REC | MS_SLAVE, 0, 0);
    }
  }

  /** Everything at and below a path can only be read, through any name below that path. */
  static long readOnly(Path path) {
    String name = path.toString();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment attributes = arena.allocate(ATTR_SIZE, 8);
      attributes.set(ValueLayout.JAVA_LONG, 0, ATTR_RDONLY);
      // A file system that is mounted below it later must not come in: it could be written.
      attributes.set(ValueLayout.JAVA_LONG, 16, MS_PRIVATE);
      long bytes = attributes.address();
      if (name.equals("/")) { // what is mounted over the root is not seen by who has it already
        long root = arena.allocateFrom("/").address();
        return Native.sys(Syscall.MOUNT_SETATTR, AT_FDCWD, root, AT_RECURSIVE, bytes, ATTR_SIZE, 0);
      }
      long empty = Constants.EMPTY.address();
      try (Fd place = Fd.open(path, OpenFlags.O_PATH, 0);
          Fd tree = tree(place)) {
        int whole = AT_EMPTY_PATH | AT_RECURSIVE;
        long set =
            Native.sys(Syscall.MOUNT_SETATTR, tree.number(), empty, whole, bytes, ATTR_SIZE, 0);
        int both = F_EMPTY_PATH | T_EMPTY_PATH;
        return set < 0
            ? set
            : Native.sys(Syscall.MOVE_MOUNT, tree.number(), empty, place.number(), empty, both, 0);
      } catch (LinuxException e) {
        return -e.errno();
      }
    }
  }

  private static Fd tree(Fd place) throws LinuxException {
    int flags = AT_EMPTY_PATH | AT_RECURSIVE | OPEN_TREE_CLONE | OpenFlags.O_CLOEXEC;
    long number = Native.sys(Syscall.OPEN_TREE, place.number(), Constants.EMPTY.address(), flags);
    return new Fd((int) LinuxException.check(number, "open_tree", place), place.toString());
  }

  /** An empty folder in memory, for everybody, in the place of what is there. */
  static long empty(String path) {
    try (Arena arena = Arena.ofConfined()) {
      long type = arena.allocateFrom("tmpfs").address();
      return Native.sys(
          Syscall.MOUNT,
          type,
          arena.allocateFrom(path).address(),
          type,
          MS_NOSUID | MS_NODEV,
          arena.allocateFrom("mode=1777").address(),
          0);
    }
  }
}
