package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.delivery.Entry;
import io.sightline.delivery.EntryStore;
import io.sightline.delivery.FrameRow;
import io.sightline.failure.FailureClassifier;
import io.sightline.frame.v1.FrameReceived;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StoreRowsTest {
    private final List<Entry<FrameRow>> stored = new ArrayList<>();
    private final List<String> committed = new ArrayList<>();
    private final FrameReceived frame = Samples.frame(Samples.text("picture"));

    @Test
    void storesARowOfEachMessage() {
        store((entries, writer) -> {
            stored.addAll(entries);
            return Set.of();
        });

        assertThat(stored).extracting(entry -> entry.record().offset()).containsExactly(0L, 1L, 2L);
        assertThat(stored)
                .allSatisfy(entry -> assertThat(entry).isInstanceOfSatisfying(Entry.Row.class, row -> {
                    var made = (FrameRow) row.row();
                    assertThat(made.frame()).isSameAs(frame);
                    assertThat(made.claim()).isSameAs(row.record());
                    assertThat(made.traceId()).matches("[0-9a-f]{32}");
                }));
    }

    @Test
    void recordsOfStoppedPartitionsAreNotCommitted() {
        var exchange = store((entries, writer) -> Set.of(new TopicPartition("sightline.frames", 3)));

        new CommitPerPartition().process(exchange);

        assertThat(committed).containsExactly("other");
    }

    private Exchange store(EntryStore<FrameRow> store) {
        var messages = new ArrayList<Message>();
        var batch = new KafkaBatch();
        for (int offset = 0; offset < 3; offset++) {
            var message = Exchanges.withBody(frame).getMessage();
            message.setHeader(Keys.RECORD, Samples.record(offset, new byte[] {(byte) offset}));
            messages.add(message);
            batch.add(3, offset, new byte[] {(byte) offset}, () -> committed.add("stopped"));
        }
        batch.add(4, 0, new byte[0], () -> committed.add("other"));
        var exchange = Exchanges.withBody(messages);
        exchange.setProperty(Keys.BATCH, batch.exchange().getMessage().getBody());
        var refusals = new Refusals("direct:refuse-row", new FailureClassifier());

        new StoreRows<FrameReceived, FrameRow>(store, FrameRow::new, refusals, "letters").process(exchange);

        return exchange;
    }
}
