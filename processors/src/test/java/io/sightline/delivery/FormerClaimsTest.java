package io.sightline.delivery;

import static io.sightline.delivery.SinkBench.FIRST;
import static io.sightline.delivery.SinkBench.frames;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sightline.Samples;
import io.sightline.delivery.TestDatabase.Fault;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureClassifier;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PostgresServer.class)
class FormerClaimsTest {
    private static final UUID ANEW = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final Pattern WAY_ON = Pattern.compile("run: (delete from sink_offset where .*?);");

    @Test
    void theTopicThatTheSinkStandsInIsNoFormerOne(TestDatabase database) {
        var claims = claims(database);
        assertThat(claims.stop(FIRST.topic(), Samples.TOPIC_ID)).isEmpty();
        new SinkBench(database).store(frames(0, 5));

        assertThat(claims.stop(FIRST.topic(), Samples.TOPIC_ID)).isEmpty();
        assertThat(claims.stop("other.claims", ANEW)).isEmpty();
    }

    @Test
    void aTopicOfAnotherIdIsNotReadUntilTheSinksPositionsAreGone(TestDatabase database) {
        // Given
        var claims = claims(database);
        new SinkBench(database).store(frames(0, 5));
        // When
        var stop = claims.stop(FIRST.topic(), ANEW).orElseThrow();
        // Then
        assertThat(stop.code()).isEqualTo(FailureCode.TOPIC_REPLACED);
        assertThat(stop.what())
                .contains("its id is " + ANEW, "the topic with id " + Samples.TOPIC_ID, "consumed 5 records");
        assertThat(stop.wayOn()).contains("--group sightline-detect --topic sightline.claims --reset-offsets");
        // When
        var wayOn = WAY_ON.matcher(stop.wayOn());
        assertThat(wayOn.find()).isTrue();
        assertThat(database.change(wayOn.group(1))).isEqualTo(1);
        // Then
        assertThat(claims.stop(FIRST.topic(), ANEW)).isEmpty();
    }

    @Test
    void nobodyGuessesWhileTheDatabaseIsAway(TestDatabase database) {
        database.suffer(Fault.AWAY);

        assertThatExceptionOfType(TransientFailure.class)
                .isThrownBy(() -> claims(database).stop(FIRST.topic(), ANEW))
                .satisfies(failure -> assertThat(failure.dependency()).contains(Dependency.POSTGRESQL));
    }

    private static FormerClaims claims(TestDatabase database) {
        return new FormerClaims(database.dataSource(), new FailureClassifier());
    }
}
