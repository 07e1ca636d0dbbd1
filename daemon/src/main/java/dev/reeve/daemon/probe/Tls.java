package dev.reeve.daemon.probe;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS for https. Apart, so that its many classes are loaded only where they are needed. */
final class Tls {
  private Tls() {}

  /** A connection over another one, to the host of that name and no other. */
  static Socket over(Socket plain, String host, int port, Deadline deadline) throws IOException {
    return over(plain, host, port, deadline, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  static Socket over(
      Socket plain, String host, int port, Deadline deadline, SSLSocketFactory factory)
      throws IOException {
    SSLSocket socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(deadline.millis());
    try {
      socket.startHandshake();
      return socket;
    } catch (SSLException e) {
      throw new IOException(reason(e), e);
    }
  }

  private static String reason(SSLException e) throws IOException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      switch (cause) {
        case CertificateExpiredException expired -> {
          return "the certificate has expired";
        }
        case CertificateNotYetValidException early -> {
          return "the certificate is not valid yet";
        }
        case SocketTimeoutException slow -> throw slow;
        case EOFException early -> throw early;
        default -> {}
      }
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException) {
        String message = String.valueOf(cause.getMessage());
        return message.startsWith("No ")
            ? "the certificate is for another host"
            : "the certificate is self-signed or of an unknown authority";
      }
    }
    String message = String.valueOf(e.getMessage());
    return message.startsWith("Unsupported or unrecognized SSL message")
        ? "the answer is not TLS"
        : "TLS failed: " + message;
  }
}
