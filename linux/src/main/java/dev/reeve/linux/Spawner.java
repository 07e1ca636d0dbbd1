package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;

/**
 * Starts programs with posix_spawn(3), which neither copies the memory of this process nor runs any
 * code in the child but the C library's. The child leads a session of its own, has default signals
 * and an empty mask (the JVM changes both), and only descriptors 0 to 2.
 */
public final class Spawner {
  private Spawner() {}

  /**
   * Starts a program. Returns when the program is being loaded in the child, or could not be.
   * Limits, umask, nice value and the like are inherited from this process; see {@link
   * OpenFilesLimit} for the one the JVM changes.
   *
   * @throws SpawnException saying which part of the launch is at fault
   */
  public static Child spawn(Launch launch) throws LinuxException {
    // Sources below 3 would be overwritten by one another while they are put in place.
    List<Fd> copies = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      int in = launch.stdin() == null ? -1 : above2(launch.stdin(), copies);
      int out = above2(launch.stdout(), copies);
      int err = above2(launch.stderr(), copies);
      MemorySegment actions = arena.allocate(C.ACTIONS_SIZE, 16);
      checked(C.call(C.ACTIONS_INIT, actions, 0, 0, 0, 0));
      try {
        CStrings texts = new CStrings();
        int program = texts.add(launch.program().toString());
        int directory = texts.add(launch.directory().toString());
        int[] argv = texts.addAll(launch.argv());
        int[] environment = new int[launch.environment().size()];
        int i = 0;
        for (Map.Entry<String, String> variable : launch.environment().entrySet()) {
          environment[i++] = texts.add(variable.getKey(), "=", variable.getValue());
        }
        long block = texts.put(arena);
        place(actions, block + directory, in, out, err);
        return start(
            launch,
            actions,
            block + program,
            CStrings.pointers(arena, block, argv),
            CStrings.pointers(arena, block, environment),
            arena);
      } finally {
        C.call(C.ACTIONS_DESTROY, actions, 0, 0, 0, 0);
      }
    } finally {
      copies.forEach(Fd::close);
    }
  }

  private static int above2(Fd fd, List<Fd> copies) throws LinuxException {
    if (fd.number() > 2) {
      return fd.number();
    }
    Fd copy = fd.duplicate(3);
    copies.add(copy);
    return copy.number();
  }

  private static void place(MemorySegment actions, long directory, int in, int out, int err)
      throws LinuxException {
    checked(C.call(C.ADD_CHDIR, actions, directory, 0, 0, 0));
    if (in >= 0) {
      checked(C.call(C.ADD_DUP2, actions, in, 0, 0, 0));
    } else {
      checked(C.call(C.ADD_OPEN, actions, 0, C.DEV_NULL.address(), OpenFlags.O_RDONLY, 0));
    }
    checked(C.call(C.ADD_DUP2, actions, out, 1, 0, 0));
    checked(C.call(C.ADD_DUP2, actions, err, 2, 0, 0));
    checked(C.call(C.ADD_CLOSEFROM, actions, 3, 0, 0, 0));
  }

  private static Child start(
      Launch launch, MemorySegment actions, long program, long argv, long environment, Arena arena)
      throws LinuxException {
    MemorySegment pid = arena.allocate(ValueLayout.JAVA_INT);
    Lock birth = Children.birth();
    birth.lock();
    try {
      int errno =
          Native.intCall(
              C.SPAWN,
              pid.address(),
              program,
              actions.address(),
              C.ATTRIBUTES.address(),
              argv,
              environment);
      if (errno != 0) {
        throw SpawnDiagnosis.of(launch, errno);
      }
      return born(pid.get(ValueLayout.JAVA_INT, 0));
    } finally {
      birth.unlock();
    }
  }

  private static Child born(int pid) throws LinuxException {
    // The child cannot vanish: until it is reaped, which nobody else does, its pid is its own.
    LinuxException failure;
    try {
      Optional<PidFd> pidfd = PidFd.ofChild(pid);
      if (pidfd.isPresent()) {
        Children.await(pid, pidfd.get());
        return new Child(pidfd.get().identity(), pidfd.get());
      }
      failure = LinuxException.failed("pidfd_open", "pid " + pid, Errno.ESRCH);
    } catch (LinuxException e) {
      failure = e;
    }
    // Without a handle it could not be supervised; it is left to the reaper of strays.
    Native.sys(Syscall.KILL, pid, Signals.KILL, 0);
    throw failure;
  }

  private static void checked(int errno) throws LinuxException {
    LinuxException.check(-errno, "posix_spawn", null);
  }

  /** The functions of {@code <spawn.h>} and the attributes that every launch shares. */
  private static final class C {
    static final MemorySegment SPAWN = Native.function("posix_spawn");
    static final MemorySegment ACTIONS_INIT = action("init");
    static final MemorySegment ACTIONS_DESTROY = action("destroy");
    static final MemorySegment ADD_CHDIR = action("addchdir_np");
    static final MemorySegment ADD_DUP2 = action("adddup2");
    static final MemorySegment ADD_OPEN = action("addopen");
    static final MemorySegment ADD_CLOSEFROM = action("addclosefrom_np");
    // 80 bytes in glibc.
    static final long ACTIONS_SIZE = 256;
    // 336 bytes in glibc.
    private static final long ATTRIBUTES_SIZE = 1024;
    private static final long SIGNALS_SIZE = 128;
    private static final int SETSIGDEF = 0x04;
    private static final int SETSIGMASK = 0x08;
    private static final int SETSID = 0x80;
    static final MemorySegment ATTRIBUTES = attributes();
    static final MemorySegment DEV_NULL = Arena.global().allocateFrom("/dev/null");

    private static MemorySegment action(String name) {
      return Native.function("posix_spawn_file_actions_" + name);
    }

    static int call(MemorySegment function, MemorySegment object, long b, long c, long d, long e) {
      return Native.intCall(function, object.address(), b, c, d, e, 0);
    }

    private static MemorySegment attributes() {
      MemorySegment attributes = Arena.global().allocate(ATTRIBUTES_SIZE, 16);
      call(Native.function("posix_spawnattr_init"), attributes, 0, 0, 0, 0);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment none = arena.allocate(SIGNALS_SIZE, 8);
        MemorySegment all = arena.allocate(SIGNALS_SIZE, 8).fill((byte) 0xff);
        set("posix_spawnattr_setsigmask", attributes, none.address());
        set("posix_spawnattr_setsigdefault", attributes, all.address());
        set("posix_spawnattr_setflags", attributes, SETSIGDEF | SETSIGMASK | SETSID);
      }
      return attributes;
    }

    private static void set(String function, MemorySegment attributes, long value) {
      call(Native.function(function), attributes, value, 0, 0, 0);
    }
  }
}
