package dev.reeve.daemon.control;

import dev.reeve.api.EventItem;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** Hands records of the journal to those who follow it, as soon as they are written. */
public final class EventHub {
  /** A follower that is this many records behind is let go. */
  private static final int PATIENCE = 100_000;

  private final Set<BlockingQueue<EventItem>> followers = ConcurrentHashMap.newKeySet();
  private volatile long lastWritten;

  /** These records can be read from the journal now. */
  public void written(List<EventItem> items) {
    lastWritten = items.getLast().seq();
    followers.removeIf(follower -> !items.stream().allMatch(follower::offer));
  }

  /** The number up to which the journal can be read. */
  long lastWritten() {
    return lastWritten;
  }

  /** Where to begin, when the journal was opened. */
  public void begin(long lastSeq) {
    lastWritten = lastSeq;
  }

  BlockingQueue<EventItem> follow() {
    BlockingQueue<EventItem> queue = new LinkedBlockingQueue<>(PATIENCE);
    followers.add(queue);
    return queue;
  }

  boolean isFollowing(BlockingQueue<EventItem> queue) {
    return followers.contains(queue);
  }

  void leave(BlockingQueue<EventItem> queue) {
    followers.remove(queue);
  }
}
