package io.sightline.audit;

import io.sightline.audit.Books.SinkRow;
import io.sightline.delivery.Position;
import io.sightline.delivery.Stop;
import io.sightline.delivery.Verdicts;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Per partition of the sink: consumed = stored + duplicate + dead-lettered + skipped + expired, in the topic that is
 * there now, and no further than its log.
 *
 * <p>The topics of the sink are written by Sightline alone, without transactions: an offset without a record is none of
 * its making, so {@code skipped} is a gap there. What a person has written off is {@code expired} and none.
 */
final class SinkEquation {
    private static final String NAME = "sink";

    private final Reading reading;
    private final Findings findings;

    SinkEquation(Reading reading, Findings findings) {
        this.reading = reading;
        this.findings = findings;
    }

    void check() {
        for (var topic : reading.topics().sunk()) {
            var sinks = reading.books().sinksOf(topic);
            for (var partition : reading.state().partitions(topic)) {
                if (!sinks.containsKey(partition)) {
                    describe(topic, partition);
                }
            }
            sinks.values().stream()
                    .sorted((one, other) -> Integer.compare(
                            one.partition().partition(), other.partition().partition()))
                    .forEach(sink -> check(topic, sink));
        }
    }

    private void check(String topic, SinkRow sink) {
        var stop = stop(topic, sink);
        findings.add(describe(sink, stop));
        stop.ifPresent(found -> findings.add(gap(sink, found)));
        if (sink.skipped() > 0) {
            findings.add(Gap.of(
                    NAME,
                    sink.partition(),
                    sink.next() - sink.start(),
                    sink.accounted() - sink.skipped(),
                    Explanations.skipped(sink)));
        }
        if (sink.accounted() != sink.next() - sink.start()) {
            findings.add(Gap.of(
                    NAME, sink.partition(), sink.next() - sink.start(), sink.accounted(), Explanations.counters(sink)));
        }
        var committed = reading.state().committed(sink.group(), sink.partition());
        if (stop.isEmpty() && committed.isPresent() && committed.getAsLong() > sink.next()) {
            findings.add(Gap.of(
                    NAME,
                    sink.partition(),
                    committed.getAsLong(),
                    sink.next(),
                    Explanations.olderDatabase(sink, committed.getAsLong())));
        }
    }

    /** The same verdicts as those that stop the sink itself. */
    private Optional<Stop> stop(String topic, SinkRow sink) {
        var id = reading.state().ids().get(topic);
        var verdicts = new Verdicts(sink.group(), sink.partition(), new Position(sink.topicId(), sink.next()));
        if (id == null || !reading.state().logs().containsKey(sink.partition())) {
            return Optional.of(Explanations.topicGone(sink));
        }
        if (!id.equals(sink.topicId())) {
            return Optional.of(verdicts.topicReplaced(id));
        }
        long end = reading.end(sink.partition());
        if (sink.next() > end) {
            return Optional.of(verdicts.beyondEnd(end));
        }
        // The log's start was read before the position: if it is beyond that even so, nobody had read what is gone.
        long start = reading.state().log(sink.partition()).start();
        return sink.next() < start ? Optional.of(verdicts.expired(start)) : Optional.empty();
    }

    private Gap gap(SinkRow sink, Stop stop) {
        var text = stop.what() + ". " + stop.wayOn();
        return switch (stop.code()) {
            case RECORDS_EXPIRED ->
                Gap.of(
                        NAME,
                        sink.partition(),
                        reading.state().log(sink.partition()).start(),
                        sink.next(),
                        text);
            case OFFSET_OUT_OF_RANGE ->
                Gap.of(NAME, sink.partition(), sink.next(), reading.end(sink.partition()), text);
            default -> Gap.unknown(NAME, sink.partition(), text);
        };
    }

    private PartitionState describe(SinkRow sink, Optional<Stop> stop) {
        var log = Optional.ofNullable(reading.state().logs().get(sink.partition()));
        var end = log.map(span -> reading.end(sink.partition()));
        return new PartitionState(
                sink.group(),
                sink.partition().toString(),
                sink.topicId().toString(),
                sink.start(),
                sink.next(),
                log.map(BrokerState.Span::start).orElse(null),
                end.orElse(null),
                stop.isPresent()
                        ? null
                        : end.map(offset -> Reading.behind(offset, sink.next())).orElse(null),
                sink.stored(),
                sink.duplicate(),
                sink.deadLettered(),
                sink.skipped(),
                sink.expired(),
                null,
                stop.map(found -> found.code().name()).orElse(null));
    }

    /** A partition that the sink has never been given. */
    private void describe(String topic, TopicPartition partition) {
        var log = reading.state().log(partition);
        long end = reading.end(partition);
        findings.add(new PartitionState(
                reading.topics().sinkGroup(topic),
                partition.toString(),
                String.valueOf(reading.state().ids().get(topic)),
                null,
                null,
                log.start(),
                end,
                Reading.behind(end, log.start()),
                null,
                null,
                null,
                null,
                null,
                null,
                null));
    }
}
