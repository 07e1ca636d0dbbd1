package dev.reeve.logs;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses files put aside, one after the other, in a thread that ends when there is nothing to
 * do. The compressed file appears whole or not at all, and only then the original goes.
 */
final class Compressor implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
  private volatile boolean closed;

  Compressor() {
    thread.allowCoreThreadTimeOut(true);
  }

  private Thread thread(Runnable work) {
    Thread made = new Thread(work, "reeve-gzip");
    made.setDaemon(true);
    return made;
  }

  /**
   * Compresses, some time soon, what lies uncompressed on a shelf.
   *
   * @param trouble told, in that thread, when it cannot be done; the file stays as it is
   */
  void compress(Shelf shelf, Consumer<String> trouble) {
    if (!closed) {
      thread.execute(() -> run(shelf, trouble));
    }
  }

  private void run(Shelf shelf, Consumer<String> trouble) {
    try {
      boolean more = true;
      while (more && !closed) {
        more = one(shelf);
      }
    } catch (IOException e) {
      trouble.accept("cannot compress old files of " + shelf.file() + ": " + Reason.of(e));
    }
  }

  /** False when there was nothing to compress. */
  private boolean one(Shelf shelf) throws IOException {
    Path half = shelf.halfCompressed();
    Object original;
    InputStream in;
    synchronized (shelf) {
      List<Shelf.Aside> plain =
          shelf.asides().stream().filter(aside -> !aside.compressed()).toList();
      if (plain.isEmpty()) {
        return false;
      }
      // The oldest: a reader of all files meets the compressed ones together.
      Path path = plain.getLast().path();
      in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS);
      original = key(path);
    }
    try (in) {
      Files.deleteIfExists(half);
      copy(in, half);
      synchronized (shelf) {
        // It may have got another number meanwhile, or be gone.
        for (Shelf.Aside aside : shelf.asides()) {
          if (!aside.compressed() && key(aside.path()).equals(original)) {
            sameRights(aside.path(), half);
            Path target = shelf.compressed(aside.number());
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
            Files.delete(aside.path());
            break;
          }
        }
      }
    } finally {
      Files.deleteIfExists(half);
    }
    return true;
  }

  private void copy(InputStream in, Path half) throws IOException {
    try (OutputStream file =
            Files.newOutputStream(half, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        GZIPOutputStream out = new GZIPOutputStream(file, BUFFER)) {
      byte[] buffer = new byte[BUFFER];
      int count;
      while ((count = in.read(buffer)) >= 0) {
        if (closed) {
          throw new IOException("the pump was closed");
        }
        out.write(buffer, 0, count);
      }
    }
  }

  private static void sameRights(Path original, Path copy) throws IOException {
    var from =
        Files.getFileAttributeView(
            original, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    var to =
        Files.getFileAttributeView(copy, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    var attributes = from.readAttributes();
    to.setPermissions(attributes.permissions());
    // How old it is counts from its last line.
    to.setTimes(attributes.lastModifiedTime(), null, null);
  }

  private static Object key(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return Objects.requireNonNull(attributes.fileKey());
  }

  /** Stops soon; what is not compressed yet is when its log is opened again. */
  @Override
  public void close() {
    closed = true;
    thread.shutdownNow();
  }
}
