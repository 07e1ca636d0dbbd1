package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.Rotation;
import dev.reeve.linux.Fd;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FollowerTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path directory;
  PumpRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new PumpRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private static String next(Follower follower) throws Exception {
    return Objects.requireNonNull(follower.next(LONG), "no line came").text();
  }

  @Test
  void newLinesComeAfterTheOldOnes() throws Exception {
    LogStream api = rig.attach("api", LogFormat.TIMESTAMPED);
    LogStream web = rig.attach("web", LogFormat.JSON);
    rig.write(api, PumpRig.utf8("a1\na2\na3\n"));
    rig.write(web, PumpRig.utf8("w1\n"));
    List<LogSource> both = List.of(LogSource.of(api.spec()), LogSource.of(web.spec()));
    try (Follower follower = new Follower(rig.pump, both, LogQuery.last(2))) {
      assertThat(next(follower)).isEqualTo("a3");
      assertThat(next(follower)).isEqualTo("w1");
      assertThat(follower.next(Duration.ofMillis(50))).isNull();
      rig.write(web, PumpRig.utf8("w2\n"));
      assertThat(next(follower)).isEqualTo("w2");
      rig.write(api, PumpRig.utf8("a4\n"));
      assertThat(next(follower)).isEqualTo("a4");
    }
  }

  @Test
  void aLogThatDoesNotExistYetCanBeFollowed() throws Exception {
    StreamSpec spec = rig.spec("api", LogFormat.TIMESTAMPED, PumpRig.NEVER);
    try (Follower follower =
        new Follower(rig.pump, List.of(LogSource.of(spec)), LogQuery.last(10))) {
      assertThat(follower.next(Duration.ofMillis(50))).isNull();
      rig.write(rig.pump.attach(spec), PumpRig.utf8("first\n"));
      assertThat(next(follower)).isEqualTo("first");
    }
  }

  @Test
  void anUnfinishedLineIsGivenAfterAWhileAndItsRestLater() throws Exception {
    LogStream api = rig.attach("api", LogFormat.TIMESTAMPED);
    try (Follower follower =
            new Follower(rig.pump, List.of(LogSource.of(api.spec())), LogQuery.last(0));
        Fd fd = api.openForChild();
        Arena arena = Arena.ofConfined()) {
      PumpRig.put(fd, arena, PumpRig.utf8("password: "));
      Line begun = Objects.requireNonNull(follower.next(LONG));
      assertThat(begun.text()).isEqualTo("password: ");
      assertThat(begun.unfinished()).isTrue();
      PumpRig.put(fd, arena, PumpRig.utf8("secret\n"));
      Line rest = Objects.requireNonNull(follower.next(LONG));
      assertThat(rest.text()).isEqualTo("secret");
      assertThat(rest.continued()).isTrue();
      assertThat(rest.unfinished()).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}, compressed: {1}")
  @CsvSource({"TIMESTAMPED, false", "TIMESTAMPED, true", "RAW, true", "JSON, false"})
  void everyLineComesOnceAcrossRotation(LogFormat format, boolean compress) throws Exception {
    LogStream api =
        rig.pump.attach(rig.spec("api", format, new Rotation(20_000, 10_000, compress)));
    rig.run(api, "seq 1 3000");
    try (Follower follower =
        new Follower(rig.pump, List.of(LogSource.of(api.spec())), LogQuery.last(1500))) {
      // The reader is late at first: many rotations happen before it reads a line.
      rig.run(api, "seq 3001 20000");
      rig.shell(api.spec(), "seq 20001 60000");
      for (int i = 1501; i <= 60000; i++) {
        assertThat(next(follower)).isEqualTo(Integer.toString(i));
      }
      assertThat(follower.next(Duration.ofMillis(50))).isNull();
      assertThat(follower.filesMissed()).isZero();
    }
  }

  @Test
  void filesDeletedBeforeTheyWereReadAreCounted() throws Exception {
    LogStream api = rig.pump.attach(rig.spec("api", LogFormat.RAW, new Rotation(1000, 1, false)));
    rig.write(api, PumpRig.utf8("begin\n"));
    try (Follower follower =
        new Follower(rig.pump, List.of(LogSource.of(api.spec())), LogQuery.last(1))) {
      assertThat(next(follower)).isEqualTo("begin");
      rig.run(api, "seq 1 5000");
      String line = next(follower);
      assertThat(line).isEqualTo("1");
      while (!line.equals("5000")) {
        line = next(follower);
      }
      assertThat(follower.filesMissed()).isPositive();
    }
  }

  @Test
  void flushingStartsAnew() throws Exception {
    LogStream api = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.write(api, PumpRig.utf8("one\n"));
    try (Follower follower =
        new Follower(rig.pump, List.of(LogSource.of(api.spec())), LogQuery.all())) {
      assertThat(next(follower)).isEqualTo("one");
      api.flush();
      rig.write(api, PumpRig.utf8("two is longer than one\n"));
      assertThat(next(follower)).isEqualTo("two is longer than one");
      Files.write(api.file(), new byte[0]);
      rig.write(api, PumpRig.utf8("three\n"));
      assertThat(next(follower)).isEqualTo("three");
      Files.delete(api.file());
      rig.write(api, PumpRig.utf8("four\n"));
      assertThat(next(follower)).isEqualTo("four");
    }
  }

  @Test
  void closingEndsAWait() throws Exception {
    LogStream api = rig.attach("api", LogFormat.TIMESTAMPED);
    Follower follower = new Follower(rig.pump, List.of(LogSource.of(api.spec())), LogQuery.last(0));
    Thread closer =
        Thread.ofVirtual()
            .start(() -> {
              try {
                follower.close();
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(follower.next(LONG)).isNull();
    closer.join();
  }
}
