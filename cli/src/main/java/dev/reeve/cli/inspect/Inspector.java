package dev.reeve.cli.inspect;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what {@code /proc} tells of one process, each file up to a bound. */
public final class Inspector {
  /** Every file is read up to here; only arguments and environments can be longer. */
  static final int MOST = 1 << 20;

  /** What is longer is no name that helps anybody. */
  private static final int MOST_WORDS = 4096;

  /** USER_HZ, which is 100 wherever programs can see it; see time(7). */
  private static final long TICK = 10;

  /** What {@link #raw} shows, in this order. */
  private static final List<String> RAW =
      List.of(
          "cmdline",
          "stat",
          "statm",
          "status",
          "io",
          "limits",
          "cgroup",
          "wchan",
          "schedstat",
          "oom_score",
          "oom_score_adj",
          "loginuid",
          "sessionid",
          "smaps_rollup",
          "syscall",
          "stack");

  private final Path proc;
  private final Path folder;
  private final int pid;

  /** Of a process of this machine. */
  public Inspector(int pid) {
    this(Path.of("/proc"), pid);
  }

  Inspector(Path proc, int pid) {
    this.proc = proc;
    this.pid = pid;
    this.folder = proc.resolve(Integer.toString(pid));
  }

  /**
   * The process itself.
   *
   * @throws NoSuchFileException if there is none
   * @throws IOException if it may not be looked at
   */
  public Look look() throws IOException {
    Stat stat = Stat.read(folder);
    String status = ProcText.readOr(folder.resolve("status"), MOST, "");
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : status.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    String rollup = ProcText.readOr(folder.resolve("smaps_rollup"), MOST, "");
    return new Look(
        pid,
        (int) stat.number(4),
        stat.name(),
        stat.field(3),
        words(ProcText.readOr(folder.resolve("cmdline"), MOST, ""), MOST_WORDS),
        stat.number(22),
        booted() + stat.number(22) * TICK,
        link("exe"),
        link("cwd"),
        link("root"),
        numbers(fields.getOrDefault("Uid", "")),
        numbers(fields.getOrDefault("Gid", "")),
        (int) stat.number(5),
        (int) stat.number(6),
        terminal(stat.number(7)),
        (int) stat.number(19),
        (int) stat.number(20),
        stat.number(14) * TICK,
        stat.number(15) * TICK,
        stat.number(39),
        fields,
        rollup.isEmpty() ? null : ProcText.kilobytes(rollup, "Pss"),
        io(),
        limits(),
        number("oom_score"),
        number("oom_score_adj"),
        ProcText.readOr(folder.resolve("cgroup"), MOST, "").lines().toList(),
        namespaces());
  }

  /** Whether it is still the one that was looked at, not another one with its pid. */
  public boolean isStill(Look look) {
    try {
      return Stat.read(folder).number(22) == look.startTicks();
    } catch (IOException e) {
      return false;
    }
  }

  /** Its environment as it was when its program began; empty if it may not be read. */
  public Optional<Map<String, String>> environment() {
    String text;
    try {
      text = ProcText.read(folder.resolve("environ"), MOST);
    } catch (IOException e) {
      return Optional.empty();
    }
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : words(text, MOST_WORDS)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        pairs.putIfAbsent(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    return Optional.of(pairs);
  }

  /** Those above it, from the first one on, then itself, then those below it. */
  public List<Relative> tree() {
    return new Family(proc).around(pid);
  }

  /** Its descriptors; empty if they may not be seen. */
  public Optional<List<OpenFile>> files() {
    return Descriptors.of(folder);
  }

  /** Those of its descriptors that are sockets, in its own network namespace. */
  public List<Socket> sockets(List<OpenFile> files) {
    return Sockets.of(folder.resolve("net"), files);
  }

  /** The text of its files in {@code /proc}, by their names; of those that may be read. */
  public Map<String, String> raw() {
    Map<String, String> all = new LinkedHashMap<>();
    for (String name : RAW) {
      // Some belong to another user, some are not of this kernel.
      String text = ProcText.readOr(folder.resolve(name), 1 << 16, "");
      if (!text.isEmpty()) {
        all.put(name, name.equals("cmdline") ? text.replace('\0', ' ') : text);
      }
    }
    return all;
  }

  private long booted() {
    String stat = ProcText.readOr(proc.resolve("stat"), MOST, "");
    int at = stat.indexOf("\nbtime ");
    int end = at < 0 ? -1 : stat.indexOf('\n', at + 1);
    return end < 0 ? 0 : ProcText.number(stat.substring(at + 7, end)) * 1000;
  }

  private @Nullable String link(String name) {
    try {
      return Files.readSymbolicLink(folder.resolve(name)).toString();
    } catch (IOException e) {
      return null;
    }
  }

  /** Words that each end with a zero byte. */
  static List<String> words(String text, int most) {
    List<String> words = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\0'); end >= 0 && words.size() < most; ) {
      words.add(text.substring(from, end));
      from = end + 1;
      end = text.indexOf('\0', from);
    }
    if (from < text.length() && words.size() < most) {
      words.add(text.substring(from)); // it has changed its title; see setproctitle(3)
    }
    return words;
  }

  private static List<Integer> numbers(String text) {
    List<Integer> numbers = new ArrayList<>();
    for (String word : ProcText.words(text)) {
      numbers.add((int) ProcText.number(word));
    }
    return numbers;
  }

  /** Bits as makedev(3) puts them together. */
  private static String terminal(long device) {
    if (device == 0) {
      return "";
    }
    long minor = (device & 0xff) | ((device >> 12) & 0xfff00);
    return ((device >> 8) & 0xfff) + ":" + minor;
  }

  private @Nullable Integer number(String file) {
    String text = ProcText.readOr(folder.resolve(file), 64, "").strip();
    return text.isEmpty() ? null : Integer.valueOf((int) ProcText.number(text));
  }

  private @Nullable Map<String, Long> io() {
    String text = ProcText.readOr(folder.resolve("io"), MOST, "");
    if (text.isEmpty()) {
      return null;
    }
    Map<String, Long> io = new LinkedHashMap<>();
    for (String line : text.split("\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        io.put(line.substring(0, colon), ProcText.number(line.substring(colon + 1)));
      }
    }
    return io;
  }

  private @Nullable List<Look.Limit> limits() {
    List<String> lines = ProcText.readOr(folder.resolve("limits"), MOST, "").lines().toList();
    if (lines.isEmpty()) {
      return null;
    }
    List<Look.Limit> limits = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      // Names have blanks; they begin with "Max", and two or more blanks end them.
      String[] columns = line.strip().split(" {2,}", -1);
      if (columns.length >= 3) {
        String unit = columns.length > 3 ? columns[3] : "";
        String name = columns[0].startsWith("Max ") ? columns[0].substring(4) : columns[0];
        limits.add(new Look.Limit(name, columns[1], columns[2], unit));
      }
    }
    return limits;
  }

  private Map<String, String> namespaces() {
    Map<String, String> all = new LinkedHashMap<>();
    try (DirectoryStream<Path> links = Files.newDirectoryStream(folder.resolve("ns"))) {
      List<Path> sorted = new ArrayList<>();
      links.forEach(sorted::add);
      sorted.sort(null);
      for (Path link : sorted) {
        String name = String.valueOf(link.getFileName());
        if (!name.endsWith("_for_children")) {
          all.put(name, Files.readSymbolicLink(link).toString());
        }
      }
    } catch (IOException e) {
      return all; // of another user
    }
    return all;
  }
}
