package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.ReadDeadLetter;
import io.sightline.camel.Refusals;
import io.sightline.camel.RefuseRow;
import io.sightline.camel.StoreRows;
import io.sightline.delivery.DeadLetterFactory;
import io.sightline.delivery.DeadLetterRow;
import io.sightline.delivery.DeadLetterTable;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.FrameTable;
import io.sightline.delivery.InferenceRow;
import io.sightline.delivery.InferenceTable;
import io.sightline.delivery.MonthPartitions;
import io.sightline.delivery.Positions;
import io.sightline.delivery.Sink;
import io.sightline.delivery.SinkMeters;
import io.sightline.delivery.Table;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.registry.WireFormat;
import io.sightline.runtime.SightlineProperties.Topics;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes of the sink name. */
@Configuration(proxyBeanMethods = false)
class SinkConfiguration {
    private final DataSource database;
    private final FailureClassifier classifier;
    private final MeterRegistry meters;
    private final Topics topics;

    SinkConfiguration(DataSource database, FailureClassifier classifier, MeterRegistry meters, Topics topics) {
        this.database = database;
        this.classifier = classifier;
        this.meters = meters;
        this.topics = topics;
    }

    @Bean
    MonthPartitions monthPartitions() {
        return new MonthPartitions(database);
    }

    @Bean
    StoreRows<FrameReceived, FrameRow> storeFrames(Positions claimsPositions, MonthPartitions partitions) {
        var sink = sink(claimsPositions, new FrameTable(partitions), "frame");
        return new StoreRows<>(sink, FrameRow::new, refusals("refuse-row"), topics.deadLetters());
    }

    @Bean
    StoreRows<InferenceCompleted, InferenceRow> storeInferences(
            Positions inferencesPositions, MonthPartitions partitions) {
        var sink = sink(inferencesPositions, new InferenceTable(partitions), "inference");
        return new StoreRows<>(sink, InferenceRow::new, refusals("refuse-row"), topics.deadLetters());
    }

    @Bean
    StoreRows<DeadLetter, DeadLetterRow> storeDeadLetters(Positions deadLettersPositions) {
        var sink = sink(deadLettersPositions, new DeadLetterTable(), "dead_letter");
        return new StoreRows<>(
                sink,
                (letter, record, trace) -> new DeadLetterRow(letter, record),
                refusals("read-dead-letter-row"),
                topics.deadLetters());
    }

    @Bean
    ReadDeadLetter readDeadLetter(WireFormat format, DeadLetterFactory letters) {
        return new ReadDeadLetter(format, letters);
    }

    @Bean
    RefuseRow refuseRow() {
        return new RefuseRow();
    }

    private <T> Sink<T> sink(Positions positions, Table<T> table, String name) {
        return new Sink<>(database, positions, table, classifier, new SinkMeters(meters, name));
    }

    private Refusals refusals(String route) {
        return new Refusals("direct:" + route, classifier);
    }
}
