package io.sightline.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sightline.doctor.TopicState.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;

class TopicRulesTest {
    private static final TopicNeed CLAIMS = new TopicNeed(
            "claims",
            "sightline.claims",
            false,
            Optional.of(Duration.ofDays(14)),
            1000,
            Set.of(AclOperation.READ, AclOperation.WRITE),
            Optional.of(new TopicNeed.Group("sightline-detect", 2)));
    private static final TopicNeed MODELS = new TopicNeed(
            "models", "sightline.models", true, Optional.empty(), 1000, Set.of(AclOperation.READ), Optional.empty());
    private static final TopicNeed FRAMES = new TopicNeed(
            "frames", "sightline.frames", false, Optional.empty(), 1000, Set.of(AclOperation.READ), Optional.empty());
    private static final Settings WEEK = settings("delete", Duration.ofDays(7), -1, 2000, 2, false);
    private static final Settings COMPACT = settings("compact", Duration.ofDays(7), -1, 2000, 2, false);

    @Test
    void findNothingWrongWithATopicThatKeepsThePromises() {
        assertThat(TopicRules.judge(CLAIMS, state(4, 3, 0, 3, 4, WEEK)))
                .isEqualTo(Finding.ok(
                        "kafka.topic.claims",
                        "sightline.claims, partitions 4, replicas 3, in sync at least 2, delete after 7 d, up to 2000"
                                + " bytes, members 4"));
        assertThat(TopicRules.judge(MODELS, state(1, 3, 0, 3, 0, COMPACT)).outcome())
                .isEqualTo(Outcome.OK);
    }

    @Test
    void warnOfPartitionsThatAreFewerThanConsumers() {
        assertWarns(
                TopicRules.judge(CLAIMS, state(1, 3, 0, 3, 0, WEEK)),
                "2 consumers of sightline-detect share 1 partition, ");
        assertWarns(
                TopicRules.judge(CLAIMS, state(4, 3, 0, 3, 5, WEEK)),
                "5 consumers of sightline-detect share 4 partitions, ");
        assertWarns(TopicRules.judge(MODELS, state(2, 3, 0, 3, 0, COMPACT)), "should have one partition");
    }

    @Test
    void failWithoutTheRightsOrTheTopic() {
        var readable = new TopicState(4, 3, 0, 3, Set.of(AclOperation.READ), OptionalInt.empty(), Optional.of(WEEK));

        assertFails(TopicRules.judge(CLAIMS, readable), "this login may not [WRITE]");
        assertFails(TopicRules.absent(CLAIMS), "there is no topic sightline.claims");
    }

    @Test
    void judgeReplicas() {
        assertFails(TopicRules.judge(CLAIMS, state(4, 3, 1, 3, 0, WEEK)), "1 partition without a leader");
        assertWarns(
                TopicRules.judge(
                        CLAIMS, state(4, 1, 0, 1, 0, settings("delete", Duration.ofDays(7), -1, 2000, 1, false))),
                "with one replica");
        assertFails(TopicRules.judge(CLAIMS, state(4, 1, 0, 1, 0, WEEK)), "above the replication factor");
        assertFails(TopicRules.judge(CLAIMS, state(4, 3, 0, 1, 0, WEEK)), "too few replicas are in sync");
        assertWarns(
                TopicRules.judge(
                        CLAIMS, state(4, 3, 0, 3, 0, settings("delete", Duration.ofDays(7), -1, 2000, 1, false))),
                "may be on one broker alone");
        assertWarns(TopicRules.judge(CLAIMS, state(4, 2, 0, 2, 0, WEEK)), "one broker that is away ends all writing");
        assertWarns(
                TopicRules.judge(
                        CLAIMS, state(4, 3, 0, 3, 0, settings("delete", Duration.ofDays(7), -1, 2000, 2, true))),
                "a replica that lags may become leader");
    }

    @Test
    void judgeWhatBecomesOfRecords() {
        assertFails(TopicRules.judge(CLAIMS, state(4, 3, 0, 3, 0, COMPACT)), "compaction removes records");
        assertFails(TopicRules.judge(MODELS, state(1, 3, 0, 3, 0, WEEK)), "forgets the state of models");
        assertFails(TopicRules.judge(CLAIMS, kept(Duration.ofMinutes(1))), "records are gone after 60 s");
        assertWarns(TopicRules.judge(CLAIMS, kept(Duration.ofHours(12))), "an outage of 12 h costs records");
        assertFails(TopicRules.judge(CLAIMS, kept(Duration.ofDays(15))), "outlive sightline.claims.grace (14 d)");
        assertFails(
                TopicRules.judge(CLAIMS, keptForEver()),
                "records are kept for ever, and outlive sightline.claims.grace (14 d)");
        assertThat(TopicRules.judge(FRAMES, keptForEver()).outcome()).isEqualTo(Outcome.OK);
        assertWarns(
                TopicRules.judge(
                        CLAIMS, state(4, 3, 0, 3, 0, settings("delete", Duration.ofDays(7), 1 << 30, 2000, 2, false))),
                "retention.bytes drops records by size");
    }

    @Test
    void failWhereARecordDoesNotFit() {
        assertFails(
                TopicRules.judge(
                        CLAIMS, state(4, 3, 0, 3, 0, settings("delete", Duration.ofDays(7), -1, 1000, 2, false))),
                "a record of 1000 bytes does not fit");
    }

    @Test
    void warnWhereSettingsCannotBeRead() {
        var hidden = new TopicState(4, 3, 0, 3, CLAIMS.operations(), OptionalInt.empty(), Optional.empty());

        assertWarns(TopicRules.judge(CLAIMS, hidden), "its settings cannot be read");
    }

    private static TopicState keptForEver() {
        return state(4, 3, 0, 3, 0, new Settings("delete", Optional.empty(), -1, 2000, 2, false));
    }

    private static TopicState kept(Duration retention) {
        return state(4, 3, 0, 3, 0, settings("delete", retention, -1, 2000, 2, false));
    }

    private static TopicState state(
            int partitions, int replicas, int leaderless, int inSync, int members, Settings settings) {
        return new TopicState(
                partitions,
                replicas,
                leaderless,
                inSync,
                CLAIMS.operations(),
                OptionalInt.of(members),
                Optional.of(settings));
    }

    private static Settings settings(
            String cleanup, Duration retention, long bytes, long largest, int inSync, boolean unclean) {
        return new Settings(cleanup, Optional.of(retention), bytes, largest, inSync, unclean);
    }

    private static void assertWarns(Finding finding, String what) {
        assertFound(finding, Outcome.WARN, what);
    }

    private static void assertFails(Finding finding, String what) {
        assertFound(finding, Outcome.FAIL, what);
    }

    private static void assertFound(Finding finding, Outcome outcome, String what) {
        assertThat(finding.outcome()).as(finding.toString()).isEqualTo(outcome);
        assertThat(finding.found()).contains(what);
        assertThat(finding.wayOut()).isNotEmpty();
    }
}
