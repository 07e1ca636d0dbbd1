package dev.reeve.daemon.control;

import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.logs.LogSource;
import dev.reeve.logs.Std;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The log files of services, as something to read. */
final class LogSources {
  private final Output output;

  LogSources(Output output) {
    this.output = output;
  }

  /** All of a service. */
  List<LogSource> of(ServiceView view, String stream) {
    List<LogSource> sources = new ArrayList<>();
    for (InstanceView instance : view.instances()) {
      sources.addAll(of(view, instance.id().number(), stream));
    }
    return sources;
  }

  /**
   * Those of one instance; a file that holds both streams is one source.
   *
   * @param stream {@code out}, {@code err}, or empty for both
   */
  List<LogSource> of(ServiceView view, int number, String stream) {
    Optional<Path> out = output.file(view.spec(), number, Std.OUT);
    Optional<Path> err = output.file(view.spec(), number, Std.ERR);
    boolean isOne = out.equals(err);
    List<LogSource> sources = new ArrayList<>();
    if (out.isPresent() && (isOne || !stream.equals("err"))) {
      sources.add(source(view, number, Std.OUT, out.get()));
    }
    if (err.isPresent() && !isOne && !stream.equals("out")) {
      sources.add(source(view, number, Std.ERR, err.get()));
    }
    return sources;
  }

  private static LogSource source(ServiceView view, int number, Std std, Path file) {
    return new LogSource(view.name(), number, std, file, view.spec().logs().format());
  }
}
