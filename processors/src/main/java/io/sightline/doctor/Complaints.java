package io.sightline.doctor;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one thing; the worst decides. */
final class Complaints {
    private final String check;
    private final List<String> found = new ArrayList<>();
    private final List<String> waysOut = new ArrayList<>();
    private Outcome worst = Outcome.OK;

    Complaints(String check) {
        this.check = check;
    }

    Complaints warn(boolean isSo, String what, String wayOut) {
        return add(isSo, Outcome.WARN, what, wayOut);
    }

    Complaints fail(boolean isSo, String what, String wayOut) {
        return add(isSo, Outcome.FAIL, what, wayOut);
    }

    private Complaints add(boolean isSo, Outcome outcome, String what, String wayOut) {
        if (isSo) {
            worst = worst.compareTo(outcome) < 0 ? outcome : worst;
            found.add(what);
            waysOut.add(wayOut);
        }
        return this;
    }

    /** @param facts what there is, whatever is wrong with it */
    Finding about(String facts) {
        return found.isEmpty()
                ? Finding.ok(check, facts)
                : new Finding(check, worst, facts + ": " + String.join("; ", found), String.join(" ", waysOut));
    }
}
