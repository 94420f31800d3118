package io.sightline.runtime;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says in plain words what to do when start-up ends. */
final class StartupFailures extends AbstractFailureAnalyzer<RuntimeException> {
    @Override
    protected @Nullable FailureAnalysis analyze(Throwable root, RuntimeException cause) {
        if (cause instanceof ServerUnavailableException away) {
            return new FailureAnalysis(
                    away.getMessage(),
                    "Start the server, or look at " + away.server().setting()
                            + "; sightline.startup.timeout says how long to wait.",
                    cause);
        }
        return cause instanceof UnknownPropertyException unknown
                ? new FailureAnalysis(unknown.getMessage(), unknown.action(), cause)
                : null;
    }
}
