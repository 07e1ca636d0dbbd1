package dev.reeve.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The machine's processes, as /proc shows them; see proc(5). */
final class Procs {
  private static final Path PROC = Path.of("/proc");

  private Procs() {}

  /**
   * One of them.
   *
   * @param startTicks together with the pid this never comes again
   */
  record Proc(int pid, int parent, int session, char state, long startTicks, String name) {
    boolean isZombie() {
      return state == 'Z';
    }

    /** The words it was called with. */
    String commandLine() {
      return content("cmdline").replace('\0', ' ').strip();
    }

    /** NAME=VALUE of its environment at its start. */
    List<String> environment() {
      return List.of(content("environ").split("\0", -1));
    }

    int threads() {
      return count("task");
    }

    int descriptors() {
      return count("fd");
    }

    private int count(String folder) {
      try (DirectoryStream<Path> entries =
          Files.newDirectoryStream(PROC.resolve(pid + "/" + folder))) {
        int n = 0;
        for (Path entry : entries) {
          n += entry.getFileName() == null ? 0 : 1;
        }
        return n;
      } catch (IOException e) {
        throw new AssertionError("process " + this + " is gone", e);
      }
    }

    private String content(String file) {
      try {
        return new String(
            Files.readAllBytes(PROC.resolve(pid + "/" + file)), StandardCharsets.UTF_8);
      } catch (IOException e) {
        return ""; // it has ended meanwhile
      }
    }
  }

  static List<Proc> all() {
    List<Proc> all = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (Path folder : folders) {
        find(Integer.parseInt(folder.getFileName().toString())).ifPresent(all::add);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return all;
  }

  static Optional<Proc> find(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      int open = stat.indexOf('(');
      int close = stat.lastIndexOf(')');
      String[] fields = stat.substring(close + 2).split(" ", -1);
      return Optional.of(
          new Proc(
              (int) pid,
              Integer.parseInt(fields[1]),
              Integer.parseInt(fields[3]),
              fields[0].charAt(0),
              Long.parseLong(fields[19]),
              stat.substring(open + 1, close)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether a process with this id lives; a zombie does not. */
  static boolean lives(long pid) {
    return find(pid).filter(proc -> !proc.isZombie()).isPresent();
  }

  static List<Proc> childrenOf(int parent) {
    return all().stream().filter(proc -> proc.parent() == parent).toList();
  }

  /** Living processes whose environment has an entry like this. */
  static List<Proc> having(Predicate<String> entry) {
    return all().stream()
        .filter(proc -> !proc.isZombie())
        .filter(proc -> proc.environment().stream().anyMatch(entry))
        .toList();
  }

  /** Sends a signal by number to one process; false if there is none. */
  static boolean signal(long pid, int number) {
    try {
      return new ProcessBuilder("/bin/kill", "-" + number, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static boolean kill(long pid) {
    return signal(pid, 9);
  }
}
