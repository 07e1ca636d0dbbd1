package dev.reeve.config;

import dev.reeve.core.spec.CheckSpec;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.CrashSpec;
import dev.reeve.core.spec.Diagnose;
import dev.reeve.core.spec.EnvironmentSpec;
import dev.reeve.core.spec.Every;
import dev.reeve.core.spec.HealthSpec;
import dev.reeve.core.spec.HostPort;
import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.LogSpec;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.Needs;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.OnTimeout;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.ProvisionStep;
import dev.reeve.core.spec.Ready;
import dev.reeve.core.spec.ReloadAction;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.core.spec.RestartLimit;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.RestartSpec;
import dev.reeve.core.spec.RolloutSpec;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.SandboxSpec;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SignalNames;
import dev.reeve.core.spec.SocketSpec;
import dev.reeve.core.spec.StatsdSpec;
import dev.reeve.core.spec.StopSpec;
import dev.reeve.core.spec.SyslogSpec;
import dev.reeve.core.spec.WatchSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Specs of every shape that can be declared, out of a seed. */
class RandomSpecs {
  private static final String ALPHABET =
      "aZ09 \t\n\r\"'\\$${}[]:,#&*!|>%@`~-?.=</é日\u0007\u001b\u0085\u2028\u200f\ufeff";

  private final Random random;

  RandomSpecs(Random random) {
    this.random = random;
  }

  /** A spec with nothing special but this text wherever text may stand. */
  static ServiceSpec with(String text) {
    RandomSpecs none =
        new RandomSpecs(new Random(1)) {
          @Override
          String text(boolean mayBeEmpty) {
            return text;
          }
        };
    return none.spec("web");
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> T either(T usual, Supplier<T> other) {
    return random.nextBoolean() ? usual : other.get();
  }

  String text(boolean mayBeEmpty) {
    int length = random.nextInt(mayBeEmpty ? 0 : 1, 12);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      if (random.nextInt(20) == 0) {
        text.appendCodePoint(0x1f300 + random.nextInt(200));
      } else {
        text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
      }
    }
    return text.toString();
  }

  private Command argv() {
    List<String> words = new ArrayList<>(List.of("/bin/" + text(true)));
    for (int i = random.nextInt(4); i > 0; i--) {
      words.add(text(true));
    }
    return new Command.Argv(words);
  }

  private Command command() {
    return random.nextInt(3) == 0
        ? new Command.ShellLine("x" + text(true))
        : random.nextBoolean() ? argv() : new Command.Argv(List.of("node", "a b", "--x=1"));
  }

  private Path path() {
    try {
      return Path.of("/" + text(false).replace('/', '_')).normalize();
    } catch (InvalidPathException e) {
      return Path.of("/ascii"); // the encoding of this machine has no name for such a file
    }
  }

  private Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = random.nextInt(5); i > 0; i--) {
      pairs.put("K" + text(true).replace("=", ""), text(true));
    }
    return pairs;
  }

  private Duration duration() {
    return Duration.ofMillis(random.nextInt(4) * 86_400_000L + random.nextInt(90_000_000));
  }

  private Set<Integer> codes() {
    Set<Integer> codes = new TreeSet<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      codes.add(random.nextInt(256));
    }
    return codes;
  }

  private LogTarget target() {
    return switch (random.nextInt(3)) {
      case 0 -> new LogTarget.Standard();
      case 1 -> new LogTarget.Discard();
      default -> new LogTarget.File(path());
    };
  }

  private ReloadAction reload() {
    return switch (random.nextInt(3)) {
      case 0 -> new ReloadAction.Restart();
      case 1 -> new ReloadAction.Signal(one(SignalNames.ALL));
      default ->
          new ReloadAction.Run(
              random.nextBoolean() ? argv() : new Command.Argv(List.of("restart")));
    };
  }

  private ResourceSpec resources() {
    return new ResourceSpec(
        either(ResourceSpec.MAX, () -> 10L + random.nextInt(5000)),
        either(ResourceSpec.MAX, () -> (long) random.nextInt(1 << 30)),
        either(ResourceSpec.MAX, () -> (long) random.nextInt(1 << 30)),
        either(ResourceSpec.MAX, () -> 1L + random.nextInt(5000)),
        1 + random.nextInt(10_000),
        random.nextInt(5000),
        random.nextInt(-20, 20),
        random.nextInt(-1000, 1001),
        one(List.of(ResourceSpec.OnOom.values())));
  }

  private SandboxSpec sandbox() {
    return new SandboxSpec(
        random.nextBoolean(),
        either(Optional.empty(), () -> Optional.of(one(List.of(Set.of(), Set.of("kill"))))),
        random.nextBoolean(),
        either(List.of(), () -> List.of(path(), path())),
        either(OptionalInt.empty(), () -> OptionalInt.of(random.nextInt(01000))));
  }

  private List<SocketSpec> sockets() {
    return List.of(
        new SocketSpec(
            "http", SocketSpec.Kind.TCP, one(List.of("::1", "0.0.0.0")), 80, OptionalInt.empty()),
        new SocketSpec("d-n_s.1", SocketSpec.Kind.UDP, "127.0.0.1", 53, OptionalInt.empty()),
        new SocketSpec(
            "u",
            SocketSpec.Kind.UNIX,
            "/run/a: b",
            0,
            either(OptionalInt.empty(), () -> OptionalInt.of(random.nextInt(01000)))));
  }

  private Map<String, Condition> dependsOn() {
    Map<String, Condition> map = new LinkedHashMap<>();
    if (random.nextBoolean()) {
      map.put("x", one(List.of(Condition.values())));
      map.put("y.z", one(List.of(Condition.values())));
    }
    return map;
  }

  private RestartSpec restart(boolean once) {
    List<RestartPolicy> policies = new ArrayList<>(List.of(RestartPolicy.values()));
    if (once) {
      policies.removeAll(List.of(RestartPolicy.ALWAYS, RestartPolicy.ON_SUCCESS));
    }
    return new RestartSpec(
        one(policies),
        either(Duration.ofSeconds(1), this::duration),
        either(Duration.ofSeconds(1), this::duration),
        either(2.0, () -> 1 + random.nextInt(99) + random.nextDouble()),
        either(Duration.ofSeconds(30), this::duration),
        either(0.1, random::nextDouble),
        either(0, () -> random.nextInt(1_000_000)),
        either(0, () -> random.nextInt(1_000_000)),
        either(Duration.ofSeconds(5), this::duration),
        either(RestartLimit.NONE, () -> new RestartLimit(1 + random.nextInt(100_000), duration())),
        codes(),
        codes());
  }

  private WatchSpec watch() {
    return new WatchSpec(
        List.of("*.js", "src/**"), List.of("x*"), duration(), new WatchSpec.Action.Reload());
  }

  private List<CheckSpec> checks() {
    return List.of(
        new CheckSpec(
            one(List.of("door", "a b", "é: #")),
            new Probe.Exists(path()),
            duration(),
            Duration.ofSeconds(1 + random.nextInt(100)),
            1 + random.nextInt(9),
            one(
                List.of(
                    new CheckSpec.OnFail.Log(),
                    new CheckSpec.OnFail.Restart(),
                    new CheckSpec.OnFail.Shutdown()))));
  }

  private HealthSpec health() {
    return new HealthSpec(
        Optional.of(new Probe.Tcp("127.0.0.1", 1 + random.nextInt(65535))),
        false,
        Duration.ofSeconds(1 + random.nextInt(100)),
        Duration.ofSeconds(1 + random.nextInt(100)),
        1 + random.nextInt(9),
        duration(),
        random.nextBoolean());
  }

  private List<ProvisionStep> provision() {
    return List.of(
        new ProvisionStep("data/x", "me", "", true, OptionalInt.of(random.nextInt(07777)), false),
        new ProvisionStep(".", "", "staff", false, OptionalInt.empty(), random.nextBoolean()));
  }

  ServiceSpec spec(String name) {
    boolean once = random.nextBoolean();
    String user = either("", () -> text(false));
    return new ServiceSpec(
        name,
        command(),
        either("", () -> text(true)),
        path(),
        user,
        user.isEmpty() ? "" : either("", () -> text(true)),
        1 + random.nextInt(4),
        new EnvironmentSpec(
            pairs(),
            either(List.of(), () -> List.of(path(), path())),
            either("", () -> text(true)),
            random.nextBoolean()),
        either("", () -> text(true)),
        either("", () -> text(true)),
        random.nextBoolean(),
        pairs(),
        once,
        random.nextBoolean(),
        restart(once),
        new StopSpec(
            one(SignalNames.ALL),
            either(Command.none(), this::argv),
            either(Duration.ofSeconds(5), this::duration)),
        reload(),
        either(Duration.ofSeconds(2), this::duration),
        one(List.of(Diagnose.values())),
        new Needs(
            Needs.On.services(name.equals("web") ? Map.of() : dependsOn()),
            either(Duration.ofSeconds(30), this::duration),
            one(List.of(OnTimeout.values()))),
        either(new Ready.Started(), () -> new Ready.Notify(duration())),
        either(HealthSpec.NONE, this::health),
        either(Duration.ZERO, this::duration),
        either(List.of(), this::checks),
        Optional.empty(),
        either(WatchSpec.NONE, this::watch),
        either(RolloutSpec.ALL, () -> new RolloutSpec(true, duration(), 2, Condition.READY)),
        either(List.of(), this::provision),
        either(
            new CrashSpec(
                "", CrashSpec.Method.POST, Duration.ofSeconds(5), 0, CrashSpec.Source.ERR, ""),
            () ->
                new CrashSpec(
                    "https://h/x?y",
                    CrashSpec.Method.GET,
                    Duration.ofSeconds(5).plus(duration()),
                    random.nextInt(1000),
                    CrashSpec.Source.OUT,
                    "$${it's} ${secret} @file:///x")),
        either(
            StatsdSpec.NONE,
            () ->
                new StatsdSpec(
                    Optional.of(new HostPort("::1", 1 + random.nextInt(65_535))),
                    "a-1.b_2",
                    Duration.ofSeconds(1 + random.nextInt(3600)))),
        either(ResourceSpec.NONE, this::resources),
        either(SandboxSpec.NONE, this::sandbox),
        either(List.of(), this::sockets),
        new LogSpec(
            target(),
            target(),
            one(List.of(LogFormat.values())),
            new LineLook(
                one(List.of("", "%Y-%m-%d %T", "ç214-%TçR-")),
                one(List.of("", "{name}#{instance}", "ç51,0,1- a:# 'b'çR-")),
                random.nextBoolean()),
            new Rotation(
                either(100L << 20, () -> (long) random.nextInt() & 0xffffffL),
                either(3, () -> random.nextInt(10_000)),
                random.nextBoolean(),
                one(List.of(Every.values())),
                either(Duration.ZERO, this::duration)),
            one(List.of(OnFull.values())),
            new SyslogSpec(one(List.of("", "tcp://[::1]:601", "unix:///dev/log")), "a"),
            either(List.of(), () -> List.of(Path.of("/var/log/a b"), Path.of("/x")))));
  }
}
