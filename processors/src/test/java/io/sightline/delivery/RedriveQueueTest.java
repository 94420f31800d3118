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
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the letters that a redrive has taken are sent. */
@ExtendWith(PostgresServer.class)
class RedriveQueueTest {
    private static final UUID FRAME = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    private static final UUID OTHER = UUID.fromString("26af23f6-8be2-5bec-9097-e4f9b0c51dc2");

    private RedriveBench bench;

    @BeforeEach
    void open(TestDatabase fresh) {
        bench = new RedriveBench(fresh);
    }

    @Test
    void sendsEachLetterOnceAsItWasRead() throws SQLException {
        bench.letter("detect", 1, FRAME, "camera-1");
        bench.letter("sink", 2, null, null);
        var operation = bench.begin("{}");

        var sent = bench.sendAll();

        assertThat(sent).extracting(RedriveLetter::stage).containsExactlyInAnyOrder("detect", "sink");
        var letter = sent.stream()
                .filter(each -> each.stage().equals("sink"))
                .findFirst()
                .orElseThrow();
        assertThat(letter.record().position()).isEqualTo("sightline.claims-3@2");
        assertThat(letter.record().topicId()).isEqualTo(Samples.TOPIC_ID);
        assertThat(letter.record().timestamp()).isEqualTo(Samples.NOON);
        assertThat(letter.record().key()).isEqualTo(Samples.text("camera-1"));
        assertThat(letter.record().value()).isEqualTo(Samples.text("value 2"));
        assertThat(letter.record().header("any")).hasValue("header");
        assertThat(letter.trail().letter()).isEqualTo(letter.eventId());
        assertThat(letter.trail().count()).isOne();
        assertThat(bench.operation(operation)).containsEntry("state", "running").containsEntry("sent", 2L);
        assertThat(bench.sendAll()).isEmpty();
        assertThat(bench.database.number("select count(*) from redrive where sending"))
                .isZero();
    }

    @Test
    void namesTheStoredOriginalOfALongOne() throws SQLException {
        var record = RedriveBench.record("detect", 1, Map.of());
        var value = new byte[DeadLetterFactory.LONGEST_INLINE + 1];
        bench.fail(
                "detect",
                new ConsumedRecord(
                        record.topic(),
                        record.topicId(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        null,
                        value,
                        Map.of()),
                FRAME,
                "camera-1");
        bench.begin("{}");

        var letter = bench.sendAll().get(0);

        var claim = letter.claim().orElseThrow();
        assertThat(claim)
                .isEqualTo(new io.sightline.claim.ClaimNaming("sightline").claim(value, "application/octet-stream"));
        assertThat(letter.record().value()).isNull();
        assertThat(letter.record().key()).isNull();
    }

    @Test
    void sendsNoFasterThanItMay() throws SQLException {
        for (int i = 0; i < 5; i++) {
            bench.letter("sink", i, null, "camera-1");
        }
        var operation = bench.begin("{\"perSecond\": 1}");
        bench.database.change("update redrive set next_at = now() - interval '1 hour'");

        var sent = bench.sendAll();

        assertThat(sent)
                .as("what was not sent while nobody asked is made up for by one second")
                .hasSizeBetween(1, 2);
        assertThat(bench.operation(operation)).containsEntry("state", "running");
        assertThat(bench.database.number("select count(*) from redrive where next_at > clock_timestamp()"))
                .isOne();
    }

    @Test
    void aLetterThatWasNotAcknowledgedIsSentByTheNextProcess() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        var operation = bench.begin("{}");

        assertThat(bench.worker().sendNext(each -> {
                    throw away();
                }))
                .isTrue();
        assertThat(bench.operation(operation)).containsEntry("state", "waiting").containsEntry("sent", 0L);
        assertThat(bench.sendAll()).as("not at once").isEmpty();

        bench.endRest();
        assertThat(bench.sendAll()).extracting(RedriveLetter::eventId).containsExactly(letter);
    }

    @Test
    void anOperationThatCannotGoOnLetsTheOthersPass() throws SQLException {
        bench.letter("detect", 1, FRAME, "camera-1");
        bench.letter("detect", 2, OTHER, "camera-1");
        var other = bench.letter("sink", 3, null, "camera-2");
        var stuck = bench.begin("{\"source\": \"camera-1\"}");
        bench.begin("{\"source\": \"camera-2\"}");
        var sent = new ArrayList<UUID>();
        var tried = new ArrayList<UUID>();
        var worker = bench.worker();

        while (worker.sendNext(letter -> {
            if (letter.stage().equals("detect")) {
                tried.add(letter.eventId());
                throw away();
            }
            sent.add(letter.eventId());
            return Optional.empty();
        })) {
            // All that is due.
        }

        assertThat(tried).as("its other letters rest with it").hasSize(1);
        assertThat(sent).containsExactly(other);
        assertThat(bench.operation(stuck)).containsEntry("state", "waiting");
        bench.endRest();
        assertThat(bench.sendAll()).hasSize(2);
    }

    /** Whatever its failure is: one that nobody has thought of must not be worse than one that passes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLetterThatCannotBeSentLetsItsNeighboursPass(boolean known) throws SQLException {
        for (int i = 1; i <= 3; i++) {
            bench.letter("sink", i, null, "camera-1");
        }
        var bad = UUID.fromString(bench.database.text("select event_id from dead_letter order by event_id limit 1"));
        var operation = bench.begin("{}");
        var sent = new ArrayList<UUID>();
        var tried = new ArrayList<UUID>();
        var worker = bench.worker();

        for (int turn = 0; turn < 2; turn++) {
            while (worker.sendNext(letter -> {
                if (letter.eventId().equals(bad)) {
                    tried.add(bad);
                    throw known ? away() : new IllegalStateException("unheard of");
                }
                sent.add(letter.eventId());
                return Optional.empty();
            })) {
                // All that is due.
            }
            bench.endRest();
        }

        assertThat(sent).hasSize(2).doesNotContain(bad);
        assertThat(tried).as("once before its neighbours, once after them").hasSize(2);
        assertThat(bench.operation(operation)).containsEntry("state", "running").containsEntry("sent", 2L);
        assertThat(bench.sendAll()).extracting(RedriveLetter::eventId).containsExactly(bad);
    }

    /** As a process that is killed between the broker's acknowledgement and its commit. */
    @Test
    void aLetterWhoseSendingWasNotWrittenDownIsSentTwice() throws SQLException {
        var letter = bench.letter("sink", 1, null, "camera-1");
        bench.begin("{}");
        bench.database.suffer(TestDatabase.Fault.DIES_BEFORE_COMMIT);
        assertThatThrownBy(() -> bench.worker().sendNext(each -> Optional.empty()))
                .isInstanceOf(SQLException.class);
        bench.database.suffer(TestDatabase.Fault.NONE);

        assertThat(bench.sendAll()).extracting(RedriveLetter::eventId).containsExactly(letter);
    }

    @Test
    void leavesToAnotherProcessTheOperationThatThatIsAt() throws SQLException {
        bench.letter("detect", 1, FRAME, "camera-1");
        bench.letter("detect", 2, OTHER, "camera-1");
        bench.letter("sink", 3, null, "camera-2");
        bench.begin("{\"source\": \"camera-1\"}");
        var sent = new ArrayList<UUID>();
        var beside = new ArrayList<Boolean>();

        bench.worker().sendNext(letter -> {
            sent.add(letter.eventId());
            beside.add(sendNext(sent));
            return Optional.empty();
        });
        assertThat(beside).as("there is no other operation").containsExactly(false);

        bench.begin("{\"source\": \"camera-2\"}");
        bench.worker().sendNext(letter -> {
            sent.add(letter.eventId());
            beside.add(sendNext(sent));
            return Optional.empty();
        });
        assertThat(beside).containsExactly(false, true);
        assertThat(sent).hasSize(3).doesNotHaveDuplicates();
    }

    /** What a letter leads to may be written to the database while it is being sent, by the same thread. */
    @Test
    void aLetterThatFailsWhileItIsSentDoesNotWaitForItself() throws SQLException {
        var letter = bench.letter("detect", 1, FRAME, "camera-1");
        var operation = bench.begin("{}");

        bench.worker().sendNext(each -> {
            bench.fail("detect", RedriveBench.again(each, 9), FRAME, "camera-1");
            return Optional.empty();
        });

        assertThat(bench.state(letter)).isEqualTo("open");
        assertThat(bench.operation(operation))
                .containsEntry("state", "done")
                .containsEntry("sent", 1L)
                .containsEntry("failedAgain", 1L);
    }

    @Test
    void aLetterThatCannotBeSentIsOpenAgain() throws SQLException {
        var letter = bench.letter("detect", 1, FRAME, "camera-1");
        var operation = bench.begin("{}");

        bench.worker().sendNext(each -> Optional.of("original missing"));

        assertThat(bench.state(letter)).isEqualTo("open");
        assertThat(bench.count(letter)).isZero();
        assertThat(bench.operation(operation))
                .containsEntry("state", "done")
                .containsEntry("sent", 0L)
                .containsEntry("failedAgain", 0L)
                .containsEntry("skipped", Map.of("original missing", 1L));
    }

    private static TransientFailure away() {
        return new TransientFailure(FailureCode.DEPENDENCY_UNAVAILABLE, "the broker is away");
    }

    private boolean sendNext(List<UUID> sent) {
        try {
            return bench.worker().sendNext(letter -> {
                sent.add(letter.eventId());
                return Optional.empty();
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
