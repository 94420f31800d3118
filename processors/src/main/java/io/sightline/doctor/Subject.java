package io.sightline.doctor;

import java.util.List;

/**
 * What is looked at together, such as one server.
 *
 * @param first without which nobody asks for the others: whether it answers at all
 */
public record Subject(Check first, List<Check> others) {
    public Subject {
        others = List.copyOf(others);
    }

    /** Something that stands for itself. */
    public static Subject of(Check check) {
        return new Subject(check, List.of());
    }
}
