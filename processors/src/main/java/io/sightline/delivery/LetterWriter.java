package io.sightline.delivery;

import io.sightline.failure.PermanentFailure;

/**
 * Writes the dead letter of a row that the database will never take, before the transaction that stores it.
 *
 * @param <T> a row
 */
@FunctionalInterface
public interface LetterWriter<T> {
    Entry.Letter<T> write(Entry.Row<T> refused, PermanentFailure refusal);
}
