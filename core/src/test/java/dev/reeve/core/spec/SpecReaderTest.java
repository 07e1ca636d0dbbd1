package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SpecReaderTest {
  private static final Path BASE = Path.of("/srv/app");

  /** A tree with a command and these fields: path, value, path, value… */
  private static Map<String, Object> tree(Object... fields) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", "node server.js");
    for (int i = 0; i < fields.length; i += 2) {
      SpecWriter.put(tree, (String) fields[i], fields[i + 1]);
    }
    return tree;
  }

  private static ServiceSpec read(Object... fields) {
    SpecReader.Reading reading = SpecReader.read("api", tree(fields), BASE);
    assertThat(reading.problems()).isEmpty();
    return reading.spec().orElseThrow();
  }

  private static List<Problem> problems(Map<?, ?> tree) {
    SpecReader.Reading reading = SpecReader.read("api", tree, BASE);
    assertThat(reading.spec().isPresent()).isEqualTo(reading.problems().isEmpty());
    return reading.problems();
  }

  @Test
  void aCommandIsEnough() {
    ServiceSpec spec = read();
    assertThat(spec.name()).isEqualTo("api");
    assertThat(spec.command()).isEqualTo(new Command.Argv(List.of("node", "server.js")));
    assertThat(spec.directory()).isEqualTo(BASE);
    for (Field<?> field : Fields.ALL) {
      if (!field.equals(Fields.COMMAND) && !field.equals(Fields.DIRECTORY)) {
        assertThat(field.isDeclared(spec)).as(field.path()).isFalse();
      }
    }
  }

  @Test
  void aOneShotIsNotRestartedUnlessItSaysSo() {
    assertThat(read("once", true).restart().policy()).isEqualTo(RestartPolicy.NEVER);
    assertThat(read("once", true, "restart.policy", "on-failure").restart().policy())
        .isEqualTo(RestartPolicy.ON_FAILURE);
  }

  @Test
  void thePolicyMayStandForTheWholeSection() {
    assertThat(read("restart", "on-failure").restart().policy())
        .isEqualTo(RestartPolicy.ON_FAILURE);
  }

  @Test
  void aShellLineIsKeptAsItIs() {
    ServiceSpec spec = read("command", "cd x && exec y | tee z", "shell", true);
    assertThat(spec.command()).isEqualTo(new Command.ShellLine("cd x && exec y | tee z"));
  }

  @Test
  void aListIsAnArgv() {
    assertThat(read("command", List.of("sleep", 5, "a b")).command())
        .isEqualTo(new Command.Argv(List.of("sleep", "5", "a b")));
  }

  @Test
  void relativePathsStartFromTheBaseAndLogsFromTheDirectory() {
    ServiceSpec spec =
        read(
            "cwd",
            "sub/../web",
            "env_file",
            List.of(".env", "/etc/env"),
            "logs.stdout",
            "out.log",
            "logs.stderr",
            "null");
    assertThat(spec.directory()).isEqualTo(Path.of("/srv/app/web"));
    assertThat(spec.environment().files())
        .containsExactly(Path.of("/srv/app/.env"), Path.of("/etc/env"));
    assertThat(spec.logs().stdout()).isEqualTo(new LogTarget.File(Path.of("/srv/app/web/out.log")));
    assertThat(spec.logs().stderr()).isEqualTo(new LogTarget.Discard());
  }

  @Test
  void aTildeIsTheHomeOfTheReader() {
    Path home = Path.of(System.getProperty("user.home"));
    assertThat(read("cwd", "~").directory()).isEqualTo(home.normalize());
    assertThat(read("cwd", "~/x").directory()).isEqualTo(home.resolve("x").normalize());
    assertThat(read("cwd", "~x").directory()).isEqualTo(BASE.resolve("~x"));
  }

  static Stream<Arguments> dependencies() {
    Map<String, Condition> both = new LinkedHashMap<>();
    both.put("db", Condition.STARTED);
    both.put("init", Condition.COMPLETED);
    return Stream.of(
        arguments(Map.of("db", "started"), Map.of("db", Condition.STARTED)),
        arguments("db", Map.of("db", Condition.STARTED)),
        arguments(List.of("db", "init:completed"), both),
        arguments(List.of("db", "init: completed"), both),
        arguments(List.of("db", Map.of("init", "completed")), both));
  }

  @ParameterizedTest
  @MethodSource("dependencies")
  void dependenciesCanBeWrittenInManyWays(Object tree, Map<String, Condition> expected) {
    assertThat(read("depends_on", tree).dependsOn()).isEqualTo(expected);
  }

  @Test
  void valuesComeInTheShapesOfYamlAndOfTheCommandLine() {
    ServiceSpec spec =
        read(
            "env",
            List.of("A=1", "B=x=y"),
            "labels",
            Map.of("tier", 2),
            "restart.exit_codes",
            "1, 2",
            "restart.except_codes",
            List.of(7, "8"),
            "restart.limit",
            "3/1m",
            "restart.jitter",
            0,
            "restart.delay",
            0,
            "inherit_env",
            "false",
            "stop.signal",
            "int",
            "logs.rotate.size",
            "1MiB",
            "reload",
            "SIGHUP");
    assertThat(spec.environment().variables()).isEqualTo(Map.of("A", "1", "B", "x=y"));
    assertThat(spec.labels()).isEqualTo(Map.of("tier", "2"));
    assertThat(spec.restart().exitCodes()).isEqualTo(Set.of(1, 2));
    assertThat(spec.restart().exceptCodes()).isEqualTo(Set.of(7, 8));
    assertThat(spec.restart().limit()).isEqualTo(new RestartLimit(3, Duration.ofMinutes(1)));
    assertThat(spec.restart().jitter()).isZero();
    assertThat(spec.restart().delay()).isZero();
    assertThat(spec.environment().inherit()).isFalse();
    assertThat(spec.stop().signal()).isEqualTo("INT");
    assertThat(spec.logs().rotation().size()).isEqualTo(1L << 20);
    assertThat(spec.reload()).isEqualTo(new ReloadAction.Signal("HUP"));
  }

  @Test
  void aReloadIsARestartASignalOrACommand() {
    assertThat(read("reload", "restart").reload()).isEqualTo(new ReloadAction.Restart());
    assertThat(read("reload", "/bin/again now").reload())
        .isEqualTo(new ReloadAction.Run(new Command.Argv(List.of("/bin/again", "now"))));
    assertThat(read("reload", List.of("restart")).reload())
        .isEqualTo(new ReloadAction.Run(new Command.Argv(List.of("restart"))));
  }

  @Test
  void theOrderOfPairsIsKept() {
    Map<String, Object> env = new LinkedHashMap<>();
    for (String key : List.of("Z", "A", "M", "B")) {
      env.put(key, "1");
    }
    assertThat(read("env", env).environment().variables().keySet())
        .containsExactly("Z", "A", "M", "B");
  }

  static Stream<Arguments> errors() {
    return Stream.of(
        error("comand", "x", "comand", "unknown field 'comand'; did you mean 'command'?"),
        error(
            "restart.dely",
            "1s",
            "restart.dely",
            "unknown field 'dely' in 'restart'; did you mean 'delay'?"),
        error(
            "logs.rotate.kep",
            1,
            "logs.rotate.kep",
            "unknown field 'kep' in 'logs.rotate'; did you mean 'keep'?"),
        error("zzz", 1, "zzz", "unknown field 'zzz'"),
        error("env", null, "env", "'env' has no value"),
        error("restart", null, "restart", "'restart' has no value"),
        error("zzz", null, "zzz", "unknown field 'zzz'"),
        error("logs", "x", "logs", "'logs' must be a map, not 'x'"),
        error("stop", List.of(1), "stop", "'stop' must be a map, not a list"),
        error("command", "", "command", "'command' is empty; name a program"),
        error("command", List.of(), "command", "'command' is empty; name a program"),
        error("command", List.of("", "x"), "command", "'command' is empty; name a program"),
        error("command", null, "command", "'command' has no value"),
        error("command", "say 'hi", "command", "'command' has an opening ' that is not closed"),
        error("command", "x \\", "command", "'command' ends in a backslash that escapes nothing"),
        error("command", Map.of("a", 1), "command", "'command' must be a command line, not a map"),
        error("command", List.of("x", Map.of()), "command", "'command' must be a word, not a map"),
        error(
            "command",
            Arrays.asList("x", null),
            "command",
            "'command' has no value; a word is needed"),
        error(
            "command",
            "a\0b",
            "command",
            "'command' contains a NUL character, which no program can be given"),
        error("shell", "yes", "shell", "'shell' must be true or false, not 'yes'"),
        error("cwd", "", "cwd", "'cwd' is empty; a path is needed"),
        error("instances", 0, "instances", "'instances' must be from 1 to 10000"),
        error("instances", 10_001, "instances", "'instances' must be from 1 to 10000"),
        error("instances", "many", "instances", "'instances' is not a whole number"),
        error("instances", 1.5, "instances", "'instances' is not a whole number"),
        error(
            "instances",
            List.of(1),
            "instances",
            "'instances' must be a whole number from 1 to 10000, not a list"),
        error("restart.backoff", 0.5, "restart.backoff", "'restart.backoff' must be from 1 to 100"),
        error("restart.backoff", "x", "restart.backoff", "'restart.backoff' is not a number"),
        error("restart.jitter", 2, "restart.jitter", "'restart.jitter' must be from 0 to 1"),
        error(
            "restart.delay",
            5,
            "restart.delay",
            "'restart.delay' is not a duration: write it like 500ms, 5s, 1m30s, 2h or 7d"),
        error(
            "restart.delay",
            "9999d",
            "restart.delay",
            "'restart.delay' is too long: the longest duration is 3650d"),
        error(
            "restart.policy",
            "allways",
            "restart.policy",
            "'restart.policy' must be one of always, on-failure, on-success, never; did you mean"
                + " 'always'?"),
        error(
            "restart",
            true,
            "restart.policy",
            "'restart.policy' must be one of always, on-failure, on-success, never"),
        error(
            "restart.limit",
            Map.of("max", 3),
            "restart.limit",
            "'restart.limit' must be {max: 3, within: 1m}, or 3/1m on the command line"),
        error(
            "restart.limit",
            "3",
            "restart.limit",
            "'restart.limit' must be {max: 3, within: 1m}, or 3/1m on the command line"),
        error("restart.limit", "0/1m", "restart.limit", "'restart.limit' must be from 1 to 100000"),
        error(
            "restart.limit",
            "3/0",
            "restart.limit",
            "'restart.limit' needs a time longer than 0 in 'within'"),
        error(
            "restart.exit_codes",
            256,
            "restart.exit_codes",
            "'restart.exit_codes' must be from 0 to 255"),
        error(
            "stop.signal",
            "SIGTREM",
            "stop.signal",
            "'stop.signal' is not a signal; did you mean 'TERM'?"),
        error("stop.signal", 99, "stop.signal", "'stop.signal' is not a signal"),
        error(
            "logs.rotate.size",
            "big",
            "logs.rotate.size",
            "'logs.rotate.size' is not a size: write it like 500K, 10M, 1G or 64MiB"),
        error(
            "logs.rotate.size",
            "999999999999T",
            "logs.rotate.size",
            "'logs.rotate.size' is larger than any disk"),
        error("env", List.of("A"), "env", "'env' must be KEY=VALUE, not 'A'"),
        error("env", Map.of("", "x"), "env", "'env' has a key that cannot be one: ''"),
        error("env", Map.of("A=B", "x"), "env", "'env' has a key that cannot be one: 'A=B'"),
        error("env", Map.of("A", List.of()), "env.A", "'env.A' must be a text, not a list"),
        error(
            "depends_on",
            Map.of("db", "awake"),
            "depends_on.db",
            "'depends_on.db' must be one of started, ready, healthy, completed"),
        error(
            "depends_on",
            List.of("a b"),
            "depends_on.a b",
            "'depends_on.a b' is not a name: use 1 to 64 letters, digits, '.', '_' and '-', not"
                + " beginning with '-'"),
        error(
            "depends_on",
            nullValue("db"),
            "depends_on.db",
            "'depends_on.db' has no value; say started, ready, healthy, completed"),
        error(
            "checks",
            Collections.singletonList(null),
            "checks.0",
            "'checks.0' has no value; a map is needed"),
        error(
            "checks",
            Map.of("name", "x"),
            "checks",
            "'checks' needs a 'check', such as {tcp: '127.0.0.1:5432'}"),
        error(
            "checks",
            List.of("tcp::80", Map.of("check", "tcp::81", "on_fail", "explode")),
            "checks.1.on_fail",
            "'checks.1.on_fail' must be shutdown, log, restart or {start: NAME}, not 'explode'"),
        error(
            "checks",
            List.of(Map.of("check", "tcp::81", "on_fail", Map.of("spawn", "x"))),
            "checks.0.on_fail.spawn",
            "unknown field 'spawn' in 'checks.0.on_fail'; known: start"),
        error(
            "checks",
            List.of(Map.of("check", "tcp::81", "on_fail", Map.of("start", "a b"))),
            "checks.0.on_fail.start",
            "'checks.0.on_fail.start' is not a name: use 1 to 64 letters, digits, '.', '_' and '-',"
                + " not beginning with '-'"),
        error(
            "checks",
            List.of(Map.of("check", "tcp::81", "on_fail", Map.of())),
            "checks.0.on_fail",
            "'checks.0.on_fail' needs 'start' and the name of a service"),
        error(
            "checks",
            List.of(Map.of("check", "tcp::80"), Map.of("check", "tcp::80", "interval", "1s")),
            "checks.1",
            "'checks.1' has the name of another check, 'tcp 127.0.0.1:80'"),
        error(
            "checks",
            List.of(Map.of("name", " ", "check", "tcp::80")),
            "checks.0.name",
            "'checks.0.name' must have 1 to 200 characters"),
        error(
            "checks",
            List.of(Map.of("name", "a\tb", "check", "tcp::80")),
            "checks.0.name",
            "'checks.0.name' has a character that cannot be shown"),
        error(
            "checks",
            List.of(Map.of("check", Map.of("tcp", "a"))),
            "checks.0.check.tcp",
            "'checks.0.check.tcp' must be host:port, such as 127.0.0.1:5432"),
        error(
            "checks",
            List.of(Map.of("check", "tcp::80", "poll_interval", "1s")),
            "checks.0.poll_interval",
            "unknown field 'poll_interval' in 'checks.0'; known: name, check, initial_delay, interval,"
                + " failures, on_fail"),
        error(
            "checks",
            List.of(Map.of("check", "tcp::80", "interval", "0s")),
            "checks.0.interval",
            "'checks.0.interval' must be longer than 0"),
        error(
            "checks",
            List.of(Map.of("check", "tcp::80", "failures", 0)),
            "checks.0.failures",
            "'checks.0.failures' must be from 1 to 1000"),
        error("group", "www", "group", "'group' needs a 'user' beside it"));
  }

  private static Map<String, Object> nullValue(String key) {
    Map<String, Object> map = new HashMap<>();
    map.put(key, null);
    return map;
  }

  private static Arguments error(String field, Object value, String path, String message) {
    return arguments(field, value, path, message);
  }

  @ParameterizedTest(name = "{3}")
  @MethodSource("errors")
  void eachMistakeIsNamed(String field, Object value, String path, String message) {
    assertThat(problems(tree(field, value)))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).isEqualTo(message))
        .satisfies(problem -> assertThat(problem.path()).isEqualTo(path))
        .satisfies(
            problem -> assertThat(problem.unknownKey()).isEqualTo(message.startsWith("unknown")));
  }

  @Test
  void allMistakesAreToldAtOnce() {
    assertThat(problems(tree("instances", 0, "foo", 1, "restart.delay", "x"))).hasSize(3);
  }

  @Test
  void whatToRunMustBeSaid() {
    assertThat(problems(Map.of()))
        .extracting(Problem::message)
        .containsExactly("'command' is missing; say what to run");
  }

  @Test
  void aShellNeedsOneLine() {
    assertThat(problems(tree("command", List.of("a"), "shell", true)))
        .extracting(Problem::message)
        .containsExactly(
            "'command' must be one line of text with 'shell: true'; a list needs no shell");
    assertThat(problems(tree("command", "  ", "shell", true)))
        .extracting(Problem::message)
        .containsExactly("'command' is empty; name a program");
  }

  @Test
  void aOneShotCannotBeRestartedAfterSuccess() {
    assertThat(problems(tree("once", true, "restart.policy", "always")))
        .extracting(Problem::message)
        .containsExactly(
            "'restart: always' contradicts 'once: true'; a one-shot may only restart on-failure");
    assertThat(problems(tree("once", true, "restart.policy", "on-success"))).hasSize(1);
  }

  @Test
  void theNameIsCheckedToo() {
    SpecReader.Reading reading = SpecReader.read("all", tree(), BASE);
    assertThat(reading.problems())
        .containsExactly(
            new Problem("", "'all' cannot be a name: it has a meaning of its own", true));
    assertThat(reading.spec()).isEmpty();
  }
}
