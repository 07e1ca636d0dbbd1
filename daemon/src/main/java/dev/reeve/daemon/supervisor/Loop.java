package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Engine;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.Now;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Outcome;
import dev.reeve.core.engine.TimerKey;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.EventFd;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The thread that owns the engine: waits for ends of processes, requests and timers, asks the
 * engine, and has its decisions carried out. It waits for nothing else, least of all for a disk.
 */
public final class Loop {
  private static final System.Logger LOG = System.getLogger(Loop.class.getName());
  private static final long WAKE = 0;

  /** So often what is ready is taken before timers fire; some may be ready again and again. */
  private static final int ROUNDS = 64;

  private final Engine engine;
  private final Epoll epoll;
  private final EventFd wake;
  private final Timers timers;
  private final Processes processes;
  private final Grouping grouping;
  private final Reports reports;
  private final FileWatch fileWatch;
  private final Heartbeat heartbeat;
  private final Actuator actuator;
  private final Board board;
  private final Notes notes;

  private final Queue<Runnable> inbox = new ConcurrentLinkedQueue<>();
  private final Deque<Event> events;
  private final AtomicLong lastRequest = new AtomicLong();

  /**
   * @param events where the actuator and the processes put what happened; the loop takes it out
   */
  Loop(
      Engine engine,
      Epoll epoll,
      Timers timers,
      Processes processes,
      Grouping grouping,
      Reports reports,
      FileWatch fileWatch,
      Heartbeat heartbeat,
      Actuator actuator,
      Board board,
      Notes notes,
      Deque<Event> events)
      throws LinuxException {
    this.engine = engine;
    this.epoll = epoll;
    this.timers = timers;
    this.processes = processes;
    this.grouping = grouping;
    this.reports = reports;
    this.fileWatch = fileWatch;
    this.heartbeat = heartbeat;
    this.actuator = actuator;
    this.board = board;
    this.notes = notes;
    this.events = events;
    this.wake = new EventFd();
    epoll.add(wake.fd(), Epoll.IN, WAKE);
  }

  /** Has the loop run something on its thread, soon. From any thread. */
  void submit(Runnable work) {
    inbox.add(work);
    wake.wake();
  }

  /** Tells the init system, when all that was asked before is under way. From any thread. */
  public void ready() {
    submit(heartbeat::ready);
  }

  /**
   * Asks the engine for something. From any thread.
   *
   * @param by who asks
   * @return completes when what was decided is on disk
   */
  public CompletableFuture<Reply> ask(String by, Order order) {
    long request = lastRequest.incrementAndGet();
    CompletableFuture<Notes.Reply> reply = notes.expect(request);
    submit(() -> {
      if (order instanceof Order.Shutdown) {
        heartbeat.stopping();
      }
      handle(new Event.Asked(request, by, order));
    });
    return reply.thenApply(r -> new Reply(r.outcomes(), r.diskTrouble()));
  }

  /** Asks the engine for something nobody waits for; what is refused goes to the journal. */
  public void tell(String by, Order order) {
    var _ =
        ask(by, order)
            .thenAccept(reply -> {
              for (Outcome outcome : reply.outcomes()) {
                if (!outcome.ok()) {
                  note("refused", by + ": " + outcome.target() + ": " + outcome.reason());
                }
              }
            });
  }

  /**
   * Has a question answered on the loop's thread, where the processes may be looked at.
   *
   * @throws IOException if it cannot be answered
   */
  public <T> T answered(Callable<T> question) throws IOException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(question);
    submit(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IOException("cannot look at the processes: " + e.getCause(), e);
    }
  }

  /**
   * The answer to a request.
   *
   * @param outcomes one for each target
   * @param diskTrouble empty, or why the disk refused to keep what was done
   */
  public record Reply(List<Outcome> outcomes, String diskTrouble) {}

  /** Has something done on the thread of the loop after all that was asked for so far. */
  public void settled(Runnable then) {
    submit(then);
  }

  /** Writes a record about the daemon into the journal. From any thread. */
  public void note(String event, String reason) {
    submit(() -> notes.daemon(event, reason, "", Instant.now()));
  }

  /** Takes up what an earlier daemon left; before {@link #run}, on the same thread. */
  void begin(Memory memory) {
    Now now = now();
    carryOut(engine.restore(memory, now), now);
    handleAll();
    handOver();
  }

  /** Runs until everything is halted. */
  void run() throws LinuxException {
    while (!notes.isHalted()) {
      long now = System.nanoTime();
      long events = sooner(timers.untilNext(now), fileWatch.untilNext(now));
      long wait = sooner(events, heartbeat.untilNext(now));
      epoll.await(inbox.isEmpty() ? wait : 0, this::ready);
      for (Runnable work = inbox.poll(); work != null; work = inbox.poll()) {
        work.run();
        handleAll();
      }
      handleAll();
      fireTimers();
      fileWatch.fire(System.nanoTime());
      handOver();
      heartbeat.beat(System.nanoTime());
    }
    heartbeat.stopping();
    if (board.halted()) {
      processes.endStrays();
      grouping.close();
    }
    epoll.remove(wake.fd());
    wake.close();
  }

  /** Of two times, of which a negative one is never. */
  private static long sooner(long a, long b) {
    return a < 0 || b < 0 ? Math.max(a, b) : Math.min(a, b);
  }

  private void ready(long token, int readiness) {
    if (token == WAKE) {
      wake.drain();
      return;
    }
    if (token == FileWatch.TOKEN) {
      fileWatch.ready();
      return;
    }
    if (token < 0) {
      reports.ready(token);
      handleAll();
      return;
    }
    try {
      processes.ready(token);
    } catch (LinuxException e) {
      LOG.log(Level.ERROR, "cannot look after a process that ended", e);
    }
    handleAll();
  }

  private void fireTimers() throws LinuxException {
    if (timers.untilNext(System.nanoTime()) != 0) {
      return;
    }
    // Who did in time what was expected has not run out of it, however late that is noticed.
    for (int i = 0; i < ROUNDS && epoll.await(0, this::ready) > 0; i++) {
      handleAll();
    }
    List<Instance> doomed = new ArrayList<>();
    for (Optional<TimerKey> due = timers.due(System.nanoTime());
        due.isPresent();
        due = timers.due(System.nanoTime())) {
      Now now = now();
      actuator.carryOut(engine.handle(new Event.TimerFired(due.get()), now), doomed, now.wall());
      handleAll();
    }
    actuator.kill(doomed);
  }

  private void handleAll() {
    for (Event event = events.poll(); event != null; event = events.poll()) {
      handle(event);
    }
  }

  private void handle(Event event) {
    Now now = now();
    carryOut(engine.handle(event, now), now);
  }

  private void carryOut(List<Effect> effects, Now now) {
    if (!effects.isEmpty()) {
      actuator.carryOut(effects, now.wall());
    }
  }

  private void handOver() {
    board.publish(engine.nextId(), engine.halted());
    notes.handOver();
    board.announce();
    grouping.tidy();
  }

  private static Now now() {
    return new Now(System.nanoTime(), Instant.now());
  }
}
