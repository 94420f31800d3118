package io.sightline.inference;

import io.sightline.failure.FailureClassifier;

/** A native library that lies where nothing may be executed, such as on a volume that is mounted noexec. */
final class NoExecution {
    private NoExecution() {}

    /** Whether that is why a library does not load, as the dynamic linker says it. */
    static boolean isBehind(Throwable failure) {
        return FailureClassifier.causes(failure).stream()
                .anyMatch(cause ->
                        String.valueOf(cause.getMessage()).contains("failed to map segment from shared object"));
    }

    static String advice() {
        return "the native libraries cannot be loaded from " + System.getProperty("java.io.tmpdir")
                + ", nor perhaps from "
                + System.getProperty("org.bytedeco.javacpp.cachedir", "~/.javacpp")
                + ": these are mounted noexec; mount them without it, or let java.io.tmpdir and"
                + " org.bytedeco.javacpp.cachedir name folders of a volume that is (JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=...)";
    }
}
