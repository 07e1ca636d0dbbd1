package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.ServiceView;
import dev.reeve.logs.LogQuery;
import dev.reeve.logs.LogReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The last lines that one run of an instance wrote to its standard error, else to its output. */
public final class ErrorLines {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LONGEST = 4096;

  private final Output output;

  /** Reads what this one writes. */
  public ErrorLines(Output output) {
    this.output = output;
  }

  /**
   * The newest ones in their order, once all that was written so far is in the log.
   *
   * @param since what was said before was another run
   * @throws IOException if the log cannot be read
   */
  public List<String> of(ServiceView view, int instance, int most, Instant since)
      throws IOException, InterruptedException {
    for (Output.Streams streams : output.of(view.id())) {
      streams.drained(PATIENCE);
    }
    List<String> lines = read(view, instance, "err", most, since);
    return lines.isEmpty() ? read(view, instance, "", most, since) : lines;
  }

  private List<String> read(ServiceView view, int instance, String stream, int most, Instant since)
      throws IOException {
    Instant millis = since.truncatedTo(ChronoUnit.MILLIS); // as precise as the logs are
    List<String> lines = new ArrayList<>();
    LogReader.read(
        output.sources(view.spec(), instance, stream),
        new LogQuery(most, millis, null),
        line -> lines.add(cut(line.text())));
    return lines;
  }

  private static String cut(String line) {
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }
}
