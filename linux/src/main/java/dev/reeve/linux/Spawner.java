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
 * and an empty mask (the JVM changes both), and only descriptors 0 to 2 and those that the launch
 * names.
 */
public final class Spawner {
  private Spawner() {}

  /**
   * Starts a program. Returns when the program is being loaded in the child, or could not be.
   * Limits, nice value and the like are inherited from this process; see {@link OpenFilesLimit} for
   * the one the JVM changes.
   *
   * @throws SpawnException saying which part of the launch is at fault
   */
  public static Child spawn(Launch launch) throws LinuxException {
    return launch.confinement().isNone()
        ? spawnHere(launch)
        : ConfinedThread.call(launch, () -> spawnHere(launch));
  }

  private static Child spawnHere(Launch launch) throws LinuxException {
    int last = launch.inherited().keySet().stream().reduce(2, Math::max);
    List<Fd> copies = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      int[] sources = sources(launch, last, copies);
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
        place(actions, block + directory, sources);
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

  /**
   * What each number of the child is made of, -1 for nothing. Sources among the numbers that are
   * taken are copied above them: putting one in place would overwrite another, and a descriptor
   * that is put onto itself would still be closed by exec.
   */
  private static int[] sources(Launch launch, int last, List<Fd> copies) throws LinuxException {
    int[] sources = new int[last + 1];
    for (int number = 0; number <= last; number++) {
      Fd source =
          switch (number) {
            case 0 -> launch.stdin();
            case 1 -> launch.stdout();
            case 2 -> launch.stderr();
            default -> launch.inherited().get(number);
          };
      sources[number] = source == null ? -1 : above(last, source, copies);
    }
    return sources;
  }

  private static int above(int last, Fd fd, List<Fd> copies) throws LinuxException {
    // A closed one is -1; duplicating it says so.
    if (fd.number() > last) {
      return fd.number();
    }
    Fd copy = fd.duplicate(last + 1);
    copies.add(copy);
    return copy.number();
  }

  private static void place(MemorySegment actions, long directory, int[] sources)
      throws LinuxException {
    checked(C.call(C.ADD_CHDIR, actions, directory, 0, 0, 0));
    for (int number = 0; number < sources.length; number++) {
      if (sources[number] >= 0) {
        checked(C.call(C.ADD_DUP2, actions, sources[number], number, 0, 0));
      } else if (number == 0) {
        checked(C.call(C.ADD_OPEN, actions, 0, C.DEV_NULL.address(), OpenFlags.O_RDONLY, 0));
      } else {
        // A gap; glibc does not mind when there is nothing to close.
        checked(C.call(C.ADD_CLOSE, actions, number, 0, 0, 0));
      }
    }
    checked(C.call(C.ADD_CLOSEFROM, actions, sources.length, 0, 0, 0));
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
    static final MemorySegment ADD_CLOSE = action("addclose");
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
