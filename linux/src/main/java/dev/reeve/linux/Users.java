package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Users and groups, asked through the C library so that LDAP, systemd-userdb and the like count.
 */
public final class Users {
  private static final MemorySegment BY_NAME = Native.function("getpwnam_r");
  private static final MemorySegment BY_UID = Native.function("getpwuid_r");
  private static final MemorySegment GROUP_BY_NAME = Native.function("getgrnam_r");
  private static final MemorySegment GROUPS_OF = Native.function("getgrouplist");
  // struct passwd: name 0, password 8, uid 16, gid 20, gecos 24, home 32, shell 40; struct group:
  // name 0, password 8, gid 16.
  private static final int STRUCT_SIZE = 64;
  private static final int FIRST_BUFFER = 1024;
  private static final int LARGEST_BUFFER = 16 << 20;

  /** What the kernel allows a process to have. */
  private static final int MOST_GROUPS = 65_536;

  /**
   * A user, see passwd(5).
   *
   * @param gid the primary group
   */
  public record User(String name, int uid, int gid, Path home, String shell) {}

  private Users() {}

  /** The user of this name; absent when there is none. */
  public static Optional<User> byName(String name) throws LinuxException {
    if (name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      return find(BY_NAME, arena.allocateFrom(name).address(), arena, name).map(Users::user);
    }
  }

  /** The user of this number; absent when there is none. */
  public static Optional<User> byUid(int uid) throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      return find(BY_UID, uid, arena, uid).map(Users::user);
    }
  }

  /** The number of the group of this name; absent when there is none. */
  public static Optional<Integer> groupByName(String name) throws LinuxException {
    if (name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      return find(GROUP_BY_NAME, arena.allocateFrom(name).address(), arena, name)
          .map(group -> group.get(ValueLayout.JAVA_INT, 16));
    }
  }

  /**
   * Whether a user belongs to a group, by the databases of the system and not by what a process of
   * the user was given once: who is taken out of a group is out.
   *
   * @return false, too, where there is no such user, or one with more groups than the kernel allows
   */
  public static boolean isMember(String user, int group) throws LinuxException {
    Optional<User> known = byName(user);
    if (known.isEmpty()) {
      return false;
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(ValueLayout.JAVA_INT);
      long name = arena.allocateFrom(user).address();
      for (int room = 64; room <= MOST_GROUPS; room *= 4) {
        MemorySegment list = arena.allocate(ValueLayout.JAVA_INT, room);
        count.set(ValueLayout.JAVA_INT, 0, room);
        int found =
            Native.intCall(GROUPS_OF, name, known.get().gid(), list.address(), count.address());
        if (found >= 0) {
          return LongStream.range(0, found)
              .anyMatch(i -> list.getAtIndex(ValueLayout.JAVA_INT, i) == group);
        }
      }
    }
    return false;
  }

  /** On whose behalf this process acts; 0 is root. */
  public static int effectiveUid() {
    return (int) Native.sys(Syscall.GETEUID, 0);
  }

  /** The group this process acts for. */
  public static int effectiveGid() {
    return (int) Native.sys(Syscall.GETEGID, 0);
  }

  private static User user(MemorySegment struct) {
    return new User(
        text(struct, 0),
        struct.get(ValueLayout.JAVA_INT, 16),
        struct.get(ValueLayout.JAVA_INT, 20),
        Path.of(text(struct, 32)),
        text(struct, 40));
  }

  private static String text(MemorySegment struct, long offset) {
    return Native.string(struct.get(ValueLayout.JAVA_LONG, offset));
  }

  private static Optional<MemorySegment> find(
      MemorySegment function, long key, Arena arena, Object subject) throws LinuxException {
    MemorySegment struct = arena.allocate(STRUCT_SIZE, 8);
    MemorySegment found = arena.allocate(ValueLayout.JAVA_LONG);
    for (int size = FIRST_BUFFER; size <= LARGEST_BUFFER; size *= 4) {
      long buffer = arena.allocate(size, 8).address();
      int errno = Native.intCall(function, key, struct.address(), buffer, size, found.address(), 0);
      switch (errno) {
        case 0 -> {
          return found.get(ValueLayout.JAVA_LONG, 0) == 0 ? Optional.empty() : Optional.of(struct);
        }
        case Errno.ERANGE, Errno.EINTR -> {
          // Once more, with more room.
        }
        // What some name services give for "no such entry", see getpwnam(3).
        case Errno.ENOENT, Errno.ESRCH, Errno.EBADF, Errno.EPERM -> {
          return Optional.empty();
        }
        default -> throw LinuxException.failed("getpwnam", subject, errno);
      }
    }
    throw LinuxException.failed("getpwnam", subject, Errno.ERANGE);
  }
}
