package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Followed;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.reload.Mentions;
import dev.reeve.daemon.reload.Reloads;
import dev.reeve.daemon.state.Fingerprint;
import dev.reeve.daemon.state.Fingerprints;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import dev.reeve.daemon.supervisor.Reasons;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Applies files that have changed by themselves; variables in them are those of the daemon. */
final class FollowedFiles implements Reloads {
  private static final System.Logger LOG = System.getLogger(FollowedFiles.class.getName());
  private static final String KEY = "auto_reload";
  private static final String APM_KEY = "watch_conf";
  private static final int WRITABLE_BY_OTHERS = 022;

  private final Board board;
  private final Loop loop;
  private final Applications applications;
  private final Fingerprints fingerprints;
  private final String home;

  /** What this daemon has looked at; the first look tells what has changed without one. */
  private final Set<String> seen = new HashSet<>();

  /**
   * @param fingerprints of files that were applied
   * @param home the file that is loaded when the daemon begins, which may have no services
   */
  FollowedFiles(
      Board board, Loop loop, Applications applications, Fingerprints fingerprints, Path home) {
    this.board = board;
    this.loop = loop;
    this.applications = applications;
    this.fingerprints = fingerprints;
    this.home = home.toString();
  }

  @Override
  public boolean mayFollow(String source) {
    return Mentions.any(Path.of(source), KEY, APM_KEY);
  }

  @Override
  public Wish look(String source) throws InterruptedException {
    boolean used =
        source.equals(home)
            || board.services().stream()
                .anyMatch(s -> s.source().equals(source) && s.desired() != Desired.GONE);
    if (!used || !mayFollow(source)) {
      forget(source);
      return new Wish.None();
    }
    return switch (load(source)) {
      // What belongs to it is not known; once it is mended, all of it is read again.
      case Loaded.Broken broken -> new Wish.Files(broken(Path.of(source), broken));
      case Loaded.Ok ok -> {
        Wish wish = wish(ok);
        yield switch (wish) {
          case Wish.Files(var files, var _) -> new Wish.Files(files, hasChangedUnseen(source, ok));
          case Wish.None(), Wish.Same() -> {
            forget(source);
            yield wish;
          }
        };
      }
    };
  }

  /** Whether it is not what an earlier daemon applied; else it is noted as it is. */
  private boolean hasChangedUnseen(String source, Loaded.Ok ok) {
    boolean first = seen.add(source);
    try {
      String fingerprint = fingerprint(ok);
      if (first && fingerprints.isOther(source, fingerprint)) {
        return true;
      }
      fingerprints.note(source, fingerprint);
    } catch (IOException e) {
      cannotNote(source, e);
    }
    return false;
  }

  private void forget(String source) {
    seen.remove(source);
    try {
      fingerprints.forget(source);
    } catch (IOException e) {
      cannotNote(source, e);
    }
  }

  private void cannotNote(String source, IOException e) {
    trouble(
        "cannot note what "
            + source
            + " is now; a change of it while no daemon runs may be missed: "
            + Reasons.of(e));
  }

  /**
   * Of what is written in its files and which services that makes; not of variables, as those of
   * the next daemon may be others.
   */
  private static String fingerprint(Loaded.Ok ok) throws IOException {
    Fingerprint fingerprint = new Fingerprint();
    for (Path file : ok.files()) {
      fingerprint.add(file.toString()).add(Files.readAllBytes(file));
    }
    ok.specs().stream().map(ServiceSpec::name).sorted().forEach(fingerprint::add);
    return fingerprint.text();
  }

  private static List<Followed> broken(Path source, Loaded.Broken broken) {
    Set<Followed> files = new LinkedHashSet<>();
    files.add(Followed.file(source));
    broken.problems().forEach(problem -> files.add(Followed.file(problem.file())));
    return List.copyOf(files);
  }

  private Loaded load(String source) {
    Set<String> others =
        board.services().stream()
            .filter(service -> !service.source().equals(source))
            .map(ServiceView::name)
            .collect(Collectors.toSet());
    return Loader.load(Path.of(source), new Environment(System.getenv()), others);
  }

  private Wish wish(Loaded.Ok ok) {
    if (!ok.autoReload()) {
      return new Wish.None();
    }
    for (Path file : ok.files()) {
      if (!isOurs(file)) {
        trouble(
            "cannot follow "
                + ok.file()
                + ": others than root may write to "
                + file
                + ", and would decide what root runs");
        return new Wish.None();
      }
    }
    return new Wish.Files(ok.followed());
  }

  /** Whoever can write to a file that root applies by itself is root. */
  private static boolean isOurs(Path file) {
    if (Users.effectiveUid() != 0) {
      return true;
    }
    try {
      int mode = (int) Files.getAttribute(file, "unix:mode");
      int owner = (int) Files.getAttribute(file, "unix:uid");
      return owner == 0 && (mode & WRITABLE_BY_OTHERS) == 0;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public Wish reload(String source, Change change) throws InterruptedException {
    switch (load(source)) {
      case Loaded.Broken(List<ConfigProblem> problems) -> {
        broken(source, problems);
        return new Wish.Same();
      }
      case Loaded.Ok ok -> {
        Wish wish = wish(ok);
        if (!(wish instanceof Wish.None) || !ok.autoReload()) {
          apply(source, change, ok);
        }
        return wish;
      }
    }
  }

  private void broken(String source, List<ConfigProblem> problems) {
    for (ConfigProblem problem : problems) {
      LOG.log(Level.ERROR, "{0}", problem.text());
    }
    String first = problems.getFirst().text().lines().findFirst().orElse("");
    loop.note(
        "config-broken",
        "cannot reload "
            + source
            + ", what runs stays as it is: "
            + first
            + (problems.size() > 1 ? " (and " + (problems.size() - 1) + " more)" : ""));
  }

  private void apply(String source, Change change, Loaded.Ok ok) throws InterruptedException {
    for (ConfigProblem warning : ok.warnings()) {
      LOG.log(Level.WARNING, "{0}", warning.warning());
    }
    try {
      String done =
          applications.follow(
              KEY + " (" + change.files() + " changed)", source, ok.specs(), change.at());
      if (!done.isEmpty()) {
        loop.note("config-reloaded", source + ": " + done);
      }
      if (ok.autoReload()) {
        fingerprints.note(source, fingerprint(ok));
      }
    } catch (ApiException | IOException e) {
      loop.note("config-broken", "cannot reload " + source + ": " + e.getMessage());
    }
  }

  @Override
  public void trouble(String message) {
    LOG.log(Level.WARNING, "{0}", message);
    loop.note("warning", message);
  }
}
