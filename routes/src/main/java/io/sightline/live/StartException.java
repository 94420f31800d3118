package io.sightline.live;

/** One file of a step does not start. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    final String file;
    final LoadException reason;

    StartException(String file, LoadException reason) {
        super(reason);
        this.file = file;
        this.reason = reason;
    }
}
