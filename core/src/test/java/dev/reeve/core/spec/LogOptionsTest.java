package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogOptionsTest {
  @Test
  void aTemplateIsTakenApart() throws Unreadable {
    assertThat(LineTemplate.parse("a%%ç51-{name}#{instance}çR- %R ça").pieces())
        .containsExactly(
            new LineTemplate.Piece.Text("a%"),
            new LineTemplate.Piece.Colour("\033[38;5;51m"),
            new LineTemplate.Piece.Name(),
            new LineTemplate.Piece.Text("#"),
            new LineTemplate.Piece.Instance(),
            new LineTemplate.Piece.Colour("\033[0m"),
            new LineTemplate.Piece.Text(" "),
            new LineTemplate.Piece.Time('H'),
            new LineTemplate.Piece.Text(":"),
            new LineTemplate.Piece.Time('M'),
            new LineTemplate.Piece.Text(" ça"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "%Q | has an unknown token '%Q'; there are %Y",
        "50% | ends in a '%'; write '%%' for a percent sign",
        "ç256- | has a colour 256; they go from 0 to 255",
        "ç1,300- | has a colour 300; they go from 0 to 255"
      })
  void aWrongTemplateIsRefusedWithTheReason(String template, String reason) {
    assertThatThrownBy(() -> LineTemplate.parse(template)).hasMessageStartingWith(reason);
  }

  @Test
  void aTemplateIsOneShortLine() {
    assertThatThrownBy(() -> LineTemplate.parse("a\nb")).hasMessage("has more than one line");
    assertThatThrownBy(() -> LineTemplate.parse("x".repeat(201)))
        .hasMessage("is longer than 200 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "udp://localhost, udp://localhost:514",
    "tcp://[::1]:601/, tcp://[::1]:601",
    "unix:///dev/log, unix:///dev/log"
  })
  void anAddressOfSyslogHasOneForm(String text, String url) throws Unreadable {
    assertThat(SyslogSpec.checkedUrl(text)).isEqualTo(url);
  }

  @ParameterizedTest
  @CsvSource({
    "http://x, 'must be udp://HOST:PORT, tcp://HOST:PORT or unix:///dev/log'",
    "localhost:514, 'must be udp://HOST:PORT, tcp://HOST:PORT or unix:///dev/log'",
    "udp://, is not a URL: Expected authority",
    "udp://x:70000, 'must name a host, as in udp://localhost:514'",
    "tcp://x/y, 'must name a host, as in tcp://localhost:514'",
    "unix://dev/log, 'must name a socket with three slashes, as in unix:///dev/log'"
  })
  void whatIsNoAddressOfSyslogIsRefused(String text, String reason) {
    assertThatThrownBy(() -> SyslogSpec.checkedUrl(text)).hasMessageStartingWith(reason);
  }

  @Test
  void aTagIsOneWordOfAscii() throws Unreadable {
    assertThat(SyslogSpec.checkedTag("shop-api")).isEqualTo("shop-api");
    assertThatThrownBy(() -> SyslogSpec.checkedTag("a b")).hasMessageContaining("without blanks");
    assertThatThrownBy(() -> SyslogSpec.checkedTag("x".repeat(49))).hasMessageContaining("48");
  }
}
