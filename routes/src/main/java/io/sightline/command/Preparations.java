package io.sightline.command;

import io.sightline.doctor.Finding;
import io.sightline.doctor.TopicShape;
import java.util.List;

/** What the command {@code prepare} runs. */
@FunctionalInterface
public interface Preparations {
    /**
     * Makes the topics and registers the schemas that are missing; several processes may try at once.
     *
     * @param shape of topics that are made
     * @param properties of the runtime, as {@code --NAME=VALUE}
     * @return in the order in which it is to be read
     */
    List<Finding> run(TopicShape shape, String... properties) throws InterruptedException;
}
