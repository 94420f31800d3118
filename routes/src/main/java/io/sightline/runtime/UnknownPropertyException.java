package io.sightline.runtime;

import java.util.Optional;

/** A property under {@code sightline.} that nothing reads. */
final class UnknownPropertyException extends RuntimeException {
    private final String action;

    UnknownPropertyException(String name, String origin, Optional<String> nearest) {
        super("unknown property '" + name + "' (from " + origin + ")");
        this.action = nearest.map(known -> "Did you mean '" + known + "'?")
                        .orElse("No property has a name like it; the README lists them all.")
                + " A setting that nothing reads is refused, because it would be ignored in silence.";
    }

    String action() {
        return action;
    }
}
