package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Both ends of a pipe, see pipe(2). Children get neither unless they are given it. */
public record Pipe(Fd reader, Fd writer) implements AutoCloseable {
  /** Makes one. */
  public static Pipe open() throws LinuxException {
    MemorySegment ends = Native.Scratch.ofThread().memory;
    LinuxException.check(
        Native.sys(Syscall.PIPE2, ends.address(), OpenFlags.O_CLOEXEC, 0), "pipe", null);
    return new Pipe(
        new Fd(ends.get(ValueLayout.JAVA_INT, 0), "pipe"),
        new Fd(ends.get(ValueLayout.JAVA_INT, 4), "pipe"));
  }

  @Override
  public void close() {
    reader.close();
    writer.close();
  }
}
