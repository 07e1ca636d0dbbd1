package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Prints lines of output as they come in. */
final class LogLines implements Consumer<LogLine.Batch> {
  static final Opt OUT = Opt.flag("--out", "only standard output");
  static final Opt ERR = Opt.flag("--err", "only standard error");
  static final Opt IGNORE_CASE =
      Opt.flag("--ignore-case", 'i', "upper and lower case are the same");
  static final Opt FIXED = Opt.flag("--fixed", 'F', "the pattern is plain text");
  static final Opt RAW = Opt.flag("--raw", "only the lines, byte for byte as they were written");

  private static final int WIDEST_NAME = 24;

  private final Call call;
  private final @Nullable Pattern marked;
  private final boolean raw;
  private final int nameWidth;
  private final Set<String> several;

  private LogLines(Call call, @Nullable Pattern marked, int nameWidth, Set<String> several) {
    this.call = call;
    this.marked = marked;
    this.nameWidth = nameWidth;
    this.several = several;
    this.raw = call.arguments.has(RAW);
  }

  /**
   * A printer for the lines of a query.
   *
   * @param targets what they are of; several services or instances are told apart by a prefix
   */
  static LogLines of(Call call, Client client, LogQuery query, List<String> targets)
      throws ApiException {
    int width = 0;
    Set<String> several = new HashSet<>();
    if (!query.daemon() && !call.json() && !call.arguments.has(RAW)) {
      List<ServiceRow> services = client.call(Methods.LIST, new Query(targets)).services();
      for (ServiceRow service : services) {
        int instances = service.instances().size();
        String name = service.name();
        if (instances > 1) {
          several.add(name);
          name += "#" + instances;
        }
        width = Math.max(width, Width.of(Clean.line(name)));
      }
      width = services.size() > 1 || !several.isEmpty() ? Math.min(WIDEST_NAME, width) : 0;
    }
    return new LogLines(call, marked(call, query), width, several);
  }

  private static @Nullable Pattern marked(Call call, LogQuery query) {
    if (query.pattern().isEmpty() || !call.style.colour() || call.arguments.has(RAW)) {
      return null;
    }
    try {
      return Pattern.compile(
          query.pattern(),
          (query.fixed() ? Pattern.LITERAL : 0)
              | (query.ignoreCase() ? Pattern.CASE_INSENSITIVE : 0));
    } catch (PatternSyntaxException e) {
      return null; // the daemon says what is wrong with it
    }
  }

  /** {@code out}, {@code err}, or empty for both. */
  static String stream(Arguments arguments) {
    boolean out = arguments.has(OUT);
    boolean err = arguments.has(ERR);
    return out == err ? "" : out ? "out" : "err";
  }

  @Override
  public void accept(LogLine.Batch batch) {
    for (LogLine line : batch.lines()) {
      print(line);
    }
    call.out.flush();
  }

  private void print(LogLine line) {
    if (call.json()) {
      call.printJsonLine(line);
    } else if (raw) {
      call.out.line(line.line());
    } else {
      Style style = call.style;
      time(line.at());
      if (nameWidth > 0) {
        String name =
            several.contains(line.service())
                ? line.service() + "#" + line.instance()
                : line.service();
        String shown = Width.middle(Clean.line(name), nameWidth);
        call.out.add(style.paint(shown, Style.ofInstance(line.service(), line.instance())));
        call.out
            .repeat(' ', nameWidth - Width.of(shown))
            .add(style.frames() ? style.dim(" │ ") : " ");
      }
      if (line.stream().equals("err")) {
        call.out.add(style.red("[err]")).add(' ');
      }
      call.out.line(text(line.line()));
    }
  }

  /** The time of day on a screen, all of it elsewhere. */
  private void time(@Nullable String at) {
    if (at == null || at.isEmpty()) {
      return;
    }
    if (!call.style.frames()) {
      call.out.add(Clean.line(at)).add(' ');
      return;
    }
    String shown = Human.clock(at, call.zone());
    call.out.add(call.style.dim(Clean.line(shown))).add(' ');
  }

  private String text(String line) {
    if (!call.invocation.terminal().outIsScreen()) {
      return line;
    }
    if (marked == null) {
      return Clean.output(line, call.style.colour());
    }
    String plain = Clean.output(line, false);
    Matcher matcher = marked.matcher(plain);
    StringBuilder text = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      text.append(plain, end, matcher.start());
      text.append(call.style.paint(matcher.group(), "1;31"));
      end = matcher.end();
    }
    return text.append(plain, end, plain.length()).toString();
  }
}
