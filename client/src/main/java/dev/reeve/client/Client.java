package dev.reeve.client;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Message;
import dev.reeve.api.Method;
import dev.reeve.api.Wire;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A connection to a daemon. One call at a time: it is used by one thread, except for {@link
 * #close}, which may come from any and ends a call that is going on.
 */
public final class Client implements AutoCloseable {
  private static final int BLOCK = 64 * 1024;

  private final Path socket;
  private final SocketChannel channel;
  private ByteBuffer in = ByteBuffer.allocate(BLOCK).flip();
  private long lastId;

  private Client(Path socket, SocketChannel channel) {
    this.socket = socket;
    this.channel = channel;
  }

  /**
   * Connects.
   *
   * @throws ApiException {@link ErrorCode#UNREACHABLE} if nobody listens there, {@link
   *     ErrorCode#NOT_PERMITTED} if the socket may not be opened
   */
  public static Client connect(Path socket) throws ApiException {
    try {
      SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
      return new Client(socket, channel);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).contains("Permission denied")) {
        throw new ApiException(
            ErrorCode.NOT_PERMITTED,
            "the daemon at " + socket + " belongs to another user",
            "run the command as that user or as root, or set REEVE_HOME to have your own daemon");
      }
      throw new ApiException(
          ErrorCode.UNREACHABLE,
          "no daemon answers at " + socket + " (" + e.getMessage() + ")",
          "any command that needs one starts it, such as 'reeve start'");
    }
  }

  /**
   * Calls a method that streams nothing, or whose stream does not matter.
   *
   * @throws ApiException what the daemon answered instead of a result, or that it went away
   */
  public <P, I, R> R call(Method<P, I, R> method, P params) throws ApiException {
    return call(method, params, item -> {});
  }

  /**
   * Calls a method and hands over what it streams, in order, on this thread.
   *
   * @throws ApiException what the daemon answered instead of a result, or that it went away
   */
  public <P, I, R> R call(Method<P, I, R> method, P params, Consumer<I> items) throws ApiException {
    long id = ++lastId;
    send(Message.request(id, method.name(), Wire.write(params)));
    while (true) {
      Message message = Wire.read(Message.class, receive());
      Message.Failure failure = message.error();
      String item = message.params();
      String result = message.result();
      if (failure != null) {
        Message.Data data = failure.data();
        throw new ApiException(
            data == null ? ErrorCode.FAILED : ErrorCode.of(data.code()),
            failure.message(),
            data == null ? "" : data.hint());
      } else if (Message.STREAM.equals(message.method()) && item != null) {
        items.accept(Wire.read(method.item(), item));
      } else if (result != null && Long.toString(id).equals(message.id())) {
        return Wire.read(method.result(), result);
      }
    }
  }

  private void send(String line) throws ApiException {
    ByteBuffer out = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      while (out.hasRemaining()) {
        channel.write(out);
      }
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private String receive() throws ApiException {
    int searched = 0;
    while (true) {
      for (int i = in.position() + searched; i < in.limit(); i++) {
        if (in.get(i) == '\n') {
          int length = i - in.position();
          String line =
              new String(
                  in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
          in.position(i + 1);
          return line;
        }
      }
      searched = in.remaining();
      makeRoom();
      try {
        int n = channel.read(in);
        if (n < 0) {
          throw gone(new IOException("it hung up"));
        }
      } catch (IOException e) {
        throw gone(e);
      } finally {
        in.flip();
      }
    }
  }

  /** Turns the buffer to writing, with the unread bytes at its beginning. */
  private void makeRoom() throws ApiException {
    in.compact();
    if (!in.hasRemaining()) {
      if (in.capacity() >= 4 * Wire.MAX_LINE) {
        throw new ApiException(
            ErrorCode.FAILED, "the answer of the daemon is too long", "ask for less at once");
      }
      in = ByteBuffer.allocate(in.capacity() * 2).put(in.flip());
    }
  }

  private ApiException gone(IOException e) {
    String why =
        e instanceof AsynchronousCloseException
            ? "the connection was closed"
            : "the daemon at " + socket + " went away: " + e.getMessage();
    return new ApiException(
        ErrorCode.UNREACHABLE, why, "look at the daemon's log with 'reeve logs -d'");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // There is nothing left to do for a connection that cannot even be closed.
      System.getLogger(Client.class.getName()).log(System.Logger.Level.DEBUG, "close", e);
    }
  }
}
