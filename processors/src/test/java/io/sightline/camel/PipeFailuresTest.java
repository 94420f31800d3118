package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.sightline.delivery.ConsumedRecord;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.component.kafka.KafkaConstants;
import org.junit.jupiter.api.Test;

/** What is passed over for good can be found again. */
class PipeFailuresTest {
    private static final ConsumedRecord RECORD = new ConsumedRecord(
            "sightline.claims", UUID.randomUUID(), 3, 42, Instant.EPOCH, null, new byte[0], Map.of());

    @Test
    void namesTheRecordThatASourceOfOursHasRead() {
        var read = Exchanges.withBody("what it became");
        read.setProperty(Keys.RECORD, RECORD);
        var unread = Exchanges.withBody("what cannot be read");
        unread.getMessage().setHeader(Keys.RECORD, RECORD);

        assertThat(PipeFailures.origin(read))
                .containsExactly(entry("topic", "sightline.claims"), entry("partition", 3), entry("offset", 42L));
        assertThat(PipeFailures.origin(unread)).isEqualTo(PipeFailures.origin(read));
    }

    @Test
    void namesTheRecordOfATopic() {
        var exchange = Exchanges.withBody("x");
        exchange.getMessage().setHeader(KafkaConstants.TOPIC, "orders");
        exchange.getMessage().setHeader(KafkaConstants.PARTITION, 1);
        exchange.getMessage().setHeader(KafkaConstants.OFFSET, 7L);

        assertThat(PipeFailures.origin(exchange))
                .containsExactly(entry("topic", "orders"), entry("partition", 1), entry("offset", 7L));
    }

    @Test
    void namesTheObjectOfABucket() {
        var exchange = Exchanges.withBody(new byte[0]);
        exchange.setProperty(Keys.UPLOAD_PLACE, "camera done 10 in/");
        exchange.setProperty(Keys.UPLOAD, new Uploads.Upload("in/a.jpg", "\"1\""));

        assertThat(PipeFailures.origin(exchange))
                .containsExactly(entry("bucket", "camera"), entry("object", "in/a.jpg"));
    }

    @Test
    void namesNothingOfWhatHasNoPlace() {
        assertThat(PipeFailures.origin(Exchanges.withBody("x"))).isEmpty();
    }
}
