package dev.reeve.linux;

import java.nio.charset.StandardCharsets;

/**
 * What is costlier to find out about a process than what {@link ProcStat} says; see proc_pid_io(5)
 * and proc_pid_smaps(5). What is not ours to look at is 0.
 *
 * @param openFiles how many descriptors it has
 * @param readBytes what it had disks read, so far
 * @param writtenBytes what it had disks write, so far
 * @param pssBytes its proportional memory: what it shares with n processes counts for an nth
 */
public record ProcDetails(int openFiles, long readBytes, long writtenBytes, long pssBytes) {
  /** Looks at a process; one that is gone has nothing. */
  public static ProcDetails of(int pid) throws LinuxException {
    String directory = "/proc/" + pid;
    int files = openFiles(pid);
    ProcFile io = ProcFile.read(directory + "/io");
    long read = value(io, "\nread_bytes: ");
    long written = value(io, "\nwrite_bytes: ");
    ProcFile memory = ProcFile.read(directory + "/smaps_rollup");
    return new ProcDetails(files, read, written, 1024 * value(memory, "\nPss: "));
  }

  /** How many descriptors a process has; see {@link ProcDetails}. */
  public static int openFiles(int pid) throws LinuxException {
    String directory = "/proc/" + pid + "/fd";
    // 0 is no number of a process, but one of a descriptor.
    return ProcTable.numbers(directory).length + (ProcFile.link(directory + "/0") == null ? 0 : 1);
  }

  /** The number behind a label, and behind the blanks that may follow it. */
  private static long value(@org.jspecify.annotations.Nullable ProcFile file, String label) {
    byte[] wanted = label.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; file != null && at + wanted.length < file.length; at++) {
      int i = 0;
      while (i < wanted.length && file.bytes[at + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return number(file, at + i);
      }
    }
    return 0;
  }

  private static long number(ProcFile file, int from) {
    int at = from;
    while (at < file.length && file.bytes[at] == ' ') {
      at++;
    }
    long value = 0;
    while (at < file.length && file.bytes[at] >= '0' && file.bytes[at] <= '9') {
      value = value * 10 + (file.bytes[at++] - '0');
    }
    return value;
  }
}
