package dev.reeve.daemon.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternsTest {
  @ParameterizedTest
  @CsvSource({
    "app.js, app.js, true",
    "app.js, src/deep/app.js, true",
    "app.js, app.json, false",
    "app.js, my-app.js, false",
    "app.js, APP.js, false",
    "*.js, a.js, true",
    "*.js, src/a.b.js, true",
    "*.js, a.jsx, false",
    "*.js, .js, true",
    "app*, app, true",
    "app*, x/application.yaml, true",
    "app*, xapp, false",
    "*app*, x/my-app.js, true",
    "*app*, app/x, false",
    "*a*b*, xxaxxbxx, true",
    "*a*b*, xxbxxaxx, false",
    "a?c, abc, true",
    "a?c, ac, false",
    "a[1], a[1], true",
    "a[1], a1, false",
    "a.c, abc, false",
    "src/*.js, src/a.js, true",
    "src/*.js, src/x/a.js, false",
    "src/*.js, x/src/a.js, false",
    "./src/*.js, src/a.js, true",
    "./app.js, x/app.js, true",
    "src/**/*.js, src/a.js, true",
    "src/**/*.js, src/x/y/a.js, true",
    "src/**/*.js, a.js, false",
    "**/test/**, a/test/b/c, true",
    "**/test/**, test/c, true",
    "**/test/**, a/test, false",
    "**/a/**/b, a/x/a/y/b, true",
    "**/a/**/b, x/b, false",
    "src/**, src/x/y, true",
    "src/**, src, false",
    "src/, src/x/y, true",
    "src/, lib/x, false",
    "**, a/b/c, true",
    "**/**/*.js, a.js, true",
  })
  void aPatternMatchesWhatItSays(String pattern, String path, boolean matches) {
    assertThat(Patterns.compile(List.of(pattern), List.of()).matches(path)).isEqualTo(matches);
  }

  @ParameterizedTest
  @CsvSource({
    "*.js, '', true",
    "*.js, any/where, true",
    "*.js, .git, false",
    "*.js, x/node_modules/y, false",
    "src/*.js, '', true",
    "src/*.js, src, true",
    "src/*.js, src/x, false",
    "src/*.js, lib, false",
    "src/**/*.js, src/x/y, true",
    "src/**/*.js, lib, false",
    "a/*/c/d, a/b, true",
    "a/*/c/d, a/b/c, true",
    "a/*/c/d, a/b/c/d, false",
    "a/*/c/d, a/b/x, false",
  })
  void onlyFoldersInWhichSomethingCanMatchAreWatched(
      String pattern, String folder, boolean enters) {
    assertThat(Patterns.compile(List.of(pattern), List.of()).enters(folder)).isEqualTo(enters);
  }

  @Test
  void whatIsIgnoredIsIgnoredWithEverythingBelow() {
    Patterns patterns = Patterns.compile(List.of("**"), List.of("target", "src/gen/", "*.log"));
    for (String ignored :
        List.of(
            "target/a.jar",
            "x/target/classes/A.class",
            "src/gen/a",
            "src/gen/x/y",
            "x/server.log",
            ".git/HEAD",
            "a/node_modules/b/c.js",
            "x/__pycache__/a.pyc",
            ".app.js.swp",
            "app.js~",
            ".#app.js",
            "x/4913")) {
      assertThat(patterns.matches(ignored)).as(ignored).isFalse();
    }
    for (String watched : List.of("targets/a", "x/src/gen/a", "src/a", "log", "build/a.jar")) {
      assertThat(patterns.matches(watched)).as(watched).isTrue();
    }
    assertThat(patterns.enters("target")).isFalse();
    assertThat(patterns.enters("src/gen/x")).isFalse();
  }

  @Test
  void aHostilePatternTakesNoTimeToSpeakOf() {
    Patterns patterns =
        Patterns.compile(
            List.of("**/a/".repeat(30) + "*a".repeat(100) + "b"), List.of("*a".repeat(100) + "b"));
    assertThat(patterns.matches("a/".repeat(60) + "a".repeat(255))).isFalse();
  }

  @Test
  void aPatternThatCanNeverMatchIsRefused() {
    assertThatThrownBy(() -> Patterns.compile(List.of(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cannot watch: there is no pattern");
    assertRefused("", "cannot watch '': it is empty");
    assertRefused("./", "cannot watch './': it is empty");
    assertRefused("/", "cannot watch '/': it is empty");
    assertRefused(
        "/etc/*", "cannot watch '/etc/*': patterns are relative to the folder of the service");
    assertRefused("../x", "cannot watch '../x': '..' cannot stand between slashes");
    assertRefused("a//b", "cannot watch 'a//b': '' cannot stand between slashes");
    assertThatThrownBy(() -> Patterns.compile(List.of("a"), List.of("a/./b")))
        .hasMessage("cannot watch 'a/./b': '.' cannot stand between slashes");
  }

  private static void assertRefused(String pattern, String message) {
    assertThatThrownBy(() -> Patterns.compile(List.of(pattern), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
