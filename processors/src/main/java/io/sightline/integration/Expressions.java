package io.sightline.integration;

import java.util.Optional;

/** Reads expressions as Camel does, and evaluates none. */
@FunctionalInterface
public interface Expressions {
    /**
     * What is wrong with an expression; empty when it can be read, or when nobody here can tell.
     *
     * @param language its name, such as simple
     * @param predicate whether it is to be true or false
     */
    Optional<Mistake> mistake(String language, String text, boolean predicate);

    /**
     * Why an expression cannot be read.
     *
     * @param index of the character where that is
     * @param reason as its language puts it
     * @param unknown what was taken for a function and is none, or none that is written so; empty when that is not the
     *     reason
     */
    record Mistake(int index, String reason, String unknown) {}
}
