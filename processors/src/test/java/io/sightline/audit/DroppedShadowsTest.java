package io.sightline.audit;

import static io.sightline.audit.PaperRetention.INFERENCES_ALONE;
import static io.sightline.audit.PaperRetention.ONE_MONTH;
import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.claim.Sha256;
import io.sightline.frame.Identities;
import io.sightline.inference.v1.InferenceCompleted;
import io.sightline.inference.v1.Purpose;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of inferences beside the serving one no account is kept, and none comes back all the same. */
class DroppedShadowsTest extends RetentionTestSupport {
    private static final Sha256 CHALLENGER = Sha256.of(Samples.text("challenger"));

    @ParameterizedTest
    @EnumSource(names = {"SHADOW", "REPLAY"})
    void anInferenceBesideTheServingOneIsNotStoredWhenItsMonthWasDropped(Purpose purpose) throws SQLException {
        // Given
        send(12);
        pipeline.drain();
        beside(purpose);
        pipeline.drain();
        assertThat(there(purpose)).isEqualTo("4,2");
        // When
        retention.run(INFERENCES_ALONE, ONE_MONTH);
        // Then
        assertThat(there(purpose)).isEqualTo("2");
        retention.readAgain();
        assertThat(there(purpose)).isEqualTo("2");
        assertClean(deep());
        // When the challenger runs on them once more
        beside(purpose);
        pipeline.drain();
        // Then
        assertThat(there(purpose)).isEqualTo("2");
        assertThat(database.number("select count(*) from detection where purpose = '" + purpose + "'"))
                .isEqualTo(4);
        assertClean(deep());
    }

    /** Another model has run on the frames of the first partition. */
    private void beside(Purpose purpose) {
        for (var value : List.copyOf(PaperBroker.known(pipeline.logs, INFERENCES))) {
            if (value instanceof InferenceCompleted serving && serving.getPurpose() == Purpose.SERVING) {
                var event = InferenceCompleted.newBuilder(serving).build();
                event.setPurpose(purpose);
                event.setEventId(Identities.inference(event.getFrameId(), purpose, CHALLENGER));
                pipeline.append(INFERENCES, event);
            }
        }
    }

    /** How many of them are there, by month. */
    private String there(Purpose purpose) {
        return database.text("select count(*) from inference where purpose = '" + purpose
                + "' group by date_trunc('month', captured_at) order by date_trunc('month', captured_at)");
    }
}
