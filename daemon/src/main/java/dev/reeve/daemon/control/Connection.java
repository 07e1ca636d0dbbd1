package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Message;
import dev.reeve.api.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One client: reads requests, one a line, and answers each on a thread of its own. When the client
 * hangs up, all that goes on for it is interrupted.
 */
final class Connection {
  private static final System.Logger LOG = System.getLogger(Connection.class.getName());
  private static final int MAX_REQUESTS = 64;

  private final SocketChannel channel;
  private final Caller caller;
  private final Registry registry;
  private final ReentrantLock writing = new ReentrantLock();
  private final ConcurrentHashMap<String, Thread> running = new ConcurrentHashMap<>();

  /** Requests whose answer has not left; the id of one is free a moment before that. */
  private final AtomicInteger unanswered = new AtomicInteger();

  Connection(SocketChannel channel, Caller caller, Registry registry) {
    this.channel = channel;
    this.caller = caller;
    this.registry = registry;
  }

  /** Serves the client until it hangs up or talks nonsense. */
  void serve() {
    byte[] block = new byte[8 * 1024];
    ByteBuffer in = ByteBuffer.wrap(block);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    try (channel) {
      while (channel.read(in) >= 0) {
        int begin = 0;
        while (begin < in.position()) {
          int end = lineEnd(block, begin, in.position());
          line.write(block, begin, end - begin);
          if (line.size() > Wire.MAX_LINE) {
            send(Message.failure(null, tooLong()));
            return;
          }
          if (end < in.position()) {
            take(line.toString(StandardCharsets.UTF_8));
            line.reset();
          }
          begin = end + 1;
        }
        in.clear();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a client went away: {0}", e.getMessage());
    } finally {
      running.values().forEach(Thread::interrupt);
    }
  }

  /** Where the line ends that goes on at {@code begin}; {@code end} if that is not there yet. */
  private static int lineEnd(byte[] block, int begin, int end) {
    int i = begin;
    while (i < end && block[i] != '\n') {
      i++;
    }
    return i;
  }

  /** Whether every answer has left. */
  boolean isIdle() {
    return unanswered.get() == 0;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot close a connection", e);
    }
  }

  private static ApiException tooLong() {
    return new ApiException(
        ErrorCode.USAGE, "the message is longer than " + Wire.MAX_LINE + " bytes", "send less");
  }

  private void take(String line) throws IOException {
    Message message;
    String id;
    try {
      message = Wire.read(Message.class, line);
      id = id(message, line);
    } catch (ApiException e) {
      send(Message.failure(null, e));
      return;
    }
    String method = message.method();
    if (Message.CANCEL.equals(method)) {
      cancel(message.idOf());
    } else if (id == null || method == null || !Message.isId(id)) {
      send(
          Message.failure(
              id != null && Message.isId(id) ? id : null,
              new ApiException(
                  ErrorCode.USAGE,
                  "a request needs an id (text or a number) and a method",
                  "see JSON-RPC 2.0")));
    } else if (running.size() >= MAX_REQUESTS) {
      send(
          Message.failure(
              id,
              new ApiException(
                  ErrorCode.FAILED,
                  MAX_REQUESTS + " requests are being answered on this connection",
                  "wait for some of them")));
    } else {
      String params = message.params();
      Thread thread =
          Thread.ofVirtual().unstarted(() -> answer(id, method, params == null ? "{}" : params));
      if (running.putIfAbsent(id, thread) == null) {
        unanswered.incrementAndGet();
        thread.start();
      } else {
        send(
            Message.failure(
                id,
                new ApiException(ErrorCode.USAGE, "a request with this id is being answered", "")));
      }
    }
  }

  /** The library takes an id that is null for none at all. */
  private static @Nullable String id(Message message, String line) throws ApiException {
    String id = message.id();
    boolean isNull =
        id == null && message.method() != null && Wire.readTree(line).containsKey("id");
    return isNull ? "null" : id;
  }

  private void cancel(@Nullable String id) {
    if (id != null) {
      // Inside of the map's own lock: a request whose answer is leaving is not found any more.
      running.computeIfPresent(
          id,
          (key, thread) -> {
            thread.interrupt();
            return thread;
          });
    }
  }

  private void answer(String id, String method, String params) {
    try {
      String reply;
      try {
        reply = Message.response(id, registry.answer(caller, method, params, id, this::send));
      } catch (ApiException e) {
        reply = Message.failure(id, e);
      } catch (InterruptedException e) {
        reply = Message.failure(id, new ApiException(ErrorCode.FAILED, "cancelled", ""));
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "cannot answer " + method, e);
        reply =
            Message.failure(
                id,
                new ApiException(
                    ErrorCode.FAILED,
                    "the daemon has a defect: " + e,
                    "please report it with the end of the daemon's log ('reeve logs -d')"));
      } catch (IOException e) {
        reply =
            Message.failure(
                id, new ApiException(ErrorCode.FAILED, String.valueOf(e.getMessage()), ""));
      }
      running.remove(id);
      // A thread that was interrupted cannot write to its channel without closing it.
      boolean cancelled = Thread.interrupted();
      if (!cancelled || channel.isOpen()) {
        send(reply);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "a client did not wait for its answer: {0}", e.getMessage());
    } finally {
      running.remove(id, Thread.currentThread());
      unanswered.decrementAndGet();
    }
  }

  private void send(String message) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8));
    writing.lock();
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } finally {
      writing.unlock();
    }
  }
}
