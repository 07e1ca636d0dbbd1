package dev.reeve.daemon.supervisor;

import dev.reeve.linux.LinuxException;
import dev.reeve.linux.SdNotify;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells the init system, if it listens, what the daemon does, and from time to time that its loop
 * still turns, as sd_notify(3) and {@code WATCHDOG_USEC} of sd_watchdog_enabled(3) have it. Used by
 * the loop only.
 */
final class Heartbeat {
  private static final System.Logger LOG = System.getLogger(Heartbeat.class.getName());

  /** How often while the daemon ends, when no watchdog says how often. */
  private static final Duration USUAL = Duration.ofSeconds(20);

  private final Optional<SdNotify> init;
  private final long everyNanos;
  private final Supplier<String> status;
  private final int pid = (int) ProcessHandle.current().pid();
  private boolean ready;
  private boolean stopping;
  private String said = "";
  private long next;

  private Heartbeat(Optional<SdNotify> init, long everyNanos, Supplier<String> status) {
    this.init = init;
    this.everyNanos = everyNanos;
    this.status = status;
  }

  /**
   * One that does what the init system asks for.
   *
   * @param environment of the daemon: {@code NOTIFY_SOCKET}, {@code WATCHDOG_USEC} and {@code
   *     WATCHDOG_PID} count
   * @param status what the daemon does, half a sentence
   */
  static Heartbeat of(Map<String, String> environment, Supplier<String> status) {
    String address = environment.getOrDefault("NOTIFY_SOCKET", "");
    try {
      return new Heartbeat(SdNotify.to(address), interval(environment).toNanos() / 2, status);
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot tell the init system anything: {0}", e.getMessage());
      return new Heartbeat(Optional.empty(), 0, status);
    }
  }

  /** How long the init system waits between two signs of life; zero if it asks for none. */
  private static Duration interval(Map<String, String> environment) {
    String micros = environment.getOrDefault("WATCHDOG_USEC", "");
    String whose = environment.getOrDefault("WATCHDOG_PID", "");
    boolean ours = whose.isEmpty() || whose.equals("" + ProcessHandle.current().pid());
    return ours && micros.matches("[0-9]{1,15}")
        ? Duration.ofNanos(Long.parseLong(micros) * 1000)
        : Duration.ZERO;
  }

  /** Everything that was wanted is being started. */
  void ready() {
    ready = true;
    said = status.get();
    // Its own pid: after 'reeve reboot' below a keeper the init system may know an older one.
    say("READY=1\nMAINPID=" + pid + "\nSTATUS=" + said);
    next = System.nanoTime() + everyNanos;
  }

  /** The daemon is about to end, perhaps after all services. */
  void stopping() {
    if (!stopping) {
      stopping = true;
      say("STOPPING=1\nSTATUS=ending");
      next = System.nanoTime();
    }
  }

  /** Milliseconds until the next sign of life, not too few; -1 for never. */
  long untilNext(long now) {
    return isBeating() ? Math.max(0, (next - now + 999_999) / 1_000_000) : -1;
  }

  private boolean isBeating() {
    return init.isPresent() && (stopping || (ready && everyNanos > 0));
  }

  /** Gives a sign of life, if it is time. At the end of a turn: nothing hangs. */
  void beat(long now) {
    if (!isBeating() || now - next < 0) {
      return;
    }
    long every = everyNanos > 0 ? everyNanos : USUAL.toNanos();
    next = now + every;
    String words = everyNanos > 0 ? "WATCHDOG=1" : "";
    if (stopping) {
      // However long services may take to end, as long as the loop turns the daemon is not killed.
      words += "\nEXTEND_TIMEOUT_USEC=" + every / 1000 * 3;
    } else {
      String state = status.get();
      if (!state.equals(said)) {
        said = state;
        words += "\nSTATUS=" + state;
      }
    }
    try {
      if (!init.get().mention(words.strip())) {
        LOG.log(Level.WARNING, "the init system does not read what it is told");
      }
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot tell the init system: {0}", e.getMessage());
    }
  }

  private void say(String words) {
    init.ifPresent(it -> {
      try {
        it.say(words);
      } catch (LinuxException e) {
        LOG.log(Level.WARNING, "cannot tell the init system: {0}", e.getMessage());
      }
    });
  }

  void close() {
    init.ifPresent(SdNotify::close);
  }
}
