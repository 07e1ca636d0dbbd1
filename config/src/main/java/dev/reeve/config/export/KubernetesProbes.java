package dev.reeve.config.export;

import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.HealthSpec;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.Ready;
import dev.reeve.core.spec.ServiceSpec;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Kubernetes asks a container: readiness of Reeve, which is once for a start, is its startup
 * probe; health is its readiness probe, and its liveness probe where it restarts.
 */
final class KubernetesProbes {
  private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final Losses losses;

  private KubernetesProbes(Losses losses) {
    this.losses = losses;
  }

  /** The probes by the names of their fields. */
  static Map<String, Object> of(ServiceSpec spec, Losses losses) {
    Map<String, Object> probes = new LinkedHashMap<>();
    KubernetesProbes self = new KubernetesProbes(losses);
    if (spec.ready() instanceof Ready.ByProbe(Probe probe, Duration every, Duration timeout)) {
      self.handler(probe)
          .ifPresent(startup -> {
            long period = KubernetesWriter.seconds(every);
            startup.put("periodSeconds", period);
            // Who waits for ever here has a day there.
            long patience = timeout.isZero() ? 86_400 : KubernetesWriter.seconds(timeout);
            startup.put("failureThreshold", Math.max(1, (patience + period - 1) / period));
            probes.put("startupProbe", startup);
            losses.taken(Fields.READY);
          });
    }
    HealthSpec health = spec.health();
    Optional<Map<String, Object>> handler = health.probe().flatMap(self::handler);
    if (handler.isPresent()) {
      Map<String, Object> check = new LinkedHashMap<>(handler.get());
      if (!health.startPeriod().isZero()) {
        check.put("initialDelaySeconds", KubernetesWriter.seconds(health.startPeriod()));
      }
      check.put("periodSeconds", KubernetesWriter.seconds(health.interval()));
      check.put("timeoutSeconds", KubernetesWriter.seconds(health.timeout()));
      check.put("failureThreshold", health.failures());
      probes.put("readinessProbe", check);
      if (health.restart()) {
        probes.put("livenessProbe", check);
      }
      losses.taken(Fields.HEALTH);
    }
    return probes;
  }

  private Optional<Map<String, Object>> handler(Probe probe) {
    return switch (probe) {
      case Probe.Http(URI url, var status) -> {
        if (!status.isEmpty()) {
          losses.warn("Kubernetes takes every status from 200 to 399 for a yes");
        }
        yield Optional.of(handler("httpGet", http(url)));
      }
      case Probe.Tcp(String host, int port) -> {
        Map<String, Object> socket = new LinkedHashMap<>();
        host(host, socket);
        socket.put("port", port);
        yield Optional.of(handler("tcpSocket", socket));
      }
      case Probe.Exec(var command) ->
          Optional.of(handler("exec", Map.of("command", Lines.words(command))));
      default -> Optional.empty();
    };
  }

  private static Map<String, Object> handler(String kind, Map<String, Object> handler) {
    Map<String, Object> probe = new LinkedHashMap<>();
    probe.put(kind, handler);
    return probe;
  }

  private Map<String, Object> http(URI url) {
    Map<String, Object> get = new LinkedHashMap<>();
    host(String.valueOf(url.getHost()), get);
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    get.put("path", url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
    boolean secure = "https".equals(url.getScheme());
    get.put("port", url.getPort() > 0 ? url.getPort() : secure ? 443 : 80);
    if (secure) {
      get.put("scheme", "HTTPS");
    }
    return get;
  }

  /** The node asks at the address of the pod, where a server on the loopback is not heard. */
  private void host(String host, Map<String, Object> target) {
    if (LOCAL.contains(host)) {
      losses.warn("its probe asks at the address of the pod: let it listen there, not on " + host);
    } else {
      target.put("host", host);
    }
  }
}
