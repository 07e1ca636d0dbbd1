package dev.reeve.daemon.crash;

import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.CrashSpec;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.logs.LogQuery;
import dev.reeve.logs.LogReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The last lines in the log of an instance, once all that it wrote is there. */
public final class LastWords implements CrashCalls.LastLines {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LONGEST_LINE = 4096;

  private final Output output;

  /** Reads what this one writes. */
  public LastWords(Output output) {
    this.output = output;
  }

  @Override
  public List<String> of(ServiceView service, int instance, CrashSpec spec)
      throws IOException, InterruptedException {
    Optional<Output.Streams> streams = output.of(service.id(), instance);
    if (streams.isPresent()) {
      streams.get().drained(PATIENCE);
    }
    List<String> lines = new ArrayList<>();
    LogReader.read(
        output.sources(service.spec(), instance, spec.logSource().name().toLowerCase(Locale.ROOT)),
        LogQuery.last(spec.logLines()),
        line -> lines.add(cut(line.text())));
    return lines;
  }

  private static String cut(String line) {
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE) + "…";
  }
}
