package io.sightline.runtime;

import io.sightline.failure.PermanentFailure;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words what to do when start-up ends. */
final class StartupFailures extends AbstractFailureAnalyzer<RuntimeException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
        var startup = findCause(root, StartupException.class);
        if (startup != null) {
            return new FailureAnalysis(startup.getMessage(), startup.action(), startup);
        }
        var failure = findCause(root, PermanentFailure.class);
        if (failure != null) {
            return new FailureAnalysis(
                    failure.getMessage(), "The README lists all settings and all keys of detector.yaml.", failure);
        }
        return null;
    }
}
