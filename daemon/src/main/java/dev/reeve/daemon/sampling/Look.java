package dev.reeve.daemon.sampling;

import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one look has seen.
 *
 * @param atMillis when, since 1970
 * @param seen the instances of the services that somebody wanted to know of
 */
public record Look(long atMillis, List<Seen> seen) {
  public Look {
    seen = List.copyOf(seen);
  }

  /**
   * One instance.
   *
   * @param figures null where no process lives
   */
  public record Seen(ServiceView service, InstanceView instance, @Nullable Figures figures) {}

  /**
   * What an instance uses, all its processes together.
   *
   * @param cpuPercent of one core, in the interval that has ended
   * @param cpuSeconds processor time since it was started
   * @param memoryBytes resident
   * @param mostMemoryBytes the most that was seen of it since it was started
   * @param processes how many are known
   * @param openFiles looked up once in a while; negative before that
   */
  public record Figures(
      double cpuPercent,
      double cpuSeconds,
      long memoryBytes,
      long mostMemoryBytes,
      int processes,
      int threads,
      int openFiles) {}

  /** Is told of each look, on the thread of the sampler: must return at once. */
  public interface Follower {
    /** Whether the instances of a service are to be in the next one. */
    boolean wants(ServiceView service);

    /** Whether open files are to be counted. */
    boolean wantsFiles();

    /** There is a new one. */
    void looked(Look look);
  }
}
