package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.frame.TraceContext;
import io.sightline.frame.v1.FrameReceived;
import java.util.Optional;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.Test;

class EventTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final FrameReceived frame = Samples.frame(Samples.text("picture"));

    @Test
    void carriesCloudEventsHeadersTraceAndKey() {
        var exchange = Exchanges.withBody("before");

        new Event(frame, frame.getFrameId(), "Süd 1", Samples.NOON).onto(exchange, TraceContext.of(Optional.of(TRACE)));

        var message = exchange.getMessage();
        assertThat(message.getBody()).isSameAs(frame);
        assertThat(message.getHeaders())
                .containsEntry("ce_specversion", "1.0")
                .containsEntry("ce_id", frame.getFrameId().toString())
                .containsEntry("ce_source", "/sightline")
                .containsEntry("ce_type", "io.sightline.frame.v1.FrameReceived")
                .containsEntry("ce_time", "2026-03-01T12:00:00Z")
                .containsEntry("ce_subject", "Süd 1")
                .containsEntry("traceparent", TRACE)
                .hasSize(8);
        assertThat(message.getHeader(KafkaConstants.KEY, byte[].class)).isEqualTo(Samples.text("Süd 1"));
        assertThat(exchange.getProperty(Keys.SCHEMA)).isEqualTo(FrameReceived.getClassSchema());
    }

    @Test
    void keepsTheRecordAndNothingElseOfTheFormerMessage() {
        var exchange = Exchanges.withBody("before");
        exchange.getMessage().setHeader(Keys.RECORD, Samples.record(42, new byte[0]));
        exchange.getMessage().setHeader("Authorization", "Bearer secret");

        new Event(frame, frame.getFrameId(), null, Samples.NOON).onto(exchange, null);

        assertThat(exchange.getMessage().getHeaders())
                .containsOnlyKeys(Keys.RECORD, "ce_specversion", "ce_id", "ce_source", "ce_type", "ce_time");
    }
}
