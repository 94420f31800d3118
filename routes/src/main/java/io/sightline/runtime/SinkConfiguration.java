package io.sightline.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.sightline.camel.ReadDeadLetter;
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
import io.sightline.delivery.Sink;
import io.sightline.delivery.v1.DeadLetter;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.v1.FrameReceived;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.registry.WireFormat;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the routes of the sink name. */
@Configuration(proxyBeanMethods = false)
class SinkConfiguration {
    @Bean
    MonthPartitions monthPartitions(DataSource database) {
        return new MonthPartitions(database);
    }

    @Bean
    StoreRows<FrameReceived, FrameRow> storeFrames(
            DataSource database, MonthPartitions partitions, FailureClassifier classifier, MeterRegistry meters) {
        return new StoreRows<>(
                new Sink<>(database, new FrameTable(partitions), classifier), FrameRow::new, meters, "frame");
    }

    @Bean
    StoreRows<InferenceCompleted, InferenceRow> storeInferences(
            DataSource database, MonthPartitions partitions, FailureClassifier classifier, MeterRegistry meters) {
        return new StoreRows<>(
                new Sink<>(database, new InferenceTable(partitions), classifier),
                InferenceRow::new,
                meters,
                "inference");
    }

    @Bean
    StoreRows<DeadLetter, DeadLetterRow> storeDeadLetters(
            DataSource database, FailureClassifier classifier, MeterRegistry meters) {
        return new StoreRows<>(
                new Sink<>(database, new DeadLetterTable(), classifier),
                (letter, record, trace) -> new DeadLetterRow(letter, record),
                meters,
                "dead_letter");
    }

    @Bean
    ReadDeadLetter readDeadLetter(WireFormat format, DeadLetterFactory letters) {
        return new ReadDeadLetter(format, letters);
    }

    @Bean
    RefuseRow refuseRow() {
        return new RefuseRow();
    }
}
