package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Hello;
import dev.reeve.api.Home;
import dev.reeve.api.Methods;
import dev.reeve.api.Version;
import dev.reeve.client.Client;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Waits until a daemon has gone, or another one has come. */
final class Departed {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private Departed() {}

  /**
   * Waits until this daemon does not answer any more and its process has ended: then nothing of it
   * writes into its home any more.
   *
   * @throws Complaint if it is still there after a long time
   */
  static void await(Home home, int pid) throws Complaint {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    // Asking would start another one where an init system holds the socket, or wait for ever where
    // that may start nothing any more because the machine goes down.
    if (isAlive(pid)) {
      while (isAlive(pid)) {
        pause("end the daemon", deadline);
      }
      return;
    }
    while (hello(home).filter(its -> its.pid() == pid).isPresent()) {
      pause("end the daemon", deadline);
    }
  }

  private static boolean isAlive(int pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  /**
   * Waits until another daemon answers, and starts it if nobody else does.
   *
   * @throws Complaint if none answers after a long time
   */
  static Hello awaitNext(Call call, int pid) throws Complaint {
    long begin = System.nanoTime();
    long deadline = begin + PATIENCE.toNanos();
    long patience = begin + Duration.ofSeconds(5).toNanos();
    while (true) {
      Optional<Hello> hello = hello(call.home());
      if (hello.isPresent() && hello.get().pid() != pid) {
        return hello.get();
      }
      if (hello.isEmpty() && System.nanoTime() > patience) {
        Launch.daemon(call.invocation, call.home()).close();
      }
      pause("reboot the daemon", deadline);
    }
  }

  private static void pause(String what, long deadline) throws Complaint {
    if (System.nanoTime() > deadline) {
      throw new Complaint(
          ErrorCode.TIMED_OUT,
          what,
          "it is not done after " + Human.duration(PATIENCE.toMillis()),
          "look at its log with 'reeve logs -d'");
    }
    try {
      TimeUnit.MILLISECONDS.sleep(10);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Complaint(ErrorCode.FAILED, what, "the wait was interrupted", "");
    }
  }

  /** Who answers now; nobody while one daemon has gone and the next has not come. */
  private static Optional<Hello> hello(Home home) throws Complaint {
    try (Client client = Client.connect(home.socket())) {
      return Optional.of(
          client.call(Methods.HELLO, new Hello.Params(Methods.PROTOCOL, Version.CURRENT)));
    } catch (ApiException e) {
      if (e.code() == ErrorCode.UNREACHABLE) {
        return Optional.empty();
      }
      throw Complaint.of(e, "reach the daemon");
    }
  }
}
