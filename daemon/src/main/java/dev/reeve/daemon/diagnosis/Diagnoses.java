package dev.reeve.daemon.diagnosis;

import dev.reeve.api.EventItem;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.Diagnose;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Finds out once why a process ended soon after its start, whoever asks first: who started it, the
 * journal, or a call after a crash. Each service has one thread while there is something to find
 * out, and at most one end that waits: the newest. Supervision never waits for any of it.
 */
public final class Diagnoses {
  private static final System.Logger LOG = System.getLogger(Diagnoses.class.getName());

  /** How long somebody waits for it: one errand may take eight seconds. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  /** Between two looks at a service that ends again and again for the same reason. */
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** A process may have written before the engine knew of it. */
  private static final Duration BEFORE = Duration.ofSeconds(2);

  /** What it needs of the daemon around it. */
  public record Around(
      Function<String, Optional<ServiceView>> services,
      Lines lines,
      BiFunction<ServiceSpec, InstanceId, Optional<Scene>> scenes,
      Function<Scene, Errand> errands,
      Told told) {}

  /** Reads logs. */
  @FunctionalInterface
  public interface Lines {
    /** The newest lines of standard error since a time. */
    List<String> of(ServiceView view, int instance, int most, Instant since)
        throws IOException, InterruptedException;
  }

  /** Is told of what was found. */
  @FunctionalInterface
  public interface Told {
    /**
     * Something was found out.
     *
     * @param isNews false if the same was found last time, in the same series of restarts
     */
    void found(InstanceId id, long generation, Finding finding, boolean isNews);
  }

  /** One end of a process. */
  private record Death(InstanceId id, long generation, Instant began) {}

  private final Diagnosis diagnosis;
  private final Around around;

  /** The newest known end of each instance, and what comes of it. Guards itself and the others. */
  private final Map<InstanceId, Known> known = new HashMap<>();

  private final Map<InstanceId, String> lastHints = new HashMap<>();
  private final Map<InstanceId, Instant> ends = new HashMap<>();
  private final Map<String, Optional<Death>> waiting = new HashMap<>();

  private record Known(long generation, CompletableFuture<Optional<Finding>> finding) {}

  /** Finds out nothing yet. */
  public Diagnoses(Diagnosis diagnosis, Around around) {
    this.diagnosis = diagnosis;
    this.around = around;
  }

  /** These records are in the journal now. Returns at once. */
  public void written(List<EventItem> events) {
    for (EventItem event : events) {
      if (List.of("deleted", "renamed", "removed").contains(event.event())) {
        forget(event.service());
      } else if (event.event().equals("exited")) {
        Instant began = began(event);
        if (isEarlyDeath(event)) {
          early(event, began);
        }
      }
    }
  }

  /** Whether it is the end of what nobody wanted to end, not a good one, soon after the start. */
  private boolean isEarlyDeath(EventItem event) {
    String ran = event.detail().get("ran_ms");
    if (!event.event().equals("exited") || ran == null || "0".equals(event.detail().get("code"))) {
      return false;
    }
    Optional<ServiceSpec> spec = around.services().apply(event.service()).map(ServiceView::spec);
    return spec.isPresent()
        && spec.get().diagnose() != Diagnose.OFF
        && Long.parseLong(ran) < spec.get().startupGrace().toMillis();
  }

  /** A time before which it cannot have written anything, and after the end of the run before. */
  private Instant began(EventItem event) {
    Instant at = Instant.parse(event.at());
    Instant began =
        at.minusMillis(Long.parseLong(event.detail().getOrDefault("ran_ms", "0"))).minus(BEFORE);
    synchronized (known) {
      Instant before = ends.put(new InstanceId(event.service(), event.instance()), at);
      return before != null && before.isAfter(began) ? before : began;
    }
  }

  private void early(EventItem event, Instant began) {
    InstanceId id = new InstanceId(event.service(), event.instance());
    long generation = Long.parseLong(event.detail().getOrDefault("generation", "0"));
    Death death = new Death(id, generation, began);
    synchronized (known) {
      boolean works = waiting.containsKey(event.service());
      waiting.put(event.service(), Optional.of(death));
      if (!works) {
        Thread.ofVirtual().name("reeve-diagnosis").start(() -> work(event.service()));
      }
    }
  }

  private void work(String service) {
    try {
      for (Optional<Death> next = next(service); next.isPresent(); next = next(service)) {
        boolean isNews = find(next.get());
        if (!isNews) {
          Thread.sleep(PAUSE);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that to these threads
    }
  }

  private Optional<Death> next(String service) {
    synchronized (known) {
      Optional<Death> death = waiting.getOrDefault(service, Optional.empty());
      if (death.isEmpty()) {
        waiting.remove(service);
      } else {
        waiting.put(service, Optional.empty());
      }
      return death;
    }
  }

  /**
   * What is known of the end of a process, found out now if nobody has yet.
   *
   * @param began when it was started, about
   */
  public Optional<Finding> of(InstanceId id, long generation, Instant began)
      throws InterruptedException {
    Optional<ServiceView> view = around.services().apply(id.service());
    if (view.isEmpty() || view.get().spec().diagnose() == Diagnose.OFF) {
      return Optional.empty();
    }
    var _ = find(new Death(id, generation, began));
    CompletableFuture<Optional<Finding>> finding;
    synchronized (known) {
      Known newest = known.get(id);
      if (newest == null || newest.generation() != generation) {
        return Optional.empty();
      }
      finding = newest.finding();
    }
    try {
      return finding.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return Optional.empty(); // whoever finds it out says what went wrong
    }
  }

  /** What was found out about an end that the journal has; waits for it if need be. */
  public Optional<Finding> of(EventItem event) throws InterruptedException {
    if (!isEarlyDeath(event)) {
      return Optional.empty();
    }
    return of(
        new InstanceId(event.service(), event.instance()),
        Long.parseLong(event.detail().getOrDefault("generation", "0")),
        Instant.parse(event.at())
            .minusMillis(Long.parseLong(event.detail().getOrDefault("ran_ms", "0")))
            .minus(BEFORE));
  }

  /** Finds out unless somebody does; true if that brought something new. */
  private boolean find(Death death) throws InterruptedException {
    CompletableFuture<Optional<Finding>> mine = new CompletableFuture<>();
    synchronized (known) {
      Known newest = known.get(death.id());
      if (newest != null && newest.generation() >= death.generation()) {
        return false;
      }
      known.put(death.id(), new Known(death.generation(), mine));
    }
    try {
      Optional<Finding> finding = look(death);
      mine.complete(finding);
      return finding.isPresent() && tell(death, finding.get());
    } finally {
      mine.complete(Optional.empty());
    }
  }

  private Optional<Finding> look(Death death) throws InterruptedException {
    Optional<ServiceView> view = around.services().apply(death.id().service());
    if (view.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<Scene> scene = around.scenes().apply(view.get().spec(), death.id());
      if (scene.isEmpty()) {
        return Optional.empty();
      }
      List<String> lines =
          around.lines().of(view.get(), death.id().number(), Said.LINES, death.began());
      return diagnosis.ofDeath(scene.get(), lines, around.errands().apply(scene.get()));
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot read what " + death.id() + " said", e);
      return Optional.empty();
    } catch (RuntimeException e) {
      // What others wrote made it fail; the service is supervised all the same.
      LOG.log(Level.ERROR, "cannot find out why " + death.id() + " ended", e);
      return Optional.empty();
    }
  }

  private boolean tell(Death death, Finding finding) {
    boolean isFirst =
        around.services().apply(death.id().service()).stream()
            .flatMap(view -> view.instances().stream())
            .filter(instance -> instance.id().equals(death.id()))
            .mapToInt(InstanceView::restarts)
            .allMatch(restarts -> restarts == 0);
    boolean isNews;
    synchronized (known) {
      String before = lastHints.put(death.id(), finding.hint());
      isNews = isFirst || !finding.hint().equals(before);
    }
    around.told().found(death.id(), death.generation(), finding, isNews);
    return isNews;
  }

  private void forget(String service) {
    synchronized (known) {
      known.keySet().removeIf(id -> id.service().equals(service));
      lastHints.keySet().removeIf(id -> id.service().equals(service));
      ends.keySet().removeIf(id -> id.service().equals(service));
    }
  }
}
