package io.sightline.audit;

import static io.sightline.audit.PaperPipeline.TOPICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.delivery.Stop;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** What ingest is told of the frames topic before it reads the first record. */
class FramesAccountsTest extends AuditTestSupport {
    @Test
    void opensTheAccountOfATopicBeforeItIsRead() throws SQLException {
        // Given: nobody has ever asked for an audit
        send(10);
        // When
        assertThat(stop()).isEmpty();
        // Then
        pipeline.expire(FRAMES, 3);
        assertThat(stop()).as("of the same topic").isEmpty();
        pipeline.commit(AuditTopics.INGEST, FRAMES, 3);
        pipeline.drain();
        assertThat(only(answer()).difference())
                .as("records that were dropped before the first audit")
                .isEqualTo(3);
    }

    @Test
    void aTopicThatWasMadeAnewIsNotReadUntilTheAccountOfTheOldOneIsClosed() throws SQLException {
        // Given
        var former = pipeline.id(TOPICS.frames());
        stop();
        send(10);
        pipeline.ingest(3, false);
        pipeline.drainSinks();
        answer();
        pipeline.create(TOPICS.frames());
        // When
        var told = stop().orElseThrow();
        // Then
        assertThat(told.code()).isEqualTo(FailureCode.TOPIC_REPLACED);
        assertThat(told.what())
                .contains("its id is " + pipeline.id(TOPICS.frames()), "the topic with id " + former)
                .contains("6 records became frames or dead letters", "At least 4 records", "is not known");
        assertThat(told.wayOn()).contains("GET /v1/audit", "--group sightline-ingest --topic sightline.frames --reset");
        assertThat(stop()).as("until a person has decided").contains(told);
        assertThat(answer().gaps()).as("the audit goes on to say so").hasSize(2);
        // When
        assertThat(database.change(statements(told.wayOn()).get(0))).isEqualTo(2);
        // Then
        assertThat(stop()).isEmpty();
        assertClean(answer());
        send(4);
        pipeline.drain();
        assertClean(deep());
    }

    @Test
    void aTopicOfAnotherNameIsNoFormerOne() throws SQLException {
        stop();
        database.change("update audit_start set topic = 'other.frames'");

        pipeline.create(TOPICS.frames());

        assertThat(stop()).isEmpty();
    }

    @Test
    void nobodyGuessesWhileTheDatabaseIsAway() {
        var away = new PGSimpleDataSource();
        away.setPortNumbers(new int[] {1});
        var accounts = new FramesAccounts(away, pipeline, TOPICS, new FailureClassifier());

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> accounts.stop(TOPICS.frames(), pipeline.id(TOPICS.frames())))
                .satisfies(failure -> assertThat(failure.dependency()).contains(Dependency.POSTGRESQL));
    }

    private Optional<Stop> stop() {
        var accounts = new FramesAccounts(database.dataSource(), pipeline, TOPICS, new FailureClassifier());
        return accounts.stop(TOPICS.frames(), pipeline.id(TOPICS.frames()));
    }
}
