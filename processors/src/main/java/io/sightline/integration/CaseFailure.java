package io.sightline.integration;

/**
 * A failure, thrown or expected.
 *
 * @param exception name of its class, with its package or without; empty when any will do
 * @param message what its message says, or a part of that; empty when nothing is said
 */
public record CaseFailure(Place place, String exception, String message) {
    @Override
    public String toString() {
        if (message.isEmpty()) {
            return exception;
        }
        return (exception.isEmpty() ? "a failure" : exception) + " with '" + message + "'";
    }
}
