package dev.reeve.cli;

import dev.reeve.cli.boot.Tools;
import dev.reeve.cli.doctor.Attendance;
import dev.reeve.cli.doctor.Doctor;
import dev.reeve.cli.doctor.Finding;
import dev.reeve.cli.doctor.Finding.Level;
import dev.reeve.cli.doctor.Ground;
import dev.reeve.cli.inspect.Users;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code doctor}: whether this machine has what Reeve needs, and what to do where it has not. */
final class DoctorCommand implements Command {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public Usage usage() {
    return Usage.of("doctor", "what is wrong with this machine, and what to do")
        .text(
            "Looks at the kernel, control groups, limits, what starts the daemon with the machine,"
                + " the folders of the home, the daemon, its state and log, configuration files,"
                + " other managers, terminal and clock. Needs no daemon, starts none and changes"
                + " nothing. With --quiet only what is not fine is shown.")
        .examples(
            new Usage.Example("doctor", "before the first service, and when something is odd"),
            new Usage.Example("doctor --json", "for programs"))
        .exits("0 nothing is broken, but there may be warnings · 1 something is broken");
  }

  @Override
  public String what(Call call) {
    return "look at this machine";
  }

  @Override
  public int run(Call call) {
    List<Finding> findings = Doctor.look(ground(call));
    boolean well = count(findings, Level.BROKEN) == 0;
    if (call.json()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ok", well);
      json.put("findings", findings.stream().map(DoctorCommand::item).toList());
      call.printJsonText(Json.text(json));
    } else {
      print(call, findings);
    }
    return well ? 0 : 1;
  }

  private static Ground ground(Call call) {
    return new Ground(
        Path.of("/"),
        call.home(),
        call.invocation.environment(),
        call.invocation.install(),
        caller(),
        call.invocation.terminal().outIsScreen(),
        call.now(),
        Tools.real(),
        Attendance.ask(call.home().socket(), PATIENCE));
  }

  /** A process owns its own folder in /proc; see proc(5). */
  private static Ground.Caller caller() {
    try {
      int uid = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
      return new Ground.Caller(uid, new Users().user(uid));
    } catch (IOException e) {
      boolean root = Invocation.isRoot();
      return new Ground.Caller(root ? 0 : -1, System.getProperty("user.name", ""));
    }
  }

  private static void print(Call call, List<Finding> findings) {
    int width = findings.stream().mapToInt(finding -> finding.area().length()).max().orElse(0);
    for (Finding finding : findings) {
      if (call.quiet() && finding.level() == Level.FINE) {
        continue;
      }
      String area = finding.area() + " ".repeat(width - finding.area().length());
      call.out.line(
          call.style.paint(mark(call.style, finding.level()), colour(finding.level()))
              + "  "
              + area
              + "  "
              + Clean.line(finding.text()));
      if (!finding.advice().isEmpty()) {
        call.out.line(
            " ".repeat(mark(call.style, finding.level()).length() + width + 4)
                + "→ "
                + Clean.line(finding.advice()));
      }
    }
    if (!call.quiet()) {
      call.out.line(
          call.style.bold(
              count(findings, Level.FINE)
                  + " fine, "
                  + Human.count(count(findings, Level.WARNING), "warning")
                  + ", "
                  + count(findings, Level.BROKEN)
                  + " broken"));
    }
  }

  private static long count(List<Finding> findings, Level level) {
    return findings.stream().filter(finding -> finding.level() == level).count();
  }

  /** A sign on a screen, a word of always the same length elsewhere. */
  private static String mark(Style style, Level level) {
    return switch (level) {
      case FINE -> style.frames() ? "✓" : "fine   ";
      case WARNING -> style.frames() ? "!" : "warning";
      case BROKEN -> style.frames() ? "✗" : "BROKEN ";
    };
  }

  private static String colour(Level level) {
    return switch (level) {
      case FINE -> Style.GREEN;
      case WARNING -> Style.YELLOW;
      case BROKEN -> Style.RED;
    };
  }

  private static Map<String, Object> item(Finding finding) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("area", finding.area());
    item.put("check", finding.check());
    item.put("level", finding.level().name().toLowerCase(Locale.ROOT));
    item.put("text", finding.text());
    item.put("advice", finding.advice());
    return item;
  }
}
