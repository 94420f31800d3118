package io.sightline.integration;

/** Writes where in a file something stands: {@code [0].route.from.steps[2].to}. */
final class Paths {
    private Paths() {}

    static String key(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static String index(String path, int index) {
        return path + "[" + index + "]";
    }

    /** What the last key stands in. */
    static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }
}
