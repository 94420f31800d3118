package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MissingTopicsTest {
    private static final long PICTURE = 10 << 20;

    @Test
    void haveWhatTheRuntimeNeeds() {
        var shape = new TopicShape(4, Optional.of((short) 3));

        var frames = MissingTopics.topic(need("frames", false), shape, PICTURE);
        var models = MissingTopics.topic(need("models", true), shape, PICTURE);

        assertThat(frames.name()).isEqualTo("sightline.frames");
        assertThat(frames.numPartitions()).isEqualTo(4);
        assertThat(frames.replicationFactor()).isEqualTo((short) 3);
        assertThat(frames.configs())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("max.message.bytes", "11534336");
        assertThat(models.numPartitions()).isEqualTo(1);
        assertThat(models.configs()).containsEntry("cleanup.policy", "compact");
    }

    @Test
    void leaveReplicasToTheBrokersUnlessToldOtherwise() {
        var topic = MissingTopics.topic(need("dead-letters", false), new TopicShape(4, Optional.empty()), PICTURE);

        // What the protocol has for "yours".
        assertThat(topic.replicationFactor()).isEqualTo((short) -1);
        assertThat(topic.numPartitions()).isEqualTo(1);
    }

    @Test
    void takeNoRecordThatKafkaCannotCount() {
        var topic = MissingTopics.topic(need("frames", false), new TopicShape(1, Optional.empty()), Integer.MAX_VALUE);

        assertThat(topic.configs()).containsEntry("max.message.bytes", "2147483647");
    }

    @Test
    void areJudgedWhetherTheyWereMadeOrThere() {
        var need = need("claims", false);
        var found = Finding.fail(need.check(), "sightline.claims: records are kept for ever", "Set retention.ms.");

        assertThat(MissingTopics.after("made", need, Optional.of(found)))
                .isEqualTo(Finding.fail(
                        need.check(), "made: sightline.claims: records are kept for ever", "Set retention.ms."));
    }

    @Test
    void failWhereTheyAreHidden() {
        var finding = MissingTopics.after("there", need("claims", false), Optional.empty());

        assertThat(finding.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(finding.found()).contains("there: sightline.claims", "this login may not describe it");
        assertThat(finding.wayOut()).contains("ACL DESCRIBE on topic sightline.claims");
    }

    private static TopicNeed need(String role, boolean compacted) {
        return new TopicNeed(role, "sightline." + role, compacted, Optional.empty(), 1000, Set.of(), Optional.empty());
    }
}
