package io.sightline.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Something that does not add up.
 *
 * @param equation {@code sink}, {@code ingest}, {@code frames}; {@code uncertain}, where it does not add up unless
 *     letters that nobody could read, or refused claims that do not name their record, stand for what is missing; of
 *     rows that were counted {@code frame-rows}, {@code inference-rows}, {@code detection-rows}, {@code image-rows},
 *     {@code model-version-rows}; of what is stored more than once {@code frame-repeats}, {@code origin-repeats},
 *     {@code inference-repeats}
 * @param partition such as {@code sightline.claims-0}, where the gap is that of a partition
 * @param day UTC day of capture, where rows were counted
 * @param expected what there ought to be; null when it cannot be known
 * @param found what there is; null when it cannot be known
 * @param difference expected less found
 * @param firstIds the first things at fault, where they can be known: ids of frames, or ranges of offsets; of letters,
 *     where it is uncertain
 * @param explanation what happened and the safe way on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Gap(
        String equation,
        @Nullable String partition,
        @Nullable String day,
        @Nullable Long expected,
        @Nullable Long found,
        @Nullable Long difference,
        List<String> firstIds,
        String explanation) {
    /** Names of all equations. */
    public static final List<String> EQUATIONS = List.of(
            "sink",
            "ingest",
            "frames",
            "uncertain",
            "frame-rows",
            "inference-rows",
            "detection-rows",
            "image-rows",
            "model-version-rows",
            "frame-repeats",
            "origin-repeats",
            "inference-repeats");

    /** A word with a digit: a number, an id, a moment. */
    private static final Pattern FIGURE = Pattern.compile("\\S*\\d\\S*");

    /** Name of what nobody can decide without a look at the letters. */
    static final String UNCERTAIN = "uncertain";

    public Gap {
        firstIds = List.copyOf(firstIds);
    }

    /** A gap of a partition. */
    static Gap of(String equation, Object partition, long expected, long found, String explanation) {
        return new Gap(equation, partition.toString(), null, expected, found, expected - found, List.of(), explanation);
    }

    /** A gap of a partition of which no number can be known. */
    static Gap unknown(String equation, Object partition, String explanation) {
        return new Gap(equation, partition.toString(), null, null, null, null, List.of(), explanation);
    }

    /** Whether it is about letters of which nobody knows what they stand for. */
    boolean isUncertain() {
        return equation.equals(UNCERTAIN);
    }

    Gap explained(String text) {
        return new Gap(equation, partition, day, expected, found, difference, firstIds, text);
    }

    Gap withFirstIds(List<String> ids) {
        return new Gap(equation, partition, day, expected, found, difference, ids, explanation);
    }

    /** How many things it is about; 1 when nobody knows. */
    public long size() {
        return difference == null ? 1 : Math.max(1, Math.abs(difference));
    }

    /**
     * What tells it from other gaps: of one equation there may be several in a partition, each for a reason of its own,
     * and figures may change while it is the same.
     */
    public String identity() {
        return equation + " " + partition + " " + day + ": "
                + FIGURE.matcher(explanation).replaceAll("#");
    }
}
