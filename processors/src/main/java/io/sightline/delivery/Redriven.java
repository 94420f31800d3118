package io.sightline.delivery;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What a record says of itself when it is the original of a dead letter that was sent once more. It travels in headers
 * along the stages, so that the last one knows which letter is cured, and a new failure which letter it repeats.
 *
 * <p>Whoever may write to a topic may write these headers too. What they can do is bounded where they are used: a
 * letter is resolved by them only while it is being redriven and when its topic and frame fit
 * ({@link RedrivenLetters}), and it is reopened by them only for its own stage and topic ({@link DeadLetterTable}).
 * From cameras they are not taken at all.
 *
 * @param letter event id of the letter
 * @param count how often it has been sent, this time included
 * @param failure where it failed first; empty once a stage has made something else of the record
 */
public record Redriven(UUID letter, int count, Optional<FirstFailure> failure) {
    /** Header: {@link #letter}. */
    public static final String LETTER = "sightline-dead-letter";

    /** Header: {@link #count}. */
    public static final String COUNT = "sightline-redrive-count";

    /** Header: {@link #failure}. */
    public static final String FAILED_AT = "sightline-failed-at";

    private static final int HIGHEST_COUNT = 10_000;
    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * Where a letter came from.
     *
     * @param stage stage that failed
     * @param position position of the record that failed first, as identities name it: each repeat lies elsewhere
     */
    public record FirstFailure(String stage, String position) {
        private static final Pattern FORM = Pattern.compile("([a-z]{1,20}) ([0-9a-f-]{36}/\\d{1,10}/\\d{1,19})");

        static Optional<FirstFailure> parse(String text) {
            var form = FORM.matcher(text);
            return form.matches() ? Optional.of(new FirstFailure(form.group(1), form.group(2))) : Optional.empty();
        }
    }

    /** What the record's headers say; empty when they say nothing, or something that cannot be. */
    public static Optional<Redriven> of(ConsumedRecord record) {
        var letter = record.header(LETTER)
                .filter(text -> UUID_FORM.matcher(text).matches())
                .map(UUID::fromString);
        var count = record.header(COUNT)
                .filter(text -> text.matches("[1-9]\\d{0,4}"))
                .map(Integer::valueOf)
                .filter(number -> number <= HIGHEST_COUNT);
        return letter.isEmpty() || count.isEmpty()
                ? Optional.empty()
                : Optional.of(new Redriven(
                        letter.get(), count.get(), record.header(FAILED_AT).flatMap(FirstFailure::parse)));
    }

    /** Whether the header is one of these. */
    public static boolean isHeader(String name) {
        return name.equals(LETTER) || name.equals(COUNT) || name.equals(FAILED_AT);
    }

    /** The letter, when it is one of this stage: then a failure repeats it, whatever is known of the frame by now. */
    Optional<UUID> letterOf(String stage) {
        return failure.filter(first -> first.stage().equals(stage)).map(first -> letter);
    }

    /** The same for what a stage makes of the record. */
    public Redriven passedOn() {
        return new Redriven(letter, count, Optional.empty());
    }

    /** As headers of a record. */
    public Map<String, byte[]> headers() {
        var headers = new HashMap<String, byte[]>();
        headers.put(LETTER, bytes(letter.toString()));
        headers.put(COUNT, bytes(String.valueOf(count)));
        failure.ifPresent(first -> headers.put(FAILED_AT, bytes(first.stage() + " " + first.position())));
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
