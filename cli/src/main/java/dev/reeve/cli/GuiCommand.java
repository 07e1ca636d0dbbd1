package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** {@code gui}: services, their logs and what can be done with them, on the whole screen. */
final class GuiCommand implements Command {
  private static final Opt INTERVAL =
      Opt.value("--interval", 'i', "S", "seconds between two looks, 1 or more (1)");

  /** Much news at once, such as a log that is written fast, must not fill the memory. */
  private static final int MOST_NEWS = 500;

  /** Between two pictures, in nanoseconds: faster nobody reads. */
  private static final long FRAME = 33_000_000;

  /** A log is asked for when the selection has rested so long. */
  private static final long REST = 120_000_000;

  private static final long SECOND = 1_000_000_000;

  private final BlockingQueue<GuiInput> news = new LinkedBlockingQueue<>(MOST_NEWS);
  private final AtomicInteger signal = new AtomicInteger();
  private final GuiState state = new GuiState();
  private int followed = -1;
  private int wanted = -1;
  private long followAt;

  @Override
  public Usage usage() {
    return Usage.of("gui", "services and their logs on the whole screen")
        .words("[options]", 0, 0)
        .text(
            "The list of services, the log of the selected one, and keys to start, stop, restart,"
                + " delete, clear logs and look at details; ? shows them all. It goes on while the"
                + " daemon is replaced, and services go on when it ends.")
        .options(INTERVAL)
        .examples(
            new Usage.Example("gui", "until q is typed"),
            new Usage.Example("gui -i 5", "over a slow line: a look every five seconds"))
        .exits("0 done · 1 there is no terminal");
  }

  @Override
  public String what(Call call) {
    return "fill the screen";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    int interval = call.arguments.number(INTERVAL, 1);
    if (interval < 1) {
      throw call.arguments.complaint("-i must be at least 1");
    }
    if (!call.forPeople()) {
      throw new Complaint(
          dev.reeve.api.ErrorCode.FAILED,
          what(call),
          call.invocation.terminal().outIsScreen()
              ? "it is for people, not for programs"
              : "standard output is no terminal",
          "see 'reeve list --json' and 'reeve logs -f --json'");
    }
    call.client(Daemon.Need.START).close();
    Terminal terminal = call.invocation.terminal();
    terminal
        .signals()
        .accept(n -> {
          signal.set(n);
          news.offer(clock(call)); // wakes the loop; when it is full, that is awake
        });
    terminal.resized().accept(() -> news.offer(new GuiInput.Typed(Key.of(Key.Kind.REDRAW))));
    try (FullScreen screen = FullScreen.withKeys(call.out);
        GuiFollower follower = new GuiFollower(call, news)) {
      Keyboard.listen(terminal.keys().get(), key -> put(new GuiInput.Typed(key)));
      GuiLooks looks = new GuiLooks(call, news, interval * 1000L);
      looks.start();
      return show(call, screen, follower, looks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 128 + Ending.INTERRUPT;
    }
  }

  private static GuiInput clock(Call call) {
    return new GuiInput.Clock(call.now().toEpochMilli());
  }

  private void put(GuiInput input) {
    try {
      news.put(input);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int show(Call call, FullScreen screen, GuiFollower follower, GuiLooks looks)
      throws InterruptedException {
    state.handle(clock(call)).handle(new GuiInput.Sized(call.columns(), call.rows()));
    long painted = System.nanoTime() - FRAME;
    long ticked = System.nanoTime();
    boolean changed = true;
    while (true) {
      long now = System.nanoTime();
      long due = changed ? painted + FRAME : Math.min(ticked + SECOND, followAt(now));
      GuiInput input = news.poll(Math.max(0, due - now), TimeUnit.NANOSECONDS);
      now = System.nanoTime();
      if (signal.get() != 0) {
        return signal.get() == Ending.INTERRUPT ? 0 : 128 + signal.get();
      }
      if (input != null) {
        state.handle(input);
        changed = true;
      }
      if (now - ticked >= SECOND) {
        ticked = now;
        state.handle(clock(call));
        changed = true;
      }
      for (GuiOrder order : state.takeOrders()) {
        if (order instanceof GuiOrder.Quit) {
          return 0;
        }
        carryOut(call, screen, looks, order);
      }
      looks.describe(state.described());
      follow(follower, now);
      if (changed && now - painted >= FRAME) {
        screen.show(GuiView.render(state, call.style, call.zone()), call.rows());
        painted = now;
        changed = false;
      }
    }
  }

  /** When another log is to be asked for; far away if none is. */
  private long followAt(long now) {
    return state.streamNumber() == followed ? now + SECOND : followAt;
  }

  private void follow(GuiFollower follower, long now) {
    int number = state.streamNumber();
    if (number != wanted) {
      wanted = number;
      followAt = now + REST;
    }
    if (number != followed && now >= followAt) {
      followed = number;
      follower.follow(state.followed(), state.stream(), number);
    }
  }

  private void carryOut(Call call, FullScreen screen, GuiLooks looks, GuiOrder order) {
    switch (order) {
      case GuiOrder.Act(String verb, String target) -> act(call, looks, List.of(verb, target));
      case GuiOrder.Start(String text) -> act(call, looks, startWords(text));
      case GuiOrder.Repaint() -> {
        screen.forget();
        state.handle(new GuiInput.Sized(call.columns(), call.rows()));
      }
      case GuiOrder.Quit() -> throw new IllegalStateException("it should have ended");
    }
  }

  /** A command line is one word; what begins with an option is what would follow 'start'. */
  private static List<String> startWords(String text) {
    List<String> words = new ArrayList<>(List.of("start"));
    if (!text.startsWith("-")) {
      words.add(text);
      return words;
    }
    try {
      words.addAll(Words.split(text));
    } catch (Unreadable e) {
      words.add(text); // 'start' says what is wrong with it
    }
    return words;
  }

  /** Runs a command as a shell would, and tells the first line of what it says. */
  private void act(Call call, GuiLooks looks, List<String> words) {
    Thread thread =
        new Thread(
            () -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              ByteArrayOutputStream err = new ByteArrayOutputStream();
              Invocation as = call.invocation;
              int exit =
                  Reeve.run(
                      new Invocation(
                          words,
                          as.environment(),
                          as.directory(),
                          as.install(),
                          Terminal.plain(out, err)));
              String said = (exit == 0 ? out : err).toString(StandardCharsets.UTF_8);
              String first = said.lines().findFirst().orElse(words.getFirst() + " is done");
              String begin = "reeve: ";
              put(
                  new GuiInput.Told(
                      words.getFirst(),
                      first.startsWith(begin) ? first.substring(begin.length()) : first,
                      exit != 0));
              looks.hurry();
            },
            words.getFirst());
    thread.setDaemon(true);
    thread.start();
  }
}
