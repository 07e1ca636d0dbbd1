package dev.reeve.daemon.provision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real files. Most of it only root can do. */
class ProvisionerTest {
  private static final int NOBODY = 65534;

  @TempDir Path top;

  private Path folder;

  @BeforeEach
  void prepare() throws IOException {
    folder = Files.createDirectory(top.resolve("service"));
  }

  private static void assumeRoot() {
    assumeThat(Users.effectiveUid()).as("needs root").isZero();
  }

  private ServiceSpec spec(Object... steps) {
    return spec(Map.of("command", "sleep 1", "provision", List.of(steps)));
  }

  private ServiceSpec spec(Map<String, ?> tree) {
    return SpecReader.read("web", tree, folder).spec().orElseThrow();
  }

  private void provision(Object... steps) throws Exception {
    new Provisioner().provision(spec(steps));
  }

  private static Map<String, Object> owned(String path, boolean recursive) {
    return Map.of(
        "path",
        path,
        "ownership",
        Map.of("owner", "nobody", "group", "nogroup", "recursive", recursive));
  }

  private static Object stat(Path file, String attribute) throws IOException {
    return Files.getAttribute(file, "unix:" + attribute, LinkOption.NOFOLLOW_LINKS);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(
        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS));
  }

  private Path marker() {
    return folder.resolve(Provisioner.MARKER);
  }

  @Test
  void foldersAreMadeAndGetTheirPermissions() throws Exception {
    Files.writeString(folder.resolve("run.sh"), "");
    provision(
        Map.of("path", "data/cache", "mode", "0750"), Map.of("path", "./run.sh", "mode", "700"));
    assertThat(mode(folder.resolve("data/cache"))).isEqualTo("rwxr-x---");
    assertThat(mode(folder.resolve("run.sh"))).isEqualTo("rwx------");
    assertThat(Files.readString(marker())).matches("provisioned_at_ms=\\d{13}\\R");
  }

  @Test
  void itIsDoneOnce() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "");
    provision(Map.of("path", "a", "mode", "0600"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    provision(Map.of("path", "a", "mode", "0600"));
    assertThat(mode(file)).isEqualTo("rw-rw-rw-");
    Files.delete(marker());
    provision(Map.of("path", "a", "mode", "0600"));
    assertThat(mode(file)).isEqualTo("rw-------");
  }

  @Test
  void filesGetTheirOwnersAndLinksAreLeftAlone() throws Exception {
    assumeRoot();
    Path outside = Files.writeString(top.resolve("outside"), "");
    Path deep = Files.createDirectories(folder.resolve("data/a/b"));
    Path file = Files.writeString(deep.resolve("file"), "");
    Path link = Files.createSymbolicLink(deep.resolve("link"), outside);
    Path folders = Files.createSymbolicLink(deep.resolve("folders"), top);
    provision(owned("data", true), Map.of("path", "other", "ownership", ":nogroup"));
    for (Path changed : List.of(folder.resolve("data"), deep, file)) {
      assertThat(stat(changed, "uid")).as("%s", changed).isEqualTo(NOBODY);
      assertThat(stat(changed, "gid")).as("%s", changed).isEqualTo(NOBODY);
    }
    for (Path kept : List.of(outside, top, folder, link, folders)) {
      assertThat(stat(kept, "uid")).as("%s", kept).isEqualTo(0);
    }
    assertThat(stat(folder.resolve("other"), "uid")).isEqualTo(0);
    assertThat(stat(folder.resolve("other"), "gid")).isEqualTo(NOBODY);
  }

  @Test
  void withoutRecursionOnlyTheFolderItselfChangesHands() throws Exception {
    assumeRoot();
    Path file = Files.writeString(folder.resolve("file"), "");
    provision(owned(".", false));
    assertThat(stat(folder, "uid")).isEqualTo(NOBODY);
    assertThat(stat(file, "uid")).isEqualTo(0);
  }

  @Test
  void aSpecialPermissionSurvivesTheChangeOfTheOwner() throws Exception {
    assumeRoot();
    Files.writeString(folder.resolve("tool"), "");
    provision(Map.of("path", "tool", "ownership", "nobody:nogroup", "mode", "4755"));
    assertThat((int) stat(folder.resolve("tool"), "mode") & 07777).isEqualTo(04755);
  }

  @Test
  void aProgramMayListenOnLowPorts() throws Exception {
    assumeRoot();
    Path program = Files.copy(Path.of("/bin/true"), folder.resolve("server"));
    provision(Map.of("path", "server", "ownership", "nobody", "add_net_bind_capability", true));
    assertThat(capabilities(program)).isEqualTo("AQAAAgAEAAAAAAAAAAAAAAAAAAA=");
  }

  /** {@code security.capability}, which Java itself does not show. */
  private static String capabilities(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                "python3",
                "-c",
                "import os,sys,base64;print(base64.b64encode("
                    + "os.getxattr(sys.argv[1],'security.capability')).decode())",
                file.toString())
            .redirectErrorStream(true)
            .start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assumeThat(process.waitFor()).as("python3 reads it: %s", text).isZero();
    assertThat(Base64.getDecoder().decode(text)).hasSize(20);
    return text;
  }

  @Test
  void aLinkAtTheEndIsNotFollowed() throws Exception {
    Path outside = Files.writeString(top.resolve("secret"), "");
    Files.setPosixFilePermissions(outside, PosixFilePermissions.fromString("rw-------"));
    Path link = Files.createSymbolicLink(folder.resolve("data"), outside);
    assertThatThrownBy(() -> provision(Map.of("path", "data", "mode", "0777")))
        .isInstanceOf(Unprovisionable.class)
        .hasMessage("cannot provision data: " + link + " is a symbolic link, and none is followed");
    assertThat(mode(outside)).isEqualTo("rw-------");
    assertThat(marker()).doesNotExist();
  }

  @Test
  void aLinkInTheMiddleIsNotFollowed() throws Exception {
    Path outside = Files.createDirectory(top.resolve("outside"));
    Path link = Files.createSymbolicLink(folder.resolve("data"), outside);
    assertThatThrownBy(() -> provision(Map.of("path", "data/new/file", "mode", "0777")))
        .hasMessage(
            "cannot provision data/new/file: "
                + link
                + " is a symbolic link, and none is followed");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void aLinkToTheWorkingDirectoryCountsOnlyWhereOthersCannotMakeIt() throws Exception {
    Path open = Files.createDirectory(top.resolve("open"));
    Path good = Files.createSymbolicLink(top.resolve("good"), folder);
    Path bad = Files.createSymbolicLink(open.resolve("bad"), folder);
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    Map<String, Object> tree =
        Map.of("command", "x", "provision", List.of(Map.of("path", "made", "mode", "0700")));
    ServiceSpec behind = SpecReader.read("web", tree, bad).spec().orElseThrow();
    assertThatThrownBy(() -> new Provisioner().provision(behind))
        .hasMessage(
            "cannot provision "
                + bad
                + ": "
                + bad
                + " is a symbolic link that others than root can have made");
    // The temporary folder is in one that everybody may write to, unless the test is told another.
    assertThatThrownBy(() ->
            new Provisioner().provision(SpecReader.read("web", tree, good).spec().orElseThrow()))
        .hasMessageContaining("is a symbolic link that others than root can have made");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileWithASecondNameIsLeftAlone() throws Exception {
    assumeRoot();
    Path theirs = Files.writeString(top.resolve("shadow"), "");
    Files.setPosixFilePermissions(theirs, PosixFilePermissions.fromString("rw-------"));
    Path data = Files.createDirectory(folder.resolve("data"));
    Path name = Files.createLink(data.resolve("x"), theirs);
    for (Object step :
        List.of(
            owned("data", true), owned("data/x", false), Map.of("path", "data/x", "mode", 777))) {
      assertThatThrownBy(() -> provision(step))
          .hasMessageEndingWith(
              name + " has 2 names (hard links), so it may be somebody else's file");
    }
    assertThat(stat(theirs, "uid")).isEqualTo(0);
    assertThat(mode(theirs)).isEqualTo("rw-------");
    Files.setAttribute(theirs, "unix:uid", NOBODY);
    provision(owned("data", true));
    assertThat(marker()).exists();
  }

  @Test
  void whatIsUnknownIsSaidBeforeAnythingIsChanged() throws Exception {
    Path file = Files.writeString(folder.resolve("a"), "");
    String before = mode(file);
    assertThatThrownBy(() ->
            provision(
                Map.of("path", "a", "mode", "0777"),
                Map.of("path", "b", "ownership", "no-such-user")))
        .hasMessage("cannot provision b: no such user: no-such-user");
    assertThatThrownBy(() -> provision(Map.of("path", ".", "ownership", ":no-such-group")))
        .hasMessage("cannot provision .: no such group: no-such-group");
    assertThat(mode(file)).isEqualTo(before);
    assertThat(marker()).doesNotExist();
    assertThat(folder.resolve("b")).doesNotExist();
  }

  @Test
  void onlyAProgramThatIsThereCanGetTheRight() throws Exception {
    assertThatThrownBy(() -> provision(Map.of("path", "no", "add_net_bind_capability", true)))
        .hasMessage("cannot provision no: no such file");
    assertThatThrownBy(() -> provision(Map.of("path", ".", "add_net_bind_capability", true)))
        .hasMessage(
            "cannot provision .: it is a folder; only a program can be given the right to low ports");
  }

  @Test
  void aMissingWorkingDirectoryIsSaid() throws Exception {
    ServiceSpec spec =
        spec(Map.of("command", "x", "cwd", "none/here", "provision", List.of(Map.of("path", "a"))));
    assertThatThrownBy(() -> new Provisioner().provision(spec))
        .hasMessage("cannot provision " + folder.resolve("none/here") + ": no such directory");
  }

  @Test
  void withoutRootTheReasonIsSaid() throws Exception {
    assumeThat(Users.effectiveUid()).as("is not root").isNotZero();
    assertThatThrownBy(() -> provision(Map.of("path", ".", "ownership", "root")))
        .isInstanceOfSatisfying(
            Unprovisionable.class,
            e ->
                assertThat(e.hint())
                    .isEqualTo(
                        "it needs root: run the daemon as root, or do it once by hand and make the"
                            + " file .pm_provisioned in 'cwd'"))
        .hasMessageContaining("Operation not permitted");
  }
}
