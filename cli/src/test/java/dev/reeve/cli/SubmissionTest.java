package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubmissionTest {
  @Test
  void aProcessIsReadWithAllThatBelongsToIt() {
    assertThat(
            Submission.of(
                """
                {"type":"run","name":"redis","run":"redis-server --port 6380",
                 "env":{"LOG":"v"},"depends":[{"path":"/x"}],"once":true}\
                """))
        .isEqualTo(
            new Submission.Run(
                "redis",
                Map.of(
                    "run",
                    "redis-server --port 6380",
                    "env",
                    Map.of("LOG", "v"),
                    "depends",
                    List.of(Map.of("path", "/x")),
                    "once",
                    true),
                List.of()));
  }

  @Test
  void whatIsNullIsNotThereAndWhatIsUnknownIsTold() {
    assertThat(
            Submission.of(
                """
                {"type":"run","name":"a","run":"b","env":null,"depends":null,"once":null,"x":1}\
                """))
        .isEqualTo(
            new Submission.Run(
                "a", Map.of("run", "b"), List.of("'x' is not known and means nothing")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"type\":\"shutdown\"} | shutdown requested via FIFO",
        "{\"type\":\"shutdown\",\"user\":null,\"message\":null} | shutdown requested via FIFO",
        "{\"type\":\"shutdown\",\"user\":\"ann\"} | shutdown via FIFO: ann",
        "{\"type\":\"shutdown\",\"user\":\"ann\",\"message\":\"m\"} | shutdown via FIFO: ann: m",
      })
  void theEndNamesWhoAskedForIt(String line, String reason) {
    assertThat(Submission.of(line)).isEqualTo(new Submission.Shutdown(reason));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "# comment | cannot read object",
        "[] | cannot read object",
        "{} | the message has no 'type'",
        "{\"type\":\"stop\"} | the 'type' is run or shutdown, not 'stop'",
        "{\"type\":\"run\",\"run\":\"x\"} | the message has no 'name'",
        "{\"type\":\"run\",\"name\":1,\"run\":\"x\"} | 'name' must be text",
        "{\"type\":\"run\",\"name\":\"a\"} | the message for a has no 'run'",
        "{\"type\":\"run\",\"name\":\"a\",\"run\":\" \"} | empty run command for a",
      })
  void whatCannotBeUnderstoodSaysWhy(String line, String reason) {
    assertThat(Submission.of(line))
        .isInstanceOfSatisfying(
            Submission.Broken.class, broken -> assertThat(broken.reason()).startsWith(reason));
  }
}
