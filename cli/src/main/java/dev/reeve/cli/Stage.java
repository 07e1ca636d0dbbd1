package dev.reeve.cli;

import dev.reeve.api.EventItem;
import dev.reeve.api.LogLine;
import dev.reeve.api.ServiceRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Output of many services and news of them, each line behind the name of whom it is of. */
final class Stage {
  private static final String OURS = "reeve";
  private static final int WIDEST_NAME = 24;

  private record Source(String service, int instance, String stream) {}

  private final Call call;
  private final int width;
  private final Set<String> several = new HashSet<>();
  private final Map<Source, LogLine> latest = new HashMap<>();
  private long latestEvent;
  private boolean deaf;

  Stage(Call call, List<ServiceRow> services) {
    this.call = call;
    int widest = Width.of(OURS);
    for (ServiceRow service : services) {
      int instances = service.instances().size();
      String name = instances > 1 ? service.name() + "#" + instances : service.name();
      if (instances > 1) {
        several.add(service.name());
      }
      widest = Math.max(widest, Width.of(Clean.line(name)));
    }
    this.width = Math.min(WIDEST_NAME, widest);
  }

  /** Whether nobody reads any more. */
  synchronized boolean isDeaf() {
    return deaf;
  }

  /** Shows output. */
  synchronized void lines(LogLine.Batch batch) {
    for (LogLine line : batch.lines()) {
      if (call.json()) {
        show(() -> call.printJsonLine(line));
      } else {
        String name = subject(line.service(), line.instance());
        boolean screen = call.invocation.terminal().outIsScreen();
        String text = screen ? Clean.output(line.line(), call.style.colour()) : line.line();
        show(() -> prefixed(name, Style.ofService(line.service()), text));
      }
      latest.put(new Source(line.service(), line.instance(), line.stream()), line);
    }
    show(call.out::flush);
    notifyAll();
  }

  /** Shows what happened to a service, as far as it matters to somebody who looks on. */
  synchronized void event(EventItem event) {
    String sentence = sentence(event);
    if (call.json()) {
      show(() -> call.printJsonLine(event));
      show(call.out::flush);
    } else if (!sentence.isEmpty()) {
      say(subject(event.service(), event.instance()) + " " + sentence);
    }
    latestEvent = Math.max(latestEvent, event.seq());
    notifyAll();
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
