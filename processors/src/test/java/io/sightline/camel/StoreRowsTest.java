package io.sightline.camel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sightline.Samples;
import io.sightline.delivery.FrameRow;
import io.sightline.delivery.RecordingDatabase;
import io.sightline.delivery.Sink;
import io.sightline.delivery.Table;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.PermanentFailure;
import io.sightline.frame.v1.FrameReceived;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Message;
import org.junit.jupiter.api.Test;

class StoreRowsTest {
    private final List<FrameRow> stored = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FrameReceived frame = Samples.frame(Samples.text("picture"));

    @Test
    void storesARowOfEachMessageAndHandsNothingBack() {
        var answer = store((connection, rows) -> {
            stored.addAll(rows);
            return 2;
        });

        assertThat(answer).isEmpty();
        assertThat(stored).extracting(row -> row.claim().offset()).containsExactly(0L, 1L, 2L);
        assertThat(stored).allSatisfy(row -> {
            assertThat(row.frame()).isSameAs(frame);
            assertThat(row.traceId()).matches("[0-9a-f]{32}");
        });
        assertThat(count("stored")).isEqualTo(2);
        assertThat(count("duplicate")).isEqualTo(1);
    }

    @Test
    void handsARefusedRowBackWithItsRecordAndTheReason() {
        var answer = store((connection, rows) -> {
            if (rows.stream().anyMatch(row -> row.claim().offset() == 1)) {
                throw new SQLException("value out of range", "22003");
            }
            return rows.size();
        });

        assertThat(answer).hasSize(1);
        assertThat(answer.get(0).getBody()).isEqualTo(new byte[] {1});
        assertThat(answer.get(0).getHeader(Keys.RECORD))
                .extracting("offset", org.assertj.core.api.InstanceOfAssertFactories.LONG)
                .isEqualTo(1);
        assertThat(answer.get(0).getHeader(Keys.REFUSAL, PermanentFailure.class).code())
                .isEqualTo(FailureCode.CONSTRAINT_VIOLATION);
        assertThat(count("stored")).isEqualTo(2);
        assertThat(count("refused")).isEqualTo(1);
    }

    @SuppressWarnings("unchecked")
    private List<Message> store(Table<FrameRow> table) {
        var sink = new Sink<>(new RecordingDatabase().dataSource(), table, new FailureClassifier());
        var messages = new ArrayList<Message>();
        for (int offset = 0; offset < 3; offset++) {
            var message = Exchanges.withBody(frame).getMessage();
            message.setHeader(Keys.RECORD, Samples.record(offset, new byte[] {(byte) offset}));
            messages.add(message);
        }
        var exchange = Exchanges.withBody(messages);

        new StoreRows<FrameReceived, FrameRow>(sink, FrameRow::new, meters, "frame").process(exchange);

        return (List<Message>) exchange.getMessage().getBody();
    }

    private double count(String outcome) {
        return meters.counter("sightline.sink.rows", "table", "frame", "outcome", outcome)
                .count();
    }
}
