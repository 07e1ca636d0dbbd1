package dev.reeve.daemon.export;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Lines in as few datagrams as their size allows; no line is cut. */
final class Packets {
  /** Fits into a frame of Ethernet with room for the heads of tunnels. */
  static final int NETWORK = 1400;

  /** Within the machine nothing is fragmented before 64 KiB; small receivers take this much. */
  static final int LOOPBACK = 8000;

  private Packets() {}

  /**
   * Joins lines with line breaks.
   *
   * @param most bytes of a datagram; a line that is longer gets one of its own
   */
  static List<byte[]> of(List<String> lines, int most) {
    List<byte[]> packets = new ArrayList<>();
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      if (packet.size() > 0 && packet.size() + 1 + bytes.length > most) {
        packets.add(packet.toByteArray());
        packet.reset();
      }
      if (packet.size() > 0) {
        packet.write('\n');
      }
      packet.writeBytes(bytes);
    }
    if (packet.size() > 0) {
      packets.add(packet.toByteArray());
    }
    return packets;
  }
}
