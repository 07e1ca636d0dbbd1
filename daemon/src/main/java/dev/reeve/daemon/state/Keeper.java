package dev.reeve.daemon.state;

import dev.reeve.api.EventItem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The one thread that writes state and journal, so that nobody who decides waits for a disk. Many
 * wishes become one write; whoever wants to know is told when everything up to his wish has
 * survived a power loss. When the disk refuses, it says so once, keeps everything and tries again.
 */
public final class Keeper implements AutoCloseable {
  private static final long RETRY_NANOS = 1_000_000_000L;

  /** Told about the disk, on the keeper's thread. */
  public interface Listener {
    /** Something cannot be written; said once until it is well again. */
    void trouble(String reason);

    /** These records can be read from the journal now. */
    void written(List<EventItem> items);
  }

  /** Whom to tell of the outcome, and that it may be that the disk refused. */
  private record Waiter(Consumer<String> done) {}

  private final StateFile state;
  private final Supplier<String> document;
  private final Journal journal;
  private final Listener listener;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();
  private boolean saveWanted;
  private List<EventItem> records = new ArrayList<>();
  private Deque<Waiter> waiters = new ArrayDeque<>();
  private boolean closing;
  private boolean inTrouble;
  private final AtomicLong saves = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();

  /**
   * A keeper; it works once it is started.
   *
   * @param document makes the state as JSON, on the keeper's thread
   */
  public Keeper(StateFile state, Supplier<String> document, Journal journal, Listener listener) {
    this.state = state;
    this.document = document;
    this.journal = journal;
    this.listener = listener;
    this.thread = new Thread(this::run, "reeve-keeper");
  }

  /** Begins to work. */
  public void start() {
    thread.start();
  }

  /** The state is to be written. */
  public void save() {
    lock.lock();
    try {
      saveWanted = true;
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** These records are to be written. */
  public void record(List<EventItem> items) {
    lock.lock();
    try {
      records.addAll(items);
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Tells when everything wished for so far is on disk.
   *
   * @param done gets an empty text, or why the disk refused; what was refused is tried again all
   *     the same
   */
  public void whenDurable(Consumer<String> done) {
    lock.lock();
    try {
      waiters.add(new Waiter(done));
      work.signal();
    } finally {
      lock.unlock();
    }
  }

  /** How often the state was written since the start. */
  public long saves() {
    return saves.get();
  }

  /** How often the disk refused something since the start. */
  public long failures() {
    return failures.get();
  }

  private void run() {
    boolean done = false;
    while (!done) {
      boolean save;
      List<EventItem> batch;
      Deque<Waiter> asking;
      lock.lock();
      try {
        while (!saveWanted && records.isEmpty() && waiters.isEmpty() && !closing) {
          work.awaitUninterruptibly();
        }
        save = saveWanted;
        batch = records;
        asking = waiters;
        saveWanted = false;
        records = new ArrayList<>();
        waiters = new ArrayDeque<>();
        done = closing && !save && batch.isEmpty() && asking.isEmpty();
      } finally {
        lock.unlock();
      }
      if (!done) {
        boolean written = write(save, batch, asking);
        done = closing && !written;
      }
    }
  }

  private boolean write(boolean save, List<EventItem> batch, Deque<Waiter> asking) {
    boolean recorded = batch.isEmpty();
    boolean saved = !save;
    String refused = "";
    try {
      if (!recorded) {
        journal.append(batch);
        recorded = true;
        listener.written(batch);
      }
      if (save) {
        state.store(document.get());
        saved = true;
        saves.incrementAndGet();
      }
      if (!asking.isEmpty()) {
        journal.sync();
      }
      inTrouble = false;
    } catch (IOException | UncheckedIOException e) {
      refused = "cannot write state: " + e.getMessage();
      failures.incrementAndGet();
      if (!inTrouble) {
        inTrouble = true;
        listener.trouble(refused);
      }
    }
    for (Waiter waiter : asking) {
      waiter.done.accept(refused);
    }
    if (!refused.isEmpty()) {
      tryAgainLater(!saved, recorded ? List.of() : batch);
    }
    return refused.isEmpty();
  }

  /** Puts back what could not be written, and gives the disk a moment. */
  private void tryAgainLater(boolean save, List<EventItem> batch) {
    lock.lock();
    try {
      saveWanted |= save;
      List<EventItem> all = new ArrayList<>(batch);
      all.addAll(records);
      records = all;
      long left = RETRY_NANOS;
      while (left > 0 && waiters.isEmpty() && !closing) {
        left = work.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is left, once, and ends. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
