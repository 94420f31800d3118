package io.sightline.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.Samples;
import io.sightline.claim.Sha256;
import io.sightline.inference.v1.Purpose;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The ids are pinned by values that Python's {@code uuid.uuid5} made: whoever changes a namespace or a name makes every
 * row of every installation a stranger to its own re-read.
 */
class IdentitiesTest {
    private static final UUID FRAME = UUID.fromString("96af23f6-8be2-5bec-9097-e4f9b0c51dc2");
    private static final Sha256 MODEL = new Sha256("ab".repeat(32));
    private static final Sha256 OTHER_MODEL = new Sha256("cd".repeat(32));

    @Test
    void frameOfKafkaIsItsTopicIdPartitionAndOffset() {
        assertThat(Identities.frame(Samples.origin(42))).isEqualTo(FRAME);
        assertThat(Identities.frame(Samples.origin(43))).isNotEqualTo(FRAME);
    }

    @Test
    void frameOfKafkaDependsOnNothingThatARereadCouldSeeDifferently() {
        var renamed = Samples.origin(42);
        renamed.setTopic("mirror.frames");
        renamed.setTimestamp(Instant.EPOCH);

        assertThat(Identities.frame(renamed)).isEqualTo(FRAME);
    }

    @Test
    void frameOfRestIsItsClientAndIdempotencyKey() {
        assertThat(Identities.frame("client", "key-1")).hasToString("0445bbd1-fe19-5b49-a9c3-4bb99593a57b");
    }

    @Test
    void noClientCanHitAnothersFrameByMovingTheBoundary() {
        assertThat(Identities.frame("client", "key-1")).isNotEqualTo(Identities.frame("clientkey", "-1"));
        assertThat(Identities.frame("1", "1:x")).isNotEqualTo(Identities.frame("11", ":x"));
    }

    @Test
    void frameHasOneServingInferenceWhateverTheModel() {
        assertThat(Identities.inference(FRAME, Purpose.SERVING, MODEL))
                .hasToString("88bf81bb-6346-5023-a7ed-fe9292639df7")
                .isEqualTo(Identities.inference(FRAME, Purpose.SERVING, OTHER_MODEL));
    }

    @Test
    void frameHasOneShadowInferencePerModel() {
        assertThat(Identities.inference(FRAME, Purpose.SHADOW, MODEL))
                .hasToString("4dac3775-058d-5a80-b22c-a43ae54c3800")
                .isNotEqualTo(Identities.inference(FRAME, Purpose.SHADOW, OTHER_MODEL))
                .isNotEqualTo(Identities.inference(FRAME, Purpose.REPLAY, MODEL));
    }

    @Test
    void deadLetterIsItsStageAndFrameOrElseItsRecord() {
        assertThat(Identities.deadLetter("detect", FRAME)).hasToString("07aa4711-beed-55bf-8c5d-8d3077e6503b");
        assertThat(Identities.deadLetter("sink", Samples.origin(42)))
                .hasToString("502cf88e-4671-5b73-9287-bb9f754a7e31");
    }
}
