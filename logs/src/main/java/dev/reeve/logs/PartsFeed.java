package dev.reeve.logs;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of a log from a place on to where it ended when its files were opened. */
final class PartsFeed implements ByteFeed {
  private final Parts parts;
  private int part;
  private long offset;
  private @Nullable InputStream unzipped;

  PartsFeed(Parts parts, Place start) {
    this.parts = parts;
    this.part = start.part();
    this.offset = start.offset();
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    while (part < parts.list().size()) {
      Part current = parts.list().get(part);
      int count =
          current.compressed()
              ? readUnzipped(current, into, at, most)
              : readPlain(current, into, at, most);
      if (count > 0) {
        offset += count;
        return count;
      }
      closeUnzipped();
      part++;
      offset = 0;
    }
    return -1;
  }

  private int readPlain(Part current, byte[] into, int at, int most) throws IOException {
    long rest = current.size() - offset;
    return rest <= 0 ? -1 : current.read(into, at, (int) Math.min(most, rest), offset);
  }

  private int readUnzipped(Part current, byte[] into, int at, int most) throws IOException {
    InputStream in = unzipped;
    if (in == null) {
      in = current.unzipped();
      in.skipNBytes(offset);
      unzipped = in;
    }
    return in.read(into, at, most);
  }

  private void closeUnzipped() {
    // Closing the stream would close the file, which belongs to the parts.
    unzipped = null;
  }

  /** Leaves the files open. */
  @Override
  public void close() {
    closeUnzipped();
  }
}
