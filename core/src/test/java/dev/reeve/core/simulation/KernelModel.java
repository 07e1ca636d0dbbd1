package dev.reeve.core.simulation;

import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Processes that crash, end well, leave children behind, ignore SIGTERM, or take their time to die.
 */
final class KernelModel {
  static final long MILLI = 1_000_000;
  static final long SECOND = 1000 * MILLI;

  /** The processes of one run of an instance. */
  static final class Run {
    InstanceId id;
    final long generation;
    final ProcessRef process;
    final boolean once;
    final boolean ignoresTerm;

    /** Whether it ever says that it is ready. */
    final boolean getsReady;

    boolean mainLives = true;
    Exit exit = new Exit.Unknown();
    int children;
    final boolean childrenIgnoreTerm;

    /** Whether the daemon has been told to look when the last one goes. */
    boolean watched;

    /** The present daemon has been told of its end. */
    boolean endReported;

    boolean forgotten;

    /** Nothing of it is reported before this. */
    long quietUntil;

    Run(InstanceId id, long generation, ProcessRef process, boolean once, RandomGenerator random) {
      this.id = id;
      this.generation = generation;
      this.process = process;
      this.once = once;
      this.ignoresTerm = random.nextInt(100) < 12;
      this.getsReady = random.nextInt(100) < 85;
      this.children = random.nextInt(100) < 12 ? 1 + random.nextInt(3) : 0;
      this.childrenIgnoreTerm = random.nextInt(100) < 25;
    }

    boolean lives() {
      return mainLives || children > 0;
    }

    @Override
    public String toString() {
      return "%s/%d pid %d%s%s"
          .formatted(
              id,
              generation,
              process.pid(),
              mainLives ? "" : " main ended",
              children > 0 ? " children " + children : "");
    }
  }

  private final RandomGenerator random;
  private final Agenda agenda;
  private final Consumer<Run> ended;
  private final List<Run> runs = new ArrayList<>();
  private int nextPid = 100;

  /** Nothing crashes any more by itself. */
  boolean calm;

  /**
   * A kernel.
   *
   * @param ended is told of each end of a main process, and of each end of a last child after it
   */
  KernelModel(RandomGenerator random, Agenda agenda, Consumer<Run> ended) {
    this.random = random;
    this.agenda = agenda;
    this.ended = ended;
  }

  List<Run> runs() {
    return runs;
  }

  Run spawn(InstanceId id, long generation, ServiceSpec spec, Instant wall) {
    int pid = nextPid++;
    Run run =
        new Run(
            id,
            generation,
            new ProcessRef(pid, agenda.nanos / 10_000_000, "boot", wall),
            spec.once(),
            random);
    if (calm) {
      run.children = 0;
    }
    runs.add(run);
    boolean ends = run.once || (!calm && random.nextInt(100) < 60);
    if (ends) {
      long life =
          switch (calm ? 0 : random.nextInt(3)) {
            case 0 -> random.nextLong(3 * MILLI);
            case 1 -> random.nextLong(SECOND);
            default -> random.nextLong(20 * SECOND);
          };
      agenda.inKernel(life, () -> endMain(run, calm ? new Exit.Code(0) : anyExit()));
    }
    return run;
  }

  private Exit anyExit() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> new Exit.Code(0);
      case 2 -> new Exit.Code(1);
      case 3 -> new Exit.Code(2);
      case 4 -> new Exit.Code(7);
      default -> new Exit.Signalled("SEGV", random.nextBoolean());
    };
  }

  void endMain(Run run, Exit exit) {
    if (run.mainLives) {
      run.mainLives = false;
      run.exit = exit;
      ended.accept(run);
      buryIfEmpty(run);
    }
  }

  void signal(Run run, String name, boolean everything) {
    if (name.equals("KILL")) {
      long delay = random.nextInt(100) < 4 ? random.nextLong(3 * SECOND) : random.nextLong(MILLI);
      agenda.inKernel(delay, () -> endMain(run, new Exit.Signalled("KILL", false)));
      if (everything && run.children > 0) {
        // One that is just being forked escapes now and then.
        int reached = random.nextInt(100) < 15 ? run.children - 1 : run.children;
        agenda.inKernel(delay, () -> endChildren(run, reached));
      }
    } else if (name.equals("TERM") || name.equals("INT")) {
      if (!run.ignoresTerm) {
        Exit exit = random.nextBoolean() ? new Exit.Code(0) : new Exit.Signalled(name, false);
        long delay = random.nextLong(random.nextInt(10) == 0 ? 8 * SECOND : 20 * MILLI);
        agenda.inKernel(delay, () -> endMain(run, exit));
      }
      if (everything && !run.childrenIgnoreTerm) {
        agenda.inKernel(random.nextLong(30 * MILLI), () -> endChildren(run, run.children));
      }
    }
  }

  private void endChildren(Run run, int count) {
    if (run.children > 0 && count > 0) {
      run.children = Math.max(0, run.children - count);
      if (!run.mainLives && run.children == 0) {
        ended.accept(run);
        buryIfEmpty(run);
      }
    }
  }

  private void buryIfEmpty(Run run) {
    if (!run.lives()) {
      runs.removeIf(other -> other == run && run.forgotten);
    }
  }

  /** The machine goes down. */
  void reboot() {
    for (Run run : runs) {
      run.mainLives = false;
      run.children = 0;
    }
    runs.clear();
  }

  /** All that a daemon that begins could find, or was told of and may have kept. */
  List<Run> unforgotten() {
    return runs.stream().filter(run -> !run.forgotten).toList();
  }

  void forget(Run run) {
    run.forgotten = true;
    if (!run.lives()) {
      runs.remove(run);
    }
  }
}
