package io.sightline.doctor;

import io.sightline.failure.Quotation;
import io.sightline.failure.Secrets;

/**
 * What one check found: one line, without the logins of addresses.
 *
 * @param check its name, such as {@code kafka.topic.claims}; a promise to those who read it by program
 * @param found what is there
 * @param wayOut what to do; empty where there is nothing to be done
 */
public record Finding(String check, Outcome outcome, String found, String wayOut) {
    private static final int LONGEST = 2000;

    public Finding {
        found = line(found);
        wayOut = wayOut.isEmpty() ? "" : line(wayOut);
    }

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

    /** The same without any of these texts. */
    Finding without(Iterable<String> secrets) {
        return new Finding(check, outcome, hidden(found, secrets), hidden(wayOut, secrets));
    }

    boolean isFailure() {
        return outcome == Outcome.FAIL;
    }

    private static String hidden(String text, Iterable<String> secrets) {
        var shown = text;
        for (var secret : secrets) {
            shown = shown.replace(secret, Secrets.HIDDEN);
        }
        return shown;
    }

    private static String line(String text) {
        return Quotation.of(Secrets.hiddenInText(text.strip().replaceAll("\\s*\\R\\s*", " ")), LONGEST);
    }
}
