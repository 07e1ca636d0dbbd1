package dev.reeve.linux.cgroup;

import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One control group of version 2, by its folder. The names of its files are those of the kernel's
 * cgroup-v2.rst. A group that is gone has no processes and no numbers.
 *
 * @param path an absolute path
 */
public record Cgroup(Path path) {
  private static final String PROCS = "cgroup.procs";
  private static final String SUBTREE = "cgroup.subtree_control";

  /** The last part of its path. */
  public String name() {
    return String.valueOf(path.getFileName());
  }

  /** A group below this one, which may not exist. */
  public Cgroup child(String name) {
    return new Cgroup(path.resolve(name));
  }

  /** The group above; this one must not be the mount. */
  public Cgroup parent() {
    return new Cgroup(java.util.Objects.requireNonNull(path.getParent(), "the root of all files"));
  }

  /** Whether it is there. */
  public boolean exists() {
    return Files.isDirectory(path);
  }

  /** The groups directly below; none when it is gone. */
  public List<Cgroup> children() throws IOException {
    try (Stream<Path> files = Files.list(path)) {
      return files.filter(Files::isDirectory).sorted().map(Cgroup::new).toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  /** Makes it, unless it is there; its parent must be. */
  public void create() throws IOException {
    try {
      Files.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      if (!exists()) {
        throw e;
      }
    }
  }

  /**
   * Removes it, and empty groups below it.
   *
   * @return whether it is gone; false while processes are in it, which includes those that the
   *     kernel has not quite buried
   */
  public boolean remove() throws IOException {
    if (Files.notExists(path)) {
      return true;
    }
    for (Cgroup child : children()) {
      if (!child.remove()) {
        return false;
      }
    }
    try {
      Files.deleteIfExists(path);
      return true;
    } catch (DirectoryNotEmptyException e) {
      return false;
    } catch (FileSystemException e) {
      if (String.valueOf(e.getReason()).contains("busy")) {
        return false;
      }
      throw e;
    }
  }

  /** Whether it is the root of all groups, which has no limits and may hold processes always. */
  public boolean isRoot() {
    return !Files.exists(path.resolve("cgroup.type"));
  }

  /** Moves a process here, with all its threads; what it forks from now on is here, too. */
  public void add(int pid) throws IOException {
    write(PROCS, Integer.toString(pid));
  }

  /** Whether a process is in it or below. */
  public boolean isPopulated() throws IOException {
    Optional<String> events = read("cgroup.events");
    return events.isPresent() && Flat.keyed(events.get()).getOrDefault("populated", 0L) != 0;
  }

  /** The processes in it and below. Those of other pid namespaces are not told. */
  public List<ProcStat> processes() throws IOException {
    List<ProcStat> found = new ArrayList<>();
    collect(found);
    return found;
  }

  private void collect(List<ProcStat> found) throws IOException {
    for (int pid : pids()) {
      ProcTable.stat(pid).filter(stat -> !stat.ended()).ifPresent(found::add);
    }
    for (Cgroup child : children()) {
      child.collect(found);
    }
  }

  /** The processes in it, not below it. */
  public List<Integer> pids() throws IOException {
    List<Integer> pids = new ArrayList<>();
    for (String line : read(PROCS).orElse("").split("\n", -1)) {
      if (!line.isEmpty() && !line.equals("0")) {
        pids.add(Integer.valueOf(line));
      }
    }
    return pids;
  }

  /**
   * Kills everything in it and below at once, so that nothing can fork away.
   *
   * @return false where the kernel cannot (before Linux 5.14), or when it is gone
   */
  public boolean kill() throws IOException {
    if (!Files.exists(path.resolve("cgroup.kill"))) {
      return false;
    }
    write("cgroup.kill", "1");
    return true;
  }

  /**
   * Stops everything in it and below, or lets it go on. What is frozen hears of a signal when it
   * goes on, but dies at once of one that it does not handle.
   *
   * @return false when it is gone, or is the root
   */
  public boolean freeze(boolean frozen) throws IOException {
    if (!Files.exists(path.resolve("cgroup.freeze"))) {
      return false;
    }
    write("cgroup.freeze", frozen ? "1" : "0");
    return true;
  }

  /** Whether it was told to freeze. */
  public boolean isFrozen() throws IOException {
    return read("cgroup.freeze").filter(text -> text.strip().equals("1")).isPresent();
  }

  /** The controllers it may use, such as {@code memory}. */
  public Set<String> controllers() throws IOException {
    return Flat.words(read("cgroup.controllers").orElse(""));
  }

  /** The controllers that groups below it may use. */
  public Set<String> enabled() throws IOException {
    return Flat.words(read(SUBTREE).orElse(""));
  }

  /**
   * Lets groups below use controllers.
   *
   * @throws IOException saying {@code busy} when it holds processes itself: only leaves may
   */
  public void enable(Set<String> controllers) throws IOException {
    Set<String> missing = new LinkedHashSet<>(controllers);
    missing.removeAll(enabled());
    if (!missing.isEmpty()) {
      write(SUBTREE, "+" + String.join(" +", missing));
    }
  }

  /** Whether it has a file, which may depend on controllers and the kernel. */
  public boolean has(String file) {
    return Files.exists(path.resolve(file));
  }

  /** Sets a limit, such as {@code memory.max}. */
  public void set(String file, String value) throws IOException {
    write(file, value);
  }

  /** The numbers of a file with a key on each line, such as {@code memory.events}; none if gone. */
  public Map<String, Long> numbers(String file) throws IOException {
    return Flat.keyed(read(file).orElse(""));
  }

  /** The number in a file, such as {@code memory.current}; absent when there is none. */
  public Optional<Long> number(String file) throws IOException {
    return read(file)
        .map(String::strip)
        .filter(text -> text.matches("\\d{1,18}"))
        .map(Long::valueOf);
  }

  /**
   * How long its processes waited for something lately.
   *
   * @param resource {@code cpu}, {@code memory} or {@code io}
   * @return the share of the last ten seconds in percent; absent where the kernel does not count
   */
  public Optional<Double> pressure(String resource) throws IOException {
    return read(resource + ".pressure").flatMap(Flat::someAvg10);
  }

  /** Absent when it is gone, or the kernel has no such file or does not fill it. */
  private Optional<String> read(String file) throws IOException {
    Path its = path.resolve(file);
    try {
      return Optional.of(Files.readString(its));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage());
      boolean absent = reason.contains("No such device") || reason.contains("not supported");
      if (absent) {
        return Optional.empty();
      }
      throw new IOException("cannot read " + its + ": " + reason, e);
    }
  }

  private void write(String file, String value) throws IOException {
    Path its = path.resolve(file);
    try {
      Files.writeString(its, value, java.nio.file.StandardOpenOption.WRITE);
    } catch (LinuxException e) {
      throw e;
    } catch (IOException e) {
      String reason = e instanceof FileSystemException f ? f.getReason() : e.getMessage();
      String why = e instanceof NoSuchFileException ? "no such file" : String.valueOf(reason);
      throw new IOException("cannot write " + value + " to " + its + ": " + why, e);
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
