package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.HintFile;
import dev.reeve.api.LogState;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.daemon.supervisor.Times;
import dev.reeve.logs.FileEnd;
import dev.reeve.logs.LogStream;
import dev.reeve.logs.Std;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why nothing comes from a stream, and shows files that services write themselves. */
final class LogStates {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int MOST_LINES = 10_000;

  private final Board board;
  private final Output output;
  private final Targets targets;

  LogStates(Board board, Output output, Targets targets) {
    this.board = board;
    this.output = output;
    this.targets = targets;
  }

  void bind(Registry registry) {
    registry.bind(Methods.HINTS, this::hints);
    registry.bind(Methods.LOG_STATE, this::states);
  }

  private HintFile.All hints(Call<HintFile.Wanted, Void> call) throws ApiException {
    List<HintFile> files = new ArrayList<>();
    int lines = Math.clamp(call.params().lines(), 0, MOST_LINES);
    for (Selection s : ServiceReads.resolved(targets, call.params().targets()).selections()) {
      Optional<ServiceView> view = board.service(s.service());
      if (view.isPresent()) {
        for (Path file : view.get().spec().logs().hints()) {
          files.add(hint(s.service(), file, lines));
        }
      }
    }
    return new HintFile.All(files);
  }

  private static HintFile hint(String service, Path file, int lines) {
    try {
      FileEnd end = FileEnd.of(file, lines);
      return new HintFile(
          service, file.toString(), end.size(), Times.text(end.modified()), end.lines(), "");
    } catch (IOException e) {
      return new HintFile(
          service, file.toString(), null, null, List.of(), String.valueOf(e.getMessage()));
    }
  }

  private LogState.All states(Call<Query, Void> call) throws ApiException, InterruptedException {
    List<LogState> states = new ArrayList<>();
    for (Selection s : ServiceReads.resolved(targets, call.params().targets()).selections()) {
      Optional<ServiceView> view = board.service(s.service());
      if (view.isPresent()) {
        for (InstanceView instance : view.get().instances()) {
          if (s.covers(instance.id())) {
            for (Std std : Std.values()) {
              state(view.get(), instance, std).ifPresent(states::add);
            }
          }
        }
      }
    }
    return new LogState.All(states);
  }

  /** Nothing for a standard error that goes where standard output does. */
  private Optional<LogState> state(ServiceView view, InstanceView instance, Std std)
      throws InterruptedException {
    int number = instance.id().number();
    Optional<Path> file = output.file(view.spec(), number, std);
    if (std == Std.ERR
        && file.isPresent()
        && file.equals(output.file(view.spec(), number, Std.OUT))) {
      return Optional.empty();
    }
    if (file.isEmpty()) {
      return Optional.of(
          answer(instance, std, "null", "discarded", null, "is thrown away, as declared"));
    }
    Optional<LogStream> stream =
        output.of(view.id(), number).map(all -> std == Std.OUT ? all.out() : all.err());
    Instant written = written(file.get());
    String since =
        written == null ? "nothing was ever written" : "last written " + Times.text(written);
    String state = "quiet";
    String text = since;
    Optional<LogStream.Condition> found =
        stream.isPresent() ? stream.get().condition(PATIENCE) : Optional.empty();
    LogStream.Condition condition = found.orElse(new LogStream.Condition("", 0, false, false));
    boolean runs = instance.state().hasProcesses() && instance.state() != State.PAUSED;
    if (!condition.trouble().isEmpty()) {
      state = "blocked";
      text = condition.trouble();
    } else if (stream.isPresent() && found.isEmpty()) {
      state = "unread";
      text = "its pipe is not read: the daemon's output thread does not answer";
    } else if (condition.inPipe() > 0) {
      state = "unread";
      text = condition.inPipe() + " bytes wait in its pipe and are being read; " + since;
    } else if (!runs) {
      state = "stopped";
      text = "is " + instance.state().word() + ", so nothing writes; " + since;
    } else if (condition.moved()) {
      state = "moved";
      text = "its file was moved or deleted; the next line makes a new one";
    } else if (written != null && written.isAfter(Instant.now().minusSeconds(2))) {
      state = "flowing";
    } else if (written == null) {
      text = since + "; many programs hold back output to a pipe until they have 4 KiB of it";
    } else if (condition.midline()) {
      text = since + ", and that line has no end yet";
    }
    return Optional.of(answer(instance, std, file.get().toString(), state, written, text));
  }

  private static LogState answer(
      InstanceView instance,
      Std std,
      String file,
      String state,
      @Nullable Instant written,
      String text) {
    return new LogState(
        instance.id().service(),
        instance.id().number(),
        std.word(),
        file,
        state,
        written == null ? null : Times.text(written),
        text);
  }

  /** Null when there is no file, or nothing in it. */
  private static @Nullable Instant written(Path file) {
    try {
      return Files.size(file) == 0
          ? null
          : Objects.requireNonNull(
              Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant());
    } catch (IOException notThere) {
      return null;
    }
  }
}
