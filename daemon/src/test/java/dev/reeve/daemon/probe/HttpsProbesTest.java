package dev.reeve.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.core.spec.Probe;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsProbesTest {
  private static final char[] SECRET = "secret".toCharArray();

  @TempDir private Path folder;

  /** A key with a certificate that an authority of the test has signed. */
  private KeyStore key(String... options) throws Exception {
    keytool("ca", "-ext", "BC:critical=ca:true", "-startdate", "-20d");
    List<String> signed = new ArrayList<>(List.of(options));
    signed.addAll(List.of("-signer", "ca"));
    keytool("key", signed.toArray(String[]::new));
    return store();
  }

  private Path file() {
    return folder.resolve("keys.p12");
  }

  private KeyStore store() throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file())) {
      store.load(in, SECRET);
    }
    return store;
  }

  private void keytool(String alias, String... options) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=" + alias));
    command.addAll(List.of("-alias", alias, "-keystore", file().toString()));
    command.addAll(List.of("-storepass", new String(SECRET)));
    command.addAll(List.of(options));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(keytool.waitFor()).as(output).isZero();
  }

  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    Certificate authority = store.getCertificate("ca");
    if (store.containsAlias("key")) {
      store.deleteEntry("ca"); // else the server may show that one
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, SECRET);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    trusted.setCertificateEntry("ca", authority);
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static SSLServerSocket serve(SSLContext context, String answer) throws IOException {
    SSLServerSocket server =
        (SSLServerSocket)
            context
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!server.isClosed()) {
            try (Socket client = server.accept()) {
              client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
              client.getInputStream().readAllBytes();
            } catch (IOException e) {
              // refused by the client, or the test is over
            }
          }
        });
    return server;
  }

  private static Probe.Http https(int port) {
    return new Probe.Http(URI.create("https://127.0.0.1:" + port + "/"), Set.of());
  }

  private static Socket over(SSLServerSocket server, SSLSocketFactory factory) throws IOException {
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    int port = server.getLocalPort();
    Socket plain = TcpLook.connect("127.0.0.1", port, deadline);
    try {
      return Tls.over(plain, "127.0.0.1", port, deadline, factory);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  @Test
  void aCertificateThatNobodyKnownHasSignedIsANo() throws Exception {
    keytool("ca", "-ext", "SAN=ip:127.0.0.1");
    isNotTrusted(store());
    Files.delete(file());
    isNotTrusted(key("-ext", "SAN=ip:127.0.0.1"));
  }

  private static void isNotTrusted(KeyStore store) throws Exception {
    SSLContext context = context(store);
    try (SSLServerSocket server = serve(context, "HTTP/1.1 200 OK\r\n\r\n")) {
      assertThat(Asking.ask(https(server.getLocalPort())))
          .isEqualTo(Answer.no("the certificate is self-signed or of an unknown authority"));
    }
  }

  @Test
  void aCertificateThatIsTrustedIsNotInTheWay() throws Exception {
    SSLContext context = context(key("-ext", "SAN=ip:127.0.0.1"));
    try (SSLServerSocket server = serve(context, "hello");
        Socket socket = over(server, context.getSocketFactory())) {
      assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
    }
  }

  @Test
  void aCertificateOfAnotherHostIsANo() throws Exception {
    SSLContext context = context(key("-ext", "SAN=dns:example.org"));
    try (SSLServerSocket server = serve(context, "")) {
      assertThatThrownBy(() -> over(server, context.getSocketFactory()))
          .hasMessage("the certificate is for another host");
    }
  }

  @Test
  void aCertificateOutsideItsTimeIsANo() throws Exception {
    SSLContext old =
        context(key("-ext", "SAN=ip:127.0.0.1", "-startdate", "-10d", "-validity", "1"));
    try (SSLServerSocket server = serve(old, "")) {
      assertThatThrownBy(() -> over(server, old.getSocketFactory()))
          .hasMessage("the certificate has expired");
    }
    Files.delete(file());
    SSLContext early = context(key("-ext", "SAN=ip:127.0.0.1", "-startdate", "+10d"));
    try (SSLServerSocket server = serve(early, "")) {
      assertThatThrownBy(() -> over(server, early.getSocketFactory()))
          .hasMessage("the certificate is not valid yet");
    }
  }

  @Test
  void aServerWithoutTlsIsANo() throws IOException {
    try (HostileServer server = HostileServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n")) {
      assertThat(Asking.ask(https(server.port()))).isEqualTo(Answer.no("the answer is not TLS"));
    }
    try (HostileServer server = HostileServer.saying("")) {
      assertThat(Asking.ask(https(server.port())))
          .isEqualTo(Answer.no("connection closed without an answer"));
    }
  }

  @Test
  void aHandshakeThatNeverEndsIsLeftInTime() throws IOException {
    try (HostileServer server =
        new HostileServer(client -> client.getInputStream().readAllBytes())) {
      assertThat(Asking.ask(Question.of(https(server.port())), Duration.ofMillis(700)))
          .isEqualTo(Answer.no("timed out after 700ms"));
    }
  }
}
