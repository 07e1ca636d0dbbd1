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

  /** A key with a certificate that it signed itself. */
  private KeyStore key(String... options) throws Exception {
    Path file = folder.resolve("key.p12");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
    command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-dname", "CN=test", "-alias", "key"));
    command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(SECRET)));
    command.addAll(List.of(options));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).inheritIO().start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, SECRET);
    }
    return store;
  }

  private static SSLContext context(KeyStore store) throws GeneralSecurityException {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, SECRET);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    try {
      trusted.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    trusted.setCertificateEntry("trusted", store.getCertificate("key"));
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
  void aSelfSignedCertificateIsANo() throws Exception {
    SSLContext context = context(key("-ext", "SAN=ip:127.0.0.1"));
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
    Files.delete(folder.resolve("key.p12"));
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
