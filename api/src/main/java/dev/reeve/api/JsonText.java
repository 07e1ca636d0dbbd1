package dev.reeve.api;

import io.avaje.json.JsonDataException;
import io.avaje.json.JsonReader;
import io.avaje.json.PropertyNames;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;

/**
 * Reads JSON (RFC 8259) out of a string. The reader that comes with the library refuses strings of
 * more than 50,000 characters, which an environment or a line of output may well have; here only
 * the length of the whole text bounds them, and the depth is bounded as well.
 */
final class JsonText implements JsonReader {
  private static final int MAX_DEPTH = 128;

  private final String text;
  private int at;
  private int depth;

  /** Whether an object or array was just opened, so that no comma may come. */
  private boolean isFirst;

  JsonText(String text) {
    this.text = text;
  }

  /** Fails if something stands after the value that was read. */
  void checkEnd() {
    skipBlanks();
    if (at < text.length()) {
      throw error("something stands after the end");
    }
  }

  private JsonDataException error(String what) {
    return new JsonDataException(what + " at character " + (at + 1));
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c > ' ' || (c != ' ' && c != '\n' && c != '\r' && c != '\t')) {
        return;
      }
      at++;
    }
  }

  private char peek() {
    skipBlanks();
    if (at == text.length()) {
      throw error("the text ends too early");
    }
    return text.charAt(at);
  }

  private void expect(char wanted) {
    if (peek() != wanted) {
      throw error("'" + wanted + "' expected");
    }
    at++;
  }

  private void open(char bracket) {
    expect(bracket);
    if (++depth > MAX_DEPTH) {
      throw error("more than " + MAX_DEPTH + " levels");
    }
    isFirst = true;
  }

  private void close(char bracket) {
    expect(bracket);
    depth--;
    isFirst = false;
  }

  /** Whether another element follows; takes the comma before it. */
  private boolean hasNext(char end) {
    if (peek() == end) {
      return false;
    }
    if (!isFirst) {
      expect(',');
      if (peek() == end) {
        throw error("a value expected");
      }
    }
    isFirst = false;
    return true;
  }

  @Override
  public void beginArray() {
    open('[');
  }

  @Override
  public void endArray() {
    close(']');
  }

  @Override
  public boolean hasNextElement() {
    return hasNext(']');
  }

  @Override
  public void beginObject(PropertyNames names) {
    open('{');
  }

  @Override
  public void beginObject() {
    open('{');
  }

  @Override
  public void endObject() {
    close('}');
  }

  @Override
  public boolean hasNextField() {
    return hasNext('}');
  }

  @Override
  public String nextField() {
    String name = readString();
    expect(':');
    return name;
  }

  @Override
  public boolean isNullValue() {
    if (peek() == 'n') {
      word("null");
      return true;
    }
    return false;
  }

  private void word(String word) {
    if (!text.startsWith(word, at)) {
      throw error("a value expected");
    }
    at += word.length();
  }

  @Override
  public boolean readBoolean() {
    if (peek() == 't') {
      word("true");
      return true;
    }
    word("false");
    return false;
  }

  private String number() {
    peek();
    int begin = at;
    while (at < text.length() && isOfNumber(text.charAt(at))) {
      at++;
    }
    if (begin == at || at - begin > 64) {
      throw error("a number expected");
    }
    return text.substring(begin, at);
  }

  private static boolean isOfNumber(char c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
  }

  @Override
  public int readInt() {
    return Math.toIntExact(readLong());
  }

  @Override
  public long readLong() {
    try {
      return Long.parseLong(number());
    } catch (NumberFormatException e) {
      throw error("a whole number expected");
    }
  }

  /**
   * Without BigDecimal, whose first use computes huge powers of ten (JDK 25): 25 ms, half the life
   * of a command.
   */
  @Override
  public double readDouble() {
    try {
      return Double.parseDouble(number());
    } catch (NumberFormatException e) {
      throw error("a number expected");
    }
  }

  @Override
  public BigDecimal readDecimal() {
    try {
      return new BigDecimal(number());
    } catch (NumberFormatException e) {
      throw error("a number expected");
    }
  }

  @Override
  public BigInteger readBigInteger() {
    return BigInteger.valueOf(readLong());
  }

  @Override
  public String readString() {
    expect('"');
    int end = plainEnd();
    if (end < 0) {
      return escapedString();
    }
    String value = text.substring(at, end);
    at = end + 1;
    return value;
  }

  /** Where the string that is being read ends, if there is no escape in it; else -1. */
  private int plainEnd() {
    int end = text.indexOf('"', at);
    return end < 0 || text.indexOf('\\', at, end) >= 0 ? -1 : end;
  }

  private String escapedString() {
    StringBuilder value = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return value.toString();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    throw error("a string is not closed");
  }

  private char escaped() {
    if (at == text.length()) {
      throw error("a string is not closed");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        if (at + 4 > text.length()) {
          throw error("four digits expected");
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
          int digit = Character.digit(text.charAt(at), 16);
          if (digit < 0) {
            throw error("four hexadecimal digits expected");
          }
          code = code * 16 + digit;
        }
        yield (char) code;
      }
      default -> throw error("no such escape");
    };
  }

  @Override
  public byte[] readBinary() {
    return Base64.getDecoder().decode(readString());
  }

  /** The text of the next value, as it stands. */
  @Override
  public String readRaw() {
    peek();
    int begin = at;
    skipValue();
    return text.substring(begin, at);
  }

  @Override
  public void skipValue() {
    switch (peek()) {
      case '{' -> {
        beginObject();
        while (hasNextField()) {
          skipString();
          expect(':');
          skipValue();
        }
        endObject();
      }
      case '[' -> {
        beginArray();
        while (hasNextElement()) {
          skipValue();
        }
        endArray();
      }
      case '"' -> skipString();
      case 't', 'f' -> readBoolean();
      case 'n' -> word("null");
      default -> readDouble();
    }
  }

  /** Most of what an answer consists of is passed over once, as its envelope is read. */
  private void skipString() {
    expect('"');
    int end = plainEnd();
    if (end < 0) {
      escapedString();
    } else {
      at = end + 1;
    }
  }

  @Override
  public Token currentToken() {
    return switch (peek()) {
      case '{' -> Token.BEGIN_OBJECT;
      case '[' -> Token.BEGIN_ARRAY;
      case '"' -> Token.STRING;
      case 't', 'f' -> Token.BOOLEAN;
      case 'n' -> Token.NULL;
      default -> Token.NUMBER;
    };
  }

  @Override
  public String location() {
    return "character " + (at + 1);
  }

  /** Keys that are not known are passed over: a peer may be newer. */
  @Override
  public void unmappedField(String name) {}

  @Override
  public <T> T unwrap(Class<T> type) {
    return type.cast(this);
  }

  @Override
  public void close() {}
}
