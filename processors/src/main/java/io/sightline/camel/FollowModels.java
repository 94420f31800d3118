package io.sightline.camel;

import io.sightline.lifecycle.ModelFollower;
import io.sightline.lifecycle.ModelTopic;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Reads what was announced of models, and lets the engine follow it. */
public final class FollowModels implements Processor {
    /** How long a look waits for something new. */
    private static final Duration PATIENCE = Duration.ofMillis(400);

    private final ModelTopic topic;
    private final ModelFollower follower;

    public FollowModels(ModelTopic topic, ModelFollower follower) {
        this.topic = topic;
        this.follower = follower;
    }

    @Override
    public void process(Exchange exchange) {
        topic.refresh(PATIENCE);
        follower.follow(topic.announcements(), topic.isKnown());
    }
}
