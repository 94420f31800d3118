package io.sightline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sightline.Samples;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class OutboxTest {
    private final List<OutboxRecord> sent = new ArrayList<>();
    private TestDatabase database;
    private Outbox outbox;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        outbox = new Outbox(fresh.dataSource());
    }

    @Test
    void sendsTheOldestFirstAndForgetsWhatWasSent() throws SQLException {
        put(IntStream.range(0, 25).mapToObj(OutboxTest::record).toList());

        assertThat(outbox.relay("letters", 20, sent::addAll)).isEqualTo(20);
        assertThat(outbox.waiting()).isEqualTo(5);
        assertThat(outbox.relay("letters", 20, sent::addAll)).isEqualTo(5);

        assertThat(outbox.waiting()).isZero();
        assertThat(sent)
                .extracting(record -> new String(record.value(), java.nio.charset.StandardCharsets.UTF_8))
                .containsExactlyElementsOf(
                        IntStream.range(0, 25).mapToObj(i -> "letter " + i).toList());
    }

    @Test
    void keepsKeyAndHeadersWhateverTheirBytes() throws SQLException {
        byte[] bytes = {0, -1, 127, '"', '\\'};
        put(List.of(
                new OutboxRecord("letters", bytes, bytes, Map.of("ce_id", bytes, "e\u00e9\ud83d\ude00", new byte[0])),
                new OutboxRecord("letters", null, new byte[0], Map.of())));

        outbox.relay("letters", 10, sent::addAll);

        assertThat(sent.get(0).key()).isEqualTo(bytes);
        assertThat(sent.get(0).value()).isEqualTo(bytes);
        assertThat(sent.get(0).headers()).containsOnlyKeys("ce_id", "e\u00e9\ud83d\ude00");
        assertThat(sent.get(0).headers().get("ce_id")).isEqualTo(bytes);
        assertThat(sent.get(1).key()).isNull();
    }

    @Test
    void keepsWhatTheBrokerHasNotAcknowledged() throws SQLException {
        put(List.of(record(1), record(2)));

        assertThatThrownBy(() -> outbox.relay("letters", 10, records -> {
                    throw new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "the topic is away");
                }))
                .hasMessage("the topic is away");

        assertThat(outbox.waiting()).isEqualTo(2);
        assertThat(outbox.relay("letters", 10, sent::addAll)).isEqualTo(2);
    }

    @Test
    void nobodyElseSendsToATopicMeanwhileAndOthersGoTheirWay() throws SQLException {
        put(List.of(record(1), record(2), record(3), to("models", 4)));
        var other = new Outbox(database.dataSource());
        var later = new ArrayList<OutboxRecord>();

        outbox.relay("letters", 2, records -> {
            sent.addAll(records);
            try {
                other.relay("letters", 10, later::addAll);
                other.relay("models", 10, later::addAll);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });

        assertThat(sent).hasSize(2);
        assertThat(later).extracting(OutboxRecord::topic).containsExactly("models");
        assertThat(other.relay("letters", 10, sent::addAll)).isOne();
    }

    @Test
    void namesEachTopicThatRecordsWaitForOnce() throws SQLException {
        assertThat(outbox.topics()).isEmpty();
        put(List.of(to("models", 1), record(2), to("models", 3), to("claims", 4)));

        assertThat(outbox.topics()).containsExactly("claims", "letters", "models");
    }

    @Test
    void aLetterThatIsThereAlreadyIsNotSentOnceMore() throws SQLException {
        var sink = new SinkBench(database);
        var letter = (Entry.Letter<FrameRow>) sink.garbage(4);
        var item = new LetterBox.Item(new DeadLetterRow(letter.letter(), letter.record()), letter.mail());
        var letters = new LetterBox(database.dataSource());

        letters.keep(item);
        letters.keep(item);

        assertThat(database.number("select count(*) from dead_letter")).isOne();
        assertThat(outbox.waiting()).isOne();
    }

    private void put(List<OutboxRecord> records) throws SQLException {
        try (var connection = database.dataSource().getConnection()) {
            outbox.insert(connection, records);
        }
    }

    private static OutboxRecord record(int i) {
        return to("letters", i);
    }

    private static OutboxRecord to(String topic, int i) {
        return new OutboxRecord(topic, Samples.text("key"), Samples.text("letter " + i), Map.of());
    }
}
