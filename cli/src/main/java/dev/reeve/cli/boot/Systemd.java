package dev.reeve.cli.boot;

import dev.reeve.api.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The units of systemd, see systemd.service(5). */
public record Systemd(Path root, Tools tools) implements InitSystem {
  /** Where administrators have their units, below the root of the file system. */
  static final String UNITS = "etc/systemd/system";

  @Override
  public String title() {
    return "systemd";
  }

  @Override
  public Path file(String service) {
    return root.resolve(UNITS).resolve(service + ".service");
  }

  @Override
  public int mode() {
    return 0644;
  }

  @Override
  public boolean makesRuntimeFolder() {
    return true;
  }

  @Override
  public boolean isParent() {
    return true;
  }

  @Override
  public Optional<SocketUnit> sockets() {
    return Optional.of(new SocketUnit(root, tools));
  }

  @Override
  public boolean runs(String service) throws ApiException {
    return tools.run("systemctl", "--quiet", "is-active", service + ".service").ok();
  }

  @Override
  public State state(String service) {
    if (!Files.exists(file(service))) {
      return State.ABSENT;
    }
    return isWished(root, "multi-user.target", service + ".service")
        ? State.ENABLED
        : State.DISABLED;
  }

  /** Whether a unit is started with a target; looks at files only. */
  static boolean isWished(Path root, String target, String unit) {
    Path wish = root.resolve(UNITS).resolve(target + ".wants").resolve(unit);
    return Files.exists(wish, LinkOption.NOFOLLOW_LINKS);
  }

  /** What makes a unit wait for the folder that sessions of a user have. */
  static String runtimeFolder(Account account) {
    String folder = "user-runtime-dir@" + account.uid() + ".service";
    return "Requires=" + folder + "\nAfter=" + folder + "\n";
  }

  @Override
  public String text(Registration registration) {
    Account account = registration.account();
    StringBuilder text = new StringBuilder();
    text.append(
        """
        # Written by 'reeve install', removed by 'reeve uninstall'. Own additions: systemctl edit %s

        [Unit]
        Description=Reeve, process manager%s
        After=network.target remote-fs.target nss-user-lookup.target
        """
            .formatted(registration.name(), account.isRoot() ? "" : " of " + account.name()));
    if (!account.isRoot()) {
      text.append("# The folder of the socket, where sessions of the user look for it, too.\n");
      text.append(runtimeFolder(account));
    }
    text.append(
        """
        # However often the daemon dies, it comes back.
        StartLimitIntervalSec=0

        [Service]
        Type=notify
        NotifyAccess=main
        """);
    if (!account.isRoot()) {
      text.append("User=").append(account.name()).append('\n');
    }
    Map<String, String> variables = registration.variables(true);
    variables.remove("HOME"); // systemd sets it with User=
    variables.put("REEVED_LOG", registration.home(true).daemonLog().toString());
    variables.forEach(
        (name, value) -> text.append("Environment=").append(word(name + "=" + value)).append('\n'));
    text.append("ExecStart=").append(command(registration, "bin/reeved")).append('\n');
    text.append("ExecReload=").append(command(registration, "bin/reeve")).append(" boot\n");
    text.append("# Ends services when the machine goes down, and only then.\n");
    text.append("ExecStop=").append(command(registration, "lib/leave")).append('\n');
    text.append(
        """
        # 75: start me again at once ('reeve reboot'). 78: I cannot run here, trying again will not help.
        Restart=on-failure
        RestartForceExitStatus=75
        RestartPreventExitStatus=78
        SuccessExitStatus=75 143
        # Services outlive the daemon.
        KillMode=process
        # What services that end while no daemon lives have written waits here, two pipes for each instance.
        FileDescriptorStoreMax=8192
        # Services wait for it: it gets all the time that a busy machine takes to boot.
        TimeoutStartSec=10min
        # What hangs says where (a thread dump in the log), and is then killed.
        WatchdogSec=60
        WatchdogSignal=SIGQUIT
        TimeoutAbortSec=10
        # Services get cgroups of their own, below that of the unit.
        Delegate=yes
        # The kernel ends one service that has no memory left; the others and the daemon go on.
        OOMPolicy=continue
        # These are for all services together.
        TasksMax=infinity
        LimitNOFILE=65536:524288
        # No sandbox: what is forbidden to this unit would be forbidden to every service.

        [Install]
        WantedBy=multi-user.target
        """);
    return text.toString();
  }

  private static String command(Registration registration, String program) {
    return word(registration.program(program).toString()).replace("$", "$$");
  }

  /** A word as systemd.syntax(7) reads it; a percent sign begins a specifier. */
  static String word(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
    return escaped.matches("[A-Za-z0-9_/.,:=@%+-]*") ? escaped : "\"" + escaped + "\"";
  }

  @Override
  public void reread() throws ApiException {
    tools.need("systemctl", "daemon-reload");
  }

  @Override
  public void enable(String service) throws ApiException {
    tools.need("systemctl", "--quiet", "enable", service + ".service");
  }

  @Override
  public void disable(String service) throws ApiException {
    tools.need("systemctl", "--quiet", "disable", service + ".service");
  }

  @Override
  public void forget(String service) throws ApiException, IOException {
    disable(service);
    Files.deleteIfExists(file(service));
    reread();
    // Else it would be listed as failed until the next boot.
    tools.run("systemctl", "reset-failed", service + ".service");
  }

  @Override
  public void start(String service) throws ApiException {
    // A failure of long ago would count.
    tools.run("systemctl", "reset-failed", service + ".service");
    tools.need("systemctl", "start", service + ".service");
  }

  @Override
  public void restart(String service) throws ApiException {
    tools.need("systemctl", "restart", service + ".service");
  }

  @Override
  public void stop(String service) throws ApiException {
    tools.need("systemctl", "stop", service + ".service");
  }

  @Override
  public String logHint(String service) {
    return "journalctl -u " + service;
  }
}
