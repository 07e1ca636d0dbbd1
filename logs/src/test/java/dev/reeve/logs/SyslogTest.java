package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.SyslogSpec;
import dev.reeve.linux.UnixDatagram;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that go to a syslog server as well. */
class SyslogTest {
  private static final String HEAD =
      "<%d>1 \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z \\S+ %s 1 %s - ";

  @TempDir Path directory;
  private Pump pump;
  private PumpRig rig;
  private final List<String> news = new CopyOnWriteArrayList<>();

  @BeforeEach
  void start() throws Exception {
    rig = new PumpRig(directory);
    rig.pump.close();
    pump = new Pump(new Told(), java.time.ZoneId.of("UTC"));
    pump.start();
    rig.pump = pump;
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private final class Told implements PumpListener {
    @Override
    public void trouble(LogStream stream, String reason) {
      news.add(reason);
    }

    @Override
    public void recovered(LogStream stream) {
      news.add("recovered");
    }

    @Override
    public void syslogTrouble(String url, String reason) {
      news.add(reason);
    }

    @Override
    public void syslogRecovered(String url, long lost) {
      news.add(url + " is back, lost " + lost);
    }
  }

  private LogStream attach(String url, Std std) throws Exception {
    StreamSpec usual = rig.spec("api", LogFormat.TIMESTAMPED, PumpRig.NEVER);
    return pump.attach(
        new StreamSpec(
            usual.service(),
            usual.instance(),
            std,
            usual.fifo(),
            usual.spoolDirectory(),
            usual.file(),
            usual.format(),
            LineLook.PLAIN,
            usual.rotation(),
            OnFull.BLOCK,
            new SyslogSpec(url, std == Std.ERR ? "tagged" : "")));
  }

  private static ServerSocket listening(int port) throws Exception {
    ServerSocket server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
    server.setSoTimeout(20_000);
    return server;
  }

  /** A message behind its length. */
  private static String frame(InputStream in) throws Exception {
    StringBuilder length = new StringBuilder();
    int c;
    while ((c = in.read()) != ' ') {
      if (c < 0) {
        return "";
      }
      length.append((char) c);
    }
    return new String(in.readNBytes(Integer.parseInt(length.toString())), StandardCharsets.UTF_8);
  }

  @Test
  void linesGoToAServerOverTcpWithTheirLengths() throws Exception {
    try (ServerSocket server = listening(0)) {
      LogStream stream = attach("tcp://localhost:" + server.getLocalPort(), Std.OUT);
      rig.run(stream, "printf 'one\\n\\033[31mré\\033[0md\\n\\nunfinished'");
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        String head = HEAD.formatted(30, "api", "out");
        assertThat(frame(in)).matches(head + "one");
        assertThat(frame(in)).matches(head + "réd");
        assertThat(frame(in)).matches(head + "unfinished");
      }
    }
    assertThat(PumpRig.stripped(stream("api")))
        .isEqualTo("one\n\033[31mrÃ©\033[0md\n\nunfinished\n");
  }

  private Path stream(String name) {
    return directory.resolve("logs").resolve(name + ".log");
  }

  @Test
  void linesGoToAServerOverUdpAndLongOnesInPieces() throws Exception {
    try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      server.setSoTimeout(20_000);
      LogStream stream = attach("udp://127.0.0.1:" + server.getLocalPort(), Std.ERR);
      rig.run(stream, "head -c 20000 /dev/zero | tr '\\0' x; echo; echo end");
      String head = HEAD.formatted(27, "tagged", "err");
      int length = 0;
      for (int piece = 0; piece < 3; piece++) {
        DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
        server.receive(packet);
        String text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        assertThat(text).matches(head + "x+");
        length += text.replaceFirst(head, "").length();
      }
      assertThat(length).isEqualTo(20_000);
      DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
      server.receive(packet);
      assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
          .matches(head + "end");
    }
  }

  @Test
  void linesGoToASocketOfThisMachine() throws Exception {
    Path socket = directory.resolve("log");
    try (UnixDatagram server = UnixDatagram.bind(socket)) {
      LogStream stream = attach("unix://" + socket, Std.OUT);
      rig.run(stream, "echo hello");
      String text =
          await().until(() -> server.receive().map(m -> m.text()), m -> m.isPresent()).get();
      assertThat(text).matches("<30>[A-Z][a-z]{2} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d api\\[1]: hello");
    }
  }

  @Test
  void aServerThatIsNotThereIsToldOnceAndGetsWhatWaitsWhenItComes() throws Exception {
    int port;
    try (ServerSocket free = listening(0)) {
      port = free.getLocalPort();
    }
    String url = "tcp://127.0.0.1:" + port;
    LogStream stream = attach(url, Std.OUT);
    rig.run(stream, "seq 1 1000");
    assertThat(PumpRig.stripped(stream.file()).lines()).hasSize(1000);
    await().until(() -> !news.isEmpty());
    assertThat(news).containsExactly("cannot send to " + url + ": Connection refused");
    try (ServerSocket server = listening(port);
        Socket socket = server.accept()) {
      List<String> lines = new ArrayList<>();
      for (int i = 1; i <= 1000; i++) {
        lines.add(frame(socket.getInputStream()).replaceFirst(".* - ", ""));
      }
      assertThat(lines).startsWith("1", "2").endsWith("999", "1000").doesNotHaveDuplicates();
      await().until(() -> news.size() == 2);
      assertThat(news).last().isEqualTo(url + " is back, lost 0");
    }
  }

  @Test
  void aServerThatReadsNothingHoldsUpNobodyAndWhatItMissesIsCounted() throws Exception {
    try (ServerSocket server = listening(0)) {
      server.setReceiveBufferSize(4096);
      String url = "tcp://127.0.0.1:" + server.getLocalPort();
      LogStream stream = attach(url, Std.OUT);
      // Three times what may wait, and some for the buffers of the kernel.
      rig.run(stream, "yes 0123456789012345678901234567890123456789 | head -n 600000");
      assertThat(PumpRig.stripped(stream.file()).lines().count()).isEqualTo(600_000);
      long started = System.nanoTime();
      pump.close();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(30));
      assertThat(news).last().asString().matches("\\d+ messages were not sent to " + url);
    }
  }

  /** And waits until it holds. */
  private void retune(LogStream stream, SyslogSpec syslog) throws InterruptedException {
    pump.retune(stream, PumpRig.NEVER, OnFull.BLOCK, syslog);
    assertThat(stream.condition(Duration.ofSeconds(30))).isPresent();
  }

  @Test
  void theServerCanBeChangedWhileItRuns() throws Exception {
    try (ServerSocket first = listening(0);
        ServerSocket second = listening(0)) {
      LogStream stream = attach("tcp://127.0.0.1:" + first.getLocalPort(), Std.OUT);
      rig.write(stream, PumpRig.utf8("one\n"));
      SyslogSpec other = new SyslogSpec("tcp://127.0.0.1:" + second.getLocalPort(), "");
      retune(stream, other);
      rig.write(stream, PumpRig.utf8("two\n"));
      retune(stream, SyslogSpec.NONE);
      rig.write(stream, PumpRig.utf8("three\n"));
      assertThat(news).isEmpty();
      try (Socket one = first.accept();
          Socket two = second.accept()) {
        assertThat(frame(one.getInputStream())).endsWith("one");
        assertThat(frame(one.getInputStream())).isEmpty();
        assertThat(frame(two.getInputStream())).endsWith("two");
        assertThat(frame(two.getInputStream())).isEmpty();
      }
    }
  }
}
