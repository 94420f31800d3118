package io.sightline.kubernetes;

import io.sightline.integration.Diagnostic;
import io.sightline.integration.FileState;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Says what the status of a Pipe is to be.
 *
 * @param process how this process is called in what people read
 */
public record PipeReconciler(String process) {
    private static final int FINDINGS = 5;
    private static final int LONGEST = 2000;

    /** The status that is true now. */
    public PipeStatus status(ClusterResource pipe, PipeFate fate) {
        var ready = ready(pipe, fate);
        var phase =
                switch (ready.status()) {
                    case "True" -> PipeStatus.READY;
                    case "False" -> PipeStatus.ERROR;
                    default -> PipeStatus.CREATING;
                };
        // How many others run what every process runs is known to none of them.
        long replicas = fate.everywhere() ? -1 : fate.running().isEmpty() ? 0 : 1;
        return new PipeStatus(true, phase, pipe.generation(), replicas, ready, List.of());
    }

    private ReadyCondition ready(ClusterResource pipe, PipeFate fate) {
        if (fate.state().isEmpty()) {
            return condition("Unknown", "Starting", "it is judged and started by " + process);
        }
        var state = fate.state().get();
        return switch (state.condition()) {
            case LIVE -> fate.running().isEmpty() ? stopped(fate) : running(fate, state);
            case INVALID -> condition("False", "Invalid", findings(state) + rest(pipe, fate));
            case FAILED -> condition("False", "StartFailed", state.message() + rest(pipe, fate));
            case DOWN -> condition("False", "Down", state.message());
            case REMOVED -> stopped(fate);
        };
    }

    private ReadyCondition running(PipeFate fate, FileState state) {
        return condition(
                "True",
                "Running",
                (fate.everywhere() ? "every process runs it" : process + " runs it")
                        + (state.message().isEmpty() ? "" : "; " + state.message()));
    }

    private ReadyCondition stopped(PipeFate fate) {
        return fate.everywhere()
                ? condition("Unknown", "Stopped", process + " has stopped it; other processes may run it")
                : stopped();
    }

    private ReadyCondition stopped() {
        return condition("Unknown", "Stopped", process + " has stopped it");
    }

    /**
     * The status when this process does not run the Pipe any more, and nobody else has said that he does.
     *
     * @param last what this process said before
     */
    public PipeStatus over(PipeStatus last) {
        return new PipeStatus(true, PipeStatus.CREATING, last.observedGeneration(), 0, stopped(), List.of());
    }

    /** By path of the field: whoever wrote the resource sees no lines of it. */
    private static String findings(FileState state) {
        var findings = state.findings();
        if (findings.isEmpty()) {
            return state.message();
        }
        var more = findings.size() > FINDINGS ? "; and " + (findings.size() - FINDINGS) + " more" : "";
        return findings.stream().limit(FINDINGS).map(PipeReconciler::words).collect(Collectors.joining("; ")) + more;
    }

    private static String words(Diagnostic finding) {
        return (finding.path().isEmpty() ? "" : finding.path() + ": ")
                + finding.message()
                + (finding.hint().isEmpty() ? "" : " (" + finding.hint() + ")");
    }

    private String rest(ClusterResource pipe, PipeFate fate) {
        // Who runs it is told apart from whoever ran it before, and may still have his last word to say.
        return fate.running()
                .map(running -> (running == pipe.generation()
                                ? "; what ran before runs on"
                                : "; generation " + running + " runs on")
                        + " in " + process)
                .orElse(fate.everywhere() ? "; nothing of it runs in " + process : "; nothing of it runs");
    }

    private static ReadyCondition condition(String status, String reason, String message) {
        return new ReadyCondition(
                status, reason, message.length() > LONGEST ? message.substring(0, LONGEST) : message, "");
    }
}
