package dev.reeve.daemon.sampling;

import dev.reeve.core.engine.State;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * The history of all instances in one file that never grows but with their number. It consists of
 * chunks of {@value #SLOTS} slots; a slot belongs to one instance. A chunk has a table of owners
 * and two rings ({@link Ring}) of rows; a row is one time and a cell for each slot. So a look
 * writes two rows for {@value #SLOTS} instances, with one call each, and what was written survives
 * the death of the daemon.
 *
 * <p>The file is written and not mapped: the memory of the daemon stays what it is, and a full disk
 * is an error of a call and no signal. A row that does not belong where it stands is no row, so a
 * half-written one does no harm. Written by one thread, read by any.
 */
final class SampleFile implements AutoCloseable {
  static final int SLOTS = 32;
  static final int HEADER = 4096;
  private static final long MAGIC = 0x5265657665536d70L; // ReeveSmp
  private static final int VERSION = 1;
  private static final int OWNER = 32;
  private static final int CELL = 16;
  static final int ROW = Long.BYTES + SLOTS * CELL;
  private static final int FINE_AT = SLOTS * OWNER;
  private static final int COARSE_AT = FINE_AT + Ring.FINE.points() * ROW;
  static final int CHUNK = (COARSE_AT + Ring.COARSE.points() * ROW + 4095) / 4096 * 4096;

  /** The number of a state in the file is its place here, from 1: new ones go to the end. */
  private static final List<State> STATES =
      List.of(
          State.WAITING,
          State.STARTING,
          State.RUNNING,
          State.STOPPING,
          State.STOPPED,
          State.BACKOFF,
          State.FAILED,
          State.COMPLETED);

  /** Who has a slot; {@code number} is 0 if nobody has. */
  private record Owner(int service, int number, long name, long since) {
    static final Owner NOBODY = new Owner(0, 0, 0, 0);
  }

  /** What is being written of a chunk. */
  private static final class Chunk {
    final Owner[] owners = new Owner[SLOTS];
    final ByteBuffer fine = ByteBuffer.allocateDirect(ROW);
    final ByteBuffer coarse = ByteBuffer.allocateDirect(ROW);
    final long[] cpuSum = new long[SLOTS];
    final int[] seen = new int[SLOTS];

    /** Numbers of the look in which a slot was put last; 0 if not by this daemon. */
    final long[] looks = new long[SLOTS];

    Chunk() {
      java.util.Arrays.fill(owners, Owner.NOBODY);
    }
  }

  private final Path path;
  private final FileChannel channel;
  private final String complaint;
  private final List<Chunk> chunks = new ArrayList<>();
  private long look;
  private long lookAt;

  private SampleFile(Path path, FileChannel channel, String complaint) {
    this.path = path;
    this.channel = channel;
    this.complaint = complaint;
  }

  /**
   * Opens the file or makes it. A damaged one is put aside, under the same name with {@code
   * .damaged}.
   *
   * @throws IOException if there can be no such file
   */
  static SampleFile open(Path path) throws IOException {
    String complaint = "";
    if (Files.exists(path)) {
      try {
        SampleFile file = new SampleFile(path, channel(path), "");
        try {
          file.load();
          return file;
        } catch (IOException e) {
          file.close();
          throw e;
        }
      } catch (Damaged e) {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged");
        Files.move(path, aside, StandardCopyOption.REPLACE_EXISTING);
        complaint = path + " is damaged (" + e.getMessage() + "); it is now " + aside;
      }
    }
    SampleFile file = new SampleFile(path, channel(path), complaint);
    file.channel.write(header(), 0);
    return file;
  }

  /** The file is not what was written. */
  private static final class Damaged extends IOException {
    private static final long serialVersionUID = 1L;

    Damaged(String why) {
      super(why);
    }
  }

  private static FileChannel channel(Path path) throws IOException {
    return FileChannel.open(
        path,
        Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** What was wrong with the file that was found; empty if nothing was. */
  String complaint() {
    return complaint;
  }

  private static ByteBuffer header() {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC).putInt(VERSION).putInt(SLOTS).putInt(CELL);
    for (Ring ring : List.of(Ring.FINE, Ring.COARSE)) {
      header.putInt(ring.points()).putLong(ring.stepMillis());
    }
    CRC32C crc = new CRC32C();
    crc.update(header.array(), 0, header.position());
    header.putInt((int) crc.getValue());
    return header.rewind();
  }

  private void load() throws IOException {
    long size = channel.size();
    if (size < HEADER || (size - HEADER) % CHUNK != 0) {
      throw new Damaged("it has " + size + " bytes");
    }
    ByteBuffer found = ByteBuffer.allocate(HEADER);
    readFully(channel, found, 0);
    if (found.getLong(0) != MAGIC) {
      throw new Damaged("it is no history of Reeve");
    }
    if (found.getInt(8) != VERSION) {
      throw new Damaged("it has version " + found.getInt(8) + ", and this is " + VERSION);
    }
    if (!found.equals(header())) {
      throw new Damaged("its first bytes are wrong");
    }
    ByteBuffer table = ByteBuffer.allocate(SLOTS * OWNER);
    for (long at = HEADER; at < size; at += CHUNK) {
      Chunk chunk = new Chunk();
      readFully(channel, table.clear(), at);
      for (int i = 0; i < SLOTS; i++) {
        int from = i * OWNER;
        Owner owner =
            new Owner(
                table.getInt(from),
                table.getInt(from + 4),
                table.getLong(from + 8),
                table.getLong(from + 16));
        chunk.owners[i] = owner.number > 0 && owner.since > 0 ? owner : Owner.NOBODY;
      }
      chunks.add(chunk);
    }
  }

  /** Begins a look at this time; what was not put in the look before belongs to nobody. */
  synchronized void begin(long millis) {
    boolean newMinute = look == 0 || Ring.COARSE.begin(millis) != Ring.COARSE.begin(lookAt);
    look++;
    lookAt = millis;
    for (Chunk chunk : chunks) {
      begin(chunk, newMinute);
    }
  }

  private void begin(Chunk chunk, boolean newMinute) {
    clear(chunk.fine).putLong(0, Ring.FINE.begin(lookAt));
    if (newMinute) {
      clear(chunk.coarse).putLong(0, Ring.COARSE.begin(lookAt));
      java.util.Arrays.fill(chunk.cpuSum, 0);
      java.util.Arrays.fill(chunk.seen, 0);
    }
  }

  private static ByteBuffer clear(ByteBuffer row) {
    for (int i = 0; i < ROW; i += Long.BYTES) {
      row.putLong(i, 0);
    }
    return row.clear();
  }

  /**
   * The slot of an instance, which gets one if it has none.
   *
   * @param service the id of the service, which stays when it is renamed
   */
  synchronized int slot(int service, int number, String name) throws IOException {
    long hash = hash(name);
    int slot = find(service, number);
    if (slot >= 0) {
      Chunk chunk = chunks.get(slot / SLOTS);
      Owner owner = chunk.owners[slot % SLOTS];
      if (owner.name == hash) {
        return slot;
      }
      if (chunk.looks[slot % SLOTS] > 0) {
        return own(slot, new Owner(service, number, hash, owner.since)); // it was renamed
      }
      // The id was given away anew after a state was lost.
      return own(slot, new Owner(service, number, hash, lookAt));
    }
    return own(free(), new Owner(service, number, hash, lookAt));
  }

  /** Whether the slot is of this instance, whatever its name is. */
  synchronized boolean isOf(int slot, int service, int number) {
    Owner owner = chunks.get(slot / SLOTS).owners[slot % SLOTS];
    return owner.service == service && owner.number == number;
  }

  private int find(int service, int number) {
    for (int slot = 0; slot < chunks.size() * SLOTS; slot++) {
      if (isOf(slot, service, number)) {
        return slot;
      }
    }
    return -1;
  }

  /** One that was never used, else one whose owner is gone, else one of a new chunk. */
  private int free() throws IOException {
    int gone = -1;
    for (int slot = 0; slot < chunks.size() * SLOTS; slot++) {
      Chunk chunk = chunks.get(slot / SLOTS);
      if (chunk.owners[slot % SLOTS].number == 0) {
        return slot;
      }
      // In the first look nobody can be told from those that come later in it.
      if (gone < 0 && look > 1 && chunk.looks[slot % SLOTS] < look - 1) {
        gone = slot;
      }
    }
    if (gone >= 0) {
      return gone;
    }
    Chunk chunk = new Chunk();
    long size = HEADER + (long) CHUNK * (chunks.size() + 1);
    // A hole that takes no room on the disk until it is written to.
    channel.write(ByteBuffer.allocate(1), size - 1);
    chunks.add(chunk);
    begin(chunk, true);
    return (chunks.size() - 1) * SLOTS;
  }

  private int own(int slot, Owner owner) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(OWNER);
    bytes.putInt(owner.service).putInt(owner.number).putLong(owner.name).putLong(owner.since);
    long at = HEADER + (long) CHUNK * (slot / SLOTS) + (long) OWNER * (slot % SLOTS);
    channel.write(bytes.clear(), at);
    chunks.get(slot / SLOTS).owners[slot % SLOTS] = owner;
    return slot;
  }

  /** FNV-1a; that of the JDK has 32 bits only. */
  private static long hash(String name) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  /**
   * Puts what was seen of an instance into the rows of this look.
   *
   * @throws IOException if the clock was set back, and that cannot be written down
   */
  synchronized void put(
      int slot, int cpuPermille, long memoryBytes, long uptimeSeconds, int restarts, State s)
      throws IOException {
    Chunk chunk = chunks.get(slot / SLOTS);
    int i = slot % SLOTS;
    chunk.looks[i] = look;
    Owner owner = chunk.owners[i];
    if (owner.since > lookAt) {
      own(slot, new Owner(owner.service, owner.number, owner.name, lookAt));
    }
    chunk.cpuSum[i] += cpuPermille;
    chunk.seen[i]++;
    int at = Long.BYTES + i * CELL;
    int kilobytes = (int) Math.min(memoryBytes >> 10, 0xffff_ffffL);
    int most = chunk.coarse.getInt(at + 4);
    cell(chunk.fine, at, cpuPermille, kilobytes, uptimeSeconds, restarts, s);
    cell(
        chunk.coarse,
        at,
        (int) (chunk.cpuSum[i] / chunk.seen[i]),
        Integer.compareUnsigned(most, kilobytes) > 0 ? most : kilobytes,
        uptimeSeconds,
        restarts,
        s);
  }

  private static void cell(
      ByteBuffer row, int at, int cpu, int kilobytes, long uptime, int restarts, State state) {
    row.putInt(at, cpu)
        .putInt(at + 4, kilobytes)
        .putInt(at + 8, (int) Math.min(uptime, 0xffff_ffffL))
        .putShort(at + 12, (short) Math.min(restarts, 0xffff))
        .put(at + 14, (byte) (STATES.indexOf(state) + 1));
  }

  /** Writes the rows of this look. */
  synchronized void commit() throws IOException {
    for (int i = 0; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      channel.write(chunk.fine.clear(), at(i, Ring.FINE, Ring.FINE.index(lookAt)));
      channel.write(chunk.coarse.clear(), at(i, Ring.COARSE, Ring.COARSE.index(lookAt)));
    }
  }

  private static long at(int chunk, Ring ring, int row) {
    int rings = ring.equals(Ring.FINE) ? FINE_AT : COARSE_AT;
    return HEADER + (long) CHUNK * chunk + rings + (long) row * ROW;
  }

  /** The same of the slot of an instance; nothing if it has none. */
  List<Point> read(int service, int number, Ring ring, long from, long to) throws IOException {
    int slot;
    synchronized (this) {
      slot = find(service, number);
    }
    return slot < 0 ? List.of() : read(slot, ring, from, to);
  }

  /**
   * What a ring knows of a slot, in the order of time. From any thread: it opens the file anew,
   * because an interrupt of the reader would close the channel.
   *
   * @param from milliseconds since 1970
   */
  List<Point> read(int slot, Ring ring, long from, long to) throws IOException {
    long since = ring.begin(since(slot));
    long first = Math.max(ring.begin(from), ring.begin(to) - ring.spanMillis() + ring.stepMillis());
    List<Point> points = new ArrayList<>();
    ByteBuffer block = ByteBuffer.allocate(ROW * 64);
    try (FileChannel reader = FileChannel.open(path, StandardOpenOption.READ)) {
      int blockAt = -1;
      for (long time = Math.max(first, since); time <= to; time += ring.stepMillis()) {
        int index = ring.index(time);
        if (blockAt < 0 || index / 64 != blockAt) {
          blockAt = index / 64;
          int rows = Math.min(64, ring.points() - blockAt * 64);
          readFully(reader, block.clear().limit(rows * ROW), at(slot / SLOTS, ring, blockAt * 64));
        }
        int row = index % 64 * ROW;
        if (block.getLong(row) == time) {
          addPoint(points, block, row + Long.BYTES + slot % SLOTS * CELL, time);
        }
      }
    }
    return points;
  }

  private synchronized long since(int slot) {
    return chunks.get(slot / SLOTS).owners[slot % SLOTS].since;
  }

  private static void addPoint(List<Point> points, ByteBuffer block, int at, long time) {
    int state = block.get(at + 14) - 1;
    int cpu = block.getInt(at);
    if (state >= 0 && state < STATES.size() && cpu >= 0) {
      points.add(
          new Point(
              time,
              cpu,
              (block.getInt(at + 4) & 0xffff_ffffL) << 10,
              block.getInt(at + 8) & 0xffff_ffffL,
              block.getShort(at + 12) & 0xffff,
              STATES.get(state)));
    }
  }

  private static void readFully(FileChannel from, ByteBuffer into, long at) throws IOException {
    int begin = into.position();
    while (into.hasRemaining()) {
      if (from.read(into, at + into.position() - begin) < 0) {
        throw new EOFException("the file ends at " + from.size());
      }
    }
    into.rewind();
  }

  /** Bytes of the file; those of them that were never written take no room. */
  synchronized long size() {
    return HEADER + (long) CHUNK * chunks.size();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
