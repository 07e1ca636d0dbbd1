package dev.reeve.cli;

import dev.reeve.api.EventItem;
import dev.reeve.api.LogLine;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Output of many services and news of them, each line behind the name of whom it is of. */
final class Stage {
  private static final String OURS = "reeve";
  private static final int WIDEST_NAME = 24;

  private record Source(String service, int instance, String stream) {}

  private final Call call;
  private int width = Width.of(OURS);
  private final Set<String> several = new HashSet<>();
  private final Map<Source, LogLine> latest = new HashMap<>();
  private final Progress progress = new Progress();
  private long latestEvent;
  private @Nullable Instant latestEventAt;
  private boolean deaf;
  private final Set<String> known = new HashSet<>();
  private final FullScreenOutput fullScreen = new FullScreenOutput();

  Stage(Call call) {
    this.call = call;
  }

  /** Makes room for the name of a service. */
  synchronized void knows(String service, int instances) {
    known.add(service);
    if (instances > 1) {
      several.add(service);
    }
    String name = instances > 1 ? service + "#" + instances : service;
    width = Math.min(WIDEST_NAME, Math.max(width, Width.of(Clean.line(name))));
  }

  /** Whether there is one service with one instance only. */
  private boolean isAlone() {
    return known.size() == 1 && several.isEmpty();
  }

  /** Gives the screen back that a program has left as its own. */
  synchronized void leaveFullScreen() {
    if (fullScreen.takes(FullScreenOutput.LEAVE)) {
      show(() -> call.out.add(FullScreenOutput.LEAVE));
      show(call.out::flush);
    }
  }

  /** These were there before, and do not count. */
  synchronized void skip(LogLine.Batch batch) {
    for (LogLine line : batch.lines()) {
      if (line.at() == null) {
        progress.skip(line);
        latest.put(new Source(line.service(), line.instance(), line.stream()), line);
      }
    }
  }

  /** From now on everything since {@link #againFrom} comes once more, and is shown once only. */
  synchronized void resume() {
    progress.resume();
  }

  /** From when on output must be asked for again; this if there was none. */
  synchronized Instant againFrom(Instant begin) {
    return progress.latest(begin);
  }

  /** When the latest thing happened, or this if nothing did. */
  synchronized Instant latestAt(Instant begin) {
    Instant at = latestEventAt;
    return at == null ? begin : at;
  }

  /** Whether nobody reads any more. */
  synchronized boolean isDeaf() {
    return deaf;
  }

  /** Shows output. */
  synchronized void lines(LogLine.Batch batch) {
    for (LogLine line : batch.lines()) {
      if (!progress.isNew(line)) {
        continue;
      }
      if (call.json()) {
        show(() -> call.printJsonLine(line));
      } else {
        String name = subject(line.service(), line.instance());
        boolean screen = call.invocation.terminal().outIsScreen();
        String text = screen ? Clean.output(line.line(), call.style.colour()) : line.line();
        String colour = Style.ofInstance(line.service(), line.instance());
        if (screen && isAlone() && fullScreen.takes(line.line())) {
          // Anything before its lines would be in the midst of its picture.
          show(() -> call.out.line(line.line()));
        } else {
          show(() -> prefixed(name, colour, text));
        }
      }
      latest.put(new Source(line.service(), line.instance(), line.stream()), line);
    }
    show(call.out::flush);
    notifyAll();
  }

  /**
   * Shows what happened to a service, as far as it matters to somebody who looks on.
   *
   * @param shown whether it is of a service that is looked at
   * @return whether it is new
   */
  synchronized boolean event(EventItem event, boolean shown) {
    if (event.seq() <= latestEvent) {
      return false;
    }
    String sentence = shown ? sentence(event) : "";
    if (call.json() && shown) {
      show(() -> call.printJsonLine(event));
      show(call.out::flush);
    } else if (!sentence.isEmpty()) {
      say(subject(event.service(), event.instance()) + " " + sentence);
    }
    latestEvent = event.seq();
    latestEventAt = Instant.parse(event.at());
    notifyAll();
    return true;
  }

  private static String sentence(EventItem event) {
    String reason = event.reason();
    return switch (event.event()) {
      case "started" -> {
        String pid = event.detail().getOrDefault("pid", "");
        yield pid.isEmpty() ? "started" : "started (pid " + pid + ")";
      }
      case "exited" -> "ended: " + reason;
      case "restarting" -> "restarts: " + reason;
      case "failed",
          "warning",
          "killed",
          "missed",
          "skipped",
          "unhealthy",
          "check-failed",
          "stop-command" ->
          event.event() + ": " + reason;
      case "waiting" -> reason;
      case "completed", "stopped", "ready", "healthy", "reloaded", "deleted" -> event.event();
      default -> "";
    };
  }

  /** Says something under Reeve's own name. */
  synchronized void say(String text) {
    if (!call.json() && !call.quiet()) {
      show(() -> prefixed(OURS, Style.DIM, call.style.dim(Clean.line(text))));
      show(call.out::flush);
    }
  }

  private void prefixed(String name, String colour, String text) {
    String shown = Width.middle(Clean.line(name), width);
    call.out.add(call.style.paint(shown, colour)).repeat(' ', width - Width.of(shown));
    call.out.add(call.style.frames() ? call.style.dim(" │ ") : " | ").line(text);
  }

  private void show(Runnable printing) {
    if (!deaf) {
      try {
        printing.run();
      } catch (Output.Closed e) {
        deaf = true;
      }
    }
  }

  private String subject(String service, int instance) {
    return several.contains(service) && instance > 0 ? service + "#" + instance : service;
  }

  /** Waits until this line was shown, and all before it of the same stream. */
  synchronized boolean awaitLine(LogLine line, long deadlineNanos) {
    return await(
        () -> line.equals(latest(line.service(), line.instance(), line.stream())), deadlineNanos);
  }

  private @Nullable LogLine latest(String service, int instance, String stream) {
    return latest.get(new Source(service, instance, stream));
  }

  /** Waits until this event was shown. */
  synchronized boolean awaitEvent(long seq, long deadlineNanos) {
    return await(() -> latestEvent >= seq, deadlineNanos);
  }

  private boolean await(java.util.function.BooleanSupplier condition, long deadlineNanos) {
    while (!condition.getAsBoolean()) {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      if (millis <= 0 || deaf) {
        return false;
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
