package dev.reeve.cli.inspect;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The tables of sockets of a network namespace; see proc_pid_net(5). */
final class Sockets {
  /** Of a machine with a hundred thousand connections. */
  private static final int MOST = 1 << 24;

  /** By their number, which begins at 1; see include/net/tcp_states.h. */
  private static final List<String> STATES =
      List.of(
          "established",
          "syn-sent",
          "syn-received",
          "fin-wait-1",
          "fin-wait-2",
          "time-wait",
          "close",
          "close-wait",
          "last-ack",
          "listen",
          "closing");

  private Sockets() {}

  static List<Socket> of(Path tables, List<OpenFile> files) {
    Map<String, Integer> byInode = new HashMap<>();
    for (OpenFile file : files) {
      if (file.target().startsWith("socket:[")) {
        byInode.putIfAbsent(file.target().substring(8, file.target().length() - 1), file.number());
      }
    }
    List<Socket> sockets = new ArrayList<>();
    if (byInode.isEmpty()) {
      return sockets;
    }
    for (String protocol : List.of("tcp", "tcp6", "udp", "udp6")) {
      for (String line : ProcText.readOr(tables.resolve(protocol), MOST, "").split("\n", -1)) {
        String[] words = ProcText.words(line);
        Integer number = words.length > 9 ? byInode.get(words[9]) : null;
        if (number != null) {
          sockets.add(internet(protocol, words, number));
        }
      }
    }
    for (String line : ProcText.readOr(tables.resolve("unix"), MOST, "").split("\n", -1)) {
      String[] words = line.strip().split("\\s+", 8);
      Integer number = words.length > 6 ? byInode.get(words[6]) : null;
      if (number != null) {
        boolean listens = (Integer.parseInt(words[3], 16) & 0x10000) != 0; // __SO_ACCEPTCON
        String path = words.length > 7 ? words[7] : "";
        sockets.add(new Socket("unix", path, "", listens ? "listen" : "", number));
      }
    }
    sockets.sort(Comparator.comparingInt(Socket::number));
    return sockets;
  }

  private static Socket internet(String protocol, String[] words, int number) {
    int state = Integer.parseInt(words[3], 16);
    boolean tcp = protocol.startsWith("tcp");
    String remote = address(words[2]);
    String word = state >= 1 && state <= STATES.size() ? STATES.get(state - 1) : "";
    return new Socket(
        protocol, address(words[1]), remote.endsWith(":0") ? "" : remote, tcp ? word : "", number);
  }

  /** {@code 0100007F:1F90}: words of the machine's byte order, then the port. */
  private static String address(String hex) {
    int colon = hex.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(hex.substring(0, colon));
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    ByteBuffer out = ByteBuffer.allocate(bytes.length).order(ByteOrder.nativeOrder());
    while (in.hasRemaining()) {
      out.putInt(in.getInt());
    }
    int port = Integer.parseInt(hex.substring(colon + 1), 16);
    try {
      String text = InetAddress.getByAddress(out.array()).getHostAddress();
      return (text.contains(":") ? "[" + text + "]" : text) + ":" + port;
    } catch (UnknownHostException e) {
      return hex;
    }
  }
}
