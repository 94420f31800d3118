package io.sightline.runtime;

import io.sightline.doctor.TopicNeed;
import io.sightline.runtime.SightlineProperties.Topics;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.acl.AclOperation;

/** What the stages of a process need of its topics; no operation where they do without one. */
final class TopicNeeds {
    /** A record of ours without pictures: an inference with hundreds of detections has less. */
    private static final long OWN_RECORD = 256 << 10;
    /** A dead letter with an original of 256 KiB, its headers and its trace. */
    private static final long LETTER = 512 << 10;
    /** As the route detect-frames has it. */
    private static final int DETECTING = 2;

    private final ExaminedRuntime runtime;

    TopicNeeds(ExaminedRuntime runtime) {
        this.runtime = runtime;
    }

    List<TopicNeed> of(Topics topics) {
        var picture = runtime.settings(IngestProperties.class).maxBytes().toBytes();
        var grace = Optional.of(runtime.settings(ClaimProperties.class).grace());
        return List.of(
                new TopicNeed(
                        "frames",
                        topics.frames(),
                        false,
                        Optional.empty(),
                        picture,
                        operations(Set.of(Stage.INGEST), Set.of()),
                        group(Stage.INGEST, "sightline-ingest", 1)),
                new TopicNeed(
                        "claims",
                        topics.claims(),
                        false,
                        grace,
                        OWN_RECORD,
                        operations(Set.of(Stage.DETECT, Stage.SINK), Set.of(Stage.INGEST, Stage.API, Stage.SINK)),
                        group(Stage.DETECT, "sightline-detect", DETECTING)
                                .or(() -> group(Stage.SINK, "sightline-sink-claims", 1))),
                new TopicNeed(
                        "inferences",
                        topics.inferences(),
                        false,
                        grace,
                        OWN_RECORD,
                        operations(Set.of(Stage.SINK), Set.of(Stage.DETECT, Stage.SINK)),
                        group(Stage.SINK, "sightline-sink-inferences", 1)),
                new TopicNeed(
                        "models",
                        topics.models(),
                        true,
                        Optional.<Duration>empty(),
                        OWN_RECORD,
                        operations(Set.of(Stage.DETECT, Stage.API, Stage.PROMOTE), Set.of(Stage.PROMOTE, Stage.SINK)),
                        Optional.empty()),
                new TopicNeed(
                        "dead-letters",
                        topics.deadLetters(),
                        false,
                        grace,
                        LETTER,
                        operations(Set.of(Stage.SINK), Set.of(Stage.INGEST, Stage.DETECT, Stage.SINK)),
                        group(Stage.SINK, "sightline-sink-dead-letters", 1)));
    }

    private Set<AclOperation> operations(Set<Stage> readers, Set<Stage> writers) {
        var operations = EnumSet.noneOf(AclOperation.class);
        if (runtime.runs(readers.toArray(Stage[]::new))) {
            operations.add(AclOperation.READ);
        }
        if (runtime.runs(writers.toArray(Stage[]::new))) {
            operations.add(AclOperation.WRITE);
        }
        return operations;
    }

    private Optional<TopicNeed.Group> group(Stage stage, String name, int consumers) {
        return runtime.runs(stage) ? Optional.of(new TopicNeed.Group(name, consumers)) : Optional.empty();
    }
}
