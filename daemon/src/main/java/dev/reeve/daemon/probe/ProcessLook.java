package dev.reeve.daemon.probe;

import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcessIdentity;

/** Looks for processes by their command lines, as {@code pgrep -f}, see pgrep(1). */
final class ProcessLook {
  private ProcessLook() {}

  /** Yes if no process but this one has the text in its arguments, joined by blanks. */
  static Answer absent(String text) throws LinuxException {
    int self = ProcessIdentity.current().pid();
    for (ProcStat process : ProcTable.all()) {
      if (process.pid() != self
          && String.join(" ", ProcTable.cmdline(process.pid())).contains(text)) {
        // Its arguments may hold secrets.
        return Answer.no("process " + process.pid() + " (" + process.comm() + ") is running");
      }
    }
    return Answer.yes("no such process");
  }
}
