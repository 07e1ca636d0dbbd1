package dev.reeve.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A 64-bit number in a file that is mapped into memory: setting it costs no system call, and what
 * was set is there for the next process even when this one is killed in the next moment. Only a
 * crash of the machine can lose it.
 */
public final class SharedWord implements AutoCloseable {
  private static final VarHandle WORD = ValueLayout.JAVA_LONG.varHandle();

  private final Arena arena;
  private final MemorySegment page;

  private SharedWord(Arena arena, MemorySegment page) {
    this.arena = arena;
    this.page = page;
  }

  /** Maps the first eight bytes of a file, which is created with the value 0 if need be. */
  public static SharedWord open(Path path) throws IOException {
    Arena arena = Arena.ofShared();
    try (FileChannel channel =
        FileChannel.open(
            path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
      return new SharedWord(
          arena, channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES, arena));
    } catch (IOException e) {
      arena.close();
      throw e;
    }
  }

  /** The value now. */
  public long get() {
    return (long) WORD.getVolatile(page, 0L);
  }

  /** Sets the value, after everything the calling thread wrote before. */
  public void set(long value) {
    WORD.setVolatile(page, 0L, value);
  }

  @Override
  public void close() {
    if (arena.scope().isAlive()) {
      arena.close();
    }
  }
}
