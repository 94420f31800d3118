package io.sightline.cases;

import io.sightline.integration.BoundedText;
import io.sightline.integration.CaseContent;
import io.sightline.integration.CaseExpectation;
import io.sightline.integration.CaseValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * In what a message is not as expected.
 *
 * @param subject what is not
 * @param details lines that show how
 */
record Difference(String subject, List<String> details) {
    /** All of one message; none when it is as expected. */
    static List<Difference> all(CaseExpectation expected, Received message) {
        var all = new ArrayList<Difference>();
        body(expected.body(), message).ifPresent(all::add);
        expected.headers().forEach((name, value) -> header(name, value, message).ifPresent(all::add));
        return all;
    }

    private static Optional<Difference> body(CaseContent expected, Received message) {
        if (expected instanceof CaseContent.Text text) {
            return text(text.text(), message.text());
        }
        if (expected instanceof CaseContent.Json json) {
            return json(json, message);
        }
        if (expected instanceof CaseContent.Matching matching) {
            return matching(matching.pattern(), message.text(), "the body does not match");
        }
        return expected instanceof CaseContent.Bytes bytes ? bytes(bytes, message) : Optional.empty();
    }

    private static Optional<Difference> text(@Nullable String expected, @Nullable String got) {
        var lines = TextDifference.lines(expected, got);
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Difference("the body differs", lines));
    }

    private static Optional<Difference> json(CaseContent.Json expected, Received message) {
        var got = message.json();
        if (got == null) {
            return Optional.of(new Difference(
                    "the body is no JSON",
                    List.of(
                            "expected: " + TextDifference.shown(expected.value().toString()),
                            "got:      " + TextDifference.shown(message.text()))));
        }
        var lines = JsonDifference.lines(expected.value(), got);
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Difference("the body differs", lines));
    }

    private static Optional<Difference> matching(Pattern pattern, @Nullable String got, String subject) {
        try {
            if (got != null && pattern.matcher(new BoundedText(got)).matches()) {
                return Optional.empty();
            }
        } catch (IllegalStateException | StackOverflowError e) {
            return Optional.of(new Difference(
                    "the regular expression takes too long", List.of(TextDifference.shown(pattern.pattern()))));
        }
        return Optional.of(new Difference(
                subject,
                List.of(
                        "expected: " + TextDifference.shown(pattern.pattern()) + " (regular expression)",
                        "got:      " + TextDifference.shown(got))));
    }

    private static Optional<Difference> bytes(CaseContent.Bytes expected, Received message) {
        byte[] wanted;
        try {
            wanted = Files.readAllBytes(expected.file());
        } catch (IOException e) {
            return Optional.of(new Difference("the file that is expected cannot be read", List.of(e.toString())));
        }
        var name = expected.file().getFileName();
        var got = message.body() instanceof byte[] bytes
                ? bytes
                : String.valueOf(message.text()).getBytes(StandardCharsets.UTF_8);
        int at = Arrays.mismatch(wanted, got);
        if (at < 0) {
            return Optional.empty();
        }
        var text = new String(wanted, StandardCharsets.UTF_8);
        if (message.text() != null && Arrays.equals(text.getBytes(StandardCharsets.UTF_8), wanted)) {
            return Optional.of(new Difference(
                    "the body is not what " + name + " holds", TextDifference.lines(text, message.text())));
        }
        return Optional.of(new Difference(
                "the body is not what " + name + " holds",
                List.of(
                        "expected: " + wanted.length + " bytes",
                        "got:      " + got.length + " bytes",
                        "first difference at byte " + (at + 1))));
    }

    private static Optional<Difference> header(String name, CaseValue expected, Received message) {
        var got = message.headers().get(name);
        var text = got == null
                ? null
                : got instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : String.valueOf(got);
        if (expected.pattern() != null) {
            return matching(expected.pattern(), text, "the header '" + name + "' does not match");
        }
        var wanted = expected.value() == null ? null : String.valueOf(expected.value());
        if (Objects.equals(wanted, text)) {
            return Optional.empty();
        }
        return Optional.of(new Difference(
                "the header '" + name + "' differs",
                List.of(
                        "expected: " + (wanted == null ? "no such header" : TextDifference.shown(wanted)),
                        "got:      " + (text == null ? "no such header" : TextDifference.shown(text)))));
    }
}
