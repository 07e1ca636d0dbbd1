package dev.reeve.cli;

import dev.reeve.cli.Table.Cell;
import dev.reeve.cli.Table.Column;
import dev.reeve.cli.inspect.Inspector;
import dev.reeve.cli.inspect.Look;
import dev.reeve.cli.inspect.OpenFile;
import dev.reeve.cli.inspect.Relative;
import dev.reeve.cli.inspect.Socket;
import dev.reeve.cli.inspect.Users;
import dev.reeve.core.spec.Secrets;
import dev.reeve.core.spec.Words;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The sections of {@code pid}. */
final class PidView {
  private static final String HIDDEN = "may not be seen by you";

  private final Call call;
  private final Inspector inspector;
  private final Look look;
  private final Users users = new Users();
  private final Optional<List<OpenFile>> files;

  PidView(Call call, Inspector inspector, Look look) {
    this.call = call;
    this.inspector = inspector;
    this.look = look;
    this.files = inspector.files();
  }

  private PidSection.Rows rows() {
    return new PidSection.Rows(call);
  }

  PidSection process() {
    String command =
        look.command().isEmpty() ? "[" + look.name() + "]" : Words.join(look.command());
    String started = Instant.ofEpochMilli(look.startedAt()).toString();
    long age = call.now().toEpochMilli() - look.startedAt();
    String ids = "user " + names(look.users(), users::user);
    return rows()
        .row("command", "command", look.command(), command)
        .row("name", "name", look.name(), look.name())
        .row("program", "executable", look.executable(), String.valueOf(look.executable()))
        .row("directory", "directory", look.directory(), String.valueOf(look.directory()))
        .row("root", "root", look.root(), String.valueOf(look.root()))
        .row("state", "state", look.state(), state(look.state()))
        .row(
            "started",
            "started_at",
            started,
            Human.time(started, call.zone(), call.now()) + ", " + Human.duration(age) + " ago")
        .only("uptime_ms", age)
        .row(
            "runs as", "users", look.users(), ids + ", group " + names(look.groups(), users::group))
        .only("groups", look.groups())
        .row("parent", "parent", look.parent(), Integer.toString(look.parent()))
        .row(
            "session",
            "session",
            look.session(),
            look.session() + ", process group " + look.processGroup())
        .only("process_group", look.processGroup())
        .row(
            "terminal",
            "terminal",
            look.terminal(),
            look.terminal().isEmpty() ? "none" : "device " + look.terminal())
        .section("process", look.pid() + "  " + Clean.line(look.name()));
  }

  /** {@code root}, or all that differ: real, effective, saved, of files. */
  private static String names(List<Integer> ids, Function<Integer, String> name) {
    if (ids.isEmpty()) {
      return "unknown";
    }
    boolean same = ids.stream().distinct().count() == 1;
    List<String> texts = new ArrayList<>();
    for (int id : same ? ids.subList(0, 1) : ids) {
      String text = name.apply(id);
      texts.add(text.equals(Integer.toString(id)) ? text : text + " (" + id + ")");
    }
    return String.join(", ", texts) + (same ? "" : " (real, effective, saved, files)");
  }

  private static String state(String letter) {
    return switch (letter) {
      case "R" -> "runs";
      case "S" -> "sleeps";
      case "D" -> "waits for a disk, and hears no signal";
      case "T" -> "is stopped by a signal";
      case "t" -> "is stopped by a debugger";
      case "Z" -> "has ended; its parent has not asked how (zombie)";
      case "I" -> "idle thread of the kernel";
      case "X" -> "is dead";
      default -> "state " + letter;
    };
  }

  PidSection cpu() {
    long used = look.userMillis() + look.systemMillis();
    long age = Math.max(1, call.now().toEpochMilli() - look.startedAt());
    double mean = Math.round(1000.0 * used / age) / 10.0;
    long waits = number("voluntary_ctxt_switches");
    long preempted = number("nonvoluntary_ctxt_switches");
    return rows()
        .row(
            "time",
            "user_ms",
            look.userMillis(),
            seconds(look.userMillis())
                + " of its own, "
                + seconds(look.systemMillis())
                + " in the kernel")
        .only("system_ms", look.systemMillis())
        .row("mean", "mean_percent", mean, Human.percent(mean) + " of a core since it started")
        .row("threads", "threads", look.threads(), Integer.toString(look.threads()))
        .row("nice", "nice", look.nice(), Integer.toString(look.nice()))
        .row("last on", "processor", look.cpuNumber(), "processor " + look.cpuNumber())
        .row(
            "allowed on",
            "processors_allowed",
            look.status().getOrDefault("Cpus_allowed_list", ""),
            "processors " + look.status().getOrDefault("Cpus_allowed_list", "unknown"))
        .row(
            "switches",
            "voluntary_switches",
            waits,
            waits + " to wait, " + preempted + " because others wanted to run")
        .only("involuntary_switches", preempted)
        .section("cpu", "CPU");
  }

  private static String seconds(long millis) {
    return millis < 60_000 ? millis / 1000 + "." + millis / 100 % 10 + "s" : Human.duration(millis);
  }

  private long number(String status) {
    try {
      return Long.parseLong(look.status().getOrDefault(status, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  PidSection memory() {
    PidSection.Rows rows = rows();
    bytes(rows, "resident", "resident_bytes", "VmRSS");
    Long pss = look.proportionalBytes();
    rows.row("its share", "pss_bytes", pss, pss == null ? "" : Human.bytes(pss) + " (PSS)");
    bytes(rows, "most so far", "peak_resident_bytes", "VmHWM");
    bytes(rows, "anonymous", "anonymous_bytes", "RssAnon");
    bytes(rows, "of files", "file_bytes", "RssFile");
    bytes(rows, "shared", "shared_bytes", "RssShmem");
    bytes(rows, "swapped out", "swap_bytes", "VmSwap");
    bytes(rows, "addresses", "virtual_bytes", "VmSize");
    bytes(rows, "stack", "stack_bytes", "VmStk");
    bytes(rows, "locked", "locked_bytes", "VmLck");
    Integer score = look.oomScore();
    rows.row(
        "OOM score",
        "oom_score",
        score,
        score + ", adjusted by " + look.oomAdjustment() + "; who has most is killed first");
    rows.only("oom_score_adjustment", look.oomAdjustment());
    return rows.section("memory", "Memory");
  }

  private void bytes(PidSection.Rows rows, String label, String key, String field) {
    if (look.status().containsKey(field)) { // threads of the kernel have no memory
      long bytes = look.bytes(field);
      rows.row(label, key, bytes, Human.bytes(bytes));
    }
  }

  PidSection disk() {
    Map<String, Long> io = look.io();
    if (io == null) {
      return hidden("io", "Disk");
    }
    long read = io.getOrDefault("read_bytes", 0L);
    long written = io.getOrDefault("write_bytes", 0L);
    long readCalls = io.getOrDefault("syscr", 0L);
    long writeCalls = io.getOrDefault("syscw", 0L);
    return rows()
        .row("from disks", "read_bytes", read, Human.bytes(read))
        .row("to disks", "written_bytes", written, Human.bytes(written))
        .row(
            "read",
            "read_calls",
            readCalls,
            Human.bytes(io.getOrDefault("rchar", 0L)) + " in " + Human.count(readCalls, "call"))
        .only("read_chars", io.getOrDefault("rchar", 0L))
        .row(
            "written",
            "write_calls",
            writeCalls,
            Human.bytes(io.getOrDefault("wchar", 0L)) + " in " + Human.count(writeCalls, "call"))
        .only("written_chars", io.getOrDefault("wchar", 0L))
        .section("io", "Disk, pipes and sockets");
  }

  private PidSection hidden(String key, String title) {
    return new PidSection(key, title, null, rows().line(HIDDEN, "").section("", "").lines());
  }

  PidSection rights() {
    Map<String, String> status = look.status();
    String effective = status.getOrDefault("CapEff", "");
    String seccomp =
        switch (status.getOrDefault("Seccomp", "")) {
          case "0" -> "off";
          case "1" -> "strict";
          case "2" -> "filter";
          default -> "unknown";
        };
    boolean bound = status.getOrDefault("NoNewPrivs", "0").equals("1");
    PidSection.Rows rows =
        rows()
            .row("capabilities", "capabilities", effective, PidBits.capabilities(effective))
            .row("seccomp", "seccomp", seccomp, seccomp)
            .row(
                "new rights",
                "no_new_privileges",
                bound,
                bound ? "never" : "by set-user-ID programs")
            .row(
                "umask",
                "umask",
                status.getOrDefault("Umask", ""),
                status.getOrDefault("Umask", ""));
    for (String group : look.controlGroups()) {
      // HIERARCHY:CONTROLLERS:PATH; 0 is that of version 2. Who is in the root of one is in none.
      String[] parts = group.split(":", 3);
      boolean told = parts.length == 3 && (parts[0].equals("0") || !parts[2].equals("/"));
      if (told) {
        rows.line(
            "control group", parts[1].isEmpty() ? parts[2] : parts[2] + " (" + parts[1] + ")");
      }
    }
    rows.only("control_groups", look.controlGroups());
    List<String> spaces = new ArrayList<>(look.namespaces().values());
    rows.row(
        "namespaces",
        "namespaces",
        look.namespaces(),
        spaces.isEmpty() ? HIDDEN : String.join(" ", spaces));
    return rows.section("rights", "Rights and confinement");
  }

  PidSection signals() {
    PidSection.Rows rows = rows();
    String[][] masks = {
      {"caught", "SigCgt"}, {"ignored", "SigIgn"}, {"blocked", "SigBlk"}, {"pending", "ShdPnd"}
    };
    for (String[] mask : masks) {
      List<String> names = PidBits.signals(look.status().getOrDefault(mask[1], ""));
      rows.row(mask[0], mask[0], names, names.isEmpty() ? "none" : String.join(" ", names));
    }
    return rows.section("signals", "Signals");
  }

  PidSection limits() {
    List<Look.Limit> limits = look.limits();
    if (limits == null) {
      return hidden("limits", "Limits");
    }
    Table table =
        new Table(
            List.of(
                new Column("LIMIT", false, 10, 0),
                new Column("SOFT", true, 0, 0),
                new Column("HARD", true, 0, 1),
                new Column("UNIT", false, 0, 2)));
    List<Map<String, String>> json = new ArrayList<>();
    for (Look.Limit limit : limits) {
      json.add(
          Map.of(
              "name",
              limit.name(),
              "soft",
              limit.soft(),
              "hard",
              limit.hard(),
              "unit",
              limit.unit()));
      table.row(
          List.of(
              new Cell(limit.name(), Style.DIM),
              Cell.of(limit.soft()),
              Cell.of(limit.hard()),
              new Cell(limit.unit(), Style.DIM)));
    }
    return new PidSection("limits", "Limits", json, lines(table));
  }

  /** Tables stand below a title, without frames, two columns in. */
  private List<String> lines(Table table) {
    if (table.isEmpty()) {
      return List.of("  none");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output out = new Output(bytes);
    Style style = new Style(call.style.colour(), false);
    table.print(out, style, Math.max(10, call.columns() - 2));
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8).lines().map(line -> "  " + line).toList();
  }

  PidSection tree() {
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> json = new ArrayList<>();
    int above = 0;
    for (Relative one : inspector.tree()) {
      boolean below = one.depth() > 0;
      boolean itself = one.pid() == look.pid();
      int depth = below ? above - 1 + one.depth() : above++;
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("pid", one.pid());
      item.put("parent", one.parent());
      item.put("name", one.name());
      item.put("command", one.command());
      item.put("relation", itself ? "self" : below ? "descendant" : "ancestor");
      json.add(item);
      Ink ink = Ink.of(call.style, call.columns()).to(2);
      ink.add("  ".repeat(Math.max(0, depth - 1)));
      ink.add(depth == 0 ? "" : call.style.frames() ? "└ " : "  ", Style.DIM);
      ink.add(Integer.toString(one.pid()), itself ? Style.BOLD : Style.DIM).gap(1);
      String user =
          one.user() == look.users().stream().findFirst().orElse(-1)
              ? ""
              : " (" + users.user(one.user()) + ")";
      ink.add(Clean.line(one.command()) + user, itself ? Style.BOLD : Style.NONE);
      lines.add(ink.done());
    }
    return new PidSection("tree", "Tree", json, lines);
  }

  PidSection files() {
    if (files.isEmpty()) {
      return hidden("files", "Open files");
    }
    Table table =
        new Table(
            List.of(
                new Column("FD", true, 0, 0),
                new Column("KIND", false, 0, 2),
                new Column("MODE", false, 0, 1),
                new Column("POSITION", true, 0, 3),
                new Column("OPEN ON", false, 10, 0)));
    List<Map<String, Object>> json = new ArrayList<>();
    for (OpenFile file : files.get()) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("fd", file.number());
      item.put("kind", file.kind());
      item.put("access", file.access());
      item.put("position", Math.max(0, file.position()));
      item.put("target", file.target());
      json.add(item);
      table.row(
          List.of(
              Cell.of(Integer.toString(file.number())),
              new Cell(file.kind(), Style.DIM),
              new Cell(file.access(), Style.DIM),
              new Cell(file.position() > 0 ? Long.toString(file.position()) : "", Style.DIM),
              Cell.of(Clean.line(file.target()))));
    }
    return new PidSection("files", "Open files (" + json.size() + ")", json, lines(table));
  }

  PidSection sockets() {
    if (files.isEmpty()) {
      return hidden("sockets", "Sockets");
    }
    Table table =
        new Table(
            List.of(
                new Column("FD", true, 0, 2),
                new Column("PROTO", false, 0, 0),
                new Column("LOCAL", false, 10, 0),
                new Column("REMOTE", false, 10, 1),
                new Column("STATE", false, 0, 0)));
    List<Map<String, Object>> json = new ArrayList<>();
    for (Socket socket : inspector.sockets(files.get())) {
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("fd", socket.number());
      item.put("protocol", socket.protocol());
      item.put("local", socket.local());
      item.put("remote", socket.remote());
      item.put("state", socket.state());
      json.add(item);
      table.row(
          List.of(
              new Cell(Integer.toString(socket.number()), Style.DIM),
              new Cell(socket.protocol(), Style.DIM),
              Cell.of(Clean.line(socket.local())),
              Cell.of(Clean.line(socket.remote())),
              new Cell(
                  socket.state(), socket.state().equals("listen") ? Style.GREEN : Style.NONE)));
    }
    return new PidSection("sockets", "Sockets (" + json.size() + ")", json, lines(table));
  }

  PidSection environment(boolean reveal) {
    Optional<Map<String, String>> pairs = inspector.environment();
    if (pairs.isEmpty()) {
      return hidden("env", "Environment");
    }
    Map<String, String> shown = new TreeMap<>();
    pairs
        .get()
        .forEach((name, value) -> shown.put(name, reveal ? value : Secrets.masked(name, value)));
    List<String> lines = new ArrayList<>();
    boolean screen = call.invocation.terminal().outIsScreen();
    shown.forEach((name, value) ->
        lines.add(
            "  "
                + call.style.paint(Clean.line(name), Style.CYAN)
                + "="
                + (screen ? Clean.line(value) : value)));
    return new PidSection(
        "env", "Environment as it began", shown, lines.isEmpty() ? List.of("  none") : lines);
  }
}
