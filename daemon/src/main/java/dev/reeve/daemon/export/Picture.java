package dev.reeve.daemon.export;

import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.State;
import dev.reeve.daemon.sampling.Look;
import dev.reeve.daemon.sampling.Sampler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Everything there is to tell at one moment.
 *
 * @param atMillis when, since 1970
 * @param items the instances, those of a service together, in the order of ids and numbers
 */
record Picture(long atMillis, List<Item> items, Daemon daemon) {
  /**
   * One instance.
   *
   * @param several whether its service has more than one
   * @param logBytes written to its logs since the daemon started
   * @param logRotations of these logs
   * @param lostLines of its output, which had been allowed to be dropped
   * @param listeners sockets that it listens on
   */
  record Item(
      Look.Seen seen,
      boolean several,
      Tally.Counts counts,
      long logBytes,
      long logRotations,
      long lostLines,
      int listeners) {
    String service() {
      return seen.service().name();
    }

    int number() {
      return seen.instance().id().number();
    }

    /** {@code api}, or {@code api#2} where there are several. */
    String name() {
      return several ? service() + "#" + number() : service();
    }

    State state() {
      return seen.instance().state();
    }

    /** How long its process lives; nothing where none does. */
    Optional<Long> uptimeSeconds(long atMillis) {
      return Optional.ofNullable(seen.instance().process())
          .map(ProcessRef::startedAt)
          .map(started -> Math.max(0, (atMillis - started.toEpochMilli()) / 1000));
    }

    /** The exit code of the process that ended last; nothing if it had none. */
    OptionalInt lastExitCode() {
      InstanceView.LastExit last = seen.instance().lastExit();
      return last != null && last.exit() instanceof Exit.Code(int code)
          ? OptionalInt.of(code)
          : OptionalInt.empty();
    }
  }

  /**
   * The daemon itself.
   *
   * @param host the name of this machine
   * @param calls how often each method was called
   * @param failedCalls how many calls were not answered with a result
   * @param saves how often the state was written
   * @param failedSaves how often the disk refused it
   * @param cpuSeconds its own processor time
   * @param memoryBytes its own resident memory
   */
  record Daemon(
      String host,
      long startedAtMillis,
      Map<String, Long> calls,
      long failedCalls,
      long saves,
      long failedSaves,
      Tally.Oddities oddities,
      Sampler.State sampling,
      double cpuSeconds,
      long memoryBytes) {}
}
