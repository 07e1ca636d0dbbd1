package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncodedValuesTest {
  @TempDir Path folder;

  private Loaded load(String env) {
    return Loader.parse(
        folder.resolve("reeve.yaml"),
        "services:\n  web:\n    command: x\n    env: " + env + "\n",
        new Environment(
            Map.of("HOME", folder.toString(), "NAME", "token", "EVIL", "@file:///etc/passwd")),
        Set.of());
  }

  private Map<String, String> env(String env) {
    return Fixtures.ok(load(env)).specs().getFirst().environment().variables();
  }

  private List<String> messages(String env) {
    return ((Loaded.Broken) load(env)).problems().stream().map(ConfigProblem::message).toList();
  }

  @Test
  void aValueCanStandInAFileOfWhichOneLineBreakIsCut() throws Exception {
    Files.writeString(folder.resolve("token"), "s3cr$et ${X}\n\n");
    Files.writeString(folder.resolve("windows"), "a\r\nb\r\n");
    Files.writeString(folder.resolve("empty"), "");
    assertThat(
            env(
                "{A: '@file://token', B: '@file://"
                    + folder
                    + "/windows', C: '@file://empty', D: '@file://${NAME}'}"))
        .isEqualTo(Map.of("A", "s3cr$et ${X}\n", "B", "a\r\nb", "C", "", "D", "s3cr$et ${X}\n"));
    assertThat(env("{A: '@file://~/token'}")).containsEntry("A", "s3cr$et ${X}\n");
    assertThat(env("['A=@file://windows']")).isEqualTo(Map.of("A", "a\r\nb"));
  }

  @Test
  void aValueCanBeEncoded() {
    assertThat(
            env(
                "{A: '@base64://Y2Fmw6k=', B: '@hex://636166c3A9', C: '@hex://0x41', D: '@base64://'}"))
        .isEqualTo(Map.of("A", "café", "B", "café", "C", "A", "D", ""));
  }

  @Test
  void textThatLooksEncodedCanBeWritten() {
    assertThat(env("{A: '@@file://x', B: '@@@hex://', C: '@me', D: 'x@file://y', E: '@file:x'}"))
        .isEqualTo(
            Map.of(
                "A", "@file://x", "B", "@@hex://", "C", "@me", "D", "x@file://y", "E", "@file:x"));
  }

  @Test
  void whatAVariableHoldsNeverNamesAFile() {
    assertThat(env("{A: '${EVIL}'}")).isEqualTo(Map.of("A", "@file:///etc/passwd"));
  }

  @Test
  void whatCannotBeReadIsSaidWithItsPlace() throws Exception {
    Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff, 1});
    Files.write(folder.resolve("huge"), new byte[EncodedValues.LARGEST + 1]);
    Files.write(folder.resolve("largest"), new byte[] {65});
    assertThat(
            messages(
                "{A: '@file://none', B: '@file://.', C: '@file://binary', D: '@file://huge', E:"
                    + " '@hex://4', F: '@hex://zz', G: '@base64://a', H: '@base64:///w==', I:"
                    + " '@file:///dev/zero', J: \"@file://a\\0b\"}"))
        .containsExactly(
            "service 'web': cannot read " + folder + "/none: no such file",
            "service 'web': cannot read " + folder + ": it is not a regular file",
            "service 'web': cannot read "
                + folder
                + "/binary: it is not UTF-8, and a variable can only hold text",
            "service 'web': cannot read " + folder + "/huge: it is larger than 1 MiB",
            "service 'web': this is not a @hex value: write two of 0-9 and a-f for each byte",
            "service 'web': this is not a @hex value: write two of 0-9 and a-f for each byte",
            "service 'web': this is not a @base64 value: Input byte[] should at least have 2 bytes"
                + " for base64 bytes",
            "service 'web': cannot read @base64 value: it is not UTF-8, and a variable can only"
                + " hold text",
            "service 'web': cannot read /dev/zero: it is not a regular file",
            "service 'web': cannot read a\\x00b: this is not a path");
    assertThat(((Loaded.Broken) load("{A: '@file://none'}")).problems().getFirst().column())
        .isEqualTo(15);
  }

  @Test
  void rootIsNotLedAstrayByASymbolicLink() throws Exception {
    Path target = Files.writeString(folder.resolve("target"), "theirs");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
    Files.createSymbolicLink(folder.resolve("link"), target);
    Files.createSymbolicLink(folder.resolve("folder"), folder);
    assertThatThrownBy(() -> new EncodedValues(false).decode("@file://link", folder))
        .hasMessage(
            "cannot read "
                + folder
                + "/link: it is a symbolic link, which root does not follow; name the file");
    assertThat(new EncodedValues(true).decode("@file://link", folder)).isEqualTo("theirs");
    assertThat(new EncodedValues(false).decode("@file://folder/target", folder))
        .isEqualTo("theirs");
  }

  @Test
  void allFilesTogetherAreBounded() throws Exception {
    EncodedValues values = new EncodedValues(true);
    for (int i = 0; i < 16; i++) {
      Files.writeString(folder.resolve("f" + i), "x".repeat(EncodedValues.LARGEST));
      assertThat(values.decode("@file://f" + i, folder)).hasSize(EncodedValues.LARGEST);
    }
    Files.writeString(folder.resolve("one-more"), "x");
    assertThat(values.decode("@file://f0", folder)).hasSize(EncodedValues.LARGEST);
    assertThatThrownBy(() -> values.decode("@file://one-more", folder))
        .hasMessageContaining("the files of all values are larger than 16 MiB together");
  }

  @Test
  void valuesThatLookEncodedSurviveBeingWritten() {
    Loaded.Ok ok = Fixtures.ok(load("{A: '@@file://x', B: '@@@hex://$${a}'}"));
    assertThat(Fixtures.specs(SpecYaml.write(ok.specs())).getFirst().environment())
        .isEqualTo(ok.specs().getFirst().environment());
  }
}
