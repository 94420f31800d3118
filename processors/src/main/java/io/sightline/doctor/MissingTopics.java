package io.sightline.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes topics that are missing. Those that are there stay as they are, and are judged. */
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
     */
    public Finding make(TopicNeed need, long picture)
            throws InterruptedException, ExecutionException, TimeoutException {
        var present = questions.present(need);
        if (present.isPresent()) {
            return there(present.get());
        }
        var topic = topic(need, shape, picture);
        try {
            admin.get()
                    .createTopics(List.of(topic), new CreateTopicsOptions().timeoutMs(MILLIS))
                    .all()
                    .get(MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return Finding.ok(need.check(), "there: " + need.topic() + ", which somebody else has just made");
            }
            throw e;
        }
        return Finding.ok(
                need.check(),
                "made: " + need.topic() + ", partitions " + topic.numPartitions()
                        + shape.replication()
                                .map(copies -> ", replicas " + copies)
                                .orElse("") + ", "
                        + topic.configs().get("cleanup.policy") + ", up to "
                        + topic.configs().get("max.message.bytes") + " bytes");
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

    private static Finding there(Finding found) {
        return new Finding(found.check(), found.outcome(), "there: " + found.found(), found.wayOut());
    }
}
