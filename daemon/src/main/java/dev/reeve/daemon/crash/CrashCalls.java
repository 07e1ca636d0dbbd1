package dev.reeve.daemon.crash;

import dev.reeve.api.EventItem;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.CrashSpec;
import dev.reeve.daemon.probe.HttpMessage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls the URL that a service declares when a process of it has crashed. Each service has its own
 * thread while it has something to tell, and at most one crash that waits: the newest. Supervision
 * never waits for any of it; what is not told when the daemon ends is in the journal only.
 */
public final class CrashCalls {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /** Before the attempts after the first. */
  private static final List<Duration> DELAYS =
      List.of(
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60));

  /** Finds the last lines of an instance. */
  public interface LastLines {
    /**
     * The newest ones, in their order.
     *
     * @throws IOException if the log cannot be read
     */
    List<String> of(ServiceView service, int instance, CrashSpec spec)
        throws IOException, InterruptedException;
  }

  /** Finds out why a process ended, where it can. */
  public interface Hints {
    /** One line that says what to do. */
    Optional<String> of(EventItem crash) throws InterruptedException;
  }

  private final Function<String, Optional<ServiceView>> services;
  private final LastLines lines;
  private final Hints hints;
  private final String host;
  private final Consumer<String> warn;
  private final List<Duration> delays;

  /** The crash of each service that waits; present while its thread lives. Guards itself. */
  private final Map<String, Optional<Crash>> waiting = new HashMap<>();

  /**
   * Calls nobody yet.
   *
   * @param services finds what is declared now
   * @param host the name of this machine
   * @param warn told when somebody could not be told
   */
  public CrashCalls(
      Function<String, Optional<ServiceView>> services,
      LastLines lines,
      Hints hints,
      String host,
      Consumer<String> warn) {
    this(services, lines, hints, host, warn, DELAYS);
  }

  CrashCalls(
      Function<String, Optional<ServiceView>> services,
      LastLines lines,
      Hints hints,
      String host,
      Consumer<String> warn,
      List<Duration> delays) {
    this.services = services;
    this.lines = lines;
    this.hints = hints;
    this.host = host;
    this.warn = warn;
    this.delays = delays;
  }

  /** These records are in the journal now. Returns at once. */
  public void written(List<EventItem> events) {
    for (EventItem event : events) {
      if (Crash.is(event) && declared(event.service()).isPresent()) {
        add(event);
      }
    }
  }

  private Optional<CrashSpec> declared(String service) {
    return services.apply(service).map(view -> view.spec().onCrash()).filter(CrashSpec::isDeclared);
  }

  private void add(EventItem event) {
    synchronized (waiting) {
      Optional<Crash> before = waiting.get(event.service());
      int crashes = before == null ? 1 : before.map(Crash::crashes).orElse(0) + 1;
      waiting.put(event.service(), Optional.of(new Crash(event, crashes)));
      if (before == null) {
        Thread.ofVirtual().name("reeve-crash").start(() -> tell(event.service()));
      }
    }
  }

  private @Nullable Crash next(String service) {
    synchronized (waiting) {
      Optional<Crash> crash = waiting.getOrDefault(service, Optional.empty());
      if (crash.isEmpty()) {
        waiting.remove(service);
        return null;
      }
      waiting.put(service, Optional.empty());
      return crash.get();
    }
  }

  private void tell(String service) {
    try {
      for (Crash crash = next(service); crash != null; crash = next(service)) {
        long begin = System.nanoTime();
        Optional<CrashSpec> spec = declared(service);
        if (spec.isPresent()) {
          call(crash, spec.get());
          Thread.sleep(spec.get().debounce().minusNanos(System.nanoTime() - begin));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that to these threads
    }
  }

  private void call(Crash crash, CrashSpec spec) throws InterruptedException {
    URI url = URI.create(spec.url());
    byte[] body = spec.method() == CrashSpec.Method.POST ? body(crash, spec) : new byte[0];
    Map<String, String> headers = headers(crash, spec, body);
    String trouble = "";
    for (int attempt = 0; attempt <= delays.size(); attempt++) {
      if (attempt > 0) {
        Thread.sleep(delays.get(attempt - 1));
      }
      try {
        int status = HttpMessage.send(spec.method().name(), url, headers, body, ANSWER);
        if (status >= 200 && status < 300) {
          return;
        }
        trouble = "HTTP " + status;
        if (status < 500 && status != 408 && status != 429) {
          break; // it would say the same again
        }
      } catch (IOException e) {
        trouble = HttpMessage.reason(e);
      }
    }
    // Paths, queries and users of such URLs are often secrets.
    warn.accept(
        "cannot tell %s://%s that %s crashed: %s"
            .formatted(url.getScheme(), url.getHost(), crash.event().service(), trouble));
  }

  private byte[] body(Crash crash, CrashSpec spec) throws InterruptedException {
    Optional<ServiceView> view = services.apply(crash.event().service());
    List<String> log = List.of();
    int number = crash.event().instance();
    if (view.isPresent() && spec.logLines() > 0) {
      try {
        log = lines.of(view.get(), number, spec);
      } catch (IOException e) {
        log = List.of("(cannot read the log: " + e.getMessage() + ")");
      }
    }
    int restarts =
        view.stream()
            .flatMap(service -> service.instances().stream())
            .filter(instance -> instance.id().number() == number)
            .mapToInt(InstanceView::restarts)
            .findFirst()
            .orElse(0);
    return crash.body(restarts, host, hints.of(crash.event()).orElse(""), log);
  }

  private static Map<String, String> headers(Crash crash, CrashSpec spec, byte[] body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("X-Reeve-Service", crash.event().service());
    headers.put("X-Reeve-Event", "crash");
    if (body.length > 0) {
      headers.put("Content-Type", "application/json");
      if (!spec.secret().isEmpty()) {
        headers.put("X-Reeve-Signature", Signature.of(body, spec.secret()));
      }
    }
    return headers;
  }
}
