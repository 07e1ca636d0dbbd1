package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.config.SpecYaml;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever stands in a foreign file: it is loaded, or it has problems with places. */
class DialectFuzzTest {
  private static final int MUTANTS = 6_000;

  /** One file of each kind, with as many of its features as fit. */
  private static final Map<String, String> SEEDS = new LinkedHashMap<>();

  static {
    SEEDS.put(
        "web@1.service",
        """
        [Unit]
        After=db.service
        StartLimitBurst=3
        [Service]
        Type=notify
        ExecStart=-/bin/x "a b" ${V} $W \\x20 \\
         more %i
        Environment="A=b c" D=e
        Restart=on-failure
        RestartSec=1min 5s
        ExecReload=/bin/kill -HUP $MAINPID
        LimitNOFILE=1:2
        [Install]
        WantedBy=x
        """);
    SEEDS.put("Procfile", "# comment\nweb: run $PORT\n  job-1:  other\n\nx_y: z | w\n");
    SEEDS.put(
        "apps.json",
        """
        {"apps": [{"name": "a", "command": "./x", "args": ["-a", "b c"], "env": {"A": "1"},
          "cwd": "/x", "interpreter": "python3", "autorestart": "on-failure", "max_restarts": 5,
          "min_uptime": "1m30s", "restart_delay": "1.5s", "exp_backoff": true, "max_delay": "3s",
          "kill_timeout": "5s", "log_out": "o", "log_err": "e", "max_log_size": "5M", "odd": []},
         {"name": "b c", "command": "y"}]}
        """);
    SEEDS.put(
        "ecosystem.config.json",
        """
        {"apps": [{"name": "a", "script": "x.js", "args": "-a 'b c'", "instances": -1, // one less
          "exec_mode": "cluster", "env": {"A": 1, "B": null}, "env_x": {}, "watch": ["a"],
          "ignore_watch": "b", "max_memory_restart": "1G", "node_args": ["--x"], "cron": "* * *",
          "min_uptime": "1h", "exp_backoff_restart_delay": 100, "stop_exit_codes": [1, 2],
          "error": "e", "log_date_format": "Y", "kill_timeout": 5, "uid": 1, "port": 80},
         {"script": "npm start"}], "deploy": {}}
        """);
    SEEDS.put(
        "pm2.config.yaml",
        """
        apps:
          - &base
            script: a.js
            name: a
            env: {A: "1"}
            autorestart: false
            time: true
          - script: b.py
            instances: max
            out_file: /dev/null
            max_restarts: 0
            env: *base
        """);
    SEEDS.put(
        "supervisord.conf",
        """
        [supervisord]
        environment=A="1",B='x,y'
        directory=%(here)s
        [group:g]
        programs=a,b
        [program:a]
        command=/bin/x "a b" %(ENV_PORT)s %(process_num)02d
          --more ; comment
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        environment=K="v",L=w
        exitcodes=0,2
        startsecs=5
        stdout_logfile=/x/%(program_name)s.log
        stdout_logfile_maxbytes=5MB
        redirect_stderr=true
        [program:b]
        command: y%%
        autorestart=unexpected
        startretries=0
        stopsignal=QUIT
        priority=5
        [include]
        files = none/*.conf
        """);
  }

  private static final List<String> PIECES =
      List.of(
          "=",
          ":",
          ": ",
          "- ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "\n",
          "\t",
          " ",
          "\"",
          "'",
          "&a ",
          "*a",
          "//",
          "/*",
          "*/",
          ";",
          " #",
          "%",
          "%(",
          "%(ENV_PORT)s",
          "%(x)d",
          "%%",
          "[program:b]\n",
          "numprocs=99999\n",
          "numprocs_start=-1\n",
          "null",
          "true",
          "-1",
          "max",
          "1e999999999",
          "\\",
          "\u0000",
          "\u0007",
          "\ufeff",
          "\ud800",
          "🚀",
          "\r",
          "\r\n",
          "\u2028",
          "${",
          "~",
          "@file://x",
          "command",
          "script",
          "name",
          "apps",
          "env",
          "all",
          "..",
          "${PORT}",
          "9".repeat(30));

  private static void check(String name, String text, String origin) {
    Path file = Path.of("/conf/" + name);
    Loaded loaded;
    try {
      loaded = Loader.parse(file, text, Dialecting.ENVIRONMENT, Set.of());
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(origin + " throws " + e + ":\n" + text, e);
    }
    switch (loaded) {
      case Loaded.Ok ok -> {
        assertThat(ok.specs()).as(origin).isNotEmpty();
        ok.warnings().forEach(warning -> checkPlace(warning, text, origin));
        if (text.length() > 200_000) {
          return; // written out it may be too large for one file
        }
        Loaded again =
            Loader.parse(
                Path.of("/conf/reeve.yaml"),
                SpecYaml.write(ok.specs()),
                Dialecting.ENVIRONMENT,
                Set.of());
        assertThat(Dialecting.ok(again).specs()).as(origin).isEqualTo(ok.specs());
      }
      case Loaded.Broken broken -> {
        assertThat(broken.problems()).as(origin).isNotEmpty();
        broken.problems().forEach(problem -> checkPlace(problem, text, origin));
      }
    }
  }

  private static void checkPlace(ConfigProblem problem, String text, String origin) {
    assertThat(problem.message()).as(origin).doesNotContain("\n", "\u001b").isNotBlank();
    if (problem.line() > 0) {
      assertThat(problem.line()).as(origin).isBetween(1, 1 + text.length());
      assertThat(problem.column()).as(origin).isBetween(1, 1 + text.length());
    } else {
      assertThat(problem.message()).startsWith("more problems follow");
    }
  }

  private static String mutant(Random random, String seed) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(20));
      switch (random.nextInt(6)) {
        case 0 -> text.setLength(at);
        case 1 -> text.delete(at, to);
        case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        case 3 ->
            text.setCharAt(
                at, (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(0x10000)));
        default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }

  @Test
  void anyMutantOfAForeignFileIsLoadedOrHasProblems() {
    int inputs = 0;
    long begin = System.nanoTime();
    for (Map.Entry<String, String> seed : SEEDS.entrySet()) {
      for (int i = 0; i < MUTANTS; i++) {
        check(seed.getKey(), mutant(new Random(i), seed.getValue()), seed.getKey() + " " + i);
        inputs++;
      }
    }
    System.out.println(
        "dialect fuzz: "
            + inputs
            + " mutants in "
            + (System.nanoTime() - begin) / 1_000_000
            + " ms");
  }

  @Test
  void aFileCutAnywhereIsLoadedOrHasProblems() {
    SEEDS.forEach((name, text) -> {
      for (int i = 0; i <= text.length(); i++) {
        check(name, text.substring(0, i), name + " cut at " + i);
      }
    });
  }

  @Test
  void hugeAndDeepInputsEndInProblemsOrServices() {
    int many = 500_000;
    String bomb =
        "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + "b: &a [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\n".repeat(30);
    Map<String, List<String>> inputs = new LinkedHashMap<>();
    for (String file : List.of("apps.json", "ecosystem.config.json", "pm2.config.yaml")) {
      inputs.put(
          file,
          List.of(
              "[".repeat(many),
              "{\"apps\": [".repeat(many / 10),
              "/*".repeat(many),
              "/".repeat(many),
              "\"".repeat(many),
              bomb,
              "apps: [" + "{script: a, command: a, name: a},".repeat(20_000) + "]",
              "apps: [{name: " + "n".repeat(many) + ", script: x, command: y}]",
              "apps: [{name: a, script: " + "x".repeat(many) + ", command: y}]",
              "apps: [{name: a, script: x, command: y, args: \"" + "a ".repeat(many) + "\"}]",
              "apps: [{name: a, script: x, command: y, min_uptime: " + "9".repeat(many) + "}]",
              "apps: [{name: a, script: x, command: y, restart_delay: " + "1h".repeat(many) + "}]",
              "apps: [{name: a, script: x, command: y, " + "k".repeat(many / 500) + ": 1}]",
              "apps: [{script: &a [*a]}]"));
    }
    inputs.put(
        "Procfile", List.of("a".repeat(many), "a: b\n".repeat(many / 5), ":\n".repeat(many)));
    inputs.put(
        "x.ini",
        List.of(
            "[".repeat(many),
            "[program:x]\ncommand=" + "%(ENV_PORT)s".repeat(many / 12),
            "[program:x]\ncommand=" + "%(".repeat(many),
            "[program:x]\ncommand=x\nenvironment=" + "a=b,".repeat(many / 4),
            "[program:x]\ncommand=x\nenvironment=" + "\"".repeat(many),
            "[program:x]\ncommand=x\n" + " more\n".repeat(many / 6),
            "[program:x]\ncommand=x%(process_num)d\nnumprocs=99999\n",
            "[program:x]\ncommand=x%(process_num)d\nnumprocs=1000\n",
            "[program:x]\n".repeat(many / 12) + "command=x",
            "[group:g]\nprograms=" + "x,".repeat(many / 50),
            "[include]\nfiles=" + "none/* ".repeat(many / 100)));
    inputs.forEach((file, texts) -> {
      for (int i = 0; i < texts.size(); i++) {
        check(file, texts.get(i), file + " input " + i);
      }
    });
  }

  @Test
  void placesInScriptsAreGuessedWithoutTrouble() {
    List<String> scripts = new ArrayList<>(SEEDS.values());
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      String tree = SEEDS.getOrDefault("ecosystem.config.json", "");
      String script = mutant(random, scripts.get(i % scripts.size()));
      Source source = new Source(Path.of("/conf/x.config.js"), script);
      try {
        Optional<Node> root =
            YamlReader.read(
                Trees.relaxed(new Source(source.file(), mutant(random, tree))), new Problems());
        root.ifPresent(
            node -> assertThat(new ScriptPlaces(source).placed(node).at().line()).isPositive());
      } catch (Unloadable e) {
        assertThat(e.problem().message()).isNotBlank();
      }
    }
  }
}
