package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.FlagOrder;
import dev.reeve.api.Methods;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Unreadable;
import java.util.List;

/** {@code flag} and {@code unflag}: notes that people pin to services. */
final class FlagCommand implements Command {
  private static final Opt TTL =
      Opt.value(
          "--ttl", 't', "TIME", "take them off by themselves after this time, such as 1h or 5d4h");

  private final boolean set;

  FlagCommand(boolean set) {
    this.set = set;
  }

  private String verb() {
    return set ? "flag" : "unflag";
  }

  @Override
  public Usage usage() {
    Usage usage =
        Usage.of(verb(), set ? "pin a note to services" : "take a note off services")
            .words("TARGET… FLAG[,FLAG…]", 2, Usage.MANY);
    return set
        ? usage
            .text(
                "A flag is a word for people, such as hold or ticket-4711. It changes nothing about"
                    + " what a service does; 'list' and 'status' show it, and the journal keeps who"
                    + " set it. A flag that is there already gets the new time. Up to 50 letters,"
                    + " digits and . _ : - each, 100 for a service.")
            .options(TTL)
            .examples(
                new Usage.Example("flag api hold", "until somebody takes it off"),
                new Usage.Example("flag 'web-*' deploying,careful --ttl 1h", "for an hour"))
        : usage
            .text("A flag that is not there is gone already.")
            .examples(new Usage.Example("unflag api hold,careful", "two of its flags"));
  }

  @Override
  public String what(Call call) {
    return verb() + " " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    List<String> words = call.words();
    List<String> flags = List.of(words.getLast().split(",", -1));
    FlagOrder order = new FlagOrder(words.subList(0, words.size() - 1), flags, ttl(call));
    return Results.print(
        call,
        call.client(Daemon.Need.STATE).call(set ? Methods.FLAG : Methods.UNFLAG, order).results(),
        verb(),
        set ? "flagged" : "unflagged");
  }

  private long ttl(Call call) throws Complaint {
    String text = set ? call.arguments.value(TTL).orElse("") : "";
    if (text.isEmpty()) {
      return 0;
    }
    try {
      long millis = Durations.parse(text).toMillis();
      if (millis > 0) {
        return millis;
      }
    } catch (Unreadable e) {
      throw new Complaint(
          ErrorCode.USAGE,
          what(call),
          "--ttl '" + Clean.line(text) + "' " + e.reason(),
          "write 30m, 1h or 5d4h");
    }
    throw call.arguments.complaint("--ttl must be more than nothing");
  }
}
