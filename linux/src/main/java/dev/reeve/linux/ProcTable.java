package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks into {@code /proc}. A process that is gone, or that belongs to somebody else, is absent;
 * failing to look at all (too many open files) throws.
 */
public final class ProcTable {
  private static final int SC_CLK_TCK = 2;
  private static final int SC_PAGESIZE = 30;

  // The flags of open(2) in octal, of which the last digit tells for what.
  private static final Pattern FLAGS =
      Pattern.compile("^flags:\\s+[0-7]*([0-7])$", Pattern.MULTILINE);
  private static final int O_ACCMODE = 3;

  private ProcTable() {}

  /** One process. */
  public static Optional<ProcStat> stat(int pid) throws LinuxException {
    ProcFile file = ProcFile.read("/proc/" + pid + "/stat");
    return file == null || file.length == 0 ? Optional.empty() : Optional.of(ProcStat.parse(file));
  }

  /** Every process there is. Those that start or end meanwhile may be missing. */
  public static List<ProcStat> all() throws LinuxException {
    int[] pids = numbers("/proc");
    List<ProcStat> all = new ArrayList<>(pids.length);
    for (int pid : pids) {
      stat(pid).ifPresent(all::add);
    }
    return all;
  }

  /** The direct children, ended ones too. */
  public static List<Integer> children(int pid) throws LinuxException {
    List<Integer> children = new ArrayList<>();
    for (int task : numbers("/proc/" + pid + "/task")) {
      if (!addChildren(pid, task, children)) {
        return childrenByScan(pid);
      }
    }
    return children;
  }

  /**
   * The children of the first thread of a process. That is where the kernel puts orphans: they go
   * to the first thread of their subreaper that is alive, see find_new_reaper() in kernel/exit.c.
   */
  static List<Integer> childrenOfFirstThread(int pid) throws LinuxException {
    boolean firstThreadEnded = stat(pid).map(s -> s.state() == 'Z').orElse(false);
    List<Integer> children = new ArrayList<>();
    return !firstThreadEnded && addChildren(pid, pid, children) ? children : children(pid);
  }

  /**
   * The environment the process was started with; absent when it is not ours to read. Empty for a
   * moment while the process loads a program.
   */
  public static Optional<Map<String, String>> environ(int pid) throws LinuxException {
    ProcFile file = ProcFile.read("/proc/" + pid + "/environ");
    if (file == null) {
      return Optional.empty();
    }
    Map<String, String> environment = new LinkedHashMap<>();
    for (String entry : file.strings()) {
      int equals = entry.indexOf('=');
      if (equals > 0) {
        environment.putIfAbsent(entry.substring(0, equals), entry.substring(equals + 1));
      }
    }
    return Optional.of(environment);
  }

  /** One variable of the environment the process was started with, without decoding the others. */
  public static Optional<String> environValue(int pid, String key) throws LinuxException {
    return environValue(pid, key, 1);
  }

  /** Looks so many times again if no environment is to be seen at all. */
  static Optional<String> environValue(int pid, String key, int attempts) throws LinuxException {
    String path = "/proc/" + pid + "/environ";
    ProcFile file = ProcFile.read(path);
    for (int i = 1; i < attempts && file != null && file.length == 0; i++) {
      Thread.onSpinWait();
      file = ProcFile.read(path);
    }
    if (file == null) {
      return Optional.empty();
    }
    for (int at = 0; at < file.length; at = file.indexOf('\0', at) + 1) {
      int value = at + key.length() + 1;
      if (value <= file.length && file.bytes[value - 1] == '=' && startsWith(file, at, key)) {
        return Optional.of(file.text(value, file.indexOf('\0', value)));
      }
    }
    return Optional.empty();
  }

  /**
   * The arguments as the process shows them now; empty for kernel threads, ended processes and
   * strangers.
   */
  public static List<String> cmdline(int pid) throws LinuxException {
    ProcFile file = ProcFile.read("/proc/" + pid + "/cmdline");
    return file == null ? List.of() : List.of(file.strings());
  }

  /**
   * The files a process has open, by their paths as this process sees them; none when it is not
   * ours to look at. Pipes and sockets without a name are not told. The files themselves are not
   * touched, so that a dead file server holds nobody up.
   */
  static Map<Integer, String> openFiles(int pid) throws LinuxException {
    String directory = "/proc/" + pid + "/fd";
    Map<Integer, String> files = new LinkedHashMap<>();
    // 0 is no number of a process, but one of a descriptor.
    putOpenFile(directory, 0, files);
    for (int descriptor : numbers(directory)) {
      putOpenFile(directory, descriptor, files);
    }
    return files;
  }

  private static void putOpenFile(String directory, int descriptor, Map<Integer, String> files)
      throws LinuxException {
    ProcFile link = ProcFile.link(directory + "/" + descriptor);
    if (link != null && link.length > 0 && link.bytes[0] == '/') {
      files.put(descriptor, link.text());
    }
  }

  /** Whether a descriptor is open for both reading and writing, see proc_pid_fdinfo(5). */
  static boolean isReadWrite(int pid, int descriptor) throws LinuxException {
    ProcFile info = ProcFile.read("/proc/" + pid + "/fdinfo/" + descriptor);
    if (info == null) {
      return false;
    }
    Matcher flags = FLAGS.matcher(info.text());
    int accessMode = O_ACCMODE & (flags.find() ? flags.group(1).charAt(0) - '0' : 0);
    return accessMode == OpenFlags.O_RDWR;
  }

  /** The unit of {@link ProcStat}'s times, 100 on every Linux in use. */
  public static long ticksPerSecond() {
    return System_.TICKS;
  }

  /** Bytes of a memory page. */
  public static long pageSize() {
    return System_.PAGE;
  }

  /** When the machine was booted, in milliseconds since 1970; moves when the clock is set. */
  public static long bootTimeMillis() throws LinuxException {
    return System.currentTimeMillis() - Clock.bootNanos() / 1_000_000;
  }

  /** Changes at every boot. */
  static String bootId() throws LinuxException {
    String known = Boot.id;
    if (known.isEmpty()) {
      ProcFile file = ProcFile.read("/proc/sys/kernel/random/boot_id");
      if (file == null) {
        throw LinuxException.failed("open", "/proc/sys/kernel/random/boot_id", Errno.ENOENT);
      }
      known = file.text().strip();
      Boot.id = known;
    }
    return known;
  }

  private static List<Integer> childrenByScan(int pid) throws LinuxException {
    List<Integer> children = new ArrayList<>();
    for (ProcStat stat : all()) {
      if (stat.ppid() == pid) {
        children.add(stat.pid());
      }
    }
    return children;
  }

  /** False when this kernel keeps no list of children (CONFIG_PROC_CHILDREN). */
  private static boolean addChildren(int pid, int task, List<Integer> children)
      throws LinuxException {
    String directory = "/proc/" + pid + "/task/" + task;
    ProcFile file = ProcFile.read(directory + "/children");
    if (file == null) {
      // The thread may just have ended; only a living one proves that there is no such list.
      return ProcFile.read(directory + "/stat") == null;
    }
    int value = 0;
    for (int at = 0; at < file.length; at++) {
      byte digit = file.bytes[at];
      if (digit == ' ') {
        children.add(value);
        value = 0;
      } else {
        value = value * 10 + (digit - '0');
      }
    }
    return true;
  }

  private static boolean startsWith(ProcFile file, int at, String key) {
    for (int i = 0; i < key.length(); i++) {
      if (file.bytes[at + i] != key.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** The entries of a directory that are numbers. */
  static int[] numbers(String directory) throws LinuxException {
    ProcFile file = ProcFile.list(directory);
    int[] found = new int[64];
    int count = 0;
    int at = 0;
    while (file != null && at < file.length) {
      // struct linux_dirent64: inode 8, offset 8, length 2, type 1, name
      int length = (file.bytes[at + 16] & 0xff) | (file.bytes[at + 17] & 0xff) << 8;
      int value = 0;
      int c = at + 19;
      while (file.bytes[c] >= '0' && file.bytes[c] <= '9') {
        value = value * 10 + (file.bytes[c++] - '0');
      }
      if (file.bytes[c] == 0 && value > 0) {
        if (count == found.length) {
          found = Arrays.copyOf(found, count * 2);
        }
        found[count++] = value;
      }
      at += length;
    }
    return Arrays.copyOf(found, count);
  }

  private static final class Boot {
    static volatile String id = "";
  }

  private static final class System_ {
    private static final MemorySegment SYSCONF = Native.function("sysconf");
    static final long TICKS = Native.intCall(SYSCONF, SC_CLK_TCK, 0, 0, 0);
    static final long PAGE = Native.intCall(SYSCONF, SC_PAGESIZE, 0, 0, 0);
  }
}
