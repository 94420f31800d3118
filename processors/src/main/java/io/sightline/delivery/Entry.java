package io.sightline.delivery;

import io.sightline.delivery.v1.DeadLetter;
import java.util.Optional;

/**
 * What one record of a batch has become on its way to the tables.
 *
 * @param <T> a row
 */
public sealed interface Entry<T> {
    /** The record as it was read. */
    ConsumedRecord record();

    /** A record that was read and is a row now. */
    record Row<T>(ConsumedRecord record, T row) implements Entry<T> {}

    /**
     * A record that no retry makes a row of.
     *
     * @param mail the letter as its topic is to get it; empty when it came from there
     */
    record Letter<T>(ConsumedRecord record, DeadLetter letter, Optional<OutboxRecord> mail) implements Entry<T> {}
}
