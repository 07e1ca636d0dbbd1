package dev.reeve.daemon.sampling;

import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcDetails;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcUse;
import java.util.List;

/**
 * The processes of one generation of an instance and what they have used. A look reads those that
 * are known; a scan of the whole machine tells who they are.
 *
 * <p>Processor time only grows: what a child used passes to the parent that waits for it. What
 * nobody of the family has waited for is lost with the child, at most the time between two looks.
 */
final class Family {
  private static final double NANOS_PER_TICK = 1e9 / ProcTable.ticksPerSecond();

  /** How many files are open before anybody has looked. */
  static final int UNKNOWN = -1;

  final long generation;
  private int[] pids;
  private long[] starts;
  private long[] own;
  private int count;

  /** Own and waited time of all at the latest look. */
  private long total;

  private long lookedAtTicks;
  private long spent;
  private long memory;
  private long mostMemory;
  private int threads;
  private int files = UNKNOWN;

  private boolean hasPoint;
  private long spentAtPoint;
  private double pointAtNanos;
  private double percent;

  /**
   * A family that nobody has looked at.
   *
   * @param pid of its main process
   * @param startTicks when that started
   */
  Family(long generation, int pid, long startTicks) {
    this.generation = generation;
    pids = new int[] {pid};
    starts = new long[] {startTicks};
    own = new long[1];
    count = 1;
    pointAtNanos = startTicks * NANOS_PER_TICK;
  }

  /** Looks at those that are known. */
  void look(ProcUse use, long nowNanos) throws LinuxException {
    long ownGrowth = 0;
    long nowTotal = 0;
    long nowMemory = 0;
    int nowThreads = 0;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      if (use.look(pids[i]) && use.startTicks() == starts[i] && !use.ended()) {
        ownGrowth += use.ownTicks() - own[i];
        nowTotal += use.ownTicks() + use.waitedTicks();
        nowMemory += use.rssBytes();
        nowThreads += use.threads();
        pids[kept] = pids[i];
        starts[kept] = starts[i];
        own[kept++] = use.ownTicks();
      }
    }
    count = kept;
    threads = nowThreads;
    looked(ownGrowth, nowTotal - total, nowTotal, nowMemory, nowNanos);
  }

  /** Takes in who belongs to it now. */
  void scanned(List<ProcStat> members, long nowNanos) {
    int[] nowPids = new int[members.size()];
    long[] nowStarts = new long[members.size()];
    long[] nowOwn = new long[members.size()];
    long ownGrowth = 0;
    long before = total;
    long nowTotal = 0;
    long nowMemory = 0;
    int nowThreads = 0;
    for (int i = 0; i < nowPids.length; i++) {
      ProcStat stat = members.get(i);
      long ticks = stat.userTicks() + stat.systemTicks();
      int known = indexOf(stat);
      if (known >= 0) {
        ownGrowth += ticks - own[known];
      } else if (stat.startTicks() >= lookedAtTicks) {
        ownGrowth += ticks;
      } else {
        // It was there before, unseen: what it used then belongs to no interval that counts.
        before += ticks + stat.waitedTicks();
      }
      nowTotal += ticks + stat.waitedTicks();
      nowMemory += stat.rssBytes();
      nowThreads += stat.threads();
      nowPids[i] = stat.pid();
      nowStarts[i] = stat.startTicks();
      nowOwn[i] = ticks;
    }
    pids = nowPids;
    starts = nowStarts;
    own = nowOwn;
    count = nowPids.length;
    threads = nowThreads;
    looked(ownGrowth, nowTotal - before, nowTotal, nowMemory, nowNanos);
  }

  private int indexOf(ProcStat stat) {
    for (int i = 0; i < count; i++) {
      if (pids[i] == stat.pid() && starts[i] == stat.startTicks()) {
        return i;
      }
    }
    return -1;
  }

  private void looked(long ownGrowth, long growth, long nowTotal, long nowMemory, long nowNanos) {
    // The sum falls when one goes whom nobody of the family waits for; the others have used what
    // they used.
    spent += Math.max(0, Math.max(ownGrowth, growth));
    total = nowTotal;
    memory = nowMemory;
    mostMemory = Math.max(mostMemory, nowMemory);
    lookedAtTicks = (long) (nowNanos / NANOS_PER_TICK);
  }

  /** Ends an interval: from now on {@link #percent} is that of this one. */
  void point(long nowNanos) {
    percent = percentSince(spentAtPoint, pointAtNanos, nowNanos);
    hasPoint = true;
    spentAtPoint = spent;
    pointAtNanos = nowNanos;
  }

  /**
   * Processor time in percent of one core: of the latest interval that has ended, or of its whole
   * life as long as none has.
   */
  double percent(long nowNanos) {
    return hasPoint ? percent : percentSince(0, pointAtNanos, nowNanos);
  }

  private double percentSince(long spentThen, double then, long nowNanos) {
    double lived = Math.max(NANOS_PER_TICK, nowNanos - then);
    return 100 * (spent - spentThen) * NANOS_PER_TICK / lived;
  }

  /** Processor time in percent of one core, in the interval that has ended last. */
  double percentOfPoint() {
    return percent;
  }

  /** Counts the files that all have open. */
  void countFiles() throws LinuxException {
    int open = 0;
    for (int i = 0; i < count; i++) {
      open += ProcDetails.openFiles(pids[i]);
    }
    files = open;
  }

  /** Everything, as of the latest look and the interval that has ended last. */
  Look.Figures figures(long nowNanos) {
    return new Look.Figures(
        percent(nowNanos), spent * NANOS_PER_TICK / 1e9, memory, mostMemory, count, threads, files);
  }

  /** Resident memory of all at the latest look. */
  long memoryBytes() {
    return memory;
  }
}
