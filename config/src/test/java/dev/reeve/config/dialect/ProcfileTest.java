package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Place;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcfileTest {
  private static final String FILE =
      """
      # as in foreman's manual
      web: bundle exec thin start -p $PORT
      job_1:   bundle exec rake jobs:work

        release-2: echo "${HOME}" | cat
      """;

  @Test
  void eachLineIsAServiceForTheShell() {
    var ok = Dialecting.ok("Procfile", FILE);
    assertThat(ok.format()).isEqualTo("Procfile");
    assertThat(ok.specs())
        .extracting(ServiceSpec::name)
        .containsExactly("web", "job_1", "release-2");
    assertThat(ok.specs())
        .extracting(ServiceSpec::command)
        .containsExactly(
            new Command.ShellLine("bundle exec thin start -p $PORT"),
            new Command.ShellLine("bundle exec rake jobs:work"),
            new Command.ShellLine("echo \"${HOME}\" | cat"));
    assertThat(ok.specs()).allMatch(s -> s.restart().policy() == RestartPolicy.ALWAYS);
    assertThat(ok.specs()).allMatch(s -> s.directory().equals(Path.of("/conf")));
    assertThat(ok.origins()).containsEntry("release-2", new Place(ok.file(), 5, 3));
    assertThat(ok.places().of("web", "command").column()).isEqualTo(6);
    assertThat(ok.warnings()).isEmpty();
  }

  @Test
  void itsNamesAreKnown() {
    for (String name : List.of("Procfile", "Procfile.dev", "app.procfile")) {
      assertThat(Dialecting.ok(name, "a: b").format()).isEqualTo("Procfile");
    }
  }

  @Test
  void mistakesHaveTheirPlaces() {
    String file = "web run\n  two words: x\na:\nb: x\nb: y\nall: z\n";
    assertThat(Dialecting.problems("Procfile", file))
        .containsExactly(
            "1:1: expected NAME: COMMAND; a name has letters, digits, '_' and '-'",
            "2:3: expected NAME: COMMAND; a name has letters, digits, '_' and '-'",
            "3:1: service 'a': the command is missing; say what to run behind the ':'",
            "5:1: service 'b' is declared twice; the first one is at /conf/Procfile:4:1",
            "6:1: 'all' cannot be a name: it has a meaning of its own");
  }

  @Test
  void anEmptyFileSaysSo() {
    assertThat(Dialecting.problems("Procfile", "# nothing\n"))
        .containsExactly("1:1: the Procfile file declares nothing to run");
  }
}
