package io.sightline.delivery;

import io.sightline.delivery.v1.DeadLetter;

/**
 * A dead letter to store.
 *
 * @param record the record of the dead letters topic that told of it
 */
public record DeadLetterRow(DeadLetter letter, ConsumedRecord record) {}
