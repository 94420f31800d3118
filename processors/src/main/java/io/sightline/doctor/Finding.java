package io.sightline.doctor;

/**
 * What one check found, as whoever said it wrote it: {@link Discretion} makes it fit to be shown.
 *
 * @param check its name, such as {@code kafka.topic.claims}; a promise to those who read it by program
 * @param found what is there
 * @param wayOut what to do; empty where there is nothing to be done
 */
public record Finding(String check, Outcome outcome, String found, String wayOut) {
    public static Finding ok(String check, String found) {
        return new Finding(check, Outcome.OK, found, "");
    }

    /** @param why nobody asked, or could */
    public static Finding skipped(String check, String why) {
        return new Finding(check, Outcome.SKIPPED, why, "");
    }

    public static Finding warn(String check, String found, String wayOut) {
        return new Finding(check, Outcome.WARN, found, wayOut);
    }

    public static Finding fail(String check, String found, String wayOut) {
        return new Finding(check, Outcome.FAIL, found, wayOut);
    }

    boolean isFailure() {
        return outcome == Outcome.FAIL;
    }
}
