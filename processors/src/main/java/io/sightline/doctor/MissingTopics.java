package io.sightline.doctor;

import io.sightline.failure.Propagation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are missing, and judges all. Those that are there stay as they are. */
public final class MissingTopics {
    private static final int MILLIS = 20_000;
    /** What headers, keys and the record itself take beside a picture. */
    private static final long ROOM = 1 << 20;

    private final Supplier<Admin> admin;
    private final KafkaQuestions questions;
    private final TopicShape shape;

    public MissingTopics(Supplier<Admin> admin, KafkaQuestions questions, TopicShape shape) {
        this.admin = admin;
        this.questions = questions;
        this.shape = shape;
    }

    /**
     * Makes a topic, unless it is there.
     *
     * @param picture bytes of the largest one that a topic has to take; all take as much
     * @throws Exception when the brokers refuse it, or do not answer
     */
    public Finding make(TopicNeed need, long picture) throws Exception {
        var present = questions.present(need);
        if (present.isPresent()) {
            return after("there", need, present);
        }
        var topic = topic(need, shape, picture);
        try {
            admin.get()
                    .createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(MILLIS))
                    .all()
                    .get(MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return after("there", need, Propagation.await(() -> questions.present(need)));
            }
            throw e;
        }
        // What nobody sets, such as how long records are kept, is as the brokers have it, and may break a promise.
        return after("made", need, Propagation.await(() -> questions.present(need)));
    }

    /** @param found empty where the brokers say that there is no such topic, though there is */
    static Finding after(String done, TopicNeed need, Optional<Finding> found) {
        return found.map(finding -> new Finding(
                        finding.check(), finding.outcome(), done + ": " + finding.found(), finding.wayOut()))
                .orElseGet(() -> Finding.fail(
                        need.check(),
                        done + ": " + need.topic() + ", but this login may not describe it, and nobody knows how it is",
                        "Give the login the ACL DESCRIBE on topic " + need.topic() + ", and run prepare again."));
    }

    static NewTopic topic(TopicNeed need, TopicShape shape, long picture) {
        var largest = Math.min(Integer.MAX_VALUE, Math.max(picture, need.largest()) + ROOM);
        return new NewTopic(need.topic(), Optional.of(shape.partitions(need)), shape.replication())
                .configs(Map.of(
                        "cleanup.policy",
                        need.compacted() ? "compact" : "delete",
                        "max.message.bytes",
                        Long.toString(largest)));
    }
}
