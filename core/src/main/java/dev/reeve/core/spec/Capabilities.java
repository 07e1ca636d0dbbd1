package dev.reeve.core.spec;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The rights of root one by one, as capabilities(7) numbers them. */
public final class Capabilities {
  /** All that Linux has, by their numbers, without {@code CAP_} and in lower case. */
  public static final List<String> ALL =
      List.of(
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
          "checkpoint_restore");

  private static final String PREFIX = "cap_";

  private Capabilities() {}

  /**
   * A set of them, in the order of their numbers.
   *
   * @param names with or without {@code CAP_}, in any case
   * @throws Unreadable naming what is none
   */
  static Set<String> of(Collection<String> names) throws Unreadable {
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      String plain = lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower;
      if (!ALL.contains(plain)) {
        throw new Unreadable(
            "has no capability '"
                + name
                + "'"
                + Names.didYouMean(plain, ALL)
                + "; see"
                + " capabilities(7)");
      }
      wanted.add(plain);
    }
    Set<String> ordered = new LinkedHashSet<>(ALL);
    ordered.retainAll(wanted);
    return Collections.unmodifiableSet(ordered);
  }
}
