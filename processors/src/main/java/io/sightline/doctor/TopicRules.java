package io.sightline.doctor;

import java.time.Duration;
import java.util.TreeSet;
import org.apache.kafka.common.acl.AclOperation;

/** Judges a topic by what the promises rest on. */
final class TopicRules {
    /** An outage of a night must not cost records. */
    private static final Duration LONG_ENOUGH = Duration.ofHours(24);

    private static final Duration LEAST = Duration.ofHours(1);
    private static final int SAFE = 2;

    private TopicRules() {}

    static Finding absent(TopicNeed need) {
        return Finding.fail(
                need.check(),
                "there is no topic " + need.topic() + " that this login may see",
                "Run java -jar sightline.jar prepare, or let the login describe it, or look at sightline.topics."
                        + need.role() + ".");
    }

    static Finding judge(TopicNeed need, TopicState state) {
        var complaints = new Complaints(need.check());
        reading(complaints, need, state);
        replicas(complaints, need, state);
        state.settings().ifPresent(settings -> {
            cleanup(complaints, need, settings);
            retention(complaints, need, settings);
            sizes(complaints, need, settings);
        });
        complaints.warn(
                state.settings().isEmpty(),
                "its settings cannot be read",
                "Allow the login DescribeConfigs on the topic.");
        return complaints.about(facts(need, state));
    }

    private static void reading(Complaints complaints, TopicNeed need, TopicState state) {
        var missing = new TreeSet<AclOperation>(need.operations());
        missing.removeAll(state.operations());
        complaints.fail(
                !missing.isEmpty(),
                "this login may not " + missing,
                "Give it the ACL " + missing + " on topic " + need.topic() + ".");
        complaints.warn(
                need.role().equals("models") && state.partitions() != 1,
                "it should have one partition, so that states have one order",
                "Make it anew with one partition: the promoter announces all states again.");
        need.group().ifPresent(group -> {
            int consumers = Math.max(group.consumers(), state.members().orElse(0));
            complaints.warn(
                    state.partitions() < consumers,
                    consumers + " consumers of " + group.name() + " share " + partitions(state.partitions())
                            + ", and some read nothing",
                    "Add partitions (kafka-topics.sh --alter --topic " + need.topic() + " --partitions " + consumers
                            + "), or run fewer processes.");
        });
    }

    private static void replicas(Complaints complaints, TopicNeed need, TopicState state) {
        complaints.fail(
                state.leaderless() > 0,
                partitions(state.leaderless()) + " without a leader",
                "Start the brokers that have them.");
        complaints.warn(
                state.replicas() < SAFE,
                "with one replica a broker that is lost takes records along",
                "Raise the replication factor to 3 (kafka-reassign-partitions.sh).");
        state.settings().ifPresent(settings -> {
            complaints.fail(
                    settings.inSync() > state.replicas(),
                    "min.insync.replicas is above the replication factor, so nothing can be written",
                    "Set min.insync.replicas to " + Math.max(1, state.replicas() - 1) + ".");
            complaints.fail(
                    state.inSync() < settings.inSync() && settings.inSync() <= state.replicas(),
                    "too few replicas are in sync, so nothing can be written",
                    "Start the brokers that are away.");
            complaints.warn(
                    state.replicas() > SAFE && settings.inSync() < SAFE,
                    "acknowledged records may be on one broker alone",
                    "Set min.insync.replicas to 2.");
            complaints.warn(
                    settings.inSync() == state.replicas() && state.replicas() >= SAFE,
                    "one broker that is away ends all writing",
                    "Raise the replication factor above min.insync.replicas.");
            complaints.warn(
                    settings.unclean() && state.replicas() >= SAFE,
                    "a replica that lags may become leader and drop acknowledged records",
                    "Set unclean.leader.election.enable to false.");
        });
    }

    private static void cleanup(Complaints complaints, TopicNeed need, TopicState.Settings settings) {
        var isCompacted = settings.cleanup().contains("compact");
        var isDeleted = settings.cleanup().contains("delete");
        complaints.fail(
                need.compacted() && (isDeleted || !isCompacted),
                "it forgets the state of models that have not changed for long",
                "Set cleanup.policy to compact.");
        complaints.fail(
                !need.compacted() && isCompacted,
                "compaction removes records of a source that were never read",
                "Set cleanup.policy to delete.");
    }

    private static void retention(Complaints complaints, TopicNeed need, TopicState.Settings settings) {
        if (need.compacted()) {
            return;
        }
        need.grace()
                .ifPresent(grace -> complaints.fail(
                        settings.retention().isEmpty(),
                        "records are kept for ever, and outlive sightline.claims.grace (" + text(grace)
                                + "), after which their pictures may be swept",
                        "Set retention.ms to some days, below the grace (604800000 are 7)."));
        settings.retention().ifPresent(kept -> {
            complaints.fail(
                    kept.compareTo(LEAST) < 0,
                    "records are gone after " + text(kept) + ", also those that nobody has read",
                    "Set retention.ms to some days (604800000 are 7).");
            complaints.warn(
                    kept.compareTo(LEAST) >= 0 && kept.compareTo(LONG_ENOUGH) < 0,
                    "an outage of " + text(kept) + " costs records",
                    "Set retention.ms to some days (604800000 are 7).");
            need.grace()
                    .ifPresent(grace -> complaints.fail(
                            kept.compareTo(grace) >= 0,
                            "records outlive sightline.claims.grace (" + text(grace)
                                    + "), after which their pictures may be swept",
                            "Set retention.ms below the grace, or raise sightline.claims.grace."));
        });
        complaints.warn(
                settings.retentionBytes() >= 0,
                "retention.bytes drops records by size, however young",
                "Set retention.bytes to -1, and watch the disk instead.");
    }

    private static void sizes(Complaints complaints, TopicNeed need, TopicState.Settings settings) {
        complaints.fail(
                settings.largest() <= need.largest(),
                "a record of " + need.largest() + " bytes does not fit",
                "Set max.message.bytes above " + need.largest()
                        + "; prepare gives new ones 1 MiB more than a picture.");
    }

    private static String facts(TopicNeed need, TopicState state) {
        var facts = new StringBuilder(need.topic());
        facts.append(", partitions ").append(state.partitions());
        facts.append(", replicas ").append(state.replicas());
        state.settings().ifPresent(settings -> {
            facts.append(", in sync at least ").append(settings.inSync());
            facts.append(", ").append(settings.cleanup());
            if (!need.compacted()) {
                facts.append(
                        settings.retention().map(kept -> " after " + text(kept)).orElse(" never"));
            }
            facts.append(", up to ").append(settings.largest()).append(" bytes");
        });
        state.members().ifPresent(members -> facts.append(", members ").append(members));
        return facts.toString();
    }

    private static String partitions(int number) {
        return number == 1 ? "1 partition" : number + " partitions";
    }

    private static String text(Duration duration) {
        if (duration.toHours() >= 48) {
            return duration.toDays() + " d";
        }
        return duration.toHours() > 0 ? duration.toHours() + " h" : duration.toSeconds() + " s";
    }
}
