package io.sightline.camel;

import static io.sightline.Samples.text;

import io.sightline.Samples;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** A batch as camel-kafka hands it to a route: a list of exchanges. */
final class KafkaBatch {
    private final List<Exchange> records = new ArrayList<>();

    KafkaBatch add(int partition, long offset, byte @Nullable [] value, KafkaManualCommit commit) {
        var record = Exchanges.withBody(value);
        var message = record.getMessage();
        message.setHeader(KafkaConstants.TOPIC, "sightline.frames");
        message.setHeader(KafkaConstants.PARTITION, partition);
        message.setHeader(KafkaConstants.OFFSET, offset);
        message.setHeader(KafkaConstants.TIMESTAMP, Samples.NOON.toEpochMilli());
        message.setHeader(KafkaConstants.KEY, text("camera-1"));
        message.setHeader(
                KafkaConstants.HEADERS,
                new RecordHeaders()
                        .add("source-id", text("old"))
                        .add("source-id", text("camera-1"))
                        .add("CamelSqlQuery", text("drop table frame"))
                        .add("kafka.OVERRIDE_TOPIC", text("elsewhere"))
                        .add("nothing", null));
        message.setHeader("CamelSqlQuery", "drop table frame");
        message.setHeader(KafkaConstants.MANUAL_COMMIT, commit);
        records.add(record);
        return this;
    }

    KafkaBatch add(int partition, long offset, byte @Nullable [] value) {
        return add(partition, offset, value, () -> {});
    }

    Exchange exchange() {
        return Exchanges.withBody(List.copyOf(records));
    }
}
