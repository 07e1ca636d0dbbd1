package dev.reeve.core.spec;

/**
 * How much of the machine a service may use. All instances together share what is limited by groups
 * (processor, memory, swap, processes, disk); the rest holds for each process.
 *
 * @param cpu thousandths of a processor core, {@link #MAX} for no limit
 * @param memory bytes, {@link #MAX} for no limit
 * @param swap bytes of swap space, {@link #MAX} for no limit
 * @param pids processes and threads, {@link #MAX} for no limit
 * @param ioWeight share of the disks beside others, 1 to 10000; 100 is what everybody has
 * @param nofile open files of each process; 0 for what the daemon was given
 * @param nice from -20 (first) to 19 (last); 0 for that of the daemon
 * @param oomScore added to the score by which the kernel chooses whom it kills when memory runs
 *     out, from -1000 (never) to 1000 (first); 0 for that of the daemon
 * @param oom what follows when the kernel killed it because memory ran out
 */
public record ResourceSpec(
    long cpu,
    long memory,
    long swap,
    long pids,
    int ioWeight,
    int nofile,
    int nice,
    int oomScore,
    OnOom oom) {
  /** No limit. */
  public static final long MAX = -1;

  /** The share of the disks that everybody has. */
  public static final int USUAL_IO_WEIGHT = 100;

  /** Nothing declared. */
  public static final ResourceSpec NONE =
      new ResourceSpec(MAX, MAX, MAX, MAX, USUAL_IO_WEIGHT, 0, 0, 0, OnOom.RESTART);

  /** What follows when the kernel killed an instance because memory ran out. */
  public enum OnOom {
    /** What the restart policy says. */
    RESTART,
    /** It has failed. */
    STOP
  }

  /** Whether anything is limited that takes a group of processes. */
  public boolean needsGroup() {
    return cpu != MAX || memory != MAX || swap != MAX || pids != MAX || ioWeight != USUAL_IO_WEIGHT;
  }

  /** Whether anything is declared that has to be there before the first instruction. */
  public boolean isDeclared() {
    return needsGroup() || nofile != 0 || nice != 0 || oomScore != 0;
  }
}
