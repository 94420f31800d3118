package io.sightline.proxy;

import java.time.Duration;

/** What a proxy does to its connections, those that live already included. */
public sealed interface Fault {
    /** Nothing: bytes pass. */
    record None() implements Fault {}

    /** Bytes pass after a while. Those that wait pass at once when the fault ends. */
    record Delay(Duration time) implements Fault {}

    /** Connections are accepted and nothing passes. What was held back passes when the fault ends. */
    record BlackHole() implements Fault {}

    /** Connections are closed in good order, new ones as soon as they are accepted. */
    record Cut() implements Fault {}

    /** Connections are reset, new ones as soon as they are accepted. */
    record Reset() implements Fault {}

    /** Nobody listens, as after the end of the server's process; living connections are reset. */
    record Refuse() implements Fault {}

    /**
     * Of each connection's answers so many bytes pass, then it is closed: a strike.
     *
     * @param bytes counted from the beginning of the fault or of the connection, whichever is later
     */
    record Truncate(long bytes) implements Fault {}

    /**
     * The bytes that hold a text do not pass, and the connection is reset: a strike.
     *
     * @param text in ISO 8859-1
     */
    record Lose(Direction direction, String text) implements Fault {}

    /**
     * The bytes that hold a text, and all that follow them on their connection, wait until the fault ends: a strike.
     *
     * @param text in ISO 8859-1
     */
    record Hold(Direction direction, String text) implements Fault {}

    /**
     * Requests get a fixed answer instead of the server's, and the connection is closed: a strike.
     *
     * @param text in ISO 8859-1
     */
    record Answer(String text) implements Fault {}

    /**
     * The last byte of long answers is another one: a strike.
     *
     * @param bytes shortest piece of an answer that is changed, so that headers stay as they are
     */
    record Corrupt(int bytes) implements Fault {}

    /**
     * A text that lies within one piece becomes another one of the same length: a strike for each piece.
     *
     * @param text in ISO 8859-1, as is its replacement
     */
    record Replace(Direction direction, String text, String replacement) implements Fault {}
}
