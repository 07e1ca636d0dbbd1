package dev.reeve.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.engine.ProcessRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final Ledger.Key API = new Ledger.Key(1, 1);
  private static final Ledger.Key WEB = new Ledger.Key(2, 3);

  @TempDir Path folder;

  private Ledger open(String boot) throws IOException {
    return new Ledger(folder.resolve("instances"), boot);
  }

  private static ProcessRef process(int pid) {
    return new ProcessRef(pid, 99, "boot-a", Instant.ofEpochMilli(1234));
  }

  @Test
  void theNextDaemonKnowsWhatRuns() throws IOException {
    try (Ledger ledger = open("boot-a")) {
      ledger.intend(API, 1, "/home/x/api#1/1");
      ledger.started(API, 1, process(10));
      ledger.intend(WEB, 4, "/home/x/a name#3/4");
    }
    try (Ledger next = open("boot-a")) {
      assertThat(next.entries())
          .containsExactly(
              new Ledger.Entry(API, 1, "/home/x/api#1/1", process(10)),
              new Ledger.Entry(WEB, 4, "/home/x/a name#3/4", null));
    }
  }

  @Test
  void whatEndedIsForgottenButItsGenerationIsNot() throws IOException {
    try (Ledger ledger = open("boot-a")) {
      ledger.intend(API, 7, "m");
      ledger.started(API, 7, process(10));
      ledger.ended(API, 7);
    }
    for (int again = 0; again < 3; again++) {
      try (Ledger next = open("boot-a")) {
        assertThat(next.entries()).isEmpty();
        assertThat(next.lastGeneration(API)).isEqualTo(7);
      }
    }
  }

  @Test
  void theEndOfAnOlderGenerationDoesNotEndTheNewOne() throws IOException {
    try (Ledger ledger = open("boot-a")) {
      ledger.intend(API, 2, "m");
      ledger.ended(API, 1);
      assertThat(ledger.entries()).hasSize(1);
    }
  }

  @Test
  void anotherBootKnowsNothing() throws IOException {
    try (Ledger ledger = open("boot-a")) {
      ledger.intend(API, 1, "m");
    }
    try (Ledger next = open("boot-b")) {
      assertThat(next.entries()).isEmpty();
    }
  }

  @Test
  void halfALineAtTheEndIsAsGoodAsNotWritten() throws IOException {
    try (Ledger ledger = open("boot-a")) {
      ledger.intend(API, 1, "m");
    }
    for (String cut : new String[] {"=", "= 1", "= 1 1 1 77", "+ 5", "- x 1 1", "?"}) {
      Files.writeString(folder.resolve("instances"), cut, StandardOpenOption.APPEND);
      try (Ledger next = open("boot-a")) {
        assertThat(next.entries()).containsExactly(new Ledger.Entry(API, 1, "m", null));
      }
    }
  }

  @Test
  void itDoesNotGrowForEver() throws IOException {
    try (Ledger ledger = open("boot-a")) {
      for (int i = 1; i < 60_000; i++) {
        ledger.intend(API, i, "/some/home/of/reeve/api#1/" + i);
        ledger.ended(API, i);
      }
      assertThat(Files.size(folder.resolve("instances"))).isLessThan(2 << 20);
      assertThat(ledger.lastGeneration(API)).isEqualTo(59_999);
    }
  }
}
