package dev.reeve.daemon.state;

import dev.reeve.core.engine.ProcessRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which process is which instance, for the daemon that comes after this one. A line is appended
 * before a spawn, after it, and when nothing of the instance is left; so a daemon that is killed in
 * between leaves either the pid or the marker that its child carries. It need not survive a power
 * loss, as no process does, and is not synced.
 *
 * <p>Lines: {@code + ID N GENERATION MARKER}, {@code = ID N GENERATION PID START STARTED_AT},
 * {@code - ID N GENERATION}. Used by one thread.
 */
public final class Ledger implements AutoCloseable {
  private static final long COMPACT_AT = 1 << 20;

  private final Path file;
  private final String bootId;
  private final Map<Key, Entry> entries = new LinkedHashMap<>();
  private final Map<Key, Long> generations = new LinkedHashMap<>();
  private FileChannel channel;
  private long length;

  /** An instance of a service that is known by its id, which a rename does not change. */
  public record Key(int service, int number) {}

  /**
   * A spawn that was begun and has not ended.
   *
   * @param process null if the daemon was killed before it could write it down
   */
  public record Entry(Key key, long generation, String marker, @Nullable ProcessRef process) {}

  /**
   * Opens the ledger and reads what an earlier daemon left; entries of an earlier boot are dropped.
   *
   * @throws IOException if it cannot be read or written
   */
  public Ledger(Path file, String bootId) throws IOException {
    this.file = file;
    this.bootId = bootId;
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
      if (!lines.isEmpty() && lines.getFirst().equals("boot " + bootId)) {
        lines.stream().skip(1).forEach(this::replay);
      }
    }
    channel = rewrite();
  }

  /** What was running when the earlier daemon ended, and what has been begun since. */
  public List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** The latest generation of an instance that was begun in this boot; 0 if there is none. */
  public long lastGeneration(Key key) {
    return generations.getOrDefault(key, 0L);
  }

  /** The highest generation of any instance that was begun in this boot, 0 if there is none. */
  public long highestGeneration() {
    return generations.values().stream().mapToLong(Long::longValue).max().orElse(0);
  }

  /** Before a spawn. */
  public void intend(Key key, long generation, String marker) throws IOException {
    generations.put(key, generation);
    entries.put(key, new Entry(key, generation, marker, null));
    append("+ " + key.service + ' ' + key.number + ' ' + generation + ' ' + marker);
  }

  /** After a spawn. */
  public void started(Key key, long generation, ProcessRef process) throws IOException {
    Entry entry = entries.get(key);
    if (entry != null && entry.generation == generation) {
      entries.put(key, new Entry(key, generation, entry.marker, process));
      append(line(key, generation, process));
    }
  }

  /** When nothing is left of it, or the spawn failed. */
  public void ended(Key key, long generation) throws IOException {
    Entry entry = entries.get(key);
    if (entry != null && entry.generation == generation) {
      entries.remove(key);
      append("- " + key.service + ' ' + key.number + ' ' + generation);
    }
  }

  private static String line(Key key, long generation, ProcessRef process) {
    return "= "
        + key.service
        + ' '
        + key.number
        + ' '
        + generation
        + ' '
        + process.pid()
        + ' '
        + process.startTicks()
        + ' '
        + process.startedAt().toEpochMilli();
  }

  private void append(String line) throws IOException {
    if (length > COMPACT_AT) {
      channel.close();
      channel = rewrite();
    }
    write(channel, line + "\n");
  }

  private void write(FileChannel to, String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    length += bytes.remaining();
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  /** A line that is cut off or makes no sense is as good as not written. */
  private void replay(String line) {
    String[] words = line.split(" ", 5);
    try {
      Key key = new Key(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
      long generation = Long.parseLong(words[3]);
      generations.merge(key, generation, Math::max);
      switch (words[0]) {
        case "+" -> entries.put(key, new Entry(key, generation, words[4], null));
        case "-" -> entries.remove(key);
        case "=" -> {
          String[] process = words[4].split(" ", 3);
          Entry entry = entries.get(key);
          if (entry != null && entry.generation == generation) {
            ProcessRef ref =
                new ProcessRef(
                    Integer.parseInt(process[0]),
                    Long.parseLong(process[1]),
                    bootId,
                    Instant.ofEpochMilli(Long.parseLong(process[2])));
            entries.put(key, new Entry(key, generation, entry.marker, ref));
          }
        }
        default -> throw new NumberFormatException(line);
      }
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      System.getLogger(Ledger.class.getName())
          .log(System.Logger.Level.WARNING, "cannot read a line of " + file + ": " + line);
    }
  }

  /** Only what still holds, in a new file that takes the place of the old one. */
  private FileChannel rewrite() throws IOException {
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(temporary);
    FileChannel fresh =
        FileChannel.open(
            temporary,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    length = 0;
    StringBuilder text = new StringBuilder("boot " + bootId + "\n");
    for (Map.Entry<Key, Long> e : generations.entrySet()) {
      text.append("- " + e.getKey().service + ' ' + e.getKey().number + ' ' + e.getValue() + '\n');
    }
    for (Entry e : entries.values()) {
      text.append("+ " + e.key.service + ' ' + e.key.number + ' ' + e.generation + ' ' + e.marker);
      text.append('\n');
      if (e.process != null) {
        text.append(line(e.key, e.generation, e.process)).append('\n');
      }
    }
    write(fresh, text.toString());
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    return fresh;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
