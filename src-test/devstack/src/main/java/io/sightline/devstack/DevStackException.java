package io.sightline.devstack;

/** A server did not start or did not do as asked. The message names the server, its log and the way out. */
public final class DevStackException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public DevStackException(String message) {
        super(message);
    }

    public DevStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
