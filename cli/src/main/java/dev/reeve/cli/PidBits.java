package dev.reeve.cli;

import java.util.ArrayList;
import java.util.List;

/** Sets of bits in hexadecimal digits, as {@code /proc/PID/status} has them, in words. */
final class PidBits {
  /** From 1; see signal(7). */
  private static final String[] SIGNALS = {
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU",
    "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS"
  };

  /** From 0; see capabilities(7). */
  private static final String[] CAPABILITIES = {
    "chown",
    "dac_override",
    "dac_read_search",
    "fowner",
    "fsetid",
    "kill",
    "setgid",
    "setuid",
    "setpcap",
    "linux_immutable",
    "net_bind_service",
    "net_broadcast",
    "net_admin",
    "net_raw",
    "ipc_lock",
    "ipc_owner",
    "sys_module",
    "sys_rawio",
    "sys_chroot",
    "sys_ptrace",
    "sys_pacct",
    "sys_admin",
    "sys_boot",
    "sys_nice",
    "sys_resource",
    "sys_time",
    "sys_tty_config",
    "mknod",
    "lease",
    "audit_write",
    "audit_control",
    "setfcap",
    "mac_override",
    "mac_admin",
    "syslog",
    "wake_alarm",
    "block_suspend",
    "audit_read",
    "perfmon",
    "bpf",
    "checkpoint_restore"
  };

  private PidBits() {}

  private static long bits(String hex) {
    try {
      return hex.isEmpty() ? 0 : Long.parseUnsignedLong(hex, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Names of signals; real-time ones as {@code RT34}. */
  static List<String> signals(String hex) {
    long bits = bits(hex);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      if ((bits >>> i & 1) != 0) {
        names.add(i < SIGNALS.length ? SIGNALS[i] : "RT" + (i + 1));
      }
    }
    return names;
  }

  /** Names of capabilities; {@code all}, {@code all but …} or {@code none}. */
  static String capabilities(String hex) {
    long bits = bits(hex);
    List<String> held = new ArrayList<>();
    List<String> lacking = new ArrayList<>();
    for (int i = 0; i < CAPABILITIES.length; i++) {
      ((bits >>> i & 1) != 0 ? held : lacking).add(CAPABILITIES[i]);
    }
    if (held.isEmpty()) {
      return "none";
    }
    return lacking.isEmpty()
        ? "all"
        : lacking.size() < held.size()
            ? "all but " + String.join(" ", lacking)
            : String.join(" ", held);
  }
}
