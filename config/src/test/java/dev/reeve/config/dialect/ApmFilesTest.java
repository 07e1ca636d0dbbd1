package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.tree.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The syntax of APM files, what they include, and what is told of them. */
class ApmFilesTest {

  @TempDir Path folder;

  private static Sketching.Result sketch(String text) {
    return Sketching.of(new Apm(), "apm.conf", text);
  }

  /** The declared fields of the only worker. */
  private static String declared(String text) {
    Sketching.Result result = sketch(text);
    assertThat(result.problems()).isEmpty();
    return result.declared(result.sketches().keySet().iterator().next());
  }

  private static List<String> warnings(String text) {
    return sketch(text).warnings();
  }

  private static List<String> problems(String text) {
    return sketch(text).problems();
  }

  private static String dialect(String name, String text) {
    return Dialects.of(new Source(Path.of("/conf", name), text))
        .map(Dialect::name)
        .orElse("native");
  }

  @Test
  void quotesCommentsAndBracesAreUnderstood() {
    assertThat(
            declared(
                """
                // a comment; worker {
                worker { # another }
                  exec "my program"; // server http://x;
                  params "a;b", 'c "d"', `e 'f' }`, --g=1;
                  env JSON={"a":1}, N=`x
                y`;
                  ban_me_not yes;
                  prefix Tom's  API#1;
                  watch *.php,   # one
                        *.env;   # another
                  syslog_tag ""; ;;
                }
                """))
        .isEqualTo(
            """
            command: [my program, a;b, c "d", e 'f' }, --g=1]
            env.JSON: {"a":1}
            env.N: x
            y
            logs.prefix: Tom's API#1
            logs.syslog_tag:\s
            watch.paths: [*.php, *.env]
            """);
  }

  @Test
  void mistakesOfSyntaxHaveTheirPlaces() {
    assertThat(problems("worker {\n  name api\n  exec node;\n  params x;\n}\n"))
        .containsExactly("apm.conf:2:11: ';' is missing behind 'name'");
    assertThat(problems("worker { exec x; user me }")).isEmpty();
    assertThat(problems("worker { exec x;"))
        .containsExactly("apm.conf:1:9: this block is not closed by '}'");
    assertThat(problems("worker { exec x"))
        .containsExactly(
            "apm.conf:1:9: this block is not closed by '}'",
            "apm.conf:1:16: the file ends without ';' behind 'exec'");
    assertThat(problems("worker { exec x; }\n}\nworker { =; exec y; }"))
        .containsExactly(
            "apm.conf:2:1: this '}' closes no block",
            "apm.conf:3:1: the worker has neither 'name' nor 'exec'",
            "apm.conf:3:9: this block is not closed by '}'",
            "apm.conf:3:10: expected 'KEY VALUE;' or 'NAME { … }'");
    assertThat(problems("worker { exec \"x; }"))
        .containsExactly("apm.conf:1:15: this quote is not closed");
    assertThat(problems("a { ".repeat(20)).getLast()).endsWith("nested deeper than 16 blocks");
    assertThat(problems("worker { exec x; env A, =1; path /a/$NONE; }"))
        .containsExactly(
            "apm.conf:1:22: service 'x': 'env' must be KEY=value, not 'A'; put a value that"
                + " contains commas in quotes",
            "apm.conf:1:25: service 'x': 'env' must be KEY=value, not '=1'; put a value that"
                + " contains commas in quotes",
            "apm.conf:1:34: service 'x': 'path': variable 'NONE' is not set");
  }

  @Test
  void valuesThatCannotBeHaveTheirPlaces() {
    assertThat(
            Dialecting.problems(
                "apm.conf",
                "worker {\n exec x;\n instances many;\n kill_timeout soon;\n log_max_size big;\n}\n"))
        .containsExactly(
            "3:12: service 'x': 'instances' is not a whole number",
            "4:15: service 'x': 'stop.grace' is not a duration: write it like 500ms, 5s, 1m30s, 2h"
                + " or 7d",
            "5:15: service 'x': 'logs.rotate.size' is not a size: write it like 500K, 10M, 1G or"
                + " 64MiB");
  }

  @Test
  void whatHasNoEquivalentIsAWarning() {
    assertThat(
            warnings(
                """
                daemon {
                  gui_port 6789;
                  gui_bind 127.0.0.1;
                  gui_password secret;
                  auto_reload true;
                  allow_group apm-admin;
                  colour red;
                }
                telemetry true;
                instances 3;
                colour red;
                theme { colour red; }
                worker {
                  exec x;
                  instance 4;
                  theme { colour red; }
                  on_crash { debounce 100; }
                  statsd { prefix a; }
                  vanguard { rate_limits 5; }
                  dashboard { module { type led; id 1; } module { type led; id 1; x 0; y 0; w 1; h 1; } }
                }
                worker { exec y; on_crash { url http://x; debounce 100; } }
                """))
        .containsExactly(
            "apm.conf:2:3: 'daemon.gui_port' is ignored: settings of the daemon belong into a"
                + " reeve.yaml, as 'daemon.console.port'",
            "apm.conf:3:3: 'daemon.gui_bind' is ignored: settings of the daemon belong into a"
                + " reeve.yaml, as 'daemon.console.bind'",
            "apm.conf:4:3: 'daemon.gui_password' is ignored: settings of the daemon belong into a"
                + " reeve.yaml, as 'daemon.console.users'",
            "apm.conf:6:3: 'daemon.allow_group' is ignored: settings of the daemon belong into a"
                + " reeve.yaml, as 'daemon.allow_group'",
            "apm.conf:7:3: unknown 'colour' in 'daemon' is ignored",
            "apm.conf:9:1: 'telemetry' has no equivalent: Reeve tells nobody; ignored",
            "apm.conf:10:1: 'instances' is ignored: it belongs into a 'worker { … }'",
            "apm.conf:11:1: 'colour' is ignored: it has no meaning outside of a block",
            "apm.conf:12:1: unknown block 'theme' is ignored",
            "apm.conf:15:3: service 'x': unknown 'instance' is ignored; did you mean 'instances'?",
            "apm.conf:16:3: service 'x': unknown 'theme' is ignored",
            "apm.conf:17:3: service 'x': 'on_crash' has no equivalent: APM ignores it, too, because"
                + " it has no 'url'; ignored",
            "apm.conf:18:3: service 'x': 'statsd' has no equivalent: APM ignores it, too, because"
                + " it has no 'host'; ignored",
            "apm.conf:19:14: service 'x': unknown 'rate_limits' is ignored; did you mean"
                + " 'rate_limit'?",
            "apm.conf:20:15: service 'x': the module of the dashboard has no 'x'",
            "apm.conf:20:15: service 'x': the module of the dashboard has no 'y'",
            "apm.conf:20:15: service 'x': the module of the dashboard has no 'w'",
            "apm.conf:20:15: service 'x': the module of the dashboard has no 'h'",
            "apm.conf:20:61: service 'x': there is a module 1 already, in line 20",
            "apm.conf:22:43: service 'y': 'debounce' is 5 s: it cannot be shorter, as in APM");
    assertThat(warnings("telemetry false; worker { exec x; }")).isEmpty();
  }

  @Test
  void includedFilesStandWhereTheyAreIncluded() throws Exception {
    Path parts = Files.createDirectories(folder.resolve("apm.conf.d"));
    Files.writeString(parts.resolve("b.conf"), "worker { exec b; path data; }");
    Files.writeString(parts.resolve("a.conf"), "worker { exec a; env_file x; }");
    Files.writeString(folder.resolve("ips.part"), "allow_ip 10.0.0.0/8;\nallow_ip 11.0.0.0/8;\n");
    Path file =
        Files.writeString(
            folder.resolve("apm.conf"),
            """
            daemon { }
            # Load drop-in worker configs
            include apm.conf.d/*.conf;
            worker {
              name portal;
              exec node;
              params app.js;
              vanguard { include %s/ips.part; include none-*.part; ban_ip 1.1.1.1; }
            }
            """
                .formatted(folder));
    Sketching.Result result = Sketching.of(new Apm(), file);
    assertThat(result.problems()).isEmpty();
    assertThat(result.sketches().keySet()).containsExactly("a", "b", "portal");
    assertThat(result.declared("portal"))
        .contains("guard.allow_ip: [10.0.0.0/8, 11.0.0.0/8]\n")
        .contains("guard.ban_ip: [1.1.1.1]\n");
    assertThat(result.declared("b")).contains("cwd: " + parts + "/data\n");
  }

  @Test
  void whatCannotBeIncludedHasItsPlace() throws Exception {
    Files.writeString(folder.resolve("loop.conf"), "include apm.conf;");
    Files.writeString(folder.resolve("bad.conf"), "worker { exec x; }\n}");
    Path file =
        Files.writeString(
            folder.resolve("apm.conf"),
            "include none.conf;\ninclude loop.conf;\ninclude bad.conf;\ninclude;\ninclude [.conf;\ninclude .;\n");
    assertThat(Sketching.of(new Apm(), file).problems())
        .containsExactly(
            "apm.conf:1:9: cannot include " + folder + "/none.conf: no such file",
            "apm.conf:4:1: 'include' names no file",
            "apm.conf:5:9: cannot include '[.conf': '[.conf' is not a pattern: Missing ']",
            "apm.conf:6:9: cannot include "
                + folder
                + "/.: cannot read the configuration: it is a folder",
            "loop.conf:1:9: the file includes itself: " + folder + "/apm.conf",
            "bad.conf:2:1: this '}' closes no block");
  }

  @Test
  void itsFilesAreRecognised() {
    assertThat(dialect("apm.conf", "include x/*.conf;")).isEqualTo("APM");
    for (String text :
        List.of("worker {", "# x\n  worker a{", "daemon { gui_port 1; }", "x 1; worker {")) {
      assertThat(dialect("any.conf", text)).as(text).isEqualTo("APM");
    }
    for (String text :
        List.of("server { listen 80; }", "# worker {", "worker_processes 4;", "[program:x]")) {
      assertThat(dialect("any.conf", text)).as(text).isNotEqualTo("APM");
    }
    assertThat(dialect("any.yaml", "worker {")).isNotEqualTo("APM");
  }
}
