package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each file in {@code bad/} has a neighbour that says, word for word, what Reeve says of it. */
class BadFilesTest {
  @TestFactory
  Stream<DynamicTest> allErrorsOfAFileAreSaidAtOnceWithPlaceLineAndCaret() {
    return Fixtures.files("bad").stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
  }

  private static void check(Path file) throws Exception {
    String text = Fixtures.broken(Loader.load(file, Fixtures.ENVIRONMENT));
    String expected = Files.readString(file.resolveSibling(file.getFileName() + ".expected"));
    assertThat(text.replace(file.getParent() + "/", "") + "\n").isEqualTo(expected);
  }

  @Test
  void thereAreBadFilesOfEveryKind() {
    assertThat(Fixtures.files("bad")).hasSizeGreaterThan(50);
  }
}
