package dev.reeve.daemon.export;

import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.Health;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.daemon.sampling.Look;
import dev.reeve.daemon.sampling.Sampler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures for tests. */
final class Scenes {
  /** That of the example in GoPM's manual. */
  static final long AT = 1_738_800_000_000L;

  private final List<Picture.Item> items = new ArrayList<>();
  private final Map<String, Long> calls = new LinkedHashMap<>();
  private int lastId = -1;

  static ServiceSpec spec(String name, Map<String, Object> fields) {
    Map<String, Object> tree = new LinkedHashMap<>(fields);
    tree.put("command", "x");
    return SpecReader.read(name, tree, Path.of("/")).spec().orElseThrow();
  }

  /** An instance that runs, since an hour before. */
  static InstanceView running(String service, int number, int pid) {
    Instant start = Instant.ofEpochMilli(AT - 3_600_000);
    return new InstanceView(
        new InstanceId(service, number),
        State.RUNNING,
        1,
        new ProcessRef(pid, 1, "boot", start),
        start,
        0,
        "",
        null);
  }

  static InstanceView ended(String service, State state, Exit exit) {
    return new InstanceView(
        new InstanceId(service, 1),
        state,
        Health.UNKNOWN,
        1,
        null,
        Instant.ofEpochMilli(AT),
        0,
        "",
        new InstanceView.LastExit(exit, Instant.ofEpochMilli(AT - 1000), 1),
        Desired.UP,
        List.of());
  }

  /** Adds a service with these instances, all of which use the same. */
  Scenes with(
      ServiceSpec spec, Look.Figures figures, Tally.Counts counts, InstanceView... instances) {
    ServiceView view = new ServiceView(++lastId, spec, Desired.UP, List.of(instances));
    for (InstanceView instance : instances) {
      boolean lives = instance.process() != null;
      items.add(
          new Picture.Item(
              new Look.Seen(view, instance, lives ? figures : null),
              instances.length > 1,
              counts,
              4096,
              0,
              0,
              lives ? 1 : 0));
    }
    return this;
  }

  Scenes called(String method, long times) {
    calls.put(method, times);
    return this;
  }

  Scenes skipId() {
    lastId++;
    return this;
  }

  Picture picture() {
    return new Picture(
        AT,
        items,
        new Picture.Daemon(
            "nyc1",
            AT - 86_400_000,
            calls,
            0,
            42,
            0,
            new Tally.Oddities(0, 0, 3),
            new Sampler.State(2000, 0.05, false, "", 1000),
            1.5,
            20_000_000));
  }
}
