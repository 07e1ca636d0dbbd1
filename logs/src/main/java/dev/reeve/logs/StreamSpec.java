package dev.reeve.logs;

import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.SyslogSpec;
import java.nio.file.Path;

/**
 * One output stream of one instance: where it comes from and where it goes. Standard output and
 * standard error that go to the same file are one stream, whose FIFO the child gets twice.
 *
 * @param service the name of the service
 * @param instance the number of the instance
 * @param std which stream; {@link Std#OUT} when both go to the same file
 * @param fifo the named pipe the child writes to; made when missing, in a directory that exists or
 *     can be made. Its file name must be unique in {@code spoolDirectory}
 * @param spoolDirectory where the bytes between pipe and log file wait, best on a file system in
 *     memory: it has to survive the daemon, not the machine
 * @param file the log file, absolute
 * @param format what a line looks like in it
 * @param look what else is put before a line, and left out of it
 * @param rotation when the file is put aside
 * @param onFull what happens when it cannot be written
 * @param syslog a server that gets each line too
 */
public record StreamSpec(
    String service,
    int instance,
    Std std,
    Path fifo,
    Path spoolDirectory,
    Path file,
    LogFormat format,
    LineLook look,
    Rotation rotation,
    OnFull onFull,
    SyslogSpec syslog) {

  /** The file between pipe and log. */
  Path spool() {
    return spoolDirectory.resolve(fifo.getFileName() + ".spool");
  }

  StreamSpec with(Rotation newRotation, OnFull newOnFull, SyslogSpec newSyslog) {
    return new StreamSpec(
        service,
        instance,
        std,
        fifo,
        spoolDirectory,
        file,
        format,
        look,
        newRotation,
        newOnFull,
        newSyslog);
  }

  /** {@code api#1 out}, for messages. */
  @Override
  public String toString() {
    return service + "#" + instance + " " + std.word();
  }
}
