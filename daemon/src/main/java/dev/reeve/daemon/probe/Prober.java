package dev.reeve.daemon.probe;

import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Probe;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Answers questions about the world. Nothing runs while nothing is asked; an attempt has two
 * virtual threads, one that looks and one that waits for it no longer than it may, so that neither
 * a name server nor a disk that hangs delays an answer.
 */
public final class Prober implements AutoCloseable {
  /** How long an attempt that was given up may take to end before the next one is refused. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final System.Logger LOG = System.getLogger(Prober.class.getName());

  private final DocumentReader yaml;
  private final Set<Thread> attempts = ConcurrentHashMap.newKeySet();

  /** What was given up and still hangs; asking again would only make it two. */
  private final Set<Probe> hanging = ConcurrentHashMap.newKeySet();

  private volatile boolean closed;

  /**
   * A prober.
   *
   * @param yaml reads YAML, for {@link Probe.Contains}
   */
  public Prober(DocumentReader yaml) {
    this.yaml = yaml;
  }

  /**
   * Makes one attempt to answer a question. Never blocks.
   *
   * @param timeout how long it may take
   * @param told takes the answer, once, on another thread, at the latest shortly after the timeout;
   *     never after {@link #close}
   * @throws IllegalArgumentException for {@link Probe.Exec}
   */
  public void ask(Question question, Duration timeout, Consumer<Answer> told) {
    if (question.probe() instanceof Probe.Exec) {
      throw new IllegalArgumentException("cannot ask " + question.probe().text());
    }
    Thread attempt =
        Thread.ofVirtual().name("reeve-probe").unstarted(() -> attempt(question, timeout, told));
    attempts.add(attempt);
    if (closed) {
      attempts.remove(attempt);
    } else {
      attempt.start();
    }
  }

  private void attempt(Question question, Duration timeout, Consumer<Answer> told) {
    try {
      if (hanging.contains(question.probe())) {
        tell(Answer.no("the attempt before this one still hangs"), told);
        return;
      }
      Deadline deadline = Deadline.in(timeout);
      AtomicReference<Answer> found = new AtomicReference<>();
      Thread looker =
          Thread.ofVirtual()
              .name("reeve-look")
              .start(() -> {
                found.set(look(question, deadline, timeout));
                hanging.remove(question.probe());
              });
      boolean ended = false;
      try {
        ended = looker.join(timeout);
        Answer answer = ended ? found.get() : null;
        tell(answer != null ? answer : timedOut(question.probe(), timeout), told);
      } finally {
        if (!ended) {
          looker.interrupt(); // closes its socket, too
        }
      }
      if (!ended && !looker.join(GRACE)) {
        hanging.add(question.probe());
        if (!looker.isAlive()) {
          hanging.remove(question.probe());
        }
      }
    } catch (InterruptedException e) {
      // closed: nobody wants to know any more
    } finally {
      attempts.remove(Thread.currentThread());
    }
  }

  private void tell(Answer answer, Consumer<Answer> told) {
    if (!closed) {
      told.accept(answer);
    }
  }

  private static Answer timedOut(Probe probe, Duration timeout) {
    String detail = "timed out after " + Durations.format(timeout);
    return Answer.no(probe instanceof Probe.NotListening ? "cannot tell: " + detail : detail);
  }

  private Answer look(Question question, Deadline deadline, Duration timeout) {
    try {
      return switch (question.probe()) {
        case Probe.Http http -> HttpLook.ask(http, deadline);
        case Probe.Tcp(String host, int port) -> TcpLook.listening(host, port, deadline);
        case Probe.NotListening(String host, int port) -> TcpLook.silent(host, port, deadline);
        case Probe.Exists(var path) -> FileLook.exists(path);
        case Probe.Missing(var path) -> FileLook.missing(path);
        case Probe.Contains contains -> FileLook.contains(contains, yaml);
        case Probe.NotRunning(String text) -> ProcessLook.absent(text);
        case Probe.Log(String pattern) -> LogLook.find(question, pattern, deadline);
        case Probe.Exec exec -> throw new IllegalArgumentException("cannot ask " + exec.text());
      };
    } catch (IOException e) {
      boolean late = e instanceof SocketTimeoutException && deadline.passed();
      return late ? timedOut(question.probe(), timeout) : Answer.no(Details.of(e));
    } catch (RuntimeException | StackOverflowError e) {
      LOG.log(Level.WARNING, "cannot ask " + question.probe().text(), e);
      return Answer.no("cannot ask: " + e);
    }
  }

  /** How many attempts have not ended. */
  int underWay() {
    return attempts.size();
  }

  /** Ends all attempts; nobody is told anything from now on. */
  @Override
  public void close() {
    closed = true;
    attempts.forEach(Thread::interrupt);
  }
}
