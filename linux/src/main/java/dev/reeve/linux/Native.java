package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The one door to C. Every function is called with seven machine words and gives one back, so a
 * single method handle, and a single generated stub, serves the whole module.
 *
 * <p>That is sound under the System V (x86_64) and AAPCS64 calling conventions: integers and
 * pointers travel in the same registers, surplus arguments are ignored, and a callee that returns
 * {@code int} leaves the upper half undefined, which {@link #intCall} drops. Nothing here takes
 * floating point or structures by value.
 *
 * <p>Addresses are passed as numbers: whoever calls keeps the memory alive until the call returns.
 */
// The restricted methods of java.lang.foreign are the purpose of this class.
@SuppressWarnings("restricted")
final class Native {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final MethodHandle CALL =
      LINKER.downcallHandle(
          FunctionDescriptor.of(
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG),
          Linker.Option.captureCallState("errno"));
  private static final MemorySegment SYSCALL = function("syscall");

  private Native() {}

  /** The address of a function of the C library. */
  static MemorySegment function(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(() ->
            new UnsupportedOperationException(
                "this C library has no " + name + ": glibc 2.34 or newer is needed"));
  }

  /** A system call: its result, or minus the error number. */
  static long sys(Syscall number, long a, long b, long c, long d, long e, long f) {
    Scratch scratch = Scratch.ofThread();
    long result = invoke(SYSCALL, scratch.errno, number.number, a, b, c, d, e, f);
    return result == -1 ? -scratch.errno.get(ValueLayout.JAVA_INT, 0) : result;
  }

  static long sys(Syscall number, long a, long b, long c, long d) {
    return sys(number, a, b, c, d, 0, 0);
  }

  static long sys(Syscall number, long a, long b, long c) {
    return sys(number, a, b, c, 0, 0, 0);
  }

  static long sys(Syscall number, long a) {
    return sys(number, a, 0, 0, 0, 0, 0);
  }

  /** A function of the C library that returns an {@code int}. */
  static int intCall(MemorySegment function, long a, long b, long c, long d, long e, long f) {
    return (int) invoke(function, Scratch.ofThread().errno, a, b, c, d, e, f, 0);
  }

  static int intCall(MemorySegment function, long a, long b, long c, long d) {
    return intCall(function, a, b, c, d, 0, 0);
  }

  /** The text behind a {@code char *} that a C function returned; empty for NULL. */
  static String stringCall(MemorySegment function, long a) {
    return string(invoke(function, Scratch.ofThread().errno, a, 0, 0, 0, 0, 0, 0));
  }

  /** The text at an address; empty for NULL. */
  static String string(long address) {
    return address == 0
        ? ""
        : MemorySegment.ofAddress(address)
            .reinterpret(Long.MAX_VALUE)
            .getString(0, StandardCharsets.UTF_8);
  }

  private static long invoke(
      MemorySegment function,
      MemorySegment errno,
      long a,
      long b,
      long c,
      long d,
      long e,
      long f,
      long g) {
    try {
      return (long) CALL.invokeExact(function, errno, a, b, c, d, e, f, g);
    } catch (Throwable impossible) {
      // C throws nothing; what arrives here is an Error of the JVM itself.
      throw new AssertionError("foreign call failed", impossible);
    }
  }

  /**
   * Memory of one thread, so that a call allocates nothing: the error number of its last call and a
   * small area for arguments and results that live no longer than one call.
   */
  static final class Scratch {
    static final long SIZE = 256;

    // PATH_MAX of <linux/limits.h>, the NUL at the end included.
    private static final int PATH_SIZE = 4096;

    private static final ThreadLocal<Scratch> LOCAL = ThreadLocal.withInitial(Scratch::new);

    // Many threads never need it.
    private @Nullable MemorySegment paths;
    final MemorySegment errno;
    final MemorySegment memory;

    private Scratch() {
      // Freed by the garbage collector once the thread is gone.
      Arena arena = Arena.ofAuto();
      errno = arena.allocate(Linker.Option.captureStateLayout());
      memory = arena.allocate(SIZE, 8);
    }

    /**
     * The address of a path as the kernel wants it, until the next one. Linux paths are bytes;
     * Reeve reads and writes them as UTF-8.
     */
    long path(String path) throws LinuxException {
      byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
      if (bytes.length >= PATH_SIZE) {
        throw LinuxException.failed("open", path, Errno.ENAMETOOLONG);
      }
      MemorySegment to = paths;
      if (to == null) {
        to = Arena.ofAuto().allocate(PATH_SIZE);
        paths = to;
      }
      // With the 0 that copyOf appends.
      byte[] ended = Arrays.copyOf(bytes, bytes.length + 1);
      MemorySegment.copy(ended, 0, to, ValueLayout.JAVA_BYTE, 0, ended.length);
      return to.address();
    }

    static Scratch ofThread() {
      return LOCAL.get();
    }
  }
}
