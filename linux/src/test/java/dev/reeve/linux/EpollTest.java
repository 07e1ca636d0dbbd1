package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// Closing before the end of the block is part of what is tested.
@SuppressWarnings("try")
class EpollTest {
  @TempDir Path directory;

  @Test
  void twoThousandDescriptorsAreTellingTheirTokens() throws IOException {
    List<EventFd> events = new ArrayList<>();
    try (Epoll epoll = new Epoll()) {
      for (int i = 0; i < 2000; i++) {
        EventFd event = new EventFd();
        events.add(event);
        // Tokens use all 64 bits, and their halves differ.
        epoll.add(event.fd(), Epoll.IN | Epoll.ET, token(i));
      }
      assertThat(epoll.await(0, (token, ready) -> {})).isZero();
      Set<Long> expected = new HashSet<>();
      for (int i = 0; i < 2000; i += 3) {
        events.get(i).wake();
        expected.add(token(i));
      }
      Set<Long> seen = new HashSet<>();
      while (epoll.await(
              0,
              (token, ready) -> {
                assertThat(ready).isEqualTo(Epoll.IN);
                assertThat(seen.add(token)).as("told once").isTrue();
              })
          > 0) {}
      assertThat(seen).isEqualTo(expected);
    } finally {
      events.forEach(EventFd::close);
    }
  }

  private static long token(int i) {
    return ((long) i << 40) | 0xF000_0000L | (~i & 0xFFF);
  }

  @Test
  void anEventFdWakesAWaitingThread() throws Exception {
    try (Epoll epoll = new Epoll();
        EventFd event = new EventFd()) {
      epoll.add(event.fd(), Epoll.IN, 42);
      AtomicInteger told = new AtomicInteger();
      for (int round = 1; round <= 100; round++) {
        Thread waker = Thread.ofVirtual().start(event::wake);
        assertThat(epoll.await(-1, (token, ready) -> told.addAndGet((int) token))).isOne();
        waker.join();
        event.drain();
        assertThat(epoll.await(0, (token, ready) -> {})).as("drained").isZero();
      }
      assertThat(told).hasValue(4200);
      event.close();
      event.wake();
    }
  }

  @Test
  void whatIsWatchedForCanBeChangedAndRemoved() throws IOException {
    Path path = directory.resolve("fifo");
    Fifo.create(path, 0600);
    try (Epoll epoll = new Epoll();
        Fd fifo = Fifo.openReadWrite(path)) {
      epoll.add(fifo, Epoll.IN, 1);
      assertThat(epoll.await(0, (token, ready) -> {})).isZero();
      epoll.modify(fifo, Epoll.OUT, 2);
      assertThat(
              epoll.await(
                  0,
                  (token, ready) -> {
                    assertThat(token).isEqualTo(2);
                    assertThat(ready).isEqualTo(Epoll.OUT);
                  }))
          .isOne();
      epoll.remove(fifo);
      assertThat(epoll.await(0, (token, ready) -> {})).isZero();
      assertThatThrownBy(() -> epoll.remove(fifo))
          .hasMessage("epoll_ctl(" + path + "): No such file or directory (ENOENT)");
    }
  }

  @Test
  void aReaderIsToldWhenTheLastWriterIsGone() throws IOException {
    Path path = directory.resolve("fifo");
    Fifo.create(path, 0600);
    try (Epoll epoll = new Epoll();
        Fd reader = Fifo.openReader(path);
        Fd writer = Fifo.openReadWrite(path)) {
      epoll.add(reader, Epoll.IN, 1);
      assertThat(epoll.await(0, (token, ready) -> {})).isZero();
      writer.close();
      assertThat(
              epoll.await(0, (token, ready) -> assertThat(ready & Epoll.HUP).isEqualTo(Epoll.HUP)))
          .isOne();
    }
  }

  @Test
  void aRegularFileCannotBeWatched() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (Epoll epoll = new Epoll();
        Fd fd = Fd.open(file, OpenFlags.O_RDONLY, 0)) {
      assertThatThrownBy(() -> epoll.add(fd, Epoll.IN, 1))
          .hasMessage("epoll_ctl(" + file + "): Operation not permitted (EPERM)");
    }
  }
}
