package dev.reeve.daemon.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DependenciesTest {
  @TempDir Path folder;
  private Real real;

  @BeforeEach
  void here() {
    real = new Real(folder);
  }

  @Test
  void packagesOfNodeAreLookedForInAllFoldersAbove() throws Exception {
    real.write("app/dist/server.js", "");
    real.write(
        "app/package.json", "{\"dependencies\": {\"ws\": \"8\", \"@a/b\": \"1\", \"c\": \"1\"}}");
    Files.createDirectories(folder.resolve("node_modules/@a/b"));
    Files.createDirectories(folder.resolve("app/node_modules/ws"));
    assertThat(real.before("node", "app/dist/server.js").orElseThrow().missing())
        .containsExactly("c");
    real.with("NODE_PATH", folder + "/elsewhere");
    Files.createDirectories(folder.resolve("elsewhere/c"));
    assertThat(real.before("node", "app/dist/server.js")).isEmpty();
  }

  @Test
  void theLockFileSaysWhoInstalls() throws Exception {
    real.write("s.js", "");
    real.write("package.json", "{\"dependencies\": {\"ws\": \"8\"}}");
    real.write("yarn.lock", "");
    assertThat(real.before("node", "s.js").orElseThrow().hint()).endsWith(" && yarn add ws");
    real.write("pnpm-lock.yaml", "");
    assertThat(real.before("node", "s.js").orElseThrow().hint()).endsWith(" && pnpm add ws");
  }

  @Test
  void whereNoManifestIsTheSourcesTell() throws Exception {
    real.write(
        "s.js",
        "const ws = require('ws')\nconst {x} = require(\"./lib/x\")\nconst fs = require('node:fs')\n");
    real.write(
        "lib/x.js",
        "import a from '@a/b/c.js'\nif (1) {\n  require('optional')\n}\nconst h = require('http')\n");
    assertThat(real.before("node", "s.js").orElseThrow().missing()).containsExactly("@a/b", "ws");
    real.write(
        "s.py",
        "import os, no_such_one as n\nfrom lib.part import x\n\"\"\"\nimport in_text\n\"\"\"\ntry:\n  import optional_one\nexcept ImportError:\n  pass\n");
    real.write("lib/__init__.py", "");
    real.write("lib/part.py", "from no_such.two import y\n");
    assertThat(real.before("python3", "s.py").orElseThrow().missing())
        .containsExactlyInAnyOrder("no_such_one", "no_such");
    real.write(
        "s.pl",
        "use lib 'lib';\nuse No::Such;\nuse Mine;\n=pod\n\nuse In::Text;\n\n=cut\n__END__\nuse After::End;\n");
    real.write("lib/Mine.pm", "1;");
    assertThat(real.before("perl", "s.pl").orElseThrow().missing()).containsExactly("No::Such");
  }

  @Test
  void requirementsAreReadAsPipReadsThem() throws Exception {
    real.write(
        "requirements.txt",
        """
        # comment
        -r more.txt
        -e ./own
        --index-url https://x/
        no-such-one[extra,more] >= 1.2, < 3  # why
        no_such.two @ https://x/y.whl
        no-such-three==1 \\
            --hash=sha256:00
        ./local/path
        https://x/z.whl
        other; sys_platform == "win32"
        """);
    real.write("more.txt", "no-such-four\n-r requirements.txt\n-r ../outside.txt\n");
    assertThat(Requirements.of(folder))
        .containsExactly("no-such-four", "no-such-one", "no_such.two", "no-such-three");
  }

  @Test
  void composerIsBelievedAboutWhatItHasInstalled() throws Exception {
    Real.needed("php");
    real.write("s.php", "<?php\n");
    real.write(
        "composer.json",
        "{\"require\": {\"php\": \">=8\", \"a/b\": \"1\", \"c/d\": \"1\", \"e/f\": \"1\", \"ext-json\": \"*\", \"ext-nosuch\": \"*\"}}");
    real.write(
        "vendor/composer/installed.json",
        "{\"packages\": [{\"name\": \"a/b\", \"replace\": {\"c/d\": \"*\"}}]}");
    Finding finding = real.before("php", "s.php").orElseThrow();
    assertThat(finding.missing()).containsExactly("e/f", "ext-nosuch");
    assertThat(finding.hint())
        .endsWith(": apt install php-nosuch && cd " + folder + " && composer require e/f");
  }

  @Test
  void gemsOfDevelopmentAreNotMissed() throws Exception {
    Real.needed("ruby");
    real.write("s.rb", "");
    real.write(
        "Gemfile",
        "gem 'no_such_one'\ngroup :development, :test do\n  gem 'no_such_dev'\nend\ngem 'no_such_two'\ngem 'mine', path: 'x'\n");
    assertThat(real.before("ruby", "s.rb").orElseThrow().missing())
        .containsExactly("no_such_one", "no_such_two");
    Files.createDirectories(folder.resolve("vendor/bundle/ruby/3.1.0/gems/no_such_one-1.0"));
    assertThat(real.before("ruby", "s.rb").orElseThrow().missing()).containsExactly("no_such_two");
  }

  @Test
  void hostileManifestsLeadNowhere() throws Exception {
    real.write("s.js", "");
    Path secret = real.write("elsewhere/secret", "{\"dependencies\": {\"secret\": \"1\"}}");
    Path project = Files.createDirectories(folder.resolve("project"));
    Files.writeString(project.resolve("s.js"), "");
    Files.createSymbolicLink(project.resolve("package.json"), secret);
    assertThat(real.before("node", "project/s.js")).isEmpty();
    Files.delete(project.resolve("package.json"));
    for (String text :
        new String[] {
          "",
          "[",
          "{".repeat(100_000),
          "{\"dependencies\": 7}",
          "{\"dependencies\": {\"-rf\": 1, \"x y\": 1, \"$(id)\": 1}}"
        }) {
      Files.writeString(project.resolve("package.json"), text);
      assertThat(real.before("node", "project/s.js")).isEmpty();
    }
    assertThat(
            new ProcessBuilder("mkfifo", project.resolve("requirements.txt").toString())
                .start()
                .waitFor())
        .isZero();
    assertThat(SmallFile.read(project.resolve("requirements.txt"), 100)).isEmpty();
    assertThat(SmallFile.read(Path.of("/dev/zero"), 100)).isEmpty();
  }
}
