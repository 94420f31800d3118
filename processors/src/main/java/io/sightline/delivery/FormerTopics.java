package io.sightline.delivery;

import java.util.Optional;
import java.util.UUID;

/**
 * What a database remembers of topics that had a topic's name before. Kafka forgets with a topic how far its groups had
 * read it: to a group that keeps its position there, a topic that was deleted and made anew looks like one that it has
 * never read.
 */
public interface FormerTopics {
    /**
     * Why a topic must not be read: another one had its name, and nobody has closed the account of that yet.
     *
     * @param topicId id of the topic that has the name now
     * @throws io.sightline.failure.TransientFailure when a server does not answer
     */
    Optional<Stop> stop(String topic, UUID topicId);

    /** What a person does about a topic that was made anew, in sentences. */
    String wayOn(String topic, UUID former);
}
