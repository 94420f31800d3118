package io.sightline.gate;

import io.sightline.failure.TransientFailure;
import org.jspecify.annotations.Nullable;

/** Outages that are found below the gates, by what is there before them. */
public final class OutageReports {
    private volatile @Nullable Gates gates;

    /** From now on they close these gates; what came before that is no matter of theirs. */
    public void goTo(Gates those) {
        gates = those;
    }

    void report(TransientFailure outage) {
        var those = gates;
        if (those != null) {
            those.report(outage);
        }
    }
}
