package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Hello;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.Version;
import dev.reeve.client.Client;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Asks the daemon again and again, on a thread of its own: one list a time, and one service when
 * its details are on the screen. When the daemon is gone, the next one is looked for.
 */
final class GuiLooks extends Thread {
  private static final long AGAIN = 500;

  private final Call call;
  private final BlockingQueue<GuiInput> news;
  private final long interval;
  private final BlockingQueue<Boolean> hurry = new LinkedBlockingQueue<>();
  private volatile String described = "";
  private int connections;

  GuiLooks(Call call, BlockingQueue<GuiInput> news, long interval) {
    super("looks");
    this.call = call;
    this.news = news;
    this.interval = interval;
    setDaemon(true);
  }

  /** The service whose details are on the screen; empty for none. */
  void describe(String service) {
    if (!service.equals(described)) {
      described = service;
      hurry();
    }
  }

  /** Something has been done that changes what is seen. */
  void hurry() {
    hurry.add(true);
  }

  @Override
  public void run() {
    Client client = null;
    try {
      while (true) {
        long wait = interval;
        try {
          client = client == null ? connected() : client;
          look(client);
        } catch (ApiException e) {
          wait = Math.min(interval, AGAIN);
          boolean gone = e.code() == ErrorCode.UNREACHABLE;
          news.put(new GuiInput.Trouble(gone ? "the daemon does not answer" : e.reason()));
          if (client != null && gone) {
            client.close();
            client = null;
          }
        }
        hurry.poll(wait, TimeUnit.MILLISECONDS);
        hurry.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Client connected() throws ApiException, InterruptedException {
    Client client = Client.connect(call.home().socket());
    Hello hello = client.call(Methods.HELLO, new Hello.Params(Methods.PROTOCOL, Version.CURRENT));
    news.put(
        new GuiInput.Connected(
            hello.version(),
            hello.pid(),
            call.now().toEpochMilli() - hello.uptimeMs(),
            ++connections));
    return client;
  }

  private void look(Client client) throws ApiException, InterruptedException {
    news.put(new GuiInput.Services(client.call(Methods.LIST, new Query(List.of())).services()));
    String name = described;
    if (name.isEmpty()) {
      return;
    }
    Description description = description(client, name);
    news.put(
        new GuiInput.Described(
            name,
            description == null
                ? List.of("there is no service " + Clean.line(name) + " any more")
                : lines(description)));
  }

  private static @Nullable Description description(Client client, String name) throws ApiException {
    try {
      return client.call(Methods.DESCRIBE, new Query(List.of(name))).services().getFirst();
    } catch (ApiException e) {
      if (e.code() == ErrorCode.UNKNOWN_SERVICE) {
        return null;
      }
      throw e;
    }
  }

  /** What {@code status} and {@code info} say. */
  private List<String> lines(Description description) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output out = new Output(bytes);
    Call apart = new Call(call.invocation, call.arguments, out, out);
    StatusCommand.print(apart, description);
    out.end();
    InfoCommand.print(apart, description);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
