package dev.reeve.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Declaration;
import dev.reeve.api.Sealed;
import dev.reeve.api.Version;
import dev.reeve.cli.boot.Account;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.SocketUnit;
import dev.reeve.cli.boot.Tools;
import dev.reeve.cli.doctor.Finding.Level;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
  @TempDir Path folder;
  private Patient patient;

  @BeforeEach
  void begin() throws IOException {
    patient = new Patient(folder);
  }

  private void isFine(String check) {
    assertThat(patient.finding(check).level()).as(check).isEqualTo(Level.FINE);
  }

  private void warns(String check, String text, String advice) {
    tells(Level.WARNING, check, text, advice);
  }

  private void tells(Level level, String check, String text, String advice) {
    Finding finding = patient.finding(check);
    assertThat(finding.level()).as("%s", finding).isEqualTo(level);
    assertThat(finding.text()).contains(text);
    assertThat(finding.advice()).contains(advice);
  }

  @Test
  void aHealthyMachineHasNothingToDo() {
    assertThat(patient.findings())
        .filteredOn(finding -> !finding.check().startsWith("disk."))
        .allSatisfy(finding -> assertThat(finding.level()).as("%s", finding).isEqualTo(Level.FINE));
    assertThat(patient.findings()).extracting(Finding::area).startsWith("kernel").endsWith("clock");
  }

  @Test
  void whatIsBadSaysWhatToDo() {
    assertThatThrownBy(() -> new Finding("a", "b", Level.WARNING, "c", ""))
        .hasMessageContaining("gives no advice");
  }

  @Test
  void anOldKernelIsBroken() throws IOException {
    patient.file("proc/sys/kernel/osrelease", "4.19.0-27-amd64\n");
    tells(Level.BROKEN, "kernel.version", "Linux 4.19.0-27-amd64 is too old", "5.10");
    patient.file("proc/sys/kernel/osrelease", "strange\n");
    warns("kernel.version", "unknown: strange", "5.10");
    patient.file("proc/sys/kernel/osrelease", "5.10.0\n");
    isFine("kernel.version");
  }

  @Test
  void aKernelThatForbidsToLookIntoProcessesIsTold() throws IOException {
    patient.caller = new Ground.Caller(patient.caller.uid() == 0 ? 1 : 1000, "joe");
    patient.file("proc/sys/kernel/yama/ptrace_scope", "1\n");
    warns("kernel.ptrace", "ptrace_scope is 1", "sudo sysctl kernel.yama.ptrace_scope=0");
    patient.caller = new Ground.Caller(0, "root");
    isFine("kernel.ptrace");
  }

  @Test
  void aMachineWithoutControlGroupsSaysWhatIsRefused() throws IOException {
    patient.file("proc/self/mountinfo", "30 24 0:27 / /sys rw - sysfs sysfs rw\n");
    warns("cgroup.mounted", "there is no tree of cgroup v2", "unified_cgroup_hierarchy=1");
  }

  @Test
  void controllersThatAreMissingAreNamed() throws IOException {
    patient.file("sys/fs/cgroup/cgroup.controllers", "cpu pids\n");
    warns("cgroup.controllers", "missing: io, memory", "delegated");
  }

  @Test
  void whereTheGroupsAreIsTold() throws IOException {
    assertThat(patient.finding("cgroup.delegated").text())
        .isEqualTo("groups can be made below /sys/fs/cgroup/joe.scope");
    String name = patient.home().groupName();
    Files.createDirectories(patient.root.resolve("sys/fs/cgroup/" + name));
    assertThat(patient.finding("cgroup.delegated").text())
        .isEqualTo("groups of services are below /sys/fs/cgroup/" + name);
  }

  @Test
  void limitsOfAllServicesTogetherAreToldAndWhatIsNotAsDeclared() throws IOException {
    patient.together =
        new DaemonStatus.Together("/g", "2G of memory", null, 2L << 30, null, null, "");
    patient.runs(Version.CURRENT, "systemd");
    assertThat(patient.finding("daemon.together").text())
        .isEqualTo("all services together: 2G of memory");
    assertThat(patient.finding("cgroup.delegated").text())
        .isEqualTo("groups of services are below /g");
    patient.together =
        new DaemonStatus.Together("/g", "no limits", null, null, null, null, "no controller");
    patient.runs(Version.CURRENT, "systemd");
    warns("daemon.together", "not as it is declared: no controller", "reeve apply ");
  }

  @Test
  void limitsThatAreLowSayHowToRaiseThem() throws IOException {
    patient.caller = new Ground.Caller(1000, "joe");
    patient.file(
        "proc/self/limits",
        """
        Max processes             100                  200                  processes
        Max open files            256                  1024                 files
        """);
    patient.file("proc/sys/fs/inotify/max_user_watches", "100\n");
    patient.file("proc/loadavg", "0.1 0.2 0.3 2/32000 4711\n");
    patient.file("proc/sys/kernel/pid_max", "32768\n");
    warns("limits.nofile", "1024 files only", "limits.conf");
    warns("limits.nproc", "200 processes only", "nproc");
    warns("limits.inotify_watches", "max_user_watches is 100", "sudo sysctl fs.inotify");
    warns("limits.pid_max", "32000 processes and threads of at most 32768", "kernel.pid_max");
    isFine("limits.inotify_instances");
  }

  @Test
  void aDaemonThatNothingStartsIsTold() throws IOException {
    isFine("boot.init");
    patient.caller = new Ground.Caller(1000, "joe");
    Files.createDirectories(patient.root.resolve("run/systemd/system"));
    warns("boot.installed", "nothing starts", "sudo /opt/reeve/bin/reeve install");
    warns("boot.linger", "joe does not linger", "sudo loginctl enable-linger joe");
    patient.file("var/lib/systemd/linger/joe", "");
    isFine("boot.linger");
  }

  @Test
  void aSocketThatSystemdHoldsIsLookedAt() throws IOException {
    patient.caller = new Ground.Caller(0, "root");
    Files.createDirectories(patient.root.resolve("run/systemd/system"));
    patient.file(
        "etc/systemd/system/reeve.service", "Environment=REEVE_HOME=" + patient.home().root());
    patient.file("etc/systemd/system/reeve.socket", "[Socket]\n");
    warns("boot.socket", "does not hold the socket", "reeve install --socket");
    patient.file("etc/systemd/system/sockets.target.wants/reeve.socket", "");
    warns("boot.socket", "by another version, or by hand", "systemctl edit reeve.socket");
    Registration registration =
        new Registration(Account.ROOT, Path.of("/opt/reeve"), patient.home().root().toString());
    patient.file(
        "etc/systemd/system/reeve.socket",
        new SocketUnit(patient.root, words -> new Tools.Ran(0, "")).text(registration));
    isFine("boot.socket");
  }

  @Test
  void aUnitOfAnotherVersionIsTold() throws IOException {
    patient.caller = new Ground.Caller(0, "root");
    Files.createDirectories(patient.root.resolve("run/systemd/system"));
    String unit =
        "ExecStart=/opt/reeve/bin/reeved\nEnvironment=REEVE_HOME=" + patient.home().root();
    patient.file("etc/systemd/system/reeve.service", unit + "\n");
    warns("boot.installed", "does not start it", "reeve unsuspend");
    warns("boot.current", "written by another version", "/opt/reeve/bin/reeve install writes it");
    warns("boot.active", "does not have reeve running", "systemctl restart reeve");
    patient.programs.put("systemctl --quiet is-active reeve.service", new Tools.Ran(0, ""));
    isFine("boot.active");
    patient.file("etc/systemd/system/reeve.service", "ExecStart=/x\n");
    warns("boot.installed", "another home", "install");
  }

  @Test
  void aFolderThatOthersMayWriteIsBroken() throws IOException {
    Path state = Files.createDirectories(patient.home().state());
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwxrwx"));
    tells(Level.BROKEN, "home.state", "others may write", "chmod go-w " + state);
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwx------"));
    isFine("home.state");
    patient.caller = new Ground.Caller(patient.caller.uid() + 1, "eve");
    tells(Level.BROKEN, "home.state", "belongs to user", "chown eve " + state);
  }

  @Test
  void aFileInPlaceOfAFolderIsBroken() throws IOException {
    Files.writeString(patient.home().logs(), "");
    tells(Level.BROKEN, "home.logs", "is not a folder", "mv ");
  }

  @Test
  void aPathThatIsTooLongIsBroken() {
    patient.environment.put("REEVE_HOME", "/tmp/" + "x".repeat(120));
    tells(Level.BROKEN, "home.socket", "the kernel allows 107", "shorter path");
  }

  @Test
  void fewInodesAreTold() {
    patient.programs.put("stat -f -c %c %d " + folder.resolve("h"), new Tools.Ran(0, "5000 7\n"));
    tells(Level.BROKEN, "disk.state.inodes", "only 7 files more", "df -i");
  }

  @Test
  void aDaemonOfAnotherVersionIsTold() throws IOException {
    patient.runs(Version.CURRENT, "keep (pid 3)");
    isFine("daemon.version");
    isFine("daemon.keeper");
    patient.runs("0.0.9", "nobody");
    warns("daemon.version", "it is version 0.0.9", "reeve reboot");
    warns("daemon.keeper", "nobody starts it again", "resurrect");
  }

  @Test
  void aDaemonThatHasTheHomeAndDoesNotAnswerIsBroken() throws IOException {
    Files.createDirectories(patient.home().run());
    Path lock = Files.writeString(patient.home().lock(), "4711\n");
    isFine("daemon.answers");
    patient.file(
        "proc/locks",
        "1: FLOCK  ADVISORY  WRITE 4711 00:1b:"
            + Files.getAttribute(lock, "unix:ino")
            + " 0 EOF\n");
    tells(Level.BROKEN, "daemon.answers", "process 4711 has the home", "kill -9 4711");
    patient.daemon = new Attendance.Refused("it hangs", "'kill -QUIT PID'");
    tells(Level.BROKEN, "daemon.answers", "it hangs", "kill -QUIT 4711");
  }

  @Test
  void aStateThatIsDamagedSaysWhichCopyIsTaken() throws IOException {
    isFine("state.readable");
    Path state = Files.createDirectories(patient.home().state()).resolve("state.json");
    Files.writeString(state, Sealed.seal("{\"services\":[]}"));
    isFine("state.readable");
    warns("daemon.answers", "no daemon runs, and services are declared", "reeve list");
    Files.writeString(state.resolveSibling("state.json.1"), Sealed.seal("{\"services\":[]}"));
    Files.writeString(state, "{\"services\"");
    warns("state.readable", "damaged: " + state, "look at the disk");
    Files.writeString(state.resolveSibling("state.json.1"), "");
    tells(Level.BROKEN, "state.readable", "no copy of the state can be read", "backup");
  }

  @Test
  void whatTheDaemonComplainedOfSinceYesterdayIsTold() throws IOException {
    Path log = Files.createDirectories(patient.home().logs()).resolve("reeved.log");
    patient.now = Instant.parse("2026-11-21T10:00:00Z");
    Files.writeString(
        log,
        """
        2026-11-01T09:00:00.000+0000 ERROR Loop: of long ago
        2026-11-21T09:00:00.123+0000 INFO Loop: hello
        2026-11-21T09:00:00+0000 keep: the daemon (pid 7) was killed by signal 9 (KILL): starting it again
        """);
    warns("log.errors", "has died once; last: the daemon (pid 7) was killed", "reeve logs -d");
    Files.writeString(log, "2026-11-21T09:00:00.123+0000 ERROR Loop: \033[31mno disk\n");
    warns("log.errors", "has complained once; last: Loop:", "reeve logs -d");
    Files.writeString(log, "2026-11-20T09:00:00.123+0000 ERROR Loop: no disk\n");
    isFine("log.errors");
  }

  @Test
  void filesThatDeclareServicesAreChecked() throws IOException {
    isFine("config.files");
    Path file = patient.home().config();
    Files.writeString(file, "services: {a: {command: [sleep, '1'], depends_on: b}}\n");
    tells(Level.BROKEN, "config.files", "has mistakes, the first: ", "reeve check " + file);
    patient.runs(Version.CURRENT, "keep", new Declaration("b", Map.of(), file.toString()));
    isFine("config.files");
    patient.runs(Version.CURRENT, "keep", new Declaration("b", Map.of(), "/no/such.yaml"));
    assertThat(patient.findings())
        .anySatisfy(finding -> {
          assertThat(finding.text())
              .isEqualTo("/no/such.yaml declares services and is not there any more");
          assertThat(finding.level()).isEqualTo(Level.WARNING);
        });
  }

  @Test
  void otherManagersAreNamedWithTheWayToTakeOver() throws IOException {
    patient.file("proc/77/cmdline", "PM2 v7.0.4: God Daemon (/root/.pm2)\0");
    patient.file("proc/78/cmdline", "/usr/bin/python3\0/usr/bin/supervisord\0-n\0");
    patient.file("proc/79/cmdline", "vi\0supervisord\0");
    warns("others.pm2", "pm2 runs, too (pid 77)", "reeve migrate pm2");
    warns("others.supervisord", "(pid 78)", "reeve migrate supervisord");
  }

  @Test
  void aTerminalThatCannotShowSignsIsTold() {
    isFine("terminal.screen");
    patient.screen = true;
    patient.environment.putAll(Map.of("TERM", "dumb", "LANG", "C"));
    warns("terminal.type", "TERM is dumb", "export TERM");
    warns("terminal.locale", "the locale is C", "LC_ALL=C.UTF-8");
    patient.environment.putAll(Map.of("TERM", "xterm", "LC_ALL", "de_DE.UTF-8"));
    isFine("terminal.type");
    isFine("terminal.locale");
  }

  @Test
  void aClockThatCannotBeRightIsTold() throws IOException {
    patient.now = Instant.parse("1970-01-01T00:10:00Z");
    tells(Level.BROKEN, "clock.sane", "1970-01-01T00:10:00Z, which cannot be", "timedatectl");
    patient.now = Instant.now();
    Path state = Files.createDirectories(patient.home().state()).resolve("state.json");
    Files.writeString(state, Sealed.seal("{}"));
    Files.setLastModifiedTime(state, FileTime.from(patient.now.plus(Duration.ofHours(2))));
    warns("clock.sane", "it was set back", "date -s");
  }

  @Test
  void whatCannotBeSeenStopsNothingElse() throws IOException {
    Files.delete(patient.root.resolve("proc/sys/kernel/osrelease"));
    warns("unseen", "cannot be looked at", "root");
    isFine("limits.nofile");
  }

  @Test
  void eachFindingHasANameOfItsOwn() throws IOException {
    List<String> checks = patient.findings().stream().map(Finding::check).toList();
    assertThat(checks).doesNotHaveDuplicates();
    assertThat(checks).allMatch(check -> check.matches("[a-z]+(\\.[a-z_]+)*"));
  }
}
