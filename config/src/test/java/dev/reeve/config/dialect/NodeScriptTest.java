package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeScriptTest {
  @TempDir Path folder;

  @BeforeEach
  void nodeIsThere() {
    String path = System.getenv().getOrDefault("PATH", "");
    assumeThat(Stream.of(path.split(":", -1)).map(p -> Path.of(p, "node")))
        .as("Node.js evaluates such files")
        .anyMatch(Files::isExecutable);
  }

  private Loaded load(String name, String text) throws IOException {
    return load(name, text, Map.of());
  }

  private Loaded load(String name, String text, Map<String, String> more) throws IOException {
    Path file = Files.writeString(folder.resolve(name), text);
    Map<String, String> variables = new HashMap<>();
    variables.put("PATH", System.getenv().getOrDefault("PATH", ""));
    variables.putAll(more);
    return Loader.load(file, new Environment(variables));
  }

  @Test
  void theExampleOfPm2IsEvaluated() throws Exception {
    Loaded.Ok ok =
        Dialecting.ok(
            load(
                "ecosystem.config.js",
                """
                const base = require('./base.json');
                module.exports = {
                  apps : [{
                    script: 'index.js',
                    watch: '.'
                  }, {
                    name: `wor${'ker'}`,
                    script: './service-worker/',
                    env: { ...base, WHO: process.env.WHO },
                    watch: ['./service-worker'],
                    kill_timeout: 2 * 1000,
                    onExit() {}
                  }, {
                    name: 'api',
                    "script": 'api.js',
                    env_production: { NODE_ENV: 'production' },
                    kill_timeout: 'soon'.length
                  }]
                };
                """,
                withBase()));
    assertThat(ok.format()).isEqualTo("PM2");
    assertThat(ok.specs()).extracting(s -> s.name()).containsExactly("index", "worker", "api");
    assertThat(Dialecting.fields(ok, "worker"))
        .containsEntry("env", Map.of("A", "b", "WHO", "me"))
        .containsEntry("stop.grace", "2s");
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "16:5: service 'api': 'env_production' has no equivalent: it is chosen with 'pm2 start"
                + " --env production'; move what you need to 'env'; ignored");
  }

  private Map<String, String> withBase() throws IOException {
    Files.writeString(folder.resolve("base.json"), "{\"A\": \"b\"}");
    return Map.of("WHO", "me");
  }

  @Test
  void allKindsOfModulesAreEvaluated() throws Exception {
    String app = "{apps: [{name: 'a', script: 'a.js'}]}";
    for (Map.Entry<String, String> file :
        Map.of(
                "ecosystem.config.cjs", "module.exports = " + app,
                "ecosystem.config.mjs", "export default " + app,
                "named.config.mjs", "export const apps = [{name: 'a', script: 'a.js'}]",
                "noisy.config.js", "console.log('hello {'); module.exports = " + app,
                "pm2.config.js", "module.exports = [{name: 'a', script: 'a.js'}]")
            .entrySet()) {
      Loaded.Ok ok = Dialecting.ok(load(file.getKey(), file.getValue()));
      assertThat(ok.specs()).as(file.getKey()).hasSize(1);
      assertThat(ok.format()).isEqualTo("PM2");
    }
  }

  @Test
  void mistakesPointIntoTheScript() throws Exception {
    assertThat(
            Dialecting.problems(
                load(
                    "x.config.js",
                    """
                    module.exports = {
                      apps: [
                        { name: 'a', script: 'a.js', kill_timeout: 'soon' },
                        { script: 'b.js',
                          name: 'b',
                          max_restarts: -1 },
                        { name: 'c' },
                      ],
                    };
                    """)))
        .containsExactly(
            "3:48: service 'a': 'stop.grace' is not a duration: write it like 500ms, 5s, 1m30s, 2h"
                + " or 7d",
            "6:21: service 'b': 'restart.max' must be from 0 to 1000000",
            "6:21: service 'b': 'restart.max_success' must be from 0 to 1000000",
            "7:13: the app 'c' has no 'script'");
  }

  @Test
  void whatFailsSaysWhatNodeSays() throws Exception {
    assertThat(Dialecting.problems(load("a.config.js", "throw new TypeError('no such thing');")))
        .containsExactly("1:1: cannot evaluate the file: TypeError: no such thing");
    assertThat(Dialecting.problems(load("b.config.js", "module.exports = {")))
        .containsExactly("1:1: cannot evaluate the file: SyntaxError: Unexpected end of input");
    assertThat(Dialecting.problems(load("c.config.js", "require('./nowhere.js')")))
        .singleElement()
        .asString()
        .startsWith("1:1: cannot evaluate the file: Error: Cannot find module './nowhere.js'");
    assertThat(Dialecting.problems(load("d.config.js", "process.exit(7)")))
        .containsExactly("1:1: cannot evaluate the file: node ended with exit code 7");
    assertThat(Dialecting.problems(load("e.config.js", "module.exports = () => 5")))
        .containsExactly(
            "1:1: a PM2 file must be a map with a list of 'apps', not nothing; does it export"
                + " them?");
    assertThat(Dialecting.problems("never-written.config.js", "module.exports = {}"))
        .containsExactly("1:1: cannot evaluate the file: it is not a file");
  }

  @Test
  void withoutNodeTheReasonIsSaid() throws Exception {
    assertThat(
            Dialecting.problems(
                load("a.config.js", "module.exports = {}", Map.of("PATH", folder.toString()))))
        .containsExactly(
            "1:1: cannot evaluate the file: there is no 'node' in PATH; install Node.js, or write"
                + " the apps as JSON");
  }

  @Test
  void aScriptThatPrintsWithoutEndIsEnded() throws Exception {
    assertThat(
            Dialecting.problems(
                load("a.config.js", "for (;;) require('fs').writeSync(1, 'x'.repeat(65536));")))
        .containsExactly("1:1: cannot evaluate the file: it prints more than 4 MiB");
  }

  @Test
  void aScriptThatDoesNotEndIsEndedWithItsChildren() throws Exception {
    Path pid = folder.resolve("pid");
    assertThat(
            Dialecting.problems(
                load(
                    "a.config.js",
                    """
                    const child = require('child_process').spawn('sleep', ['1000']);
                    require('fs').writeFileSync('pid', String(child.pid));
                    for (;;) {}
                    """)))
        .containsExactly("1:1: cannot evaluate the file: it takes longer than 10 s");
    long child = Long.parseLong(Files.readString(pid));
    ProcessHandle.of(child).ifPresent(handle -> handle.onExit().join());
    assertThat(ProcessHandle.of(child).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void manyAppsAreFoundInTime() throws Exception {
    Loaded.Ok ok =
        Dialecting.ok(
            load(
                "many.config.js",
                "module.exports = {apps: Array.from({length: 3000}, (_, i) => ({name: 'a' + i,"
                    + " script: 'a.js', env: {A: i, B: 1, C: 2}}))}"));
    assertThat(ok.specs()).hasSize(3000);
    assertThat(List.copyOf(ok.warnings())).isEmpty();
  }
}
