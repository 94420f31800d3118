package io.sightline.detection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * Reads what Python's {@code repr} writes of a value: exporters put such text into models, and it is no JSON. Known are
 * dictionaries, lists, tuples, text, numbers, {@code True}, {@code False} and {@code None}; nothing is ever computed.
 */
final class PythonLiteral {
    private static final int LONGEST = 1 << 20;
    private static final int DEEPEST = 8;

    private final String text;
    private int position;

    private PythonLiteral(String text) {
        this.text = text;
    }

    /**
     * The value as JSON; tuples become arrays; keys of dictionaries, which are text, numbers or words, become text.
     *
     * @throws IllegalArgumentException when it is no such literal, is deeper than 8 or longer than 1 MiB
     */
    static JsonNode read(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "a literal of " + text.length() + " characters; " + LONGEST + " are read");
        }
        var literal = new PythonLiteral(text);
        var value = literal.value(0);
        literal.skipSpaces();
        if (literal.position < text.length()) {
            throw literal.unexpected();
        }
        return value;
    }

    private JsonNode value(int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("a literal deeper than " + DEEPEST);
        }
        skipSpaces();
        return switch (peek()) {
            case '{' -> dictionary(depth);
            case '[' -> sequence(']', depth);
            case '(' -> sequence(')', depth);
            default -> scalar();
        };
    }

    private JsonNode scalar() {
        return switch (peek()) {
            case '\'', '"' -> JsonNodeFactory.instance.textNode(text());
            default -> word();
        };
    }

    private JsonNode dictionary(int depth) {
        var dictionary = JsonNodeFactory.instance.objectNode();
        position++;
        while (!ends('}')) {
            skipSpaces();
            var key = scalar();
            skipSpaces();
            expect(':');
            dictionary.set(key.asText(), value(depth + 1));
            separate('}');
        }
        return dictionary;
    }

    private JsonNode sequence(char end, int depth) {
        var sequence = JsonNodeFactory.instance.arrayNode();
        position++;
        while (!ends(end)) {
            sequence.add(value(depth + 1));
            separate(end);
        }
        return sequence;
    }

    private boolean ends(char end) {
        skipSpaces();
        if (peek() != end) {
            return false;
        }
        position++;
        return true;
    }

    private void separate(char end) {
        skipSpaces();
        if (peek() != end) {
            expect(',');
        }
    }

    private String text() {
        var quote = text.charAt(position++);
        var read = new StringBuilder();
        while (peek() != quote) {
            var character = text.charAt(position++);
            if (character == '\\') {
                read.appendCodePoint(escaped());
            } else {
                read.append(character);
            }
        }
        position++;
        return read.toString();
    }

    private int escaped() {
        var kind = peek();
        position++;
        return switch (kind) {
            case '\\', '\'', '"' -> kind;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> hexadecimal(2);
            case 'u' -> hexadecimal(4);
            case 'U' -> hexadecimal(8);
            default -> throw unexpected();
        };
    }

    private int hexadecimal(int digits) {
        var end = position + digits;
        if (end > text.length()) {
            throw unexpected();
        }
        try {
            var code = Integer.parseUnsignedInt(text, position, end, 16);
            if (!Character.isValidCodePoint(code)) {
                throw unexpected();
            }
            position = end;
            return code;
        } catch (NumberFormatException e) {
            throw unexpected();
        }
    }

    private JsonNode word() {
        var start = position;
        while (position < text.length() && isOfWord(text.charAt(position))) {
            position++;
        }
        var word = text.substring(start, position);
        return switch (word) {
            case "True" -> JsonNodeFactory.instance.booleanNode(true);
            case "False" -> JsonNodeFactory.instance.booleanNode(false);
            case "None" -> JsonNodeFactory.instance.nullNode();
            default -> number(word, start);
        };
    }

    private JsonNode number(String word, int start) {
        try {
            if (word.matches("-?[0-9]+")) {
                return JsonNodeFactory.instance.numberNode(Long.parseLong(word));
            }
            if (word.matches("-?[0-9]+\\.?[0-9]*(e[-+]?[0-9]+)?")) {
                return JsonNodeFactory.instance.numberNode(Double.parseDouble(word));
            }
        } catch (NumberFormatException e) {
            // Longer than 64 bits; said below.
        }
        position = start;
        throw unexpected();
    }

    private static boolean isOfWord(char character) {
        return Character.isLetterOrDigit(character) || character == '.' || character == '-' || character == '+';
    }

    private void skipSpaces() {
        while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
            position++;
        }
    }

    private char peek() {
        if (position >= text.length()) {
            throw unexpected();
        }
        return text.charAt(position);
    }

    private void expect(char character) {
        if (peek() != character) {
            throw unexpected();
        }
        position++;
    }

    private IllegalArgumentException unexpected() {
        return new IllegalArgumentException(
                position >= text.length()
                        ? "the literal ends early"
                        : "unexpected '" + text.charAt(position) + "' at character " + position);
    }
}
