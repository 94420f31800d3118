package io.sightline.runtime;

import io.sightline.failure.Failure;
import io.sightline.failure.Secrets;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words what to do when start-up ends. */
final class StartupFailures extends AbstractFailureAnalyzer<RuntimeException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
        var startup = findCause(root, StartupException.class);
        if (startup != null) {
            return new FailureAnalysis(shown(startup), startup.action(), startup);
        }
        var failure = findCause(root, Failure.class);
        if (failure != null) {
            return new FailureAnalysis(
                    shown(failure), "The README lists all settings and all keys of detector.yaml.", failure);
        }
        return null;
    }

    /** Addresses may hold passwords, whoever has written the message. */
    private static String shown(RuntimeException failure) {
        return Secrets.hiddenInText(String.valueOf(failure.getMessage()));
    }
}
