package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import dev.reeve.cli.MonitorLooks.Wanted;
import dev.reeve.cli.MonitorView.Order;
import dev.reeve.cli.MonitorView.Picture;
import dev.reeve.cli.inspect.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code monitor}: the machine and its services, live. */
final class MonitorCommand implements Command {
  private static final Opt INTERVAL =
      Opt.value("--interval", 'i', "S", "seconds between two looks, 1 or more (2)");

  /** Two looks at the processors must lie so far apart to say something, in milliseconds. */
  private static final long LEAST = 400;

  /** Wide enough for everything, where nobody looks. */
  private static final int PIPE = 140;

  @Override
  public Usage usage() {
    return Usage.of("monitor", "the machine and its services, live")
        .alias("top")
        .words("[options]", 0, 0)
        .text(
            "Processors, memory, swap and load of the machine, and what each instance uses, with"
                + " curves of the last quarter of an hour. s sorts by something else, q quits. Into"
                + " a pipe it prints one picture and ends.")
        .options(INTERVAL)
        .examples(
            new Usage.Example("monitor", "until q is typed"),
            new Usage.Example("monitor | head -n 3", "the machine, once"),
            new Usage.Example("monitor --json", "for programs: an object, once"))
        .exits("0 done, also when it is ended by Ctrl-C · 1 failed");
  }

  @Override
  public String what(Call call) {
    return "monitor services";
  }

  /** What happens while it is shown. */
  private sealed interface News {
    record Typed(Key key) implements News {}

    record Seen(Picture picture) implements News {}

    record Failed(Exception why) implements News {}

    record Resized() implements News {}

    record Signalled(int number) implements News {}
  }

  private final BlockingQueue<News> news = new LinkedBlockingQueue<>();

  /** One for each wish to look at once. */
  private final BlockingQueue<Boolean> hurry = new LinkedBlockingQueue<>();

  private volatile Wanted wanted = new Wanted(Order.CPU, 0, Integer.MAX_VALUE, 0);
  private Order order = Order.CPU;
  private int top;

  @Override
  public int run(Call call) throws Complaint, ApiException {
    int interval = call.arguments.number(INTERVAL, 2);
    if (interval < 1) {
      throw call.arguments.complaint("-i must be at least 1");
    }
    MonitorLooks looks = new MonitorLooks(call, call.client(Daemon.Need.STATE));
    if (!call.forPeople()) {
      return once(call, looks);
    }
    Terminal terminal = call.invocation.terminal();
    terminal.signals().accept(n -> news.add(new News.Signalled(n)));
    terminal.resized().accept(() -> news.add(new News.Resized()));
    try (FullScreen screen = FullScreen.withKeys(call.out)) {
      Keyboard.listen(terminal.keys().get(), key -> news.add(new News.Typed(key)));
      Thread looker = new Thread(() -> look(looks, interval), "looker");
      looker.setDaemon(true);
      looker.start();
      return show(call, screen);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 128 + Ending.INTERRUPT;
    }
  }

  private int once(Call call, MonitorLooks looks) throws Complaint, ApiException {
    pause(LEAST);
    Picture picture = looks.picture(new Wanted(order, 0, Integer.MAX_VALUE, 0));
    if (call.json()) {
      call.printJsonText(Json.text(tree(picture)));
    } else if (!call.quiet()) {
      MonitorView.lines(picture, order, 0, call.style, PIPE, 0, false)
          .forEach(line -> call.out.line(line.stripTrailing()));
    }
    return 0;
  }

  /** Between two looks at the processors; without it they would seem idle or busy by chance. */
  private void pause(long millis) {
    try {
      hurry.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(MonitorLooks looks, int interval) {
    long wait = LEAST; // the first figures are there soon
    while (!Thread.currentThread().isInterrupted()) {
      try {
        news.add(new News.Seen(looks.picture(wanted)));
      } catch (Complaint | ApiException | RuntimeException e) {
        news.add(new News.Failed(e));
        return;
      }
      pause(wait);
      wait = interval * 1000L;
    }
  }

  private int show(Call call, FullScreen screen)
      throws InterruptedException, Complaint, ApiException {
    Picture picture = null;
    while (true) {
      switch (news.take()) {
        case News.Typed(Key key) -> {
          if (key.is('q') || key.is('Q') || key.kind() == Key.Kind.INTERRUPT) {
            return 0;
          }
          typed(call, screen, key, picture);
        }
        case News.Seen(Picture seen) -> {
          picture = seen;
          want(call, seen.rows());
        }
        case News.Failed(Exception why) -> fail(why);
        case News.Resized() -> screen.forget();
        case News.Signalled(int number) -> {
          return number == Ending.INTERRUPT ? 0 : 128 + number;
        }
      }
      if (picture != null && news.isEmpty()) {
        screen.show(lines(call, picture), call.rows());
      }
    }
  }

  private static void fail(Exception why) throws Complaint, ApiException {
    switch (why) {
      case Complaint complaint -> throw complaint;
      case ApiException refused -> throw refused;
      case RuntimeException mistake -> throw mistake;
      default -> throw new IllegalStateException(why);
    }
  }

  private void typed(Call call, FullScreen screen, Key key, @Nullable Picture picture) {
    int page = Math.max(1, call.rows() - 10);
    int last = picture == null ? 0 : Math.max(0, picture.rows().size() - 1);
    switch (key.kind()) {
      case UP -> top--;
      case DOWN -> top++;
      case PAGE_UP -> top -= page;
      case PAGE_DOWN -> top += page;
      case HOME -> top = 0;
      case END -> top = last - page + 1;
      case REDRAW -> screen.forget();
      default -> {
        if (key.is('s')) {
          order = order.next();
          top = 0;
        }
        top += key.is('j') ? 1 : key.is('k') ? -1 : 0;
      }
    }
    top = Math.clamp(top, 0, last);
    if (picture != null) {
      want(call, picture.rows());
      hurry.offer(true);
    }
  }

  private void want(Call call, List<Listed> rows) {
    int columns = curves(call) ? MonitorView.curve(rows, call.columns()) : 0;
    Wanted now = new Wanted(order, top, call.rows(), columns);
    if (!now.equals(wanted)) {
      wanted = now;
      hurry.offer(true);
    }
  }

  private static boolean curves(Call call) {
    return call.style.frames() && StatsView.isUnicode(call);
  }

  private List<String> lines(Call call, Picture seen) {
    Picture sorted =
        new Picture(
            seen.machine(),
            seen.before(),
            seen.services(),
            order.sorted(seen.services()),
            seen.history(),
            seen.from(),
            seen.to(),
            seen.trouble());
    return MonitorView.lines(
        sorted, order, top, call.style, call.columns(), call.rows(), curves(call));
  }

  private static Map<String, Object> tree(Picture picture) {
    Machine machine = picture.machine();
    List<Object> cores = new ArrayList<>();
    for (int i = 0; i < machine.cores().size(); i++) {
      boolean known = i < picture.before().cores().size();
      cores.add(
          known ? tenths(machine.cores().get(i).percentSince(picture.before().cores().get(i))) : 0);
    }
    Map<String, Object> system = new LinkedHashMap<>();
    system.put("cpu_percent", tenths(machine.all().percentSince(picture.before().all())));
    system.put("core_percents", cores);
    system.put("memory_bytes", machine.memoryBytes());
    system.put("memory_used_bytes", machine.memoryBytes() - machine.availableBytes());
    system.put("swap_bytes", machine.swapBytes());
    system.put("swap_used_bytes", machine.swapBytes() - machine.swapFreeBytes());
    system.put("load", machine.loads());
    system.put("uptime_ms", machine.uptimeMillis());
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("system", system);
    List<Json.Raw> services = new ArrayList<>();
    picture.services().forEach(service -> services.add(new Json.Raw(Wire.write(service))));
    tree.put("services", services);
    return tree;
  }

  private static double tenths(double percent) {
    return Math.round(percent * 10) / 10.0;
  }
}
