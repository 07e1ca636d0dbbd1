package dev.reeve.linux.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CgroupPlaceTest {
  private static final String UNIFIED =
      "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

  @Test
  void theOwnGroupIsBelowTheMount() {
    assertThat(CgroupPlace.parse("0::/system.slice/reeve.service\n", UNIFIED))
        .contains(
            new CgroupPlace(
                Path.of("/sys/fs/cgroup"),
                "/",
                Path.of("/sys/fs/cgroup/system.slice/reeve.service")));
  }

  @Test
  void besideVersion1OnlyTheTreeOfVersion2Counts() {
    String cgroup = "4:memory:/a/b\n1:name=systemd:/x\n0::/y\n";
    String mounts =
        """
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """;
    assertThat(CgroupPlace.parse(cgroup, mounts).orElseThrow().own())
        .isEqualTo(Path.of("/sys/fs/cgroup/unified/y"));
  }

  @Test
  void aMountOfAnotherPartOfTheTreeIsNoPlace() {
    // What a private namespace shows of the mount it came with.
    String outer = "57 47 0:38 /.. /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw\n";
    String inner = "64 47 0:38 / /sys/fs/cgroup rw,relatime - cgroup2 none rw\n";
    assertThat(CgroupPlace.parse("0::/\n", outer)).isEmpty();
    assertThat(CgroupPlace.parse("0::/\n", outer + inner).orElseThrow().mount())
        .isEqualTo(Path.of("/sys/fs/cgroup"));
    assertThat(CgroupPlace.parse("0::/other\n", UNIFIED.replace("0:26 /", "0:26 /docker/x")))
        .isEmpty();
  }

  @Test
  void aMountOfAPartShowsTheRestOfThePath() {
    String mounts = UNIFIED.replace("0:26 / /sys", "0:26 /docker/x /sys");
    assertThat(CgroupPlace.parse("0::/docker/x/y\n", mounts).orElseThrow().own())
        .isEqualTo(Path.of("/sys/fs/cgroup/y"));
  }

  @Test
  void withoutATreeOrAGroupThereIsNoPlace() {
    assertThat(CgroupPlace.parse("4:memory:/a\n", UNIFIED)).isEmpty();
    assertThat(CgroupPlace.parse("0::/\n", "")).isEmpty();
    assertThat(CgroupPlace.parse("0::/x (deleted)\n", UNIFIED)).isEmpty();
    assertThat(CgroupPlace.parse("", "short line\n- cgroup2\n")).isEmpty();
  }

  @Test
  void blanksInAMountPointAreRead() {
    assertThat(CgroupPlace.parse("0::/\n", UNIFIED.replace("/sys/fs/cgroup", "/a\\040b")))
        .map(CgroupPlace::mount)
        .contains(Path.of("/a b"));
  }

  @Test
  void thisProcessIsWhereTheKernelSaysItIs() throws IOException {
    CgroupPlace.find()
        .ifPresent(place -> assertThat(place.own()).isDirectory().startsWith(place.mount()));
  }

  @Test
  void aProcessThatIsGoneIsNowhere() throws IOException {
    CgroupPlace place = new CgroupPlace(Path.of("/sys/fs/cgroup"), "/", Path.of("/sys/fs/cgroup"));
    assertThat(place.of(Integer.MAX_VALUE)).isEmpty();
  }
}
