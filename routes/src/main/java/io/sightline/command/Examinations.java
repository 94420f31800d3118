package io.sightline.command;

import io.sightline.doctor.Finding;
import java.util.List;

/** What the command {@code doctor} runs. */
@FunctionalInterface
public interface Examinations {
    /**
     * Looks at every server and precondition of a runtime with these properties, and leaves nothing behind.
     *
     * @param properties of the runtime, as {@code --NAME=VALUE}
     * @return in the order in which it is to be read
     */
    List<Finding> run(String... properties) throws InterruptedException;
}
