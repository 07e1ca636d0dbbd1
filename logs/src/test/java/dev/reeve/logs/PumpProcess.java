package dev.reeve.logs;

import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process with nothing but a pump, made to be killed. */
final class PumpProcess implements PumpListener {
  /** With everything, for a sixth argument. */
  static final LineLook DECORATED =
      new LineLook("ç214-%d.%m.%Y %T.%fçR-", "ç51-{name}#{instance}çR-", true);

  private PumpProcess() {}

  /** Arguments: directory, format, rotation size, compress, policy when full, {@code decorated}. */
  public static void main(String[] args) throws Exception {
    Pump pump = new Pump(new PumpProcess());
    pump.start();
    pump.attach(spec(args));
    System.out.println("attached");
    // Ends when the test does.
    System.in.transferTo(OutputStream.nullOutputStream());
    Runtime.getRuntime().halt(0);
  }

  static StreamSpec spec(String... args) {
    StreamSpec usual =
        PumpRig.spec(
            Path.of(args[0]),
            "api",
            LogFormat.valueOf(args[1]),
            new Rotation(Long.parseLong(args[2]), 100_000, Boolean.parseBoolean(args[3])),
            args.length > 4 ? OnFull.valueOf(args[4]) : OnFull.BLOCK);
    return args.length > 5 ? LineLookTest.spec(usual, DECORATED) : usual;
  }

  /** Starts one; it writes a line once it has begun. */
  static Process start(List<String> prefix, String... args) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xshare:auto",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
            PumpProcess.class.getName()));
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  @Override
  public void trouble(LogStream stream, String reason) {
    System.out.println("trouble: " + reason);
  }

  @Override
  public void recovered(LogStream stream) {
    System.out.println("recovered");
  }
}
