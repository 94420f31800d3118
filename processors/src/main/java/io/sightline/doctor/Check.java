package io.sightline.doctor;

import io.sightline.failure.Failure;
import io.sightline.failure.FailureClassifier;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * One thing that is looked at.
 *
 * @param wayOut what to do when the question ends with an exception
 */
public record Check(String name, String wayOut, Question question) {
    /** Asks; it leaves nothing behind. */
    @FunctionalInterface
    public interface Question {
        /**
         * What was found, of one thing or of several.
         *
         * @throws Exception when there is no answer
         */
        List<Finding> ask() throws Exception;
    }

    /** A question with one answer. */
    @FunctionalInterface
    public interface SingleQuestion {
        Finding ask() throws Exception;
    }

    /** A check with one line. */
    public static Check of(String name, String wayOut, SingleQuestion question) {
        return new Check(name, wayOut, () -> List.of(question.ask()));
    }

    /**
     * A check with one line.
     *
     * @param waysOut what to do, by the exception that the question ends with
     */
    public static Check of(String name, Function<Throwable, String> waysOut, SingleQuestion question) {
        return new Check(name, waysOut.apply(new TimeoutException()), () -> {
            try {
                return List.of(question.ask());
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                return List.of(Finding.fail(name, told(e), waysOut.apply(e)));
            }
        });
    }

    /** The findings, or the failure as one of them. */
    List<Finding> findings() {
        try {
            return question.ask();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of(Finding.fail(name, "was not waited for", wayOut));
        } catch (Exception | LinkageError e) {
            return List.of(Finding.fail(name, told(e), wayOut));
        }
    }

    /** What was said for people, or else what is wrong at the bottom: what lies between repeats it. */
    private static String told(Throwable failure) {
        var causes = FailureClassifier.causes(failure);
        return causes.stream()
                .filter(Failure.class::isInstance)
                .findFirst()
                .map(ours -> String.valueOf(ours.getMessage()))
                .orElseGet(() -> causes.stream()
                        .filter(cause -> cause.getMessage() != null)
                        .reduce((outer, inner) -> inner)
                        .map(cause -> cause.getClass().getSimpleName() + ": " + cause.getMessage())
                        .orElseGet(() -> failure.getClass().getSimpleName()));
    }
}
