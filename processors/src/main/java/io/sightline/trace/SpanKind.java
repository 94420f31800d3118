package io.sightline.trace;

/** On which side of a conversation a span is, as OpenTelemetry tells them apart. */
public enum SpanKind {
    /** Answers a request. */
    SERVER,
    /** Works on a message of a topic. */
    CONSUMER,
    /** Waits for another server. */
    CLIENT,
    /** Waits for nobody. */
    INTERNAL
}
