package dev.reeve.daemon.export;

import static dev.reeve.daemon.export.MetricText.Type.COUNTER;
import static dev.reeve.daemon.export.MetricText.Type.GAUGE;

import dev.reeve.api.Version;
import dev.reeve.core.engine.Health;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.State;
import dev.reeve.daemon.sampling.Look;
import dev.reeve.daemon.sampling.Sampler;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A picture as metrics, with names after the advice of Prometheus: base units, plain words. */
final class MetricsPage {
  private final Picture picture;
  private final MetricText text;

  private MetricsPage(Picture picture, MetricText.Format format) {
    this.picture = picture;
    this.text = new MetricText(format);
  }

  static String of(Picture picture, MetricText.Format format) {
    MetricsPage page = new MetricsPage(picture, format);
    page.services();
    page.instances();
    page.uses();
    page.daemon();
    return page.text.end();
  }

  private void services() {
    text.family(GAUGE, "reeve_service_up", "Whether all instances of a service run.");
    eachService(all -> text.sample(isUp(all) ? 1 : 0, "service", all.getFirst().service()));
    text.family(GAUGE, "reeve_service_instances", "How many instances a service is declared with.");
    eachService(all ->
        text.sample(
            all.getFirst().seen().service().spec().instances(),
            "service",
            all.getFirst().service()));
    text.family(GAUGE, "reeve_service_info", "The group and the id of a service.");
    eachService(all ->
        text.sample(
            1,
            "service",
            all.getFirst().service(),
            "group",
            all.getFirst().seen().service().spec().groupName(),
            "id",
            Integer.toString(all.getFirst().seen().service().id())));
    text.family(GAUGE, "reeve_instances", "How many instances are in a state.");
    Map<State, Integer> states = new EnumMap<>(State.class);
    picture.items().forEach(item -> states.merge(item.state(), 1, Integer::sum));
    for (State state : State.values()) {
      text.sample(states.getOrDefault(state, 0), "state", state.word());
    }
  }

  private static boolean isUp(List<Picture.Item> all) {
    int wanted = all.getFirst().seen().service().spec().instances();
    return all.stream().filter(item -> item.state() == State.RUNNING).count() >= wanted;
  }

  private void eachService(java.util.function.Consumer<List<Picture.Item>> told) {
    List<Picture.Item> items = picture.items();
    int begin = 0;
    for (int i = 1; i <= items.size(); i++) {
      if (i == items.size() || !items.get(i).service().equals(items.get(begin).service())) {
        told.accept(items.subList(begin, i));
        begin = i;
      }
    }
  }

  private void instances() {
    text.family(GAUGE, "reeve_instance_state", "1 for the state an instance is in.");
    for (Picture.Item item : picture.items()) {
      text.sample(
          1,
          "service",
          item.service(),
          "number",
          Integer.toString(item.number()),
          "state",
          item.state().word());
    }
    each(
        GAUGE,
        "reeve_instance_state_timestamp_seconds",
        "When an instance entered its state.",
        item -> some(item.seen().instance().since().toEpochMilli() / 1e3));
    each(
        GAUGE,
        "reeve_instance_healthy",
        "Whether an instance is healthy, where something checks it.",
        item ->
            item.seen().instance().health() == Health.UNKNOWN
                ? OptionalDouble.empty()
                : some(item.seen().instance().health() == Health.HEALTHY ? 1 : 0));
    each(
        COUNTER,
        "reeve_instance_restarts_total",
        "Restarts that nobody asked for, since somebody asked.",
        item -> some(item.seen().instance().restarts()));
    each(
        COUNTER,
        "reeve_instance_starts_total",
        "Starts of a process, since the daemon started.",
        item -> some(item.counts().starts()));
    each(
        COUNTER,
        "reeve_instance_crashes_total",
        "Bad ends that nobody asked for, since the daemon started.",
        item -> some(item.counts().crashes()));
    each(
        GAUGE,
        "reeve_instance_last_exit_code",
        "Exit code of the process that ended last, where it had one.",
        item ->
            item.lastExitCode().isPresent()
                ? some(item.lastExitCode().getAsInt())
                : OptionalDouble.empty());
    each(
        GAUGE,
        "reeve_instance_last_exit_timestamp_seconds",
        "When the process ended that ended last.",
        item -> {
          InstanceView.LastExit last = item.seen().instance().lastExit();
          return last == null ? OptionalDouble.empty() : some(last.at().toEpochMilli() / 1e3);
        });
    each(
        COUNTER,
        "reeve_instance_log_bytes_total",
        "Bytes written to logs, since the daemon started.",
        item -> some(item.logBytes()));
    each(
        COUNTER,
        "reeve_instance_log_rotations_total",
        "Logs put aside, since the daemon started.",
        item -> some(item.logRotations()));
    each(
        COUNTER,
        "reeve_instance_log_lost_lines_total",
        "Lines of output that were dropped, as declared.",
        item -> some(item.lostLines()));
  }

  private void uses() {
    each(
        GAUGE,
        "reeve_instance_start_time_seconds",
        "When the process of an instance started.",
        item -> {
          ProcessRef process = item.seen().instance().process();
          return process == null
              ? OptionalDouble.empty()
              : some(process.startedAt().toEpochMilli() / 1e3);
        });
    figure(
        COUNTER,
        "reeve_instance_cpu_seconds_total",
        "Processor time of all processes of an instance.",
        Look.Figures::cpuSeconds);
    figure(
        GAUGE,
        "reeve_instance_cpu_ratio",
        "Share of one core in the latest interval of sampling.",
        figures -> figures.cpuPercent() / 100);
    figure(
        GAUGE,
        "reeve_instance_resident_memory_bytes",
        "Resident memory of all processes of an instance.",
        Look.Figures::memoryBytes);
    figure(
        GAUGE,
        "reeve_instance_resident_memory_peak_bytes",
        "The most resident memory that was seen since its start.",
        Look.Figures::mostMemoryBytes);
    figure(GAUGE, "reeve_instance_processes", "Processes of an instance.", Look.Figures::processes);
    figure(GAUGE, "reeve_instance_threads", "Threads of all its processes.", Look.Figures::threads);
    each(
        GAUGE,
        "reeve_instance_open_fds",
        "Descriptors of all its processes, counted once a minute.",
        item -> {
          Look.Figures figures = item.seen().figures();
          return figures == null || figures.openFiles() < 0
              ? OptionalDouble.empty()
              : some(figures.openFiles());
        });
  }

  private void daemon() {
    Picture.Daemon daemon = picture.daemon();
    Sampler.State sampling = daemon.sampling();
    one("reeve_build_info", "The version of Reeve.", 1, "version", Version.CURRENT);
    one(
        "reeve_daemon_start_time_seconds",
        "When the daemon started.",
        daemon.startedAtMillis() / 1e3);
    count("reeve_daemon_cpu_seconds_total", "Its own processor time.", daemon.cpuSeconds());
    one("reeve_daemon_resident_memory_bytes", "Its own memory.", (double) daemon.memoryBytes());
    one(
        "reeve_sample_timestamp_seconds",
        "When these figures were taken.",
        picture.atMillis() / 1e3);
    one(
        "reeve_sampling_interval_seconds",
        "Time between two looks at the processes.",
        sampling.intervalMillis() / 1e3);
    one(
        "reeve_sampling_cpu_ratio",
        "What the looks cost, as a share of one core.",
        sampling.cpuPercent() / 100);
    count("reeve_state_saves_total", "How often the state was written.", daemon.saves());
    count(
        "reeve_state_save_failures_total",
        "How often the disk refused the state or the journal.",
        daemon.failedSaves());
    count(
        "reeve_request_failures_total",
        "Requests that were not answered with a result.",
        daemon.failedCalls());
    text.family(COUNTER, "reeve_requests_total", "Requests to the control socket.");
    daemon.calls().forEach((method, calls) -> text.sample(calls, "method", method));
    count(
        "reeve_stray_processes_total",
        "Processes that were found and should not have been there.",
        daemon.oddities().strays());
  }

  private void one(String name, String help, double value, String... labels) {
    text.family(GAUGE, name, help).sample(value, labels);
  }

  private void count(String name, String help, double value) {
    text.family(COUNTER, name, help).sample(value);
  }

  private void count(String name, String help, long value) {
    count(name, help, (double) value);
  }

  private static OptionalDouble some(double value) {
    return OptionalDouble.of(value);
  }

  private static OptionalDouble some(long value) {
    return OptionalDouble.of((double) value);
  }

  private void figure(
      MetricText.Type type, String name, String help, ToDoubleFunction<Look.Figures> value) {
    each(
        type,
        name,
        help,
        item ->
            Optional.ofNullable(item.seen().figures())
                .map(figures -> some(value.applyAsDouble(figures)))
                .orElse(OptionalDouble.empty()));
  }

  private void each(
      MetricText.Type type,
      String name,
      String help,
      Function<Picture.Item, OptionalDouble> value) {
    text.family(type, name, help);
    for (Picture.Item item : picture.items()) {
      OptionalDouble found = value.apply(item);
      if (found.isPresent()) {
        text.sample(
            found.getAsDouble(),
            "service",
            item.service(),
            "number",
            Integer.toString(item.number()));
      }
    }
  }
}
