package io.sightline.proxy;

/** Which way bytes go through a proxy. */
public enum Direction {
    /** From the client to the server. */
    REQUEST,
    /** From the server to the client. */
    ANSWER
}
