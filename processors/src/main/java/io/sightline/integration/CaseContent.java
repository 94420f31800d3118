package io.sightline.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a test says of the body of a message. */
public sealed interface CaseContent {
    /** Nothing. */
    record Unsaid() implements CaseContent {}

    /** A text; null when there is no body. */
    record Text(@Nullable String text) implements CaseContent {}

    /** What a file holds. */
    record Bytes(Path file) implements CaseContent {}

    /** JSON, sent as text and compared by what it says. */
    record Json(JsonNode value) implements CaseContent {}

    /** Lists and keys, sent as lists and maps of Java. */
    record Data(JsonNode value) implements CaseContent {}

    /** A regular expression, for the whole text. */
    record Matching(Pattern pattern) implements CaseContent {}
}
