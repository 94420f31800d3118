package io.sightline.camel;

import static io.sightline.Samples.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.delivery.ConsumedRecord;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

class BatchToMessagesTest {
    private final BatchToMessages adapter = new BatchToMessages((topic, last) -> Samples.TOPIC_ID);
    private final Exchange exchange =
            new KafkaBatch().add(3, 42, text("picture")).add(1, 7, null).exchange();

    @Test
    void makesAMessageOfEachRecordInOrder() {
        adapter.process(exchange);

        assertThat(messages()).extracting(Message::getBody).containsExactly(text("picture"), null);
        assertThat(record(0).position()).isEqualTo("sightline.frames-3@42");
        assertThat(record(0).origin()).isEqualTo(Samples.origin(42));
        assertThat(record(0).key()).isEqualTo(text("camera-1"));
        assertThat(record(0).value()).isEqualTo(text("picture"));
    }

    @Test
    void tombstoneIsARecordWithoutValue() {
        adapter.process(exchange);

        assertThat(record(1).value()).isNull();
        assertThat(record(1).position()).isEqualTo("sightline.frames-1@7");
    }

    @Test
    void keepsTheLastValueOfEachHeaderThatHasOne() {
        adapter.process(exchange);

        assertThat(record(0).header("source-id")).contains("camera-1");
        assertThat(record(0).headers()).doesNotContainKey("nothing");
    }

    @Test
    void headersOfTheWireSteerNoComponent() {
        adapter.process(exchange);

        assertThat(messages())
                .allSatisfy(message -> assertThat(message.getHeaders()).containsOnlyKeys(Keys.RECORD));
    }

    @Test
    void keepsTheBatchForTheCommit() {
        var batch = exchange.getMessage().getBody();

        adapter.process(exchange);

        assertThat(exchange.getProperty(Keys.BATCH)).isEqualTo(batch);
    }

    private ConsumedRecord record(int index) {
        return messages().get(index).getHeader(Keys.RECORD, ConsumedRecord.class);
    }

    @SuppressWarnings("unchecked")
    private List<Message> messages() {
        return (List<Message>) exchange.getMessage().getBody();
    }
}
