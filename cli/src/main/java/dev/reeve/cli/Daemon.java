package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Home;
import dev.reeve.api.Query;
import dev.reeve.api.Wire;
import dev.reeve.client.Client;
import java.nio.file.Files;
import java.util.List;

/** The way to the daemon, which is started where that makes sense. */
final class Daemon {
  private Daemon() {}

  /** When a daemon is started if none answers. */
  enum Need {
    /** Never: the question is about the daemon, or it is to end. */
    RUNNING,
    /** If it has something to tell: services were defined once. */
    STATE,
    /** Always. */
    START
  }

  /**
   * A connection.
   *
   * @throws Complaint {@link ErrorCode#UNREACHABLE} if there is no daemon and none is started
   * @throws NoServices if there is no daemon and nothing it could tell
   */
  static Client connect(Call call, Need need) throws Complaint {
    Home home = call.home();
    new Warmup(call).start();
    try {
      return Client.connect(home.socket());
    } catch (ApiException e) {
      if (e.code() != ErrorCode.UNREACHABLE || need == Need.RUNNING) {
        throw Complaint.of(e, "reach the daemon");
      }
    }
    if (need == Need.STATE && !Files.exists(home.state().resolve("state.json"))) {
      throw new NoServices();
    }
    return Launch.daemon(call.invocation, home);
  }

  /**
   * Makes the reader and writer of messages, and asks how wide the screen is, while the connection
   * is made: each takes about 10 ms of a young JVM.
   */
  private static final class Warmup extends Thread {
    private final Call call;

    Warmup(Call call) {
      super("warm-up");
      this.call = call;
      setDaemon(true);
    }

    @Override
    public void run() {
      Wire.write(new Query(List.of()));
      if (call.forPeople()) {
        call.columns();
      }
    }
  }

  /** There is no daemon, and there never was one that had services. */
  static final class NoServices extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoServices() {
      super("there are no services yet", null, false, false);
    }
  }
}
