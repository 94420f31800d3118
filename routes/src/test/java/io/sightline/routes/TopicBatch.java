package io.sightline.routes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.support.DefaultExchange;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Records of one partition, as camel-kafka hands them to a route. */
final class TopicBatch {
    static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    static final Instant TIMESTAMP = Instant.parse("2026-03-01T12:00:00Z");

    final AtomicInteger commits = new AtomicInteger();
    /** Offsets that were committed. */
    final List<Long> committed = new CopyOnWriteArrayList<>();

    private final CamelContext camel;
    private final List<Exchange> records = new ArrayList<>();

    TopicBatch(CamelContext camel) {
        this.camel = camel;
    }

    TopicBatch add(byte @Nullable [] value) {
        return add(value, new RecordHeaders().add("traceparent", TRACE.getBytes(StandardCharsets.UTF_8)));
    }

    TopicBatch add(byte @Nullable [] value, Headers headers) {
        var record = new DefaultExchange(camel);
        var message = record.getMessage();
        message.setBody(value);
        message.setHeader(KafkaConstants.TOPIC, "some.topic");
        message.setHeader(KafkaConstants.PARTITION, 0);
        message.setHeader(KafkaConstants.OFFSET, (long) records.size());
        message.setHeader(KafkaConstants.TIMESTAMP, TIMESTAMP.toEpochMilli());
        message.setHeader(KafkaConstants.KEY, "camera-1".getBytes(StandardCharsets.UTF_8));
        message.setHeader(KafkaConstants.HEADERS, headers);
        long offset = records.size();
        KafkaManualCommit commit = () -> {
            commits.incrementAndGet();
            committed.add(offset);
        };
        message.setHeader(KafkaConstants.MANUAL_COMMIT, commit);
        records.add(record);
        return this;
    }

    List<Exchange> records() {
        return List.copyOf(records);
    }
}
