package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProvisionTypeTest {
  private static SpecReader.Reading read(Object provision) {
    return SpecReader.read(
        "web", Map.of("command", "x", "cwd", "app", "provision", provision), Path.of("/srv"));
  }

  private static List<ProvisionStep> steps(Object provision) {
    return read(provision).spec().orElseThrow().provision();
  }

  @Test
  void defaultsAreThoseOfProcessmaster() {
    assertThat(steps(List.of(Map.of("path", "./data"))))
        .containsExactly(new ProvisionStep("data", "", "", false, OptionalInt.empty(), false));
    assertThat(steps(List.of(Map.of("path", ".", "ownership", Map.of("owner", "me")))))
        .containsExactly(new ProvisionStep(".", "me", "", false, OptionalInt.empty(), false));
  }

  @Test
  void shortFormsMeanTheSame() {
    ProvisionStep step = new ProvisionStep("bin/x", "me", "us", true, OptionalInt.of(0750), true);
    assertThat(steps("bin/x,ownership=me:us,recursive,mode=0750,add_net_bind_capability"))
        .containsExactly(step);
    assertThat(
            steps(
                Map.of(
                    "path",
                    "/srv/app/bin/x",
                    "ownership",
                    Map.of("owner", "me", "group", "us", "recursive", true),
                    "mode",
                    "0o750",
                    "add_net_bind_capability",
                    true)))
        .containsExactly(step);
    assertThat(steps(List.of(Map.of("path", "a", "ownership", ":us", "mode", 660))))
        .containsExactly(new ProvisionStep("a", "", "us", false, OptionalInt.of(0660), false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "mode=0789 | 'provision.0.mode' must be octal permissions such as 0750, not '0789'",
        "mode=75 | 'provision.0.mode' must be octal permissions such as 0750, not '75'",
        "mode=17777 | 'provision.0.mode' must be octal permissions such as 0750, not '17777'",
        "ownership=a:b:c | 'provision.0' must be user, user:group or :group, not 'a:b:c'",
        "ownership=: | 'provision.0.ownership' names nobody; write user, user:group or :group",
        "mod=0755 | unknown field 'mod' in 'provision.0'; did you mean 'mode'?",
        "x | 'provision.0' must be PATH[,ownership=USER:GROUP][,recursive][,mode=0750]"
            + "[,add_net_bind_capability], not 'data,x'",
      })
  void whatIsWrongIsNamed(String words, String message) {
    assertThat(read("data," + words).problems())
        .extracting(Problem::message)
        .containsExactly(message);
  }

  @ParameterizedTest
  @CsvSource({"/etc/shadow", "..", "../x", "a/../../x", "data/..", "''"})
  void noPathLeavesTheWorkingDirectory(String path) {
    assertThat(read(List.of(Map.of("path", path))).problems())
        .extracting(Problem::message)
        .containsExactly(
            "'provision.0.path' must stay below 'cwd': '"
                + path
                + "'; write it relative to it, such as ./data");
  }

  @Test
  void aPathIsNeeded() {
    assertThat(read(List.of(Map.of("mode", "0755"))).problems())
        .extracting(Problem::message)
        .containsExactly("'provision.0' needs 'path'");
  }
}
