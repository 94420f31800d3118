package io.sightline.audit;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * All that goes into the equations. The order in which it was read is what makes them hold while everything moves:
 *
 * <ol>
 *   <li>how far ingest and detect say they are; all that these records became was in a log or in the database by then,
 *   <li>where the logs end: behind all of that,
 *   <li>the database, in one transaction: what it lacks of that lies between a sink's position and the end from before,
 *       or is looked for there,
 *   <li>where the logs end once more: no row in the database came of a record behind it.
 * </ol>
 *
 * @param state steps 1 and 2
 * @param books step 3, and what was found there of what is missing
 * @param ends step 4
 */
record Reading(AuditTopics topics, BrokerState state, Books books, Absent absent, Map<TopicPartition, Long> ends) {
    /** After step 3. */
    static Reading ofBooks(AuditTopics topics, BrokerState state, Books books) {
        return new Reading(topics, state, books, Absent.NONE, Map.of());
    }

    /** Whether there are records or frames without a fate that are not on their way either. */
    boolean isLacking() {
        return FrameBalance.of(this).lacking() > 0
                || IngestAccount.of(this).stream().anyMatch(account -> account.lacking() > 0);
    }

    /** Where the log ends, read last. */
    long end(TopicPartition partition) {
        return Objects.requireNonNull(
                ends.getOrDefault(partition, state.log(partition).end()));
    }

    /** Records of the topic that were there before the database was read and that it does not have. */
    long unsunkBefore(String topic) {
        var sinks = books.sinksOf(topic);
        return state.partitions(topic).stream()
                .mapToLong(partition ->
                        behind(state.log(partition).end(), position(topic, sinks.get(partition), partition)))
                .sum();
    }

    /** Records of the topic that are there and that the database did not have. */
    long unsunk(String topic) {
        var sinks = books.sinksOf(topic);
        return state.partitions(topic).stream()
                .mapToLong(partition -> behind(end(partition), position(topic, sinks.get(partition), partition)))
                .sum();
    }

    /** Claims and letters that were there before the database was read and that it does not have. */
    long underWay() {
        return unsunkBefore(topics.claims()) + unsunkBefore(topics.deadLetters());
    }

    /** Claims that detect was not done with, before anything else was read. */
    long undetected() {
        return state.partitions(topics.claims()).stream()
                .mapToLong(partition -> behind(
                        end(partition),
                        state.committed(AuditTopics.DETECT, partition)
                                .orElse(state.log(partition).start())))
                .sum();
    }

    /** Where the sink reads on; a position in another topic of the same name says nothing about this one. */
    private long position(String topic, Books.@Nullable SinkRow sink, TopicPartition partition) {
        return sink == null || !sink.topicId().equals(state.ids().get(topic))
                ? state.log(partition).start()
                : sink.next();
    }

    static long behind(long end, long position) {
        return Math.max(0, end - position);
    }
}
