package dev.reeve.logs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** One file of a log, open: it stays readable when it is renamed, compressed or deleted. */
final class Part implements Closeable {
  private static final int BUFFER = 32 * 1024;

  private final FileChannel channel;
  private final boolean compressed;
  private long size;
  private final Object key;

  private Part(FileChannel channel, boolean compressed, long size, Object key) {
    this.channel = channel;
    this.compressed = compressed;
    this.size = size;
    this.key = key;
  }

  /**
   * Opens a file.
   *
   * @throws java.nio.file.NoSuchFileException when it is not there
   */
  static Part open(Path path, boolean compressed) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("cannot read " + path + ": is not a regular file");
    }
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return new Part(
        channel, compressed, channel.size(), Objects.requireNonNull(attributes.fileKey()));
  }

  /** What tells it from all other files. */
  Object key() {
    return key;
  }

  boolean compressed() {
    return compressed;
  }

  /**
   * How many bytes it had when it was opened; of a compressed one that says nothing of its text.
   */
  long size() {
    return size;
  }

  /** Takes what is behind this place as not there. */
  void limit(long most) {
    size = Math.min(size, most);
  }

  /** How many bytes it has now. */
  long sizeNow() throws IOException {
    return channel.size();
  }

  /** Reads at a place of a file that is not compressed; -1 at its end. */
  int read(byte[] into, int at, int most, long place) throws IOException {
    return channel.read(ByteBuffer.wrap(into, at, most), place);
  }

  /** The whole text of a compressed file. */
  InputStream unzipped() throws IOException {
    channel.position(0);
    InputStream raw = Channels.newInputStream(channel);
    return new GZIPInputStream(raw, BUFFER);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
