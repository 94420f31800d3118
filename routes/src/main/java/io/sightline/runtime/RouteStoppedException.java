package io.sightline.runtime;

/** The route that answers at a path stands still for now. */
final class RouteStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RouteStoppedException(String path) {
        super("The route that answers at " + path + " is stopped, or just being replaced; try again later.");
    }
}
