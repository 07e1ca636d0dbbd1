package dev.reeve.daemon;

import dev.reeve.api.Home;
import dev.reeve.linux.Flock;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The right to be the one daemon of a home. */
final class Tenancy {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private Tenancy() {}

  /**
   * Takes the home. One that is taken by a daemon which does not answer is waited for: that daemon
   * is about to end, and its place has to be filled; or it has just begun, and whoever started this
   * one finds the other as soon as it answers.
   *
   * @return absent when another daemon has it and stays
   */
  static Optional<Flock> take(Home home) throws LinuxException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<Flock> lock = Flock.tryLock(home.lock());
      if (lock.isPresent() || isServed(home) || System.nanoTime() > deadline) {
        return lock;
      }
      // flock(2) can wait, but not for a limited time, and not for a socket at the same time.
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private static boolean isServed(Home home) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(home.socket()));
    } catch (IOException e) {
      System.getLogger(Tenancy.class.getName()).log(Level.DEBUG, "no daemon answers yet", e);
      return false;
    }
  }
}
