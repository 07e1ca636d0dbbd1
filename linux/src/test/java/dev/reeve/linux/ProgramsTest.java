package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.linux.Programs.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
  @TempDir Path directory;
  private Path bin;
  private Path sbin;

  @BeforeEach
  void programs() throws IOException {
    bin = Files.createDirectory(directory.resolve("bin"));
    sbin = Files.createDirectory(directory.resolve("sbin"));
    program(sbin.resolve("tool"), "rwxr-xr-x");
  }

  @Test
  void aWordIsLookedForInThePath() {
    assertThat(Programs.resolve("tool", bin + ":" + sbin, directory))
        .isEqualTo(new Result.Found(sbin.resolve("tool")));
    assertThat(Programs.resolve("tool", "./sbin", directory))
        .as("relative entries count from the directory")
        .isEqualTo(new Result.Found(sbin.resolve("tool")));
    assertThat(Programs.resolve("tool", bin + "::/none", sbin))
        .as("an empty entry is the directory")
        .isEqualTo(new Result.Found(sbin.resolve("tool")));
  }

  @Test
  void aFileThatMayNotBeExecutedIsPassedOver() throws IOException {
    Path first = program(bin.resolve("tool"), "rw-r--r--");
    assertThat(Programs.resolve("tool", bin + ":" + sbin, directory))
        .isEqualTo(new Result.Found(sbin.resolve("tool")));
    Result only = Programs.resolve("tool", bin.toString(), directory);
    assertThat(only).isEqualTo(new Result.NotExecutable(first));
    assertThat(only.text()).isEqualTo(first + ": no permission to execute it (chmod +x?)");
  }

  @Test
  void aDirectoryInThePathIsNoProgram() throws IOException {
    Files.createDirectory(bin.resolve("tool"));
    assertThat(Programs.resolve("tool", bin + ":" + sbin, directory))
        .isEqualTo(new Result.Found(sbin.resolve("tool")));
    assertThat(Programs.resolve("tool", bin.toString(), directory).text())
        .isEqualTo("no program 'tool' in PATH (" + bin + ")");
  }

  @Test
  void aWordWithASlashIsAPath() {
    assertThat(Programs.resolve("./sbin/tool", "", directory))
        .isEqualTo(new Result.Found(sbin.resolve("tool")));
    assertThat(Programs.resolve("/bin/sh", "", directory))
        .isEqualTo(new Result.Found(Path.of("/bin/sh")));
    assertThat(Programs.resolve("./sbin", "", directory)).isEqualTo(new Result.IsDirectory(sbin));
    assertThat(Programs.resolve("./none", "", directory).text())
        .isEqualTo(directory.resolve("none") + ": no such file");
  }

  @Test
  void aWordThatIsNoNameIsNotFound() {
    assertThat(Programs.resolve("", "/bin", directory).text()).isEqualTo("the command is empty");
    assertThat(Programs.resolve("a\0b", "/bin", directory)).isInstanceOf(Result.NotFound.class);
    assertThat(Programs.resolve("no-such", "/bin:/usr/bin", directory).text())
        .isEqualTo("no program 'no-such' in PATH (/bin:/usr/bin)");
  }

  private static Path program(Path file, String permissions) throws IOException {
    Files.createFile(file);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
