package dev.reeve.daemon.state;

import dev.reeve.api.ApiException;
import dev.reeve.api.EventItem;
import dev.reeve.api.Wire;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.CRC32C;

/**
 * The history of everything that happened: one record a line, each {@code {"crc":"…","event":{…}}},
 * in files that begin with the sequence number of their first record. The oldest are deleted when
 * there is more than {@value #KEEP} of them. Appended by one thread; read by any.
 */
public final class Journal implements AutoCloseable {
  private static final long FILE_SIZE = 4 << 20;
  private static final int KEEP = 16;
  private static final String OPEN = "{\"crc\":\"";
  private static final String MIDDLE = "\",\"event\":";

  private final Path folder;
  private Path current;
  private FileChannel channel;
  private long length;
  private long lastSeq;

  /**
   * Opens the journal in a folder that exists. A record that a power loss cut in half is cut off.
   *
   * @throws IOException if it cannot be read or written
   */
  public Journal(Path folder) throws IOException {
    this.folder = folder;
    List<Path> files = files();
    current = files.isEmpty() ? name(1) : files.getLast();
    lastSeq = first(current) - 1;
    if (Files.exists(current)) {
      mend();
      List<EventItem> last = new ArrayList<>();
      collect(current, item -> true, 1, lastSeq, Long.MAX_VALUE, last);
      lastSeq = last.isEmpty() ? lastSeq : last.getFirst().seq();
    }
    channel = open(current);
    length = channel.size();
  }

  /** A newline ends a record, so whatever follows the last one is half a record. */
  private void mend() throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(current.toFile(), "rw")) {
      long end = file.length();
      while (end > 0) {
        file.seek(end - 1);
        if (file.read() == '\n') {
          break;
        }
        end--;
      }
      file.setLength(end);
    }
  }

  /** The number of the latest record. */
  public long lastSeq() {
    return lastSeq;
  }

  /** Appends records whose numbers go on from the latest. They survive the daemon from now on. */
  public void append(List<EventItem> items) throws IOException {
    StringBuilder text = new StringBuilder();
    for (EventItem item : items) {
      String json = Wire.write(item);
      text.append(OPEN).append(checksum(json)).append(MIDDLE).append(json).append("}\n");
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    int size = bytes.remaining();
    long start = length;
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      channel.truncate(start);
      throw e;
    }
    length += size;
    lastSeq = items.getLast().seq();
    if (length > FILE_SIZE) {
      beginNext();
    }
  }

  /** Makes everything appended so far survive a power loss. */
  public void sync() throws IOException {
    channel.force(false);
  }

  private void beginNext() throws IOException {
    channel.force(false);
    channel.close();
    current = name(lastSeq + 1);
    channel = open(current);
    length = channel.size();
    StateFile.sync(folder);
    List<Path> files = files();
    for (Path old : files.subList(0, Math.max(0, files.size() - KEEP))) {
      Files.deleteIfExists(old);
    }
  }

  /**
   * The last records that fit, oldest first.
   *
   * @param most how many at most
   * @param after only records with higher numbers
   * @param upTo only records up to this number, so that a reader does not meet half-written ones
   */
  public List<EventItem> read(Predicate<EventItem> wanted, long most, long after, long upTo)
      throws IOException {
    List<EventItem> found = new ArrayList<>();
    for (Path file : files().reversed()) {
      collect(file, wanted, most, after, upTo, found);
      if (found.size() >= most || first(file) <= after + 1) {
        break;
      }
    }
    Collections.reverse(found);
    return found;
  }

  /** Adds the records of a file that are wanted, the latest first; reads no more than it must. */
  private static void collect(
      Path file,
      Predicate<EventItem> wanted,
      long most,
      long after,
      long upTo,
      List<EventItem> found)
      throws IOException {
    for (String line : Files.readAllLines(file).reversed()) {
      if (found.size() >= most) {
        return;
      }
      Optional<EventItem> item = parse(line).filter(i -> i.seq() <= upTo);
      if (item.isPresent() && item.get().seq() <= after) {
        return;
      }
      item.filter(wanted).ifPresent(found::add);
    }
  }

  /** A damaged record is left out: what is around it still holds. */
  private static Optional<EventItem> parse(String line) {
    int middle = line.indexOf(MIDDLE);
    if (!line.startsWith(OPEN) || middle < 0 || !line.endsWith("}")) {
      return Optional.empty();
    }
    String json = line.substring(middle + MIDDLE.length(), line.length() - 1);
    if (!checksum(json).equals(line.substring(OPEN.length(), middle))) {
      return Optional.empty();
    }
    try {
      return Optional.of(Wire.read(EventItem.class, json));
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder, "*.ndjson")) {
      stream.forEach(files::add);
    }
    files.sort(null);
    return files;
  }

  /** Padded, so that the order of names is the order of records. */
  private Path name(long firstSeq) {
    return folder.resolve("%016d.ndjson".formatted(firstSeq));
  }

  private static long first(Path file) {
    String name = file.getFileName().toString();
    try {
      return Long.parseLong(name.substring(0, name.indexOf('.')));
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private static String checksum(String json) {
    CRC32C crc = new CRC32C();
    crc.update(json.getBytes(StandardCharsets.UTF_8));
    return Long.toHexString(crc.getValue());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
