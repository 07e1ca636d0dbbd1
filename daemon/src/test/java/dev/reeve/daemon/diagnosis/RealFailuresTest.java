package dev.reeve.daemon.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real interpreters say, beyond what the tests of the packaged program start. */
class RealFailuresTest {
  @TempDir Path folder;
  private Real real;

  @BeforeEach
  void here() {
    real = new Real(folder);
  }

  @Test
  void nodeNamesWhoWantsAFileThatIsNotThere() throws Exception {
    real.write("a.js", "require('./lib/b')");
    assertThat(real.hint("node", "a.js"))
        .isEqualTo(
            folder
                + "/a.js wants ./lib/b, which does not exist: is the project complete, and built?");
    real.write("c.mjs", "import x from './d.mjs'");
    assertThat(real.hint("node", "c.mjs"))
        .startsWith(folder + "/c.mjs wants " + folder + "/d.mjs, which does not exist");
  }

  @Test
  void nodeIsHelpedWithItsTwoKindsOfModules() throws Exception {
    real.write("package.json", "{\"type\": \"module\"}");
    real.write("a.js", "const fs = require('fs')");
    assertThat(real.hint("node", "a.js"))
        .isEqualTo(
            "a CommonJS script (%s/a.js:1) runs as an ES module: rename it to .cjs, or use 'import'"
                .formatted(folder));
    real.write("b.mjs", "import {nope} from 'fs'");
    assertThat(real.hint("node", "b.mjs")).contains("does not provide an export named 'nope'");
  }

  @Test
  void whatNodeCannotDoIsTold() throws Exception {
    real.write("j.js", "JSON.parse('{bad')");
    assertThat(real.hint("node", "j.js"))
        .startsWith("a JSON text is malformed: ")
        .endsWith("(" + folder + "/j.js:1)");
    assertThat(real.hint("node", "--no-such-flag", "j.js"))
        .startsWith("this version of Node.js does not know the option --no-such-flag");
    real.write("s.js", "require('child_process').spawn('no-such-program')");
    assertThat(real.hint("node", "s.js"))
        .startsWith("there is no program 'no-such-program' in PATH");
    real.write("f.js", "require('fs').readFileSync('/no/such')");
    assertThat(real.hint("node", "f.js")).startsWith("there is no file /no/such (only / exists)");
    real.write("h.js", "require('dns').lookup('no-such-host.invalid', e => { throw e })");
    assertThat(real.hint("node", "h.js"))
        .startsWith("no address is known of the host no-such-host.invalid");
  }

  @Test
  void whatPythonRaisesIsToldWithItsPlace() throws Exception {
    real.write("n.py", "def f():\n  return name\nf()\n");
    assertThat(real.hint("python3", "n.py"))
        .isEqualTo("it raised NameError: name 'name' is not defined in " + folder + "/n.py:2");
    real.write("i.py", "from os import nope\n");
    assertThat(real.hint("python3", "i.py"))
        .isEqualTo(
            "'os' has no 'nope' in %s/i.py:1: is it the right version of it?".formatted(folder));
    real.write("p.py", "print 'x'\n");
    assertThat(real.hint("python3", "p.py")).endsWith(" It was written for Python 2");
    real.write("so.py", "import ctypes\nctypes.CDLL('libnosuch.so.1')\n");
    assertThat(real.hint("python3", "so.py"))
        .startsWith("the shared library libnosuch.so.1 is not installed");
  }

  @Test
  void perlIsUnderstood() throws Exception {
    real.write("v.pl", "use v7.0;\n");
    assertThat(real.hint("perl", "v.pl")).startsWith("the program needs Perl v7.0.0, this is v5.");
    real.write("m.pl", "use JSON::PP 99;\n");
    assertThat(real.hint("perl", "m.pl"))
        .startsWith("JSON::PP must be version 99 or newer, it is ")
        .endsWith(": cpan JSON::PP");
    real.write("u.pl", "nope();\n");
    assertThat(real.hint("perl", "u.pl"))
        .isEqualTo("there is no subroutine main::nope in u.pl:1: is its module used?");
    real.write("o.pl", "Foo->bar;\n");
    assertThat(real.hint("perl", "o.pl")).startsWith("there is no method bar of Foo in o.pl:1");
    real.write("d.pl", "use No::Such;\n");
    assertThat(real.hint("perl", "d.pl"))
        .isEqualTo(
            "Perl has no module 'No::Such': cpan No::Such (or: apt install libno-such-perl)");
  }

  @Test
  void phpIsUnderstood() throws Exception {
    Real.needed("php");
    real.write("d.php", "<?php\nnew PDO('mysql:host=localhost', '', '');\n");
    real.write("l.php", "<?php\nini_set('memory_limit', '8M'); $a = str_repeat('x', 99999999);\n");
    assertThat(real.hint("php", "l.php")).startsWith("PHP may use no more than 8388608 bytes");
    real.write("n.php", "<?php\nthrow new RuntimeException('boom');\n");
    assertThat(real.hint("php", "n.php"))
        .isEqualTo("it ended with RuntimeException: boom in " + folder + "/n.php:2");
  }

  @Test
  void rubyIsUnderstood() throws Exception {
    Real.needed("ruby");
    real.write("r.rb", "require_relative 'lib/foo'\n");
    assertThat(real.hint("ruby", "r.rb"))
        .isEqualTo(
            "r.rb:1 requires %s/lib/foo, which does not exist: is the project complete?"
                .formatted(folder));
    real.write("g.rb", "require 'no_such_gem'\n");
    assertThat(real.hint("ruby", "g.rb"))
        .isEqualTo("Ruby has no module 'no_such_gem': gem install no_such_gem");
    real.write("f.rb", "File.read('/no/such')\n");
    assertThat(real.hint("ruby", "f.rb")).startsWith("there is no file /no/such");
    real.write("c.rb", "require 'socket'\nTCPSocket.new('127.0.0.1', 1)\n");
    assertThat(real.hint("ruby", "c.rb")).startsWith("nothing listens on 127.0.0.1:1: ");
  }

  @Test
  void theShellIsUnderstood() throws Exception {
    assertThat(real.hint("bash", "-c", "jq-no-such ."))
        .startsWith("there is no program 'jq-no-such' in PATH: ");
    assertThat(real.hint("sh", "-c", "exec no-such"))
        .startsWith("there is no program 'no-such' in PATH: ");
    assertThat(real.hint("bash", "-c", "echo ${DB_URL_NO:?must be set}"))
        .startsWith(
            "the environment variable DB_URL_NO is not set: reeve update api --env DB_URL_NO=…");
    assertThat(real.hint("bash", "-c", "cat nosuch.yml"))
        .startsWith("there is no file " + folder + "/nosuch.yml: ");
    Path script = real.write("x.sh", "#!/no/such/interpreter\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(real.hint("bash", "-c", "./x.sh; exit $?"))
        .startsWith("./x.sh cannot run: the interpreter in its first line does not exist");
    Files.write(
        folder.resolve("other"),
        new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0});
    assertThat(folder.resolve("other").toFile().setExecutable(true)).isTrue();
    assertThat(real.hint("bash", "-c", "./other; exit $?"))
        .startsWith("./other is a program for another kind of processor");
    real.write("plain.sh", "#!/bin/sh\n");
    assertThat(real.hint("bash", "-c", "./plain.sh; exit $?"))
        .startsWith(folder + "/plain.sh is not executable (owner ")
        .endsWith("chmod +x " + folder + "/plain.sh");
  }

  @Test
  void aCommandInFrontOfTheInterpreterHidesNothing() throws Exception {
    real.write("a.js", "require('no-such-package')");
    String hint =
        "Node.js has no module 'no-such-package': cd " + folder + " && npm install no-such-package";
    assertThat(real.hint("bash", "-c", "A=b exec node a.js")).isEqualTo(hint);
    assertThat(real.hint("env", "A=b", "node", "a.js")).isEqualTo(hint);
  }

  @Test
  void whoSaysNothingIsAskedNothing() throws Exception {
    assertThat(real.run("false")).isEmpty();
    assertThat(real.run("bash", "-c", "echo all is well >&2; exit 3")).isEmpty();
    assertThat(new Diagnosis(folder).ofDeath(real.scene("true"), List.of(), real::errand))
        .isEmpty();
  }
}
