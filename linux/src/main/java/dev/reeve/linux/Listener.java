package dev.reeve.linux;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A socket that waits for others: of TCP one that listens, of UDP one that is bound and not
 * connected. See proc_net(5) and proc_pid_net(5).
 *
 * @param pid a process that has it open
 * @param protocol {@code tcp}, {@code tcp6}, {@code udp} or {@code udp6}
 * @param address in digits; {@code 0.0.0.0} and {@code ::} are all of the machine
 */
public record Listener(int pid, String protocol, String address, int port) {
  private static final List<String> PROTOCOLS = List.of("tcp", "tcp6", "udp", "udp6");
  private static final byte[] SOCKET = {'s', 'o', 'c', 'k', 'e', 't', ':', '['};

  /** TCP_LISTEN and TCP_CLOSE of net/tcp_states.h; the latter is what UDP has until it connects. */
  private static final int LISTENS = 0x0a;

  private static final int UNCONNECTED = 0x07;

  /**
   * What these processes listen on, each socket once for each process that has it open. Namespaces
   * of networks are honoured. Processes that are gone or not ours to look at have none.
   */
  public static List<Listener> of(Collection<Integer> pids) throws LinuxException {
    Map<Long, List<Integer>> owners = new HashMap<>();
    Map<String, List<Integer>> networks = new HashMap<>();
    for (int pid : pids) {
      if (addSockets(pid, owners)) {
        ProcFile network = ProcFile.link("/proc/" + pid + "/ns/net");
        networks
            .computeIfAbsent(network == null ? "" : network.text(), any -> new ArrayList<>())
            .add(pid);
      }
    }
    List<Listener> listeners = new ArrayList<>();
    for (List<Integer> inside : networks.values()) {
      for (String protocol : PROTOCOLS) {
        ProcFile table = table(inside, protocol);
        if (table != null) {
          add(table, protocol, owners, listeners);
        }
      }
    }
    return listeners;
  }

  /** As the first of these processes sees it that has not ended meanwhile. */
  private static @Nullable ProcFile table(List<Integer> pids, String protocol)
      throws LinuxException {
    for (int pid : pids) {
      ProcFile table = ProcFile.read("/proc/" + pid + "/net/" + protocol);
      if (table != null) {
        return table;
      }
    }
    return null;
  }

  /** Whether nobody on another machine can reach it. */
  public boolean isLocal() {
    return address.startsWith("127.") || address.equals("::1") || address.startsWith("::ffff:127.");
  }

  /** Whether the process has any. */
  private static boolean addSockets(int pid, Map<Long, List<Integer>> owners)
      throws LinuxException {
    String directory = "/proc/" + pid + "/fd";
    boolean any = addSocket(pid, directory + "/0", owners);
    // 0 is no number of a process, but one of a descriptor.
    for (int descriptor : ProcTable.numbers(directory)) {
      any |= addSocket(pid, directory + "/" + descriptor, owners);
    }
    return any;
  }

  private static boolean addSocket(int pid, String path, Map<Long, List<Integer>> owners)
      throws LinuxException {
    ProcFile link = ProcFile.link(path);
    if (link == null || link.length <= SOCKET.length) {
      return false;
    }
    for (int i = 0; i < SOCKET.length; i++) {
      if (link.bytes[i] != SOCKET[i]) {
        return false;
      }
    }
    long inode = 0;
    for (int i = SOCKET.length; i < link.length && link.bytes[i] != ']'; i++) {
      inode = inode * 10 + (link.bytes[i] - '0');
    }
    List<Integer> holders = owners.computeIfAbsent(inode, i -> new ArrayList<>(1));
    if (!holders.contains(pid)) {
      holders.add(pid);
    }
    return true;
  }

  /**
   * Lines of {@code sl: address:port address:port state queue timer retransmits uid timeout inode}.
   */
  private static void add(
      ProcFile table, String protocol, Map<Long, List<Integer>> owners, List<Listener> to) {
    int wanted = protocol.startsWith("tcp") ? LISTENS : UNCONNECTED;
    int line = table.indexOf('\n', 0) + 1;
    while (line < table.length) {
      int end = table.indexOf('\n', line);
      int local = field(table, line, end, 1);
      int state = field(table, line, end, 3);
      int inode = field(table, line, end, 9);
      if (inode < end && hex(table, state, state + 2) == wanted) {
        int colon = table.indexOf(':', local);
        List<Integer> holders = owners.getOrDefault(decimal(table, inode), List.of());
        for (int pid : holders) {
          int port = (int) hex(table, colon + 1, colon + 5);
          to.add(new Listener(pid, protocol, address(table, local, colon), port));
        }
      }
      line = end + 1;
    }
  }

  /** Where a field begins; fields are between blanks, the line may begin with some. */
  private static int field(ProcFile table, int line, int end, int index) {
    int at = line;
    for (int i = 0; at < end; i++) {
      while (at < end && table.bytes[at] == ' ') {
        at++;
      }
      if (i == index) {
        return at;
      }
      while (at < end && table.bytes[at] != ' ') {
        at++;
      }
    }
    return end;
  }

  private static long decimal(ProcFile table, int from) {
    long value = 0;
    for (int i = from; i < table.length && table.bytes[i] >= '0' && table.bytes[i] <= '9'; i++) {
      value = value * 10 + (table.bytes[i] - '0');
    }
    return value;
  }

  private static long hex(ProcFile table, int from, int to) {
    long value = 0;
    for (int i = from; i < to; i++) {
      value = value << 4 | Character.digit(table.bytes[i], 16);
    }
    return value;
  }

  /** Words of 32 bits in the byte order of the machine, which is little-endian on ours. */
  private static String address(ProcFile table, int from, int to) {
    byte[] bytes = new byte[(to - from) / 2];
    for (int word = 0; word < bytes.length; word += 4) {
      for (int i = 0; i < 4; i++) {
        int at = from + 2 * (word + 3 - i);
        bytes[word + i] = (byte) hex(table, at, at + 2);
      }
    }
    return bytes.length == 4 ? dotted(bytes, 0) : colons(bytes);
  }

  private static String dotted(byte[] bytes, int from) {
    return (bytes[from] & 0xff)
        + "."
        + (bytes[from + 1] & 0xff)
        + "."
        + (bytes[from + 2] & 0xff)
        + "."
        + (bytes[from + 3] & 0xff);
  }

  /** As RFC 5952 wants it: the longest run of zeros is left out, letters are small. */
  private static String colons(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xff) << 8 | (bytes[2 * i + 1] & 0xff);
    }
    boolean mapped = groups[5] == 0xffff;
    for (int i = 0; i < 5; i++) {
      mapped &= groups[i] == 0;
    }
    if (mapped) {
      return "::ffff:" + dotted(bytes, 12);
    }
    int best = 0;
    int longest = 1;
    for (int i = 0; i < 8; i++) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) {
        length++;
      }
      if (length > longest) {
        best = i;
        longest = length;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (longest > 1 && i == best) {
        text.append("::");
        i += longest - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
            .append(Integer.toHexString(groups[i]));
      }
    }
    return text.toString();
  }
}
