package io.sightline.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sightline.failure.Dependency;
import io.sightline.failure.FailureCode;
import io.sightline.failure.TransientFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Ids of topics, asked of the broker every few seconds: identities stand on them, because a name can be given to a new
 * topic.
 */
public final class TopicIds {
    private static final long SECONDS_TO_WAIT = 15;

    /** Not for long: a topic can be deleted and made anew under a running process. */
    private static final Duration BELIEVED = Duration.ofSeconds(5);

    private final Admin admin;
    private final Cache<String, UUID> ids =
            Caffeine.newBuilder().expireAfterWrite(BELIEVED).build();

    public TopicIds(Admin admin) {
        this.admin = admin;
    }

    /**
     * Id of the topic.
     *
     * @throws TransientFailure DEPENDENCY_UNAVAILABLE when the broker does not tell
     */
    public UUID of(String topic) {
        return ids.get(topic, this::ask);
    }

    /** Id of the topic as the broker tells it at this moment, with the same failures. */
    UUID now(String topic) {
        var id = ask(topic);
        ids.put(topic, id);
        return id;
    }

    private UUID ask(String topic) {
        try {
            var answer = Objects.requireNonNull(
                    admin.describeTopics(List.of(topic)).topicNameValues().get(topic), topic);
            var description = answer.get(SECONDS_TO_WAIT, TimeUnit.SECONDS);
            Uuid id = description.topicId();
            return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits());
        } catch (ExecutionException | TimeoutException e) {
            throw unknown(topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(topic, e);
        }
    }

    private static TransientFailure unknown(String topic, Exception cause) {
        return new TransientFailure(
                FailureCode.DEPENDENCY_UNAVAILABLE,
                "the broker does not tell the id of topic " + topic + "; see camel.component.kafka.brokers",
                cause,
                Dependency.KAFKA);
    }
}
