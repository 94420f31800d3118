package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.audit.PaperPipeline.Fate;
import io.sightline.delivery.PostgresServer;
import io.sightline.delivery.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A pipeline on paper, its audit, and what tests ask of the answers. */
@ExtendWith(PostgresServer.class)
abstract class AuditTestSupport {
    static final DayWindow WINDOW = DayWindow.last(7, Samples.NOON);
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final TopicPartition FRAMES = new TopicPartition(TOPICS.frames(), 0);
    static final TopicPartition CLAIMS = new TopicPartition(TOPICS.claims(), 0);
    static final TopicPartition INFERENCES = new TopicPartition(TOPICS.inferences(), 0);

    private static final Pattern STATEMENT =
            Pattern.compile(": ((?:update|delete|select|call) .*?)(?:; |\\. |\\.$|: )");

    TestDatabase database;
    PaperPipeline pipeline;

    @BeforeEach
    void open(TestDatabase fresh) {
        database = fresh;
        pipeline = new PaperPipeline(database);
    }

    /** Sends frames to both partitions in turn; answers the id of the fourth of the first partition, or of the last. */
    UUID send(int frames) {
        var ids = IntStream.range(0, frames)
                .mapToObj(number -> pipeline.send(number % 2, Fate.DETECTED))
                .toList();
        return ids.get(Math.min(6, frames - 1));
    }

    AuditAnswer answer() throws SQLException {
        return pipeline.audit().answer();
    }

    AuditAnswer deep() throws SQLException {
        return pipeline.audit().deep(WINDOW, PATIENCE);
    }

    /** Does what the explanation says; a procedure says nothing of rows. */
    void follow(Gap gap) {
        var statement = wayOn(gap);
        assertThat(database.change(statement)).isEqualTo(statement.startsWith("call ") ? -1 : 1);
    }

    /** The statement that the explanation ends with. */
    static String wayOn(Gap gap) {
        var statements = statements(gap.explanation());
        return statements.get(statements.size() - 1);
    }

    static List<String> statements(String explanation) {
        return STATEMENT
                .matcher(explanation)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    void assertInFlight(long frames) throws SQLException {
        var answer = answer();
        assertThat(answer.gaps()).isEmpty();
        assertThat(answer.inFlight()).isEqualTo(frames);
    }

    static void assertClean(AuditAnswer answer) {
        assertThat(answer.gaps()).isEmpty();
        assertThat(answer.clean()).isTrue();
        assertThat(answer.inFlight()).isZero();
    }

    static Gap only(AuditAnswer answer) {
        assertThat(answer.clean()).isFalse();
        assertThat(answer.gaps()).hasSize(1);
        return answer.gaps().get(0);
    }
}
