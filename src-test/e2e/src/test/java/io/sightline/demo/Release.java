package io.sightline.demo;

/**
 * A version of a model that serves in a run.
 *
 * @param version as its rows name it
 * @param title what people call it
 */
public record Release(String version, String title) {
    @Override
    public String toString() {
        return "version %s (%s)".formatted(version, title);
    }
}
