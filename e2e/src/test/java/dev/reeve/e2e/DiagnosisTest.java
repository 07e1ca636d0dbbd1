package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Real programs that cannot start, in each language, and the line that says what to do. */
@EndToEnd
class DiagnosisTest {
  @TempDir Path folder;

  /**
   * A program that fails.
   *
   * @param tool what runs it; skipped where it is missing
   * @param words the command
   * @param files names and texts, in turns
   * @param hint what is expected; DIR is the folder, NAME the service
   */
  record Failing(String tool, List<String> words, List<String> files, String hint) {
    @Override
    public String toString() {
      return String.join(" ", words) + ": " + hint;
    }
  }

  private static Failing failing(String command, String hint, String... files) {
    List<String> words = List.of(command.split(" ", -1));
    return new Failing(words.getFirst(), words, List.of(files), hint);
  }

  static Stream<Failing> node() {
    return Stream.of(
        failing(
            "node server.js",
            "Node.js lacks 3 modules (redis, @acme/log, ws): cd DIR && npm install redis @acme/log ws",
            "server.js",
            "require('redis')",
            "package.json",
            """
            {"dependencies": {"redis": "^4", "ws": "8", "@acme/log": "*"}, "devDependencies": {"x": "1"}}
            """),
        failing(
            "node esm.mjs",
            "Node.js has no module 'ws': cd DIR && npm install ws",
            "esm.mjs",
            "import 'ws'"),
        failing(
            "node s.js",
            "syntax error in DIR/s.js:2: Unexpected token ';'",
            "s.js",
            "\nconst x = ;"),
        failing("node nothere.js", "there is no script DIR/nothere.js: check 'command' and 'cwd'"),
        failing(
            "node env.js",
            "the environment variable NO_SUCH is not set: reeve update NAME --env NO_SUCH=… (DIR/env.js:1)",
            "env.js",
            "process.env.NO_SUCH.length"),
        failing(
            "node db.js",
            "nothing listens on 127.0.0.1:1: start that first, or have it waited for with 'depends_on'",
            "db.js",
            "require('net').connect(1, '127.0.0.1')"),
        failing(
            "node boom.js",
            "it threw Error: boom (DIR/boom.js:1)",
            "boom.js",
            "throw new Error('boom')"));
  }

  static Stream<Failing> python() {
    return Stream.of(
        failing(
            "python3 app.py",
            "Python lacks 2 modules (no_such_one, no-such-two): ",
            "app.py",
            "import no_such_one",
            "requirements.txt",
            """
            # what it needs
            no_such_one==1.2
            No-Such.Two[extra]>=3 # two
            pip; python_version < "3"
            """
                .replace("No-Such.Two", "no-such-two")),
        failing("python3 -m no_such_module", "Python has no module 'no_such_module': "),
        failing("python3 s.py", "syntax error in DIR/s.py:1: ", "s.py", "def f(:\n  pass\n"),
        failing(
            "python3 env.py",
            "the environment variable NO_SUCH is not set: reeve update NAME --env NO_SUCH=… (DIR/env.py:2)",
            "env.py",
            "import os\nos.environ['NO_SUCH']\n"),
        failing(
            "python3 file.py",
            "there is no file DIR/conf/x.toml (only DIR exists): make it, or check its path and 'cwd'",
            "file.py",
            "open('conf/x.toml')\n".replace("conf", "./conf")));
  }

  static Stream<Failing> perl() {
    return Stream.of(
        failing(
            "perl a.pl",
            "Perl lacks 2 modules (No::Such, No::Other): cpan No::Such No::Other",
            "a.pl",
            "use strict;\nuse No::Such;\nuse No::Other 1.2;\n"),
        failing(
            "perl s.pl",
            "syntax error in s.pl:2, near \"= ;\"",
            "s.pl",
            "use strict;\nmy $x = ;\n"),
        failing(
            "perl g.pl",
            "$x is not declared in g.pl:2: 'my $x', or a typing error",
            "g.pl",
            "use strict;\n$x = 1;\n"),
        failing("perl nothere.pl", "there is no script nothere.pl: check 'command' and 'cwd'"));
  }

  static Stream<Failing> php() {
    return Stream.of(
        failing(
            "php a.php",
            "the PHP packages are not installed: cd DIR && composer install",
            "a.php",
            "<?php\nrequire __DIR__ . '/vendor/autoload.php';\n"),
        failing(
            "php s.php",
            "syntax error in DIR/s.php:2: unexpected token \";\"",
            "s.php",
            "<?php\n$x = ;\n"),
        failing(
            "php f.php",
            "there is no function no_such_function() in DIR/f.php:2",
            "f.php",
            "<?php\nno_such_function();\n"),
        failing(
            "php c.php",
            "there is no class Acme\\Kernel in DIR/c.php:2: is its package installed",
            "c.php",
            "<?php\nnew Acme\\Kernel();\n"));
  }

  static Stream<Failing> ruby() {
    return Stream.of(
        failing(
            "ruby a.rb",
            "Ruby lacks 2 modules (no_such_gem, no_such_other): cd DIR && bundle install",
            "a.rb",
            "require 'no_such_gem'\n",
            "Gemfile",
            "source 'https://rubygems.org'\ngem 'no_such_gem'\ngem \"no_such_other\", '~> 5'\n"),
        failing("ruby s.rb", "syntax error in s.rb:1", "s.rb", "x = \n"),
        failing(
            "ruby env.rb",
            "the environment variable NO_SUCH is not set: reeve update NAME --env NO_SUCH=… (env.rb:1)",
            "env.rb",
            "ENV.fetch('NO_SUCH')\n"),
        failing("ruby b.rb", "it raised RuntimeError: boom (b.rb:1)", "b.rb", "raise 'boom'\n"));
  }

  static Stream<Failing> java() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return Stream.of(
        failing(java + " com.example.Main", "the class path has no class com.example.Main: "),
        failing(
            java + " -jar app.jar", "there is no app.jar: check 'command' and 'cwd', or build it"),
        failing(
            java + " Main.java",
            "the class path has no class org.postgresql.Driver: add the jar of PostgreSQL's driver",
            "Main.java",
            """
            class Main {
              public static void main(String[] words) throws Exception {
                Class.forName("org.postgresql.Driver");
              }
            }
            """),
        failing(
            java + " --no-such-option", "this Java does not know the option --no-such-option: "));
  }

  static Stream<Failing> go() {
    return Stream.of(
        failing(
            "go run p.go",
            "it panicked in DIR/p.go:5: a map was written to before it was made",
            "p.go",
            """
            package main

            func main() {
            	var m map[string]int
            	m["a"] = 1
            }
            """),
        failing(
            "go run m.go",
            "no Go module has the package example.com/no/such: go get example.com/no/such",
            "m.go",
            "package main\n\nimport \"example.com/no/such\"\n\nfunc main() { such.X() }\n",
            "go.mod",
            "module x\n"),
        failing(
            "go run c.go",
            "it does not compile: ",
            "c.go",
            "package main\n\nfunc main() { x := 1 }\n"));
  }

  static Stream<Failing> bash() {
    return Stream.of(
        failing(
            "bash c.sh",
            "there is no program 'no-such-program' in PATH (c.sh:2): install it",
            "c.sh",
            "\nno-such-program .\n"),
        failing(
            "bash u.sh",
            "the environment variable NO_SUCH is not set: reeve update NAME --env NO_SUCH=… (u.sh:2)",
            "u.sh",
            "set -u\necho $NO_SUCH\n"),
        failing(
            "bash s.sh",
            "syntax error: unexpected end of file (s.sh:",
            "s.sh",
            "if true; then\necho\n"),
        failing(
            "bash w.sh",
            "the script has Windows line ends: sed -i 's/\\r$//' SCRIPT",
            "w.sh",
            "#!/bin/bash\r\nif true; then\r\nls\r\nfi\r\n"),
        failing("bash nothere.sh", "there is no script nothere.sh: check 'command' and 'cwd'"));
  }

  @ParameterizedTest
  @MethodSource({"node", "python", "perl", "php", "ruby", "java", "go", "bash"})
  void whoStartsItIsToldInOneLineWhatToDo(Failing failing, @Shared Reeve shared)
      throws IOException {
    needed(failing.tool);
    Reeve reeve = shared.in(folder);
    for (int i = 0; i < failing.files.size(); i += 2) {
      reeve.write(failing.files.get(i), failing.files.get(i + 1));
    }
    String name = name();
    String said =
        start(reeve, name, failing.words, "HOME=" + folder, "GOPROXY=off", "GOFLAGS=-mod=mod");
    String hint = failing.hint.replace("DIR", folder.toString()).replace("NAME", name);
    assertThat(hintOf(said)).startsWith(hint);
    assertThat(reeve.reasons(name, "diagnosed")).singleElement().asString().startsWith(hint);
  }

  private static String name() {
    return "d" + Long.toString(System.nanoTime(), 36);
  }

  private static void needed(String tool) {
    boolean there =
        Path.of(tool).isAbsolute()
            || Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, tool)));
    assumeTrue(there, tool + " is not installed");
  }

  /** What a start that fails says; the machine may be slow. */
  private static String start(Reeve reeve, String name, List<String> words, String... environment) {
    List<String> start =
        new ArrayList<>(
            List.of("start", "--name", name, "--restart", "never", "--startup-grace", "60s"));
    for (String variable : environment) {
      start.addAll(List.of("--env", variable));
    }
    start.add("--");
    start.addAll(words);
    Result result = reeve.run(start);
    assertThat(result.exit()).as("exit code of %s", result).isEqualTo(1);
    return result.stderr();
  }

  private static String hintOf(String said) {
    Optional<String> hint = said.lines().filter(line -> line.startsWith("→ ")).reduce((a, b) -> b);
    return hint.orElseThrow(() -> new AssertionError(said)).substring(2);
  }

  @Test
  void whoHoldsAPortIsNamed(@Shared Reeve shared) throws IOException {
    needed("python3");
    Reeve reeve = shared.in(folder);
    String bind =
        "import socket,sys,time\ns=socket.socket()\ns.bind(('127.0.0.1',int(sys.argv[1])))\ns.listen()\ntime.sleep(1000)\n";
    reeve.write("bind.py", bind);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
      assertThat(hintOf(start(reeve, name(), List.of("python3", "bind.py", "" + port))))
          .startsWith("port " + port + " is in use by ")
          .endsWith(
              " (pid " + ProcessHandle.current().pid() + "): stop that, or take another port");
    }
    String holder = name();
    reeve
        .run(
            "start",
            "--name",
            holder,
            "--startup-grace",
            "0",
            "--",
            "python3",
            "bind.py",
            "" + port)
        .ok();
    Until.holds(() ->
        assertThat(reeve.run("ports", holder).ok().stdout()).contains(Integer.toString(port)));
    assertThat(hintOf(start(reeve, name(), List.of("python3", "bind.py", "" + port))))
        .startsWith("port " + port + " is in use by the service " + holder + " (pid ")
        .endsWith(": reeve stop " + holder + ", or take another port");
  }

  @Test
  void whatAnotherUserMayNotUseIsToldWithItsOwner(@Shared Reeve shared) throws IOException {
    Root.needed("start services of other users");
    Path open = Files.createTempDirectory(Path.of("/tmp"), "reeve-diagnosis");
    try {
      Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
      Path secret = Files.writeString(open.resolve("secret.conf"), "x");
      Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
      Result result =
          shared
              .in(open)
              .run(
                  "start",
                  "--name",
                  name(),
                  "--restart",
                  "never",
                  "--user",
                  "nobody",
                  "--startup-grace",
                  "60s",
                  "--",
                  "cat",
                  secret.toString());
      assertThat(hintOf(result.stderr()))
          .isEqualTo(
              "user nobody may not use %s (owner root, group root, mode rw-------): chown or chmod it, or change 'user'"
                  .formatted(secret));
    } finally {
      Files.deleteIfExists(open.resolve("secret.conf"));
      Files.deleteIfExists(open);
    }
  }

  @Test
  void aPreflightRefusesEveryStartOfWhatLacksSomething(@Shared Reeve shared) throws IOException {
    needed("node");
    Reeve reeve = shared.in(folder);
    reeve.write("package.json", "{\"dependencies\": {\"ws\": \"8\", \"axios\": \"1\"}}");
    reeve.write(
        "server.js", "require('fs').appendFileSync('ran', 'x'); setInterval(() => {}, 1e6)");
    String name = name();
    Result refused =
        reeve
            .run("start", "--name", name, "--diagnose", "preflight", "--", "node", "server.js")
            .exits(1);
    refused.says(
        "cannot start " + name + ": Node.js lacks 2 modules (axios, ws)",
        "→ cd " + folder + " && npm install axios ws");
    assertThat(folder.resolve("ran")).doesNotExist();
    Files.createDirectories(folder.resolve("node_modules/ws"));
    Files.createDirectories(folder.resolve("node_modules/axios"));
    reeve
        .run(
            "start",
            "--name",
            name,
            "--diagnose",
            "preflight",
            "--startup-grace",
            "0",
            "--",
            "node",
            "server.js")
        .ok();
    Until.holds(() -> assertThat(folder.resolve("ran")).exists());
    Files.delete(folder.resolve("node_modules/ws"));
    assertThat(Procs.kill(reeve.pid(name))).isTrue(); // automatic starts are looked at as well
    reeve.awaitState(name, "failed");
    assertThat(reeve.reasons(name, "failed"))
        .last()
        .isEqualTo("cannot start: Node.js has no module 'ws'");
    assertThat(folder.resolve("ran")).hasContent("x");
  }

  @Test
  void aPreflightAsksTheInterpreterOfTheService(@Shared Reeve shared) {
    needed("python3");
    Reeve reeve = shared.in(folder);
    reeve.write("requirements.txt", "no-such-one\nno_such.two>=2\n");
    reeve.write("app.py", "pass\n");
    Result refused =
        reeve
            .run("start", "--name", name(), "--diagnose", "preflight", "--", "python3", "app.py")
            .exits(1);
    refused.says(
        "Python lacks 2 modules (no-such-one, no_such.two)",
        "→ ",
        "pip install no-such-one no_such.two");
  }

  @Test
  void aLoopOfRestartsIsDiagnosedOnceAndShownInStatus(@Shared Reeve shared) {
    Reeve reeve = shared.in(folder);
    reeve.write("loop.sh", "echo no-such-program: >&2\nno-such-program\n");
    String name = name();
    reeve
        .run(
            "start",
            "--name",
            name,
            "--no-wait",
            "--restart-delay",
            "50ms",
            "--max-restarts",
            "8",
            "--",
            "bash",
            "loop.sh")
        .ok();
    reeve.awaitState(name, "failed");
    String hint = "there is no program 'no-such-program' in PATH (loop.sh:2): ";
    Until.holds(() ->
        assertThat(reeve.reasons(name, "diagnosed")).singleElement().asString().startsWith(hint));
    Until.holds(() -> reeve.run("status", name).ok().prints(hint));
  }

  @Test
  void whatAProgramWroteDoesNoHarm(@Shared Reeve shared) {
    Reeve reeve = shared.in(folder);
    reeve.write(
        "evil.sh",
        "printf \"Error: Cannot find module '\\033[2Jx;rm -rf ~\\033]0;t\\007'\\n\" >&2; exit 1\n");
    String said = start(reeve, name(), List.of("bash", "evil.sh"));
    assertThat(said).doesNotContain("\033", "\007");
    assertThat(hintOf(said))
        .startsWith("Node.js has no module 'x;rm -rf ~")
        .endsWith("': install it, or check its name");
  }

  @Test
  void whoWantsNoDiagnosisGetsNone(@Shared Reeve shared) {
    Reeve reeve = shared.in(folder);
    reeve.write("c.sh", "no-such-program\n");
    String name = name();
    Result result =
        reeve
            .run(
                "start",
                "--name",
                name,
                "--diagnose",
                "off",
                "--restart",
                "never",
                "--",
                "bash",
                "c.sh")
            .exits(1);
    assertThat(hintOf(result.stderr())).isEqualTo("see 'reeve logs " + name + "'");
    assertThat(reeve.reasons(name, "diagnosed")).isEmpty();
  }
}
