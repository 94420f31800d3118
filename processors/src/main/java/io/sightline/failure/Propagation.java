package io.sightline.failure;

import java.time.Duration;
import java.util.Optional;

/** Asks again for a few seconds: what one node of a server has just made, another one may not know yet. */
public final class Propagation {
    private static final int TIMES = 11;
    private static final Duration PAUSE = Duration.ofMillis(500);

    private Propagation() {}

    /** Looks for something that was made. */
    @FunctionalInterface
    public interface Question<T, E extends Exception> {
        Optional<T> ask() throws E;
    }

    /** The first answer that there is; empty when there is none after five seconds. */
    public static <T, E extends Exception> Optional<T> await(Question<T, E> question) throws E, InterruptedException {
        return await(question, TIMES, PAUSE);
    }

    static <T, E extends Exception> Optional<T> await(Question<T, E> question, int times, Duration pause)
            throws E, InterruptedException {
        var answer = question.ask();
        for (int asked = 1; answer.isEmpty() && asked < times; asked++) {
            Thread.sleep(pause.toMillis());
            answer = question.ask();
        }
        return answer;
    }
}
