package dev.reeve.cli;

import dev.reeve.api.ErrorCode;
import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Pm2Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * PM2. Its command line would start its daemon, so it is asked only where the daemon runs; else
 * there is only what {@code pm2 save} wrote.
 */
final class Pm2Origin implements Origin {
  private static final Duration ASKING = Duration.ofSeconds(30);

  /** It waits for each process as long as that has to end. */
  private static final Duration ENDING = Duration.ofMinutes(5);

  private static final int LARGEST_DUMP = 16 << 20;

  private final Call call;
  private final boolean delete;
  private final Path home;
  private final boolean runs;

  /**
   * @param delete whether what was taken over is deleted there
   */
  Pm2Origin(Call call, boolean delete) {
    this.call = call;
    this.delete = delete;
    String given = call.invocation.variable("PM2_HOME");
    this.home =
        call.invocation
            .directory()
            .resolve(given.isEmpty() ? call.invocation.variable("HOME") + "/.pm2" : given);
    this.runs = daemonLives();
  }

  @Override
  public String title() {
    return "PM2";
  }

  /** Its daemon names itself in its title: {@code PM2 v7.0.4: God Daemon (/root/.pm2)}. */
  private boolean daemonLives() {
    try {
      String pid = Files.readString(home.resolve("pm2.pid")).strip();
      Path title = Path.of("/proc").resolve(pid.matches("\\d{1,9}") ? pid : "none");
      return Files.readString(title.resolve("cmdline"), StandardCharsets.ISO_8859_1)
          .toLowerCase(java.util.Locale.ROOT)
          .contains("pm2");
    } catch (IOException e) {
      return false; // no such file, or no such process
    }
  }

  private Tool pm2() throws Complaint {
    return Tool.find(call, "pm2")
        .orElseThrow(() ->
            new Complaint(
                ErrorCode.FAILED,
                "migrate from PM2",
                "there is no 'pm2' in PATH",
                "put it there, for example: PATH=$(npm prefix -g)/bin:$PATH reeve migrate pm2"));
  }

  @Override
  public List<Migrant> migrants() throws Complaint {
    String json = runs ? jlist() : dump();
    List<Migrant> migrants = new ArrayList<>();
    try {
      Environment environment = new Environment(call.invocation.environment());
      for (Pm2Processes.App app : Pm2Processes.read(json, home, environment)) {
        if (!app.module()) {
          migrants.add(migrant(app));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new Complaint(
          ErrorCode.FAILED,
          "migrate from PM2",
          "cannot read its list: " + Clean.line(String.valueOf(e.getMessage())),
          runs ? "look at what 'pm2 jlist' prints" : "look at " + home.resolve("dump.pm2"));
    }
    return migrants;
  }

  private String jlist() throws Complaint {
    Tool.Ran ran = pm2().run("migrate from PM2", ASKING, List.of("jlist"));
    if (ran.exit() != 0 || ran.cut()) {
      throw new Complaint(
          ErrorCode.FAILED,
          "migrate from PM2",
          ran.cut() ? "its list is longer than 16 MiB" : "'pm2 jlist' says: " + ran.reason(),
          "");
    }
    return ran.out();
  }

  private String dump() throws Complaint {
    Path dump = home.resolve("dump.pm2");
    try {
      if (Files.size(dump) <= LARGEST_DUMP) {
        return Files.readString(dump);
      }
      throw new Complaint(
          ErrorCode.FAILED, "migrate from PM2", dump + " is larger than 16 MiB", "");
    } catch (IOException e) {
      throw new Complaint(
          ErrorCode.FAILED,
          "migrate from PM2",
          "it does not run, and there is no list that it saved (" + Failures.reason(e) + ")",
          "start PM2, or set PM2_HOME to its folder; it is taken to be " + home);
    }
  }

  private Migrant migrant(Pm2Processes.App app) {
    List<String> handles = app.ids().stream().map(String::valueOf).toList();
    return switch (app.service()) {
      case Loaded.Ok ok ->
          new Migrant(
              app.name(),
              handles,
              app.running(),
              Optional.of(ok.specs().getFirst()),
              ok.warnings().stream().map(ConfigProblem::message).toList(),
              "");
      case Loaded.Broken broken ->
          new Migrant(
              app.name(),
              handles,
              app.running(),
              Optional.empty(),
              List.of(),
              broken.problems().getFirst().message());
    };
  }

  private static String line(String verb, Migrant migrant) {
    return "pm2 " + verb + " " + String.join(" ", migrant.handles());
  }

  @Override
  public String stopLine(Migrant migrant) {
    return runs ? line("stop", migrant) : "";
  }

  @Override
  public String startLine(Migrant migrant) {
    return line("start", migrant);
  }

  @Override
  public void stop(Migrant migrant) throws Complaint {
    order("stop", migrant);
  }

  @Override
  public void start(Migrant migrant) throws Complaint {
    order("start", migrant);
  }

  @Override
  public String leaveLine(Migrant migrant) {
    return delete && runs ? line("delete", migrant) : "";
  }

  @Override
  public void leave(Migrant migrant) throws Complaint {
    if (delete && runs) {
      order("delete", migrant);
    }
  }

  private void order(String verb, Migrant migrant) throws Complaint {
    if (!runs) {
      return; // nothing of it runs there
    }
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(migrant.handles());
    Tool.Ran ran = pm2().run(verb + " it in PM2", ENDING, words);
    if (ran.exit() != 0) {
      throw new Complaint(
          ErrorCode.FAILED, verb + " it in PM2", ran.reason(), "see how it is with 'pm2 list'");
    }
  }

  /** Its saved list is what it starts at boot; where there is none, none is made. */
  @Override
  public List<String> farewell(List<Migrant> moved) throws Complaint {
    List<String> ids = new ArrayList<>();
    moved.forEach(migrant -> ids.addAll(migrant.handles()));
    boolean saved = Files.exists(home.resolve("dump.pm2"));
    if (!runs) {
      return List.of(
          "PM2 would start them again with its saved list: delete " + home.resolve("dump.pm2"));
    }
    if (!delete) {
      return List.of(
          "PM2 still knows them, stopped; so that it never starts them again: pm2 delete "
              + String.join(" ", ids)
              + (saved ? " && pm2 save --force" : ""));
    }
    if (saved) {
      Tool.Ran ran = pm2().run("save PM2's list", ASKING, List.of("save", "--force"));
      if (ran.exit() != 0) {
        return List.of("PM2 could not save its list (" + ran.reason() + "): pm2 save --force");
      }
    }
    return List.of("PM2 does not know them any more; when it has nothing left: pm2 unstartup");
  }
}
